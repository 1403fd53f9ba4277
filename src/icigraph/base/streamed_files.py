"""Streams to files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.temporary import passing

__all__ = ["writing"]


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a file: under a temporary name in the same folder, synced, then renamed. What the block
    writes is there when it ends, and nothing of it if it fails. What is no file, as a pipe, is written to as
    it is.

    Raises InputError when the folder cannot be written or the disk is full; what stood there still stands.

    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> with writing(target) as stream:
    ...     _ = stream.write(b"one")
    >>> target.read_text()
    'one'
    """
    try:
        plain = path.is_file() or not path.exists()
        with _written_then_renamed(path.resolve()) if plain else path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise InputError(
            Fault(f"cannot write the file: {error.strerror}", Place(str(path)), _write_hint(error))
        ) from error


@contextmanager
def _written_then_renamed(path: Path) -> Iterator[IO[bytes]]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    with passing(Path(name)) as temporary:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _open_as_usual(temporary, path)
        temporary.replace(path)


def _open_as_usual(temporary: Path, path: Path) -> None:
    # mkstemp makes files private; an ordinary file keeps the mode it had, or gets what the umask allows.
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)


def _write_hint(error: OSError) -> str:
    if isinstance(error, PermissionError) or error.errno == 30:
        return "choose a folder that you may write to"
    if isinstance(error, FileNotFoundError):
        return "make its folder first"
    return "make room on the disk or choose another folder"
