"""Turtle, TriG, N-Triples and N-Quads with the place of every term and every syntax fault."""

from __future__ import annotations

from functools import lru_cache

from icigraph.base.byte_order_mark import blanked
from icigraph.base.faults import Fault
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable, PlacedDocument, PlacedQuad
from icigraph.rdf.placed.grammar import GrammarReader
from icigraph.rdf.placed.nquads import LineReader
from icigraph.rdf.syntax import N_QUADS, N_TRIPLES, TRIG, Syntax

__all__ = ["PlacedDocument", "PlacedQuad", "document_of", "read_placed"]


def read_placed(text: str, syntax: Syntax, *, file: str, base: str | None = None) -> PlacedDocument:
    """Read a document with positions; `file` is what places call it.

    The quads come in the order of pyoxigraph's parser, so zipping both pairs their blank nodes. Syntax faults
    do not end the reading: it goes on at the next statement. `syntax_faults.syntax_faults` decides whether a
    document is faulty at all. A syntax without places (RDF/XML, JSON-LD) is a ValueError.

    >>> from icigraph.rdf.syntax import TURTLE
    >>> document = read_placed("@prefix : <http://e.org/> .\\n:a :b 1,\\n  2 .", TURTLE, file="a.ttl")
    >>> [(placed.quad.object.value, str(placed.object)) for placed in document.quads]
    [('1', 'a.ttl:2:7'), ('2', 'a.ttl:3:3')]
    >>> read_placed("<x:a> <x:b> . <x:c> <x:d> 1 .", TURTLE, file="a.ttl").faulty_spans
    ((0, 12, 14),)
    """
    if not syntax.placed:
        raise ValueError(f"{syntax.name} has no places")
    body = blanked(text)
    lines = LineTable(body, file)
    if syntax in (N_TRIPLES, N_QUADS):
        reader = LineReader(body, lines, syntax.format)
        reader.read()
        return PlacedDocument(reader.quads, tuple(reader.faults), {}, tuple(reader.faulty_spans))
    grammar = GrammarReader(body, lines, base, graphs=syntax is TRIG)
    grammar.read()
    faults = _in_order(grammar.faults)
    return PlacedDocument(grammar.quads, faults, grammar.names.prefixes, tuple(grammar.faulty_spans))


@lru_cache(maxsize=64)
def document_of(source: Source) -> PlacedDocument:
    """The whole source read with places.

    >>> from pyoxigraph import RdfFormat
    >>> text = b"<urn:a> <urn:p> 1 ."
    >>> str(document_of(Source("a.ttl", text, RdfFormat.TURTLE, "urn:d")).quads[0].object)
    'a.ttl:1:17'
    """
    document = source.document
    if document is not None:
        return document
    return read_placed(source.text, source.syntax, file=source.name, base=source.base or None)


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.place or 0))
