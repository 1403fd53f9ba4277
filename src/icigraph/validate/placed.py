"""Statements with their places, read from Turtle and TriG text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Triple

from icigraph.rdf.faults import Place
from icigraph.validate.inputs import Source
from icigraph.validate.report import Term

if TYPE_CHECKING:
    from icigraph.rdf.placed import PlacedQuad
    from icigraph.rdf.turtle import PlacedDocument

__all__ = ["Placed", "PlacedTriple", "Relabelling", "document_of", "read_exactly"]


class Placed(Protocol):
    """A triple and the places of its terms; `end` is that of the full stop of its statement."""

    @property
    def triple(self) -> Triple: ...
    @property
    def subject(self) -> Place: ...
    @property
    def predicate(self) -> Place: ...
    @property
    def object(self) -> Place: ...
    @property
    def end(self) -> Place: ...


@dataclass(frozen=True, slots=True)
class PlacedTriple:
    """A triple whose places are known when it is made."""

    triple: Triple
    subject: Place
    predicate: Place
    object: Place
    end: Place


@dataclass(frozen=True, slots=True)
class _Read:
    """A triple by our names, its places those of the statement that was read: made when asked for."""

    triple: Triple
    _stated: PlacedQuad

    @property
    def subject(self) -> Place:
        return self._stated.subject

    @property
    def predicate(self) -> Place:
        return self._stated.predicate

    @property
    def object(self) -> Place:
        return self._stated.object

    @property
    def end(self) -> Place:
        return self._stated.end


@dataclass(slots=True)
class Relabelling:
    """Gives blank nodes their names in the data graph: numbered from `offset` by first appearance."""

    offset: int
    names: dict[str, BlankNode] = field(default_factory=dict)

    def triple(self, triple: Triple) -> Triple:
        """The triple with our names."""
        subject = self.term(triple.subject)
        return Triple(subject, triple.predicate, self.term(triple.object))  # type: ignore[arg-type]

    def term(self, term: Term) -> Term:
        """The term, or our name of a blank node."""
        if isinstance(term, BlankNode):
            return self.names.setdefault(term.value, BlankNode(f"b{self.offset + len(self.names)}"))
        return term


@lru_cache(maxsize=64)
def document_of(source: Source) -> PlacedDocument:
    """The whole source read with places."""
    from icigraph.rdf.turtle import read_placed

    return read_placed(source.text, source.syntax, file=source.name, base=source.base)


def read_exactly(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
    """The statements of the source that have one of these subjects or objects."""
    ours = Relabelling(offset)
    for one in document_of(source).quads:
        triple = ours.triple(one.quad.triple)
        if triple.subject in subjects or triple.object in objects:
            yield _Read(triple, one)
