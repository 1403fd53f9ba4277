"""A push in parts: graph by graph, for what a store does not take at once. Readers may see a part of it.

Each graph's lines of the manifest are written after the graph, so that the manifest never tells of a graph
that is not whole, and a push that broke off is taken up by the next one where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from icigraph.base.progress import Progress, silent
from icigraph.stores.push.adapters import commit, commit_part, prepared
from icigraph.stores.push.manifest import subject_of
from icigraph.stores.push.plan import Change, Plan
from icigraph.stores.store.protocol import Service

__all__ = ["commit_in_parts"]


def commit_in_parts(service: Service, plan: Plan, folder: Path, progress: Progress = silent) -> None:
    """Carry out `plan` one graph after the other. What a store cannot hold is told before the first."""
    total = len(plan.changes) - 1
    plan = prepared(service, plan)
    for done, part in enumerate(_partial_plans(plan, folder)):
        progress("send", done, total)
        commit_part(service, part, folder)
    rest = _rest(plan, folder)
    if rest.additions or rest.removals:
        commit(service, Plan((rest,), ()), folder)
    progress("send", total, total)


def _partial_plans(plan: Plan, folder: Path) -> Iterator[Plan]:
    *changes, manifest = plan.changes
    for number, change in enumerate(changes):
        place = folder / f"part{number}"
        place.mkdir()
        yield Plan((change, _lines_that(change.graph.__eq__, manifest, place)), ())


def _rest(plan: Plan, folder: Path) -> Change:
    """The lines of the manifest about graphs that do not change themselves."""
    *changes, manifest = plan.changes
    place = folder / "rest"
    place.mkdir()
    return _lines_that(lambda iri: iri not in {change.graph for change in changes}, manifest, place)


def _lines_that(chosen: Callable[[str], bool], manifest: Change, folder: Path) -> Change:
    """The change of the manifest by its lines about the graphs that are `chosen`."""
    added, additions = _kept(manifest.added_lines(), chosen, folder / "added.nt")
    removed, removals = _kept(manifest.removed_lines(), chosen, folder / "removed.nt")
    return replace(manifest, added=added, additions=additions, removed=removed, removals=removals)


def _kept(lines: Iterable[bytes], chosen: Callable[[str], bool], path: Path) -> tuple[Path, int]:
    kept = [line for line in lines if chosen(subject_of(line))]
    path.write_bytes(b"".join(kept))
    return path, len(kept)
