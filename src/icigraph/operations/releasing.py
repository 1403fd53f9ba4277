"""Releasing a project's graph: only what conforms to its shapes, unless one means to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import CheckFailed, Fault
from icigraph.base.progress import Progress, silent
from icigraph.release.bundle import Released, release
from icigraph.snapshot.checking import checked_snapshot

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["released"]


def released(
    project: GraphProject,
    snapshot: Snapshot,
    texts: Iterable[Path],
    folder: Path | str,
    previous: Path | str | None = None,
    anyway: bool = False,
    progress: Progress = silent,
) -> Released:
    """Write the release of a project to a folder, as `icigraph.release.release` does. A `CheckFailed` says
    that the graph breaks its shapes or misquotes its sources, since a release is what others rely on;
    `anyway` releases it as it is.
    """
    if not anyway:
        _must_conform(project, snapshot, texts)
    earlier = None if previous is None else Path(previous)
    return release(project, snapshot, Path(folder), previous=earlier, progress=progress)


def _must_conform(project: GraphProject, snapshot: Snapshot, texts: Iterable[Path]) -> None:
    report, _ = checked_snapshot(project, snapshot, texts)
    if not report.conforms:
        count = len(report.results)
        results = "1 result" if count == 1 else f"{count} results"
        message = f"the graph does not conform to its shapes ({results}): see icigraph validate"
        raise CheckFailed(Fault(message, hint="mend it, or release it as it is with --anyway"))
