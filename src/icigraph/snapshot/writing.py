"""Writing a snapshot: its dataset, its index and, last, the manifest that names them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import write_atomically
from icigraph.base.locking import locked
from icigraph.snapshot.index import write_index
from icigraph.snapshot.manifest import Manifest
from icigraph.snapshot.snapshot import MANIFEST, Snapshot

__all__ = ["write_snapshot"]


def write_snapshot(folder: Path, lines: Iterable[bytes], **parts: object) -> Snapshot:
    r"""Write the sorted N-Quads `lines` and a manifest with `parts` (its other fields) to `folder`; returns
    the snapshot.

    Both files appear whole or not at all; datasets that no manifest names, and what builds that were killed
    left, are removed afterwards. Builds at the same time write one after the other. An `InputError` says why
    a folder or a file cannot be written; the snapshot that was there still is.

    >>> import tempfile
    >>> parts = {"tool": "0.1", "inputs": {}, "counts": {"x:g": 1}, "consistent": True}
    >>> lines, folder = [b"<x:a> <x:p> <x:b> <x:g> .\n"], Path(tempfile.mkdtemp())
    >>> snapshot = write_snapshot(folder, lines, **parts, questions={}, faulty_questions={})
    >>> len(snapshot.store()), snapshot.manifest.size
    (1, 26)
    """
    content = b"".join(lines)
    digest = sha256(content).hexdigest()
    manifest = Manifest(dataset=f"{digest[:16]}.nq", digest=digest, size=len(content), **parts)  # type: ignore[arg-type]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "set XDG_CACHE_HOME to a folder that you may write to"
        raise InputError(
            Fault(f"cannot make the snapshot's folder: {error.strerror}", Place(str(folder)), hint)
        ) from None
    # What has a temporary name is of a build that was killed: no other writes here now.
    with locked(folder):
        _hide_from_git(folder)
        write_atomically(folder / manifest.dataset, content)
        write_index(folder / manifest.dataset)
        write_atomically(folder / MANIFEST, manifest.to_json())
        _sweep(folder, manifest.dataset)
    return Snapshot(folder, manifest)


def _hide_from_git(folder: Path) -> None:
    """What can be built again belongs in no repository."""
    ignoring = folder / ".gitignore"
    if not ignoring.exists():
        write_atomically(ignoring, b"*\n")


def _sweep(folder: Path, keep: str) -> None:
    for path in (*folder.glob("*.nq"), *folder.glob(".*.tmp")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != keep:
            path.unlink(missing_ok=True)
