"""A large RDF file read as it goes, so that memory is bounded."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from icigraph.base.byte_order_mark import MARK, without_mark
from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import most_unzipped, too_large, unreadable
from icigraph.project.folders import display
from icigraph.rdf.nesting import Levels

__all__ = ["document_stream"]

_TOLD = 1 << 20


@contextmanager
def document_stream(path: Path, heard: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """The bytes of a document, for a parser to read: unzipped where its name ends in .gz, without a byte
    order mark. `heard` is told how many bytes of the file were read, now and then.

    InputError where it cannot be read, is not the whole of a zipped file, or nests so deep that no parser
    stands it.

    >>> with document_stream(Path("no-such.ttl"), print): ...
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    shown = Place(display(path))
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(unreadable(error, shown)) from None
    try:
        with file:
            yield cast("IO[bytes]", _Stream(file, path, heard))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(Fault(f"is not a whole gzip file: {error}", shown, "compress it again")) from None


class _Stream:
    """A file as its reader wants it: unzipped, without a byte order mark, each megabyte told."""

    def __init__(self, file: IO[bytes], path: Path, heard: Callable[[int], None]) -> None:
        self._file = file
        self._heard = heard
        self._told = 0
        self._content = gzip.GzipFile(fileobj=file) if path.name.lower().endswith(".gz") else file
        self._shown = Place(display(path))
        # What is not zipped is as long as it is.
        self._most = most_unzipped(path.stat().st_size) if self._content is not file else None
        self._levels = Levels()
        self._ahead = without_mark(self._content.read(len(MARK)))

    def read(self, size: int = -1) -> bytes:
        ahead, self._ahead = self._ahead, b""
        block = ahead or self._content.read(size)
        if self._levels.nest_too_deep(block):
            raise InputError(Fault("triple terms nest too deep to be read", self._shown, "flatten it"))
        if self._most is not None and self._content.tell() > self._most:
            raise too_large(self._shown, self._most)
        more = self._file.tell() - self._told
        if more >= _TOLD or not block:
            self._told += more
            self._heard(more)
        return block
