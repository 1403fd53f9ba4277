"""Where the terms of a shapes graph are written, looked up for what the lint finds only."""

from __future__ import annotations

from functools import cached_property

from pyoxigraph import NamedNode

from icigraph.rdf.faults import Place
from icigraph.validate.index import PlaceIndex
from icigraph.validate.names import Names, names_of
from icigraph.validate.placed import Placed
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.statements import parsed

__all__ = ["Places"]


class Places:
    """The places and the names of a shapes graph's terms, which are given as N-Triples text."""

    def __init__(self, shapes: ShapeGraph) -> None:
        self._shapes = shapes

    def subject(self, subject: str, predicate: str, value: str) -> Place | None:
        """Where the subject of a triple is written."""
        placed = self._placed(subject, predicate, value)
        return placed.subject if placed else None

    def predicate(self, subject: str, predicate: str, value: str) -> Place | None:
        """Where the predicate of a triple is written."""
        placed = self._placed(subject, predicate, value)
        return placed.predicate if placed else None

    def object(self, subject: str, predicate: str, value: str) -> Place | None:
        """Where the object of a triple is written."""
        placed = self._placed(subject, predicate, value)
        return placed.object if placed else None

    def name(self, term: str) -> str:
        """A term as the shapes' files would have it."""
        return self._names.brief(NamedNode(term[1:-1]) if term.startswith("<") else term)

    @cached_property
    def _names(self) -> Names:
        return names_of(self._shapes.dataset.sources)

    @cached_property
    def _index(self) -> PlaceIndex:
        return PlaceIndex.of(self._shapes.dataset)

    def _placed(self, subject: str, predicate: str, value: str) -> Placed | None:
        return self._index.find(parsed(subject, predicate, value))
