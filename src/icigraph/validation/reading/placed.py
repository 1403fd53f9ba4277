"""Statements with their places, read from Turtle and TriG text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from icigraph.base.faults import Place
from icigraph.rdf.terms import Term
from icigraph.validation.reading.inputs import Source

if TYPE_CHECKING:
    from icigraph.rdf.placed.skim import SkimmedDocument
    from icigraph.rdf.placed.turtle import PlacedDocument

__all__ = ["Placed", "PlacedTriple", "Relabelling", "document_of", "read_exactly", "read_whole"]


class Placed(Protocol):
    """A triple and the places of its terms; `end` is that of the full stop of its statement."""

    @property
    def triple(self) -> Triple:
        """The triple, with the names that the data graph has for blank nodes."""

    @property
    def subject(self) -> Place:
        """Where its subject is written."""

    @property
    def predicate(self) -> Place:
        """Where its predicate is written."""

    @property
    def object(self) -> Place:
        """Where its object is written."""

    @property
    def end(self) -> Place:
        """The full stop of its statement."""


@dataclass(frozen=True, slots=True)
class PlacedTriple:
    """A triple whose places are known when it is made."""

    triple: Triple
    subject: Place
    predicate: Place
    object: Place
    end: Place


@dataclass(slots=True)
class Relabelling:
    """Gives blank nodes their names in the data graph: numbered from `offset` by first appearance.

    >>> ours = Relabelling(3)
    >>> [ours.term(BlankNode(label)).value for label in ("x", "y", "x")]
    ['b3', 'b4', 'b3']
    """

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
        return self.triple(term) if isinstance(term, Triple) else term


@lru_cache(maxsize=64)
def document_of(source: Source) -> PlacedDocument:
    """The whole source read with places.

    >>> text = b"<urn:a> <urn:p> 1 ."
    >>> str(document_of(Source("a.ttl", text, RdfFormat.TURTLE, "urn:d")).quads[0].object)
    'a.ttl:1:17'
    """
    from icigraph.rdf.placed.turtle import read_placed

    return read_placed(source.text, source.syntax, file=source.name, base=source.base)


@lru_cache(maxsize=64)
def skimmed_of(source: Source) -> SkimmedDocument | None:
    """The source skimmed, None where it must be read whole."""
    from icigraph.rdf.placed.skim import skimmed

    return skimmed(source.text, source.name, source.base) if source.format == RdfFormat.TURTLE else None


def read_exactly(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterable[Placed]:
    r"""The statements of a source without faults that have one of these subjects or objects.

    >>> from pyoxigraph import NamedNode
    >>> source = Source("a.ttl", b"<x:a> <x:p> <x:b> .\n<x:c> <x:p> <x:b> .\n", RdfFormat.TURTLE, "x:")
    >>> [str(placed.subject) for placed in read_exactly(source, 0, {NamedNode("x:c")}, set())]
    ['a.ttl:2:1']
    """
    found = skimmed_of(source)
    return (
        read_whole(source, offset, subjects, objects)
        if found is None
        else found.about(subjects, objects, offset)
    )


def read_whole(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
    r"""The same of any source, which is read whole.

    >>> from pyoxigraph import NamedNode
    >>> source = Source("a.ttl", b"<x:a> <x:p> .\n<x:c> <x:p> <x:b> .\n", RdfFormat.TURTLE, "x:")
    >>> [str(placed.subject) for placed in read_whole(source, 0, {NamedNode("x:c")}, set())]
    ['a.ttl:2:1']
    """
    ours = Relabelling(offset)
    for one in document_of(source).quads:
        triple = ours.triple(one.quad.triple)
        if triple.subject in subjects or triple.object in objects:
            yield one._replace(
                quad=Quad(triple.subject, triple.predicate, triple.object, one.quad.graph_name)
            )
