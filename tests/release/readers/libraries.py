"""Reading RDF with rdflib, every literal to the letter."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple
from tests.release.readers.triple_terms import named_apart, put_together

from icigraph.rdf.syntax import Syntax

__all__ = ["rdflib_reads", "read_by_rdflib"]

_TURTLES = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def rdflib_reads(quad: Quad, form: Syntax) -> bool:
    """Whether rdflib can read a statement in `form`: it knows no base directions; triple terms it reads with
    our help in the syntaxes of the Turtle family.

    >>> from icigraph.rdf.syntax import FORMATS
    >>> a = NamedNode("http://example.org/a")
    >>> reified = Quad(a, a, Triple(a, a, a))
    >>> rdflib_reads(reified, FORMATS["nq"]), rdflib_reads(reified, FORMATS["rdfxml"])
    (True, False)
    """
    term = quad.object
    while isinstance(term, Triple):
        if form.format not in _TURTLES:
            return False
        term = term.object
    return not (isinstance(term, Literal) and term.direction)


def read_by_rdflib(written: bytes, form: Syntax) -> list[Quad]:
    """The quads of a document, read by rdflib. ModuleNotFoundError where it is not installed."""
    if form.format in _TURTLES and b"<<(" in written:
        return list(put_together(_read(named_apart(written.decode()).encode(), form)))
    return _read(written, form)


def _read(written: bytes, form: Syntax) -> list[Quad]:
    import rdflib

    read: Any = rdflib.Dataset() if form.holds_graphs else rdflib.Graph()
    with _lexical_forms_kept():
        read.parse(data=written, format=form.media_type)
    rows = read.quads() if form.holds_graphs else ((*triple, None) for triple in read)
    return [Quad(*map(_term, row)) for row in rows]


@contextmanager
def _lexical_forms_kept() -> Iterator[None]:
    """rdflib rewrites the literals of datatypes that it knows, and warns of those that it cannot."""
    import rdflib

    logger = logging.getLogger("rdflib.term")
    before, was_disabled = rdflib.NORMALIZE_LITERALS, logger.disabled
    rdflib.NORMALIZE_LITERALS, logger.disabled = False, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, logger.disabled = before, was_disabled


def _term(term: Any) -> Any:
    from rdflib import BNode, URIRef

    if term is None:
        return DefaultGraph()
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, BNode):
        return BlankNode(str(term))
    datatype = NamedNode(str(term.datatype)) if term.datatype and not term.language else None
    return Literal(str(term), language=term.language, datatype=datatype)
