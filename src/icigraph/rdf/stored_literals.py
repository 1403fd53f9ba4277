"""How a pyoxigraph Store gives a literal back: by its value, 007 as 7, any integer type as xsd:integer."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Store

__all__ = ["as_stored"]


@lru_cache(maxsize=4096)
def as_stored(literal: Literal) -> Literal:
    """The literal that a Store gives for one that was put into it.

    >>> from icigraph.rdf.namespaces import XSD
    >>> as_stored(Literal("007", datatype=XSD["nonNegativeInteger"]))
    <Literal value=7 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    store = Store()
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), literal))
    found: Literal = next(iter(store)).object
    return found
