"""Building a project's graph: closed, written as its snapshot, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.progress import Progress, silent
from icigraph.snapshot.checking import checked
from icigraph.snapshot.pipeline import close, save

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.rules.run.incremental import Change
    from icigraph.snapshot.snapshot import Snapshot
    from icigraph.validation.report import ValidationReport

__all__ = ["Built", "built"]


@dataclass(frozen=True, slots=True, repr=False)
class Built:
    """What a build made: the `snapshot`, and the `report` on it with a sentence on its citations. `change`
    tells by how much the snapshot before was brought up to date, None where it was closed anew."""

    snapshot: Snapshot
    change: Change | None
    report: ValidationReport
    citations: str

    def __repr__(self) -> str:
        return f"<Built: {sum(self.snapshot.manifest.counts.values())} triples, {self.citations}>"


def built(project: GraphProject, texts: Iterable[Path] = (), progress: Progress = silent) -> Built:
    r"""Load, derive and reason, write the snapshot, and check what it holds. The snapshot is written whatever
    the check says. An `InputError` lists every fault of every file.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> built(project)
    <Built: 0 triples, citations: 0 verified>
    """
    closure = close(project, progress)
    snapshot = save(project, closure)
    consistent = snapshot.manifest.consistent
    report, note = checked(project, lambda: closure.store, texts, consistent=consistent)
    return Built(snapshot, closure.change, report, note)
