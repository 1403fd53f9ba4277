"""Reading RDF with another library than the one that writes it, every literal to the letter."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, parse

from icigraph.publish.formats import ExportFormat

__all__ = ["read_by_pyoxigraph", "read_by_rdflib"]


def read_by_pyoxigraph(written: bytes, form: ExportFormat) -> list[Quad]:
    """The quads of a document."""
    return list(parse(written, format=form.rdf_format))


def read_by_rdflib(written: bytes, form: ExportFormat) -> list[Quad]:
    """The quads of a document, read by rdflib. ModuleNotFoundError where it is not installed."""
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
