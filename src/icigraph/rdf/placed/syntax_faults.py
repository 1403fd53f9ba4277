"""The syntax faults of a document. pyoxigraph's parser decides if there are any; rdf/turtle finds all."""

from __future__ import annotations

from pyoxigraph import parse

from icigraph.base.faults import Fault, Place
from icigraph.rdf.placed.turtle import read_placed
from icigraph.rdf.syntax import Syntax

__all__ = ["engine_fault", "syntax_faults"]


def syntax_faults(text: str, syntax: Syntax, *, file: str, base: str | None = None) -> tuple[Fault, ...]:
    """Every syntax fault of a document, in its order; none exactly when pyoxigraph's parser accepts it.

    >>> from icigraph.rdf.syntax import TURTLE
    >>> [str(fault.place) for fault in syntax_faults("<x:a> <x:b> .\\n<x:a> <x:b> <x:", TURTLE, file="a.ttl")]
    ['a.ttl:1:13', 'a.ttl:2:13']
    """
    error = _refusal(text, syntax, base)
    if error is None:
        return ()
    found = read_placed(text, syntax, file=file, base=base).faults if syntax.placed else ()
    return found or (engine_fault(error, file),)


def _refusal(text: str, syntax: Syntax, base: str | None) -> SyntaxError | None:
    try:
        for _ in parse(text, format=syntax.format, base_iri=base):
            pass
    except SyntaxError as error:
        return error
    return None


def engine_fault(error: SyntaxError, file: str) -> Fault:
    """What pyoxigraph's parser says, as a fault with its place.

    >>> print(engine_fault(SyntaxError("Parser error at line 1 column 3: no dot", ("", 1, 3, "")), "a.ttl"))
    a.ttl:1:3: no dot
    """
    message = error.msg or "cannot be read"
    head, colon, rest = message.partition(": ")
    reason = rest if colon and head.startswith("Parser error at line") else message
    return Fault(reason, Place(file, error.lineno, error.offset))
