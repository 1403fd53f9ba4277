"""Opening the snapshot of a project, built first where it has none that is current."""

from __future__ import annotations

from contextlib import suppress

from pyoxigraph import Store

from icigraph.base.faults import InputError
from icigraph.base.progress import Progress, silent
from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.snapshot import Snapshot, current

__all__ = ["open_snapshot", "opened"]

_ATTEMPTS = 5


def open_snapshot(project: GraphProject, progress: Progress = silent) -> Snapshot:
    r"""The snapshot of the project, built first when there is none or an input changed since.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> open_snapshot(project).dataset == open_snapshot(project).dataset
    True
    """
    found = current(project)
    if found is not None:
        return found
    from icigraph.snapshot.pipeline import build

    return build(project, progress)


def opened(project: GraphProject, progress: Progress = silent) -> tuple[Snapshot, Store]:
    r"""The snapshot of the project, as `open_snapshot` gives it, and its store, which outlives it.

    Another process that builds at the same time may take the files away in between: then its snapshot is
    opened.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> root = Path(tempfile.mkdtemp())
    >>> (root / "data").mkdir()
    >>> _ = (root / "data" / "a.ttl").write_text("<x:a> <x:p> <x:b> .")
    >>> snapshot, store = opened(GraphProject(root, config))
    >>> [str(quad.subject) for quad in store]
    ['<x:a>']
    """
    for _ in range(_ATTEMPTS):
        snapshot = open_snapshot(project, progress)
        with suppress(InputError):
            return snapshot, snapshot.store()
    return snapshot, snapshot.store()
