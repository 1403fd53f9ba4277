"""The snapshot: the closed dataset on disk, what it was built from, and whether it still tells the truth.

A snapshot is a folder with `manifest.json` and the file of N-Quads that the manifest names. The dataset's
name holds its digest and the manifest is renamed into place last, so a build that is interrupted leaves the
snapshot before it whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.version import __version__
from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.index import open_index
from icigraph.snapshot.inputs import fingerprint
from icigraph.snapshot.manifest import Manifest

__all__ = ["Snapshot", "current", "last", "snapshot_folder"]

FOLDER = ".icigraph"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    r"""A snapshot on disk: its folder and its manifest.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "d.nq").write_text("<x:a> <x:p> <x:b> <x:g> .\n<x:c> <x:p> <x:d> <x:h> .\n")
    >>> snapshot = Snapshot(folder, Manifest("0.1", {}, "d.nq", "27ae", 7, {}, True, {}, {}))
    >>> snapshot.triples([NamedNode("x:g")]), len(snapshot.store())
    ('<x:a> <x:p> <x:b> .\n', 2)
    """

    folder: Path
    manifest: Manifest

    @property
    def dataset(self) -> Path:
        """The file of sorted N-Quads."""
        return self.folder / self.manifest.dataset

    def store(self) -> Store:
        """The closed dataset for reading: its index, or the N-Quads in memory where there is none.

        An `InputError` says that the file was damaged and that a build mends it.
        """
        return open_index(self.dataset) or self.loaded()

    def triples(self, graphs: Iterable[NamedNode]) -> str:
        """The N-Triples of some of its graphs, one after the other, as they stand in the file.

        Quicker than a store gives them. Raises OSError as reading a file does.
        """
        content = self.dataset.read_bytes()
        # What ends with a graph's name is the rest of a line, and the lines before it that have another.
        ended = (part for graph in graphs for part in content.split(f" {graph} .\n".encode())[:-1])
        return b"".join(part[part.rfind(b"\n") + 1 :] + b" .\n" for part in ended).decode()

    def loaded(self) -> Store:
        """The closed dataset in memory, which a caller may change.

        The N-Quads are our own, so their IRIs are not checked again. Raises as `store` does.
        """
        store = Store()
        try:
            store.bulk_load(path=self.dataset, format=RdfFormat.N_QUADS, lenient=True)
        except (SyntaxError, OSError) as error:
            raise InputError(
                Fault(f"{self.dataset}: the snapshot cannot be read: {error}", hint="run `icigraph build`")
            ) from None
        return store


def snapshot_folder(project: GraphProject) -> Path:
    r"""Where the snapshot of `project` lives: in its `.icigraph`, or in the user's cache when the project is
    read-only.

    The graph inside the installed package is treated as read-only.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> snapshot_folder(GraphProject(Path(tempfile.mkdtemp()), config)).name
    '.icigraph'
    """
    return _folder(project.root)


def _folder(root: Path) -> Path:
    installed = Path(__file__).resolve().parents[1]
    if os.access(root, os.W_OK) and not root.is_relative_to(installed):
        return root / FOLDER
    return _cache() / sha256(str(root).encode()).hexdigest()[:16]


def _cache() -> Path:
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if Path(chosen).is_absolute():
        return Path(chosen) / "icigraph"
    home = _home()
    if home is not None and any(os.access(folder, os.W_OK) for folder in (home / ".cache", home)):
        return home / ".cache" / "icigraph"
    return _temporary()


def _home() -> Path | None:
    """The user's home; containers run as users that have none."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def _temporary() -> Path:
    """A folder of this user among the temporary ones. An `InputError` says that somebody else made it."""
    from tempfile import gettempdir

    user = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(gettempdir()) / f"icigraph-{'cache' if user is None else user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if user is not None and folder.lstat().st_uid != user:
        hint = "set XDG_CACHE_HOME to a folder that you may write to"
        raise InputError(Fault("belongs to somebody else", Place(str(folder)), hint))
    return folder


def current(project: GraphProject) -> Snapshot | None:
    r"""The snapshot of `project` if there is one and every input, and the tool, is what it was built from.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> before = current(project)
    >>> before, build(project) == current(project)
    (None, True)
    """
    found = last(project)
    return found if found and found.manifest.inputs == fingerprint(project) else None


def last(project: GraphProject) -> Snapshot | None:
    r"""The snapshot that was built last, if it is whole, whatever changed since.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> snapshot = build(project)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> <x:p> <x:b> .")
    >>> last(project) == snapshot, current(project)
    (True, None)
    """
    folder = snapshot_folder(project)
    manifest = _manifest(folder)
    return Snapshot(folder, manifest) if manifest and _whole(folder, manifest) else None


def _manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder, if this version of the tool wrote it."""
    try:
        found = Manifest.from_json((folder / MANIFEST).read_bytes())
    except OSError:
        return None
    return found if found and found.tool == __version__ else None


def _whole(folder: Path, manifest: Manifest) -> bool:
    try:
        return (folder / manifest.dataset).stat().st_size == manifest.size
    except OSError:
        return False
