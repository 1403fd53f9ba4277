"""The plan of a push: which graphs stay, and the least to remove and add in the others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from icigraph.publish.canonical import has_blank_nodes
from icigraph.publish.manifest import Entry, manifest_graph, manifest_lines, manifest_of
from icigraph.publish.protocol import Service
from icigraph.publish.spool import SpooledGraph, compare

__all__ = ["Change", "Plan", "make_plan"]

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one graph: `clear` it whole or remove the lines of `removed`, then add those of
    `added`.

    With `clears_blank` every statement with a blank node is removed, and `added` has all that shall be there.
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
    """All changes that make the store hold what is local, and the graphs that need none.

    The last change is the manifest's.
    """

    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]

    @property
    def only_adds(self) -> bool:
        """Whether nothing in the store is removed."""
        return not any(each.clear or each.clears_blank or each.removals for each in self.changes)

    @property
    def size(self) -> int:
        """Bytes of all lines to send."""
        return sum(part.stat().st_size for change in self.changes for part in (change.added, change.removed))


def make_plan(
    service: Service,
    base: str,
    local: Mapping[str, SpooledGraph],
    published: Mapping[str, Entry],
    folder: Path,
    *,
    keep_others: bool = False,
    whole: bool = True,
) -> Plan:
    """Compare `local` graphs with what the store has `published`.

    A graph with the same digest is not touched; one that differs is read from the store and compared line
    by line. A published graph that is not local is removed, unless `keep_others`. Unless `whole`, no
    statement is removed only to be added again, however much of a graph differs.
    """
    wanted = manifest_of(local)
    same = sorted(iri for iri, entry in wanted.items() if published.get(iri) == entry)
    gone = [] if keep_others else sorted(set(published) - set(wanted))
    changed = sorted(set(wanted) - set(same))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        places = (folder / f"plan{number}" for number in range(len(changed)))
        changes = list(
            pool.map(lambda iri, place: _changed(service, iri, local[iri], place, whole), changed, places)
        )
    changes += [_cleared(iri, published[iri], folder / f"gone{n}") for n, iri in enumerate(gone)]
    if changes or gone:
        after = {iri: entry for iri, entry in published.items() if iri not in gone} | wanted
        changes.append(_manifest_change(base, published, after, folder / "manifest"))
    return Plan(tuple(changes), tuple(same))


def _changed(service: Service, iri: str, local: SpooledGraph, folder: Path, whole: bool) -> Change:
    folder.mkdir(parents=True)
    remote = service.read_graph(iri, folder)
    added, removed = folder / "added.nt", folder / "removed.nt"
    if not remote.triples:
        removed.write_bytes(b"")
        return Change(iri, local.path, local.triples, removed, 0, has_blank_nodes=local.has_blank_nodes)
    blank = local.has_blank_nodes or remote.has_blank_nodes
    if not whole and blank:
        return _changed_in_part(iri, local, remote, folder)
    additions, removals = _write_difference(compare(local.lines(), remote.lines()), added, removed)
    if whole and (blank or additions + removals >= local.triples):
        removed.write_bytes(b"")
        return Change(iri, local.path, local.triples, removed, 0, clear=True, has_blank_nodes=blank)
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


def _cleared(iri: str, entry: Entry, folder: Path) -> Change:
    folder.mkdir(parents=True)
    nothing = folder / "nothing.nt"
    nothing.write_bytes(b"")
    return Change(iri, nothing, 0, nothing, entry.triples, clear=True)


def _manifest_change(
    base: str, before: Mapping[str, Entry], after: Mapping[str, Entry], folder: Path
) -> Change:
    folder.mkdir(parents=True)
    old, new = manifest_lines(before), manifest_lines(after)
    added, removed = folder / "added.nt", folder / "removed.nt"
    additions, removals = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    added.write_bytes(b"".join(additions))
    removed.write_bytes(b"".join(removals))
    return Change(manifest_graph(base), added, len(additions), removed, len(removals))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file
