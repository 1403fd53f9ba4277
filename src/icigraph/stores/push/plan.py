"""The plan of a push: which graphs stay, and the least to remove and add in the others."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.canonical import has_blank_nodes
from icigraph.rdf.spool import SpooledGraph, compare
from icigraph.stores.push.manifest import Manifest, manifest_graph, manifest_lines, manifest_of, subject_of
from icigraph.stores.push.meaning import meaning_of
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.abandonable import at_once

__all__ = ["Change", "ForeignGraphError", "Intent", "Plan", "make_plan"]

_FEW = 5
# What a build makes of the other graphs.
_MADE = ("derived", "inferred")


@dataclass(frozen=True, slots=True)
class Change:
    r"""What happens to one graph: `clear` it whole or remove the lines of `removed`, then add those of
    `added`.

    With `clears_blank` every statement with a blank node is removed, and `added` has all that shall be there.

    >>> import tempfile
    >>> added, removed = (Path(tempfile.mkdtemp(), name) for name in ("added.nt", "removed.nt"))
    >>> _ = added.write_text("<x:a> <x:p> <x:b> .\n"), removed.write_text("")
    >>> list(Change("x:g", added, 1, removed, 0).added_lines())
    [b'<x:a> <x:p> <x:b> .\n']
    """

    graph: str
    added: Path
    additions: int
    removed: Path
    removals: int
    clear: bool = False
    has_blank_nodes: bool = False
    clears_blank: bool = False

    def added_lines(self) -> Iterator[bytes]:
        """The N-Triples lines to add."""
        return _lines(self.added)

    def removed_lines(self) -> Iterator[bytes]:
        """The N-Triples lines to remove."""
        return _lines(self.removed)


@dataclass(frozen=True, slots=True)
class Plan:
    r"""All changes that make the store hold what is local, and the graphs that need none.

    The last change is the manifest's; `manifest` is what that says afterwards, all of its lines, and `before`
    what it said when the plan was made, where the plan is of all of it.

    >>> import tempfile
    >>> added, removed = (Path(tempfile.mkdtemp(), name) for name in ("added.nt", "removed.nt"))
    >>> _ = added.write_text("<x:a> <x:p> <x:b> .\n"), removed.write_text("")
    >>> plan = Plan((Change("x:g", added, 1, removed, 0),), unchanged=("x:h",))
    >>> plan.only_adds, plan.size
    (True, 20)
    """

    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    manifest: tuple[bytes, ...] = ()
    before: tuple[bytes, ...] | None = None

    @property
    def only_adds(self) -> bool:
        """Whether nothing in the store is removed."""
        return not any(each.clear or each.clears_blank or each.removals for each in self.changes)

    @property
    def size(self) -> int:
        """Bytes of all lines to send."""
        return sum(part.stat().st_size for change in self.changes for part in (change.added, change.removed))


class ForeignGraphError(InputError):
    """A graph of a local name is at the store, and its manifest does not tell of it."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a push may and may not do, besides bringing the local graphs to the store.

    Published graphs that are not local are removed but for those in `keep`, all of them if it is None. Graphs
    in `doubted` are read and compared though the manifest has their digest. A graph of a local name that this
    project did not publish is refused unless the push shall `adopt` it.
    """

    keep_others: bool = False
    without_inferred: bool = False
    doubted: Collection[str] = ()
    adopt: bool = False


def make_plan(
    service: Service,
    base: str,
    local: Mapping[str, SpooledGraph],
    published: Manifest,
    folder: Path,
    intent: Intent,
    *,
    whole: bool = True,
) -> Plan:
    """Compare `local` graphs with what the store has `published`.

    A graph with the same digest is not touched; one that differs is read from the store and compared line by
    line, but for those that one query finds not to be there. Unless `whole`, no statement is removed only to
    be added again, however much of a graph differs. A `ForeignGraphError` names the graphs that others wrote.
    """
    wanted = manifest_of(local)
    known = {iri for iri, entry in wanted.items() if published.entries.get(iri) == entry}
    changed = sorted(iri for iri in wanted if iri not in known or iri in intent.doubted)
    absent = _absent(service, sorted(wanted.keys() - published.mentioned), intent)
    places = [(iri, folder / f"plan{number}") for number, iri in enumerate(changed)]

    def change(item: tuple[str, Path]) -> Change | None:
        iri, place = item
        place.mkdir(parents=True)
        if iri in absent:
            return _new(iri, local[iri], place)
        entry = published.entries.get(iri)
        remote = service.read_whole(iri, place, entry.triples if entry else None)
        if iri in known and _mean_the_same(local[iri], remote):
            return None
        return _changed(iri, local[iri], remote, place, whole)

    made = at_once(change, places, service.http.abandon)
    changes = [each for each in made if each]
    gone = _gone(base, published, wanted, intent)
    changes += [_cleared(iri, published, folder / f"gone{n}") for n, iri in enumerate(gone)]
    kept = [line for line in published.lines if (iri := subject_of(line)) not in wanted and iri not in gone]
    after = sorted({*kept, *manifest_lines(wanted)})
    if changes or after != list(published.lines):
        changes.append(_manifest_change(base, published.lines, after, folder / "manifest"))
    same = sorted(wanted.keys() - {each.graph for each in changes})
    return Plan(tuple(changes), tuple(same), tuple(after), published.lines)


def _absent(service: Service, unpublished: list[str], intent: Intent) -> set[str]:
    """Those of the graphs that the manifest does not tell of that are not there either."""
    there = service.present(unpublished)
    if there and not intent.adopt:
        shown = ", ".join(sorted(there)[:_FEW]) + (
            f" and {len(there) - _FEW} more" if len(there) > _FEW else ""
        )
        message = (
            f"{service.target.url}: others wrote what is in {shown}: no push of this project put it there"
        )
        hint = "--adopt replaces it by what is here; icigraph query --endpoint shows it"
        raise ForeignGraphError(Fault(message, hint=hint))
    return set(unpublished) - there


def _gone(base: str, published: Manifest, wanted: Collection[str], intent: Intent) -> list[str]:
    if intent.keep_others:
        return []
    kept = set(wanted) if intent.without_inferred else {*wanted, *(base + name for name in _MADE)}
    return sorted(published.mentioned - kept)


def _mean_the_same(local: SpooledGraph, remote: SpooledGraph) -> bool:
    """Whether two graphs differ in nothing but literals that only read otherwise, as stores rewrite them."""
    sides: dict[bool, list[object]] = {True: [], False: []}
    for is_local, line in compare(local.lines(), remote.lines()):
        subject, predicate, term = line.decode().rstrip("\n").removesuffix(" .").split(" ", 2)
        if not term.startswith('"'):
            return False
        sides[is_local].append((subject, predicate, meaning_of(term)))
    return len(sides[True]) == len(sides[False]) and set(sides[True]) == set(sides[False])


def _new(iri: str, local: SpooledGraph, folder: Path) -> Change:
    return Change(iri, local.path, local.triples, _nothing(folder), 0, has_blank_nodes=local.has_blank_nodes)


def _nothing(folder: Path) -> Path:
    path = folder / "removed.nt"
    path.write_bytes(b"")
    return path


def _changed(iri: str, local: SpooledGraph, remote: SpooledGraph, folder: Path, whole: bool) -> Change:
    if not remote.triples:
        return _new(iri, local, folder)
    added, removed = folder / "added.nt", folder / "removed.nt"
    blank = local.has_blank_nodes or remote.has_blank_nodes
    if not whole and blank:
        return _changed_in_part(iri, local, remote, folder)
    additions, removals = _write_difference(compare(local.lines(), remote.lines()), added, removed)
    if whole and (blank or additions + removals >= local.triples):
        nothing = _nothing(folder)
        return Change(iri, local.path, local.triples, nothing, 0, clear=True, has_blank_nodes=blank)
    return Change(iri, added, additions, removed, removals, has_blank_nodes=blank)


def _changed_in_part(iri: str, local: SpooledGraph, remote: SpooledGraph, folder: Path) -> Change:
    """The difference of two graphs with blank nodes: the statements with blank nodes all or not at all.

    Where their canonical lines are the same on both sides, those statements are the same, too.
    """
    differs = any(has_blank_nodes(line) for _, line in compare(local.lines(), remote.lines()))
    plain = (
        (is_local, line)
        for is_local, line in compare(local.lines(), remote.lines())
        if not has_blank_nodes(line)
    )
    anew = ((True, line) for line in local.lines() if differs and has_blank_nodes(line))
    added, removed = folder / "added.nt", folder / "removed.nt"
    additions, removals = _write_difference(itertools.chain(anew, plain), added, removed)
    clears = differs and remote.has_blank_nodes
    return Change(iri, added, additions, removed, removals, has_blank_nodes=differs, clears_blank=clears)


def _write_difference(
    difference: Iterable[tuple[bool, bytes]], added: Path, removed: Path
) -> tuple[int, int]:
    counts = {True: 0, False: 0}
    with added.open("wb") as more, removed.open("wb") as less:
        files = {True: more, False: less}
        for is_local, line in difference:
            files[is_local].write(line)
            counts[is_local] += 1
    return counts[True], counts[False]


def _cleared(iri: str, published: Manifest, folder: Path) -> Change:
    folder.mkdir(parents=True)
    nothing = _nothing(folder)
    entry = published.entries.get(iri)
    return Change(iri, nothing, 0, nothing, entry.triples if entry else 0, clear=True)


def _manifest_change(base: str, before: Iterable[bytes], after: Iterable[bytes], folder: Path) -> Change:
    folder.mkdir(parents=True)
    added, removed = folder / "added.nt", folder / "removed.nt"
    additions, removals = sorted({*after} - {*before}), sorted({*before} - {*after})
    added.write_bytes(b"".join(additions))
    removed.write_bytes(b"".join(removals))
    return Change(manifest_graph(base), added, len(additions), removed, len(removals))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file
