"""A push in parts: graph by graph, for what a store does not take at once. Readers may see a part of it.

Each graph's lines of the manifest are written after the graph, so that the manifest never tells of a graph
that is not whole, and a push that broke off is taken up by the next one where it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from icigraph.publish.adapters import commit_part, prepared
from icigraph.publish.plan import Change, Plan
from icigraph.publish.protocol import Service
from icigraph.rdf.progress import Progress, silent

__all__ = ["commit_in_parts"]


def commit_in_parts(service: Service, plan: Plan, folder: Path, progress: Progress = silent) -> None:
    """Carry out `plan` one graph after the other. What a store cannot hold is told before the first."""
    total = len(plan.changes) - 1
    for done, part in enumerate(_parts(prepared(service, plan), folder)):
        progress("send", done, total)
        commit_part(service, part, folder)
    progress("send", total, total)


def _parts(plan: Plan, folder: Path) -> Iterator[Plan]:
    *changes, manifest = plan.changes
    for number, change in enumerate(changes):
        place = folder / f"part{number}"
        place.mkdir()
        yield Plan((change, _lines_about(change.graph, manifest, place)), ())


def _lines_about(graph: str, manifest: Change, folder: Path) -> Change:
    added, additions = _kept(manifest.added_lines(), graph, folder / "added.nt")
    removed, removals = _kept(manifest.removed_lines(), graph, folder / "removed.nt")
    return replace(manifest, added=added, additions=additions, removed=removed, removals=removals)


def _kept(lines: Iterable[bytes], graph: str, path: Path) -> tuple[Path, int]:
    kept = [line for line in lines if line.startswith(f"<{graph}> ".encode())]
    path.write_bytes(b"".join(kept))
    return path, len(kept)
