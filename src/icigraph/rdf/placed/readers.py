"""A document of any syntax, asked for the statements about some terms: each syntax in the quickest way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Protocol

from pyoxigraph import RdfFormat

from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import Placed, PlacedQuad, Relabelling
from icigraph.rdf.terms import Term

__all__ = ["PlacedReader", "reader_of"]


class PlacedReader(Protocol):
    """Gives the statements of one document that have one of some subjects or objects, in its order."""

    def about(self, subjects: set[Term], objects: set[Term]) -> Iterable[Placed]: ...


@lru_cache(maxsize=64)
def reader_of(source: Source, offset: int, *, broken: bool = False) -> PlacedReader:
    """What reads a document; its blank nodes are called `b{offset}` and so on, by their first appearance.

    N-Triples and N-Quads are searched line by line; of Turtle only the statements that are asked for are
    read, but for what is `broken` or changes its prefixes midway; TriG is read whole; RDF/XML and JSON-LD
    have an outline.

    >>> from pyoxigraph import NamedNode
    >>> source = Source("a.ttl", b"<x:a> <x:p> 1 . <x:b> <x:p> 2 .", RdfFormat.TURTLE, "x:")
    >>> [str(one.object) for one in reader_of(source, 0).about({NamedNode("x:b")}, set())]
    ['a.ttl:1:29']
    """
    if source.document is not None:
        return _WholeDocument(source, offset)
    if source.format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        from icigraph.rdf.placed.by_line import LinedDocument

        return LinedDocument(source, offset)
    if not source.syntax.placed:
        from icigraph.rdf.placed.by_outline import OutlinedDocument

        return OutlinedDocument(source, offset)
    return (None if broken else _skimmed(source, offset)) or _WholeDocument(source, offset)


def _skimmed(source: Source, offset: int) -> PlacedReader | None:
    """A Turtle document of which only what is asked for is read; None where it must be read whole."""
    from icigraph.rdf.placed.skim import skimmed

    return (
        skimmed(source.text, source.name, source.base, offset) if source.format == RdfFormat.TURTLE else None
    )


class _WholeDocument:
    """A document that is read from its beginning to its end."""

    def __init__(self, source: Source, offset: int) -> None:
        self._source = source
        self._offset = offset

    def about(self, subjects: set[Term], objects: set[Term]) -> Iterator[PlacedQuad]:
        by_subject, by_object = self._by_term
        found = {at for term in subjects for at in by_subject.get(term, ())}
        found.update(at for term in objects for at in by_object.get(term, ()))
        return (self._quads[at] for at in sorted(found))

    @cached_property
    def _quads(self) -> list[PlacedQuad]:
        from icigraph.rdf.placed.turtle import document_of

        return [*map(Relabelling(self._offset).placed, document_of(self._source).quads)]

    @cached_property
    def _by_term(self) -> tuple[dict[Term, list[int]], dict[Term, list[int]]]:
        """Which of the statements have a term as their subject, and which as their object."""
        by_subject: dict[Term, list[int]] = {}
        by_object: dict[Term, list[int]] = {}
        for at, placed in enumerate(self._quads):
            by_subject.setdefault(placed.quad.subject, []).append(at)
            by_object.setdefault(placed.quad.object, []).append(at)
        return by_subject, by_object
