"""The cells of a row: terms, and none where a variable is unbound."""

from __future__ import annotations

from icigraph.rdf.terms import Term

__all__ = ["Row", "as_text"]

Row = tuple[Term | None, ...]


def as_text(term: Term | None) -> str:
    """A term where nothing is known of it: the characters of a literal, an IRI, N-Triples of the rest.

    >>> from pyoxigraph import NamedNode
    >>> as_text(NamedNode("urn:a")), as_text(None)
    ('urn:a', '')
    """
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)
