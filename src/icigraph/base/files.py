"""Reading and writing files so that nothing half-written is ever seen and every bad byte has a place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from icigraph.base.byte_order_mark import without_mark
from icigraph.base.faults import Fault, InputError, Place

__all__ = [
    "decode",
    "most_unzipped",
    "read_bytes",
    "read_text",
    "sha256_of",
    "too_large",
    "unreadable",
    "write_atomically",
]

_BLOCK = 1 << 20
_USUAL = 256 << 20
_RATIO = 200


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: under a temporary name in the same folder, synced, then renamed.

    Raises InputError when the folder cannot be written or the disk is full; what stood there still stands.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write_atomically(target, [b"one ", b"two"])
    >>> target.read_text()
    'one two'
    """
    # A question writes nothing, so what writing needs is loaded only here.
    from icigraph.base.streamed_files import writing

    with writing(path) as stream:
        for chunk in (content,) if isinstance(content, bytes) else content:
            stream.write(chunk)


def read_bytes(path: Path, *, name: str | None = None) -> bytes:
    """The bytes of a file, unzipped where its name ends in .gz. Raises InputError if it cannot be read.

    >>> read_bytes(Path("no-such.ttl"))
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    content = stored_bytes(path, name=name)
    zipped = path.name.lower().endswith(".gz")
    return _unzipped(content, Place(name or str(path))) if zipped else content


def stored_bytes(path: Path, *, name: str | None = None) -> bytes:
    """The bytes of a file as they are stored, whatever its name. Raises InputError if it cannot be read.

    >>> stored_bytes(Path("no-such.gz"))
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.gz: no such file
      hint: check the path
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(unreadable(error, Place(name or str(path)))) from None


def unreadable(error: OSError, shown: Place) -> Fault:
    """Why a file cannot be read, in words.

    >>> print(unreadable(FileNotFoundError(), Place("a.ttl")))
    a.ttl: no such file
      hint: check the path
    """
    if isinstance(error, FileNotFoundError):
        return Fault("no such file", shown, "check the path")
    if isinstance(error, IsADirectoryError):
        return Fault("is a folder, not a file", shown, "name a file in it")
    return Fault(f"cannot be read: {error.strerror}", shown)


def _unzipped(content: bytes, shown: Place) -> bytes:
    import gzip
    import io
    import zlib

    most = most_unzipped(len(content))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unzipped = stream.read(most + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(Fault(f"is not a whole gzip file: {error}", shown, "compress it again")) from None
    if len(unzipped) > most:
        raise too_large(shown, most)
    return unzipped


def most_unzipped(size: int) -> int:
    """How many bytes a gzip file of `size` bytes may hold: no text of people shrinks to less, a bomb does.

    >>> most_unzipped(10_000_000)
    2000000000
    """
    return max(_USUAL, _RATIO * size)


def too_large(shown: Place, most: int) -> InputError:
    """What is said of a gzip file that holds more than that.

    >>> print(too_large(Place("a.ttl.gz"), 64 << 20))
    a.ttl.gz: holds more than 64 MiB, far more than its size lets expect
      hint: unzip it beforehand if that is right
    """
    message = f"holds more than {most >> 20:,} MiB, far more than its size lets expect"
    return InputError(Fault(message, shown, "unzip it beforehand if that is right"))


def read_text(path: Path, *, name: str | None = None) -> str:
    """The characters of a UTF-8 file, without a byte order mark, line ends as they are.

    Raises InputError; for a byte that is not UTF-8 it names line and column. `name` stands in messages.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write_atomically(target, "one\\r\\n".encode("utf-8-sig"))
    >>> read_text(target)
    'one\\r\\n'
    """
    return decode(read_bytes(path, name=name), file=name or str(path))


def decode(content: bytes, *, file: str) -> str:
    """The characters of UTF-8 bytes, without a byte order mark. Raises InputError at the first bad byte.

    >>> decode(b"a\\nb\\xe9", file="x.ttl")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: x.ttl:2:2: byte 0xE9 is not UTF-8
      hint: save the file as UTF-8; it looks like Latin-1 or Windows-1252
    """
    body = without_mark(content)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(_bad_byte(body, error.start, file)) from None


def _bad_byte(body: bytes, start: int, file: str) -> Fault:
    line_start = body.rfind(b"\n", 0, start) + 1
    line = body.count(b"\n", 0, start) + 1
    column = len(body[line_start:start].decode("utf-8")) + 1
    return Fault(f"byte 0x{body[start]:02X} is not UTF-8", Place(file, line, column), _encoding_hint(body))


def _encoding_hint(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "save the file as UTF-8; it is UTF-16"
    return "save the file as UTF-8; it looks like Latin-1 or Windows-1252"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in 64 hexadecimal digits. Raises InputError if it cannot be read.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "empty"
    >>> write_atomically(target, b"")
    >>> sha256_of(target)[:8]
    'e3b0c442'
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise InputError(unreadable(error, Place(str(path)))) from None
    return digest.hexdigest()
