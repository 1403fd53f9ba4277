"""Opening the snapshot of a project, built first where it has none that is current."""

from __future__ import annotations

from contextlib import suppress

from pyoxigraph import Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.progress import Progress, silent
from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.snapshot import Snapshot, current, last

__all__ = ["open_snapshot", "opened"]

_ATTEMPTS = 5


def open_snapshot(
    project: GraphProject, progress: Progress = silent, *, rebuild: bool | None = None
) -> Snapshot:
    r"""The snapshot of the project, built first when there is none or an input changed since; with `rebuild`
    built in any case.

    With `rebuild=False` nothing is built: it is the last one, and an `InputError` says that there is none.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> open_snapshot(project).dataset == open_snapshot(project).dataset
    True
    """
    if rebuild is False:
        return _last(project)
    found = None if rebuild else current(project)
    if found is not None:
        return found
    from icigraph.snapshot.pipeline import build

    return build(project, progress)


def _last(project: GraphProject) -> Snapshot:
    found = last(project)
    if found is None:
        hint = "run `icigraph build`, or leave out rebuild=False"
        raise InputError(Fault("the graph was not built yet", Place(str(project.root)), hint))
    return found


def opened(
    project: GraphProject, progress: Progress = silent, *, rebuild: bool | None = None
) -> tuple[Snapshot, Store]:
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
        snapshot = open_snapshot(project, progress, rebuild=rebuild)
        with suppress(InputError):
            return snapshot, snapshot.store()
    return snapshot, snapshot.store()
