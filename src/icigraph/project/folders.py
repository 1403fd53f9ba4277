"""Which files in a folder are read: those of a known suffix, behind links too, and none that is hidden."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place

__all__ = ["display", "files_below"]

_CATALOGUE = "catalog-v001.xml"
"""Where editors of ontologies look up which file an import is; it is XML, and no RDF."""


def files_below(folder: str, suffixes: tuple[str, ...] = ("",)) -> list[str]:
    """The files in a folder and in those below it whose names end in one of `suffixes`, capitals or not.

    A name that begins with a dot is hidden, with all that is in it, and so is the catalogue of imports that
    editors of ontologies read. Links are followed, but not in circles. An `InputError` names a folder that
    cannot be read; one that is not there is empty.

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> for name in ("b.ttl", "a.ttl", "notes.txt"):
    ...     open(f"{folder}/{name}", "w").close()
    >>> sorted(file.rpartition("/")[2] for file in files_below(folder, (".ttl",)))
    ['a.ttl', 'b.ttl']
    """
    return [path for path in _visible(folder, ()) if path.lower().endswith(suffixes)]


def _visible(folder: str, linked: tuple[str, ...]) -> Iterator[str]:
    # Text and os.scandir are several times faster than paths, and every question asked looks for changes.
    for entry in _listed(folder):
        if entry.name.startswith(".") or entry.name == _CATALOGUE:
            continue
        path = f"{folder}/{entry.name}"
        if not entry.is_dir():
            yield path
        elif not entry.is_symlink():
            yield from _visible(path, linked)
        else:
            target = os.path.realpath(path)
            if target not in linked and not f"{os.path.realpath(folder)}/".startswith(f"{target}/"):
                yield from _visible(path, (*linked, target))


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        _must_be_readable(error)
        return []


def display(path: Path | str) -> str:
    """A path as a user would type it: relative to the working folder if it lies below it.

    >>> display(Path.cwd() / "a" / "b.ttl")
    'a/b.ttl'
    """
    # As text, since one of each file is asked for and paths are slow to compare.
    given = str(path if isinstance(path, Path) else Path(path))
    try:
        here = str(Path.cwd()).rstrip(os.sep) + os.sep
    except FileNotFoundError:
        return given
    return given.removeprefix(here)


def _must_be_readable(error: OSError) -> None:
    """A folder that cannot be read must not look like one that is empty; one that is not there is."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise InputError(Fault(f"cannot be read: {error.strerror}", Place(display(error.filename))))
