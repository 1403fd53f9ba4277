"""Files and folders that are there for a while only, also where the process is ended meanwhile."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

__all__ = ["passing"]


@contextmanager
def passing(path: Path) -> Iterator[Path]:
    """A file or folder that goes when the block ends, or when Python ends before that. One that went already,
    as by a rename, is no error.

    >>> import tempfile
    >>> with passing(Path(tempfile.mkdtemp())) as folder:
    ...     _ = (folder / "a.txt").write_text("one")
    >>> folder.exists()
    False
    """
    remove = partial(_remove, path)
    atexit.register(remove)
    try:
        yield path
    finally:
        remove()
        atexit.unregister(remove)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink(missing_ok=True)
