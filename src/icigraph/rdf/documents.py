"""RDF documents: read as bytes that a parser can be trusted with, held with name, syntax and base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from icigraph.base.byte_order_mark import without_mark
from icigraph.base.files import read_bytes
from icigraph.rdf.nesting import must_not_nest
from icigraph.rdf.syntax import SYNTAXES, TABLE, Syntax, syntax_of

if TYPE_CHECKING:
    from icigraph.rdf.placed.document import PlacedDocument

__all__ = ["Source", "read_document"]

_BY_FORMAT = {syntax.format: syntax for syntax in SYNTAXES}


@dataclass(frozen=True, slots=True)
class Source:
    r"""One input: `name` as the user would type it, `content` unzipped, its `format` and `base` IRI.

    JSON-LD may name contexts by URL: `inlined` is the text with these in their place, and `splices` of each
    where it begins there, its length, and the length of what it stands for. What no parser of RDF reads, a
    table, has a `reader` that gives its triples with their places; `triples` are these as N-Triples, where
    they are at hand.

    >>> source = Source("a.ttl", b"\xef\xbb\xbf<x:a> <x:p> 1 .", RdfFormat.TURTLE, "file:///a.ttl")
    >>> source.body, source.syntax.name
    (b'<x:a> <x:p> 1 .', 'Turtle')
    """

    name: str
    content: bytes
    format: RdfFormat
    base: str
    inlined: str | None = None
    splices: tuple[tuple[int, int, int], ...] = ()
    reader: Callable[[], PlacedDocument] | None = field(default=None, repr=False)
    triples: str | None = field(default=None, repr=False)

    @property
    def document(self) -> PlacedDocument | None:
        """The triples and places that its reader gives; None of what a parser of RDF reads."""
        return None if self.reader is None else self.reader()

    @property
    def syntax(self) -> Syntax:
        """Its syntax as the readers know it."""
        return TABLE if self.reader is not None else _BY_FORMAT[self.format]

    @property
    def body(self) -> bytes:
        """The bytes to parse, a byte order mark left out."""
        return without_mark(self.content) if self.inlined is None else self.inlined.encode()

    @property
    def parsed(self) -> str:
        """The characters that are parsed, contexts in their place."""
        return self.text if self.inlined is None else self.inlined

    def written_at(self, at: int) -> int:
        """Where a character of what is parsed stands in the text; of a context that is where it is named."""
        longer = 0
        for start, length, before in self.splices:
            if at < start:
                break
            if at < start + length:
                return start - longer
            longer += length - before
        return at - longer

    @property
    def text(self) -> str:
        """Its characters, a byte order mark left out.

        >>> Source("a.ttl", b"\\xef\\xbb\\xbf<a> <b> <c> .", RdfFormat.TURTLE, "http://e/").text[0]
        '<'
        """
        return without_mark(self.content).decode("utf-8", errors="replace")


def read_document(path: Path, *, name: str | None = None) -> bytes:
    """The bytes of an RDF file, without a byte order mark, unzipped where its name ends in .gz, fit to be
    parsed. Raises InputError if it cannot be read, if its name tells no RDF syntax, or if it nests so deep
    that no parser stands it.

    >>> read_document(Path("no-such.ttl"))
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    content = without_mark(read_bytes(path, name=name))
    must_not_nest(content, syntax_of(path).format, name or str(path))
    return content
