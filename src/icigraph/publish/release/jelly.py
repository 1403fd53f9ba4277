"""The graph in Jelly, a binary syntax for RDF that is small and quick to read (extra `icigraph[jelly]`)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from icigraph.rdf.namespaces import XSD

__all__ = ["holds", "to_jelly"]


def holds(quad: Quad) -> bool:
    """Whether Jelly 1.1 can hold a statement: it knows neither triple terms nor base directions.

    >>> a = NamedNode("http://example.org/a")
    >>> holds(Quad(a, a, Literal("one", language="en"))), holds(Quad(a, a, Triple(a, a, a)))
    (True, False)
    """
    term = quad.object
    return not isinstance(term, Triple) and not (isinstance(term, Literal) and term.direction)


def to_jelly(quads: Iterable[Quad]) -> bytes:
    """The quads as one Jelly stream, in their order. ModuleNotFoundError where pyjelly is not installed."""
    from pyjelly import jelly
    from pyjelly.integrations.generic import generic_sink as terms
    from pyjelly.integrations.generic.serialize import GenericSinkTermEncoder, stream_frames
    from pyjelly.serialize.ioutils import write_delimited
    from pyjelly.serialize.streams import QuadStream, SerializerOptions

    options = SerializerOptions(logical_type=jelly.LOGICAL_STREAM_TYPE_FLAT_QUADS)
    stream = QuadStream(encoder=GenericSinkTermEncoder(lookup_preset=options.lookup_preset), options=options)
    written = io.BytesIO()
    for frame in stream_frames(
        stream, (terms.Quad(*(_to_term(term, terms) for term in quad)) for quad in quads)
    ):
        write_delimited(frame, written)
    return written.getvalue()


def _to_term(term: object, terms: Any) -> Any:
    if isinstance(term, NamedNode):
        return terms.IRI(term.value)
    if isinstance(term, BlankNode):
        return terms.BlankNode(term.value)
    if isinstance(term, Literal):
        plain = term.language or term.datatype == XSD["string"]
        return terms.Literal(term.value, term.language, None if plain else term.datatype.value)
    return terms.DefaultGraph
