"""The closure of a dataset: what it states and all that follows, with the proof of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple, parse

from icigraph.base.progress import Progress, silent
from icigraph.operations.asked import Asked
from icigraph.operations.given import declared_by, with_standard
from icigraph.operations.reading import loaded_as_spelled, quads_of, triples_of
from icigraph.rdf.documents import Source
from icigraph.rdf.prefixes import Prefixes
from icigraph.rules.close import close_store
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.materialise import ASSERTED, DERIVED, INFERRED

if TYPE_CHECKING:
    from rdflib import Graph

    from icigraph.operations.given import Data
    from icigraph.proofs.explainer import Explainer
    from icigraph.proofs.explanation import Explanation
    from icigraph.proofs.missing import Missing
    from icigraph.questions.explaining import Explaining
    from icigraph.rules.contradictions.contradiction import Contradiction
    from icigraph.rules.entailment import Entailment

__all__ = ["Closure", "closed"]


def closed(
    sources: tuple[Source, ...],
    *,
    rules: Iterable[Path | str] = (),
    axiomatic: bool = False,
    progress: Progress = silent,
) -> Closure:
    """What sources state with all that follows by OWL 2 RL and by derivations in the files `rules`;
    `axiomatic` adds the axiomatic triples. An `InputError` lists every fault of every source.

    >>> from icigraph.operations.dataset import load
    >>> len(closed(load("<urn:s> <urn:p> <urn:o> .").sources))
    1
    """
    from icigraph.rules.compile.derivation import read_derivations

    derivations = read_derivations(map(Path, rules))
    store, lines = loaded_as_spelled(sources, ASSERTED, progress)
    mode = Mode.AXIOMATIC if axiomatic else Mode.PUBLISHED
    used = close_store(store, mode=mode, derivations=derivations, progress=progress)
    return Closure(sources, store, used, lines)


@dataclass(frozen=True, eq=False, repr=False)
class Closure(Asked):
    """A dataset, closed. In its `store` the graph `urn:icigraph:asserted` holds what stood in the default
    graph, `urn:icigraph:inferred` and `urn:icigraph:derived` what follows by axioms and by derivations.

    Its length is the number of its triples, and iterating gives them: what is stated first.

    >>> from icigraph.operations.dataset import load
    >>> text = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <x:p> rdfs:domain <x:C> . "
    >>> closure = load(text + "<x:s> <x:p> 1 .").close()
    >>> closure
    <Closure: 2 triples stated, 1 follow>
    >>> print(closure.explain("<x:s>", "rdf:type", "<x:C>").proof.conclusion)
    <x:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C>
    """

    sources: tuple[Source, ...]
    store: Store
    rules: RuleSet
    lines: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"<Closure: {len(self.lines)} triples stated, {len(self) - len(self.lines)} follow>"

    def __len__(self) -> int:
        return len(self.lines) + sum(1 for _ in self.inferred())

    def __iter__(self) -> Iterator[Triple]:
        return self.triples()

    def triples(self) -> Iterator[Triple]:
        """Every triple: what is stated, literals to the letter, then what follows."""
        stated = (quad.triple for quad in parse(b"".join(self.lines), RdfFormat.N_TRIPLES))
        return chain(stated, self.inferred())

    def inferred(self) -> Iterator[Triple]:
        """The triples that follow and are not stated."""
        for graph in (INFERRED, DERIVED):
            yield from (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph))

    def ntriples(self, *, only_inferred: bool = False) -> Iterator[bytes]:
        """The triples as pieces of N-Triples, quicker than one by one."""
        if not only_inferred:
            yield from self.lines
        for graph in (INFERRED, DERIVED):
            yield self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""

    def write(self, path: Path | str, *, format: str | None = None, only_inferred: bool = False) -> None:
        """Write the triples to a file, whole or not at all, in the syntax that its name tells, or `format`.

        An `InputError` says that the name tells no syntax, or why the file cannot be written.
        """
        from icigraph.operations.handing import write_triples

        triples = self.inferred() if only_inferred else self.triples()
        write_triples(triples, path, form=format, prefixes=self.declared.names)

    def quads(self) -> Iterator[Quad]:
        """Every quad of the dataset as it is written, and what follows in its graphs."""
        for source in self.sources:
            yield from quads_of(source)
        for graph in (INFERRED, DERIVED):
            yield from self.store.quads_for_pattern(None, None, None, graph)

    def export(self, form: str = "ttl", *, graphs: Iterable[str] = ()) -> bytes:
        """The closed dataset in an RDF syntax, as `Dataset.export` writes it; what follows is in graphs of
        its own where the syntax has graphs."""
        from icigraph.operations.reading import quads_in
        from icigraph.rdf.export import exported
        from icigraph.rdf.syntax import syntax_named

        return exported(quads_in(self.quads(), graphs), syntax_named(form), self.declared.names)

    def to_store(self) -> Store:
        """A new pyoxigraph store with all triples in its default graph."""
        store = Store()
        store.bulk_extend(Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in self)
        return store

    def to_rdflib(self) -> Graph:
        """All triples as an rdflib Graph (the extra `icigraph[rdflib]`)."""
        from icigraph.operations.handing import as_rdflib

        return as_rdflib(self.triples(), self.declared)

    @cached_property
    def declared(self) -> Prefixes:
        """The prefixes that the sources declare."""
        return declared_by(self.sources)

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes that the sources declare, and the standard ones of other namespaces."""
        return with_standard(self.declared)

    @cached_property
    def explainer(self) -> Explainer:
        """Proofs, near misses, contradictions and impact, with places in the sources that are files."""
        from icigraph.operations.explaining import explainer_of_closure

        return explainer_of_closure(self.sources, self.store, self.rules, self.naming, self.prefixes)

    @property
    def explaining(self) -> Explaining:
        """The same by the names that a person has for triples and things."""
        from icigraph.questions.catalogue import Catalogue
        from icigraph.questions.explaining import Explaining

        return Explaining(self.store, self.prefixes, self.naming, self.explainer, Catalogue({}, {}))

    def triple(self, *terms: str) -> Triple:
        """The triple that subject, predicate and object name, each a label, a CURIE or an IRI; or one in
        N-Triples. An `InputError` lists candidates for what is not exactly one thing."""
        from icigraph.questions.triple import the_triple

        return the_triple(self.store, self.naming, terms)

    def explain(self, *terms: str) -> Explanation | None:
        """The shortest proof of a triple, checked, with the place of everything that it rests on; None where
        it does not follow. Terms are given as for `triple`."""
        return self.explainer.prove(self.triple(*terms))

    def missing(self, *terms: str) -> Missing:
        """Why a triple does not follow: what it lacks."""
        return self.explainer.missing(self.triple(*terms))

    def entails(self, conclusion: Data) -> Entailment:
        """Whether RDF follows from the dataset, as `Dataset.entails` tells it."""
        from icigraph.operations.entailing import entailment

        return entailment(self.sources, conclusion)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What contradicts, each once: nothing where the dataset is consistent by OWL 2 RL."""
        from icigraph.proofs.contradictions.listing import every_contradiction

        return tuple(every_contradiction(self.store, self.rules, triples_of(self.sources)))
