"""`init`: the files of a small new graph project."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import write_atomically

__all__ = ["create_project"]


def create_project(folder: Path) -> tuple[Path, ...]:
    """Write the starter project to `folder`, which is made if need be; returns the files written.

    Nothing is overwritten: an `InputError` lists the files that stand there already, and then none is
    written.

    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> (folder / "icigraph.toml") in create_project(folder)
    True
    """
    starter = files("icigraph.snapshot") / "starter"
    planned = {folder / name: content for name, content in _contents(starter, "")}
    taken = [path for path in planned if path.exists()]
    if folder.exists() and not folder.is_dir():
        raise InputError(Fault("is a file, not a folder", Place(str(folder)), "name a new folder"))
    if taken:
        hint = "name a new or empty folder"
        raise InputError(
            *(Fault("exists already; nothing was written", Place(str(path)), hint) for path in taken)
        )
    for path, content in planned.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    return tuple(planned)


def _contents(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            found += _contents(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
