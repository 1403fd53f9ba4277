"""Keeping a closed graph in a folder on disk: made of files, and brought up to date when they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.progress import Progress, silent
from icigraph.project.load import load_files
from icigraph.rules.close import compile_from
from icigraph.rules.closure.folder import ClosureFolder, opened
from icigraph.rules.closure.record import Record, record_of
from icigraph.rules.compile.axiom_patterns import axioms_from_facts, is_axiom
from icigraph.rules.compile.declared import declares, declaring_classes
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.changes import Changes, changes
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.incremental import Change, update_closure
from icigraph.rules.run.materialise import DERIVED, INFERRED, close

__all__ = ["KeptClosure", "kept_closure"]

_FEW, _MANY, _SHARE = 1_000, 500_000, 10
"""A change is taken over where it is small, or no more than one triple in ten; to close anew is quicker else.
The greatest that is held in memory is many."""


@dataclass(slots=True)
class KeptClosure:
    """A closed graph in its folder: the store, in which each file has the graph of its IRI, and the rules.

    `change` tells by how much the store that was there was brought up to date; None where it was closed anew,
    and `why` says for what reason, unless there was none.

    >>> from pyoxigraph import Quad
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.extend([Quad(a, a, a, NamedNode("file:///a.ttl")), Quad(a, a, NamedNode("x:b"), INFERRED)])
    >>> kept = KeptClosure(store, RuleSet(), None)
    >>> len(list(kept.triples())), [str(triple.object) for triple in kept.triples(only_inferred=True)]
    (2, ['<x:b>'])
    """

    store: Store
    rules: RuleSet
    change: Change | None
    why: str = ""

    def triples(self, *, only_inferred: bool = False) -> Iterator[Triple]:
        """Every triple of the graph once, in no particular order, or those alone that no file states. Little
        is held in memory, however many there are.
        """
        if only_inferred:
            for graph in (DERIVED, INFERRED):
                yield from (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph))
            return
        predicates = cast(QuerySolutions, self.store.query("SELECT DISTINCT ?p { GRAPH ?g { ?s ?p ?o } }"))
        for (predicate,) in predicates:
            quads = self.store.quads_for_pattern(None, cast(NamedNode, predicate), None, None)
            # The index of a predicate gives one triple for all of its graphs before the next one.
            yield from (triple for triple, _ in groupby(quads, attrgetter("triple")))


@contextmanager
def kept_closure(
    folder: Path,
    files: Iterable[Path],
    *,
    mode: Mode = Mode.PUBLISHED,
    derivations: Iterable[Path] = (),
    progress: Progress = silent,
) -> Iterator[KeptClosure]:
    """The closure of files, kept in a folder: made there in the first run, and brought up to date in later
    ones by what was added, changed or removed since. No other run uses the folder while the block lasts.

    It is the same as the closure that is made anew. A run that is interrupted leaves what was there.
    InputError for files that cannot be read, and for a folder that holds something else.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:s> <x:p> <x:o> ."
    >>> _ = (place / "a.ttl").write_text(text)
    >>> with kept_closure(place / "closed", [place / "a.ttl"]) as kept:
    ...     print(*kept.triples(only_inferred=True))
    <x:o> <x:p> <x:s>
    """
    named = {path.resolve().as_uri(): path for path in files}
    run = _Run(named, read_derivations(derivations), mode, progress)
    with opened(folder) as place:
        try:
            kept = run.bring_up(place, record_of(named.values(), mode, derivations))
            place.sweep()
            try:
                yield kept
            finally:
                # A store has no end but that nothing refers to it, and only then can it be opened again.
                del kept.store
        except RuntimeError as error:
            if "Corruption" not in str(error):
                raise
            hint = "remove it: the next run makes it anew"
            raise InputError(
                Fault(f"the store in it is damaged: {error}", Place(str(folder)), hint)
            ) from None


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: the files by the IRIs of their graphs, the derivations, the mode, and who is told."""

    files: Mapping[str, Path]
    derivations: tuple[Rule, ...]
    mode: Mode
    progress: Progress

    def bring_up(self, place: ClosureFolder, wanted: Record) -> KeptClosure:
        """The closure that is wanted: that in the folder, brought up to date, or one made anew."""
        found = self._updated(place, wanted)
        return self._anew(place, wanted, found) if isinstance(found, str) else found

    def _updated(self, place: ClosureFolder, wanted: Record) -> KeptClosure | str:
        """The closure in the folder, brought up to date; or why there is no way from it to what is wanted."""
        before, store = place.record, place.store()
        if before is None:
            return ""
        if store is None:
            return "the store in the folder cannot be read"
        if not before.closes_like(wanted):
            return "mode, derivations or version are others"
        rules = self._rules(store)
        names = [NamedNode(name) for name in wanted.changed_since(before)]
        if not names:
            return KeptClosure(store, rules, Change(0, 0, anew=False))
        found = self._changes(place, store, names, min(max(_FEW, before.size // _SHARE), _MANY))
        if isinstance(found, str) or axioms_from_facts(rules):
            return found if isinstance(found, str) else "axioms follow from facts"
        size = before.size + len(found[0]) - len(found[1])
        with place.draft(store) as folder:
            later = Store(str(folder))
            change = update_closure(later, rules, added=found[0], removed=found[1])
            place.keep(folder, later, wanted, size)
        return KeptClosure(later, rules, change)

    def _changes(
        self, place: ClosureFolder, store: Store, names: list[NamedNode], limit: int
    ) -> Changes | str:
        """What changed in some of the files; or why that cannot be taken over."""
        with place.draft() as folder:
            files = Store(str(folder))
            self._load(files, [name.value for name in names if name.value in self.files])
            found = changes(store, files, names, limit)
            del files
        if found is None:
            return "much changed"
        classes = declaring_classes(self.derivations)
        axioms = (quad for quad in chain(*found) if is_axiom(quad) or declares(quad, classes))
        return found if next(axioms, None) is None else "an axiom changed"

    def _anew(self, place: ClosureFolder, wanted: Record, why: str) -> KeptClosure:
        with place.draft() as folder:
            store = Store(str(folder))
            self._load(store, self.files)
            rules = self._rules(store)
            engine = Engine.of(store, on_disk=True)
            close(engine, rules, inferred=INFERRED, derived=DERIVED, progress=self.progress)
            place.keep(folder, store, wanted, len(store))
        return KeptClosure(store, rules, None, why)

    def _rules(self, store: Store) -> RuleSet:
        return compile_from(store, self.mode, derivations=self.derivations)

    def _load(self, store: Store, names: Iterable[str]) -> None:
        """Load files to the graph of each; an InputError with the faults of all."""
        files = ((self.files[name], NamedNode(name)) for name in names)
        load_files(files, store, self.progress, one_graph=True)
