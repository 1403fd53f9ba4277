"""Locks between processes: `flock` where there is one, `msvcrt` on Windows."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

__all__ = ["locked"]

_PAUSE = 0.05
"""Seconds between two attempts, where waiting is not the system's."""


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of a file or a folder, which must be there, while the block runs.

    Raises BlockingIOError where another process holds it and `wait` says not to wait for that, and OSError
    where the path cannot be opened. A file system without locks lets everybody in.

    >>> import tempfile
    >>> with locked(Path(tempfile.mkdtemp())):
    ...     pass
    """
    handle = _opened(path)
    try:
        _take(handle, wait)
        yield
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    # Windows opens no folder: there a temporary file stands for it.
    if path.is_dir() and not _has("fcntl"):
        name = sha256(str(path.resolve()).encode()).hexdigest()
        return os.open(Path(gettempdir()) / f"icigraph-{name[:32]}.lock", os.O_RDWR | os.O_CREAT)
    return os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)


def _has(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def _take(handle: int, wait: bool) -> None:
    if _has("fcntl"):
        _flock(handle, wait)
    elif _has("msvcrt"):
        _lock_a_byte(handle, wait)


def _flock(handle: int, wait: bool) -> None:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        # Some network file systems have no locks: there two must not run at the same time.
        return


def _lock_a_byte(handle: int, wait: bool) -> None:
    msvcrt = import_module("msvcrt")
    while True:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if not wait:
                raise BlockingIOError(error.errno, "another process holds the lock") from None
            time.sleep(_PAUSE)
        else:
            return
