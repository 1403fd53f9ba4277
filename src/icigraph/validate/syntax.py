"""What can still be read of a broken file, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple

from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.files import decode
from icigraph.validate.inputs import Source
from icigraph.validate.placed import document_of

__all__ = ["recover"]


def recover(source: Source, error: SyntaxError) -> tuple[Iterable[Triple], tuple[Fault, ...]]:
    """The triples of the statements that are whole, and the faults; `error` is what the parser said first.

    Turtle, TriG, N-Triples and N-Quads are read on after each fault; of RDF/XML and JSON-LD the first fault
    is all.
    """
    from icigraph.rdf.verdict import engine_fault

    try:
        decode(source.content, file=source.name)
    except InputError as wrong:
        return (), wrong.faults
    if not source.syntax.placed:
        return (), (engine_fault(error, source.name),)
    document = document_of(source)
    return [one.quad.triple for one in document.quads], document.faults or (engine_fault(error, source.name),)
