"""Reading RDF files as bytes that a parser can be trusted with."""

from __future__ import annotations

from pathlib import Path

from icigraph.base.byte_order_mark import without_mark
from icigraph.base.files import read_bytes
from icigraph.rdf.nesting import must_not_nest
from icigraph.rdf.syntax import syntax_of

__all__ = ["read_document"]


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
