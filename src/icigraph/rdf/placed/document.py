"""Statements with their places: what a position-aware reader gives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from pyoxigraph import BlankNode, Quad, Triple

from icigraph.base.faults import Fault, Place
from icigraph.rdf.terms import Term

__all__ = ["LineTable", "Placed", "PlacedDocument", "PlacedQuad", "PlacedTriple", "Relabelling"]


class LineTable:
    """Turns offsets of one text (code points from 0) into places; made once for a text. Of one that is some
    lines of its file, `numbers` are theirs.

    >>> str(LineTable("ab\\ncd", "x.ttl").place(4)), str(LineTable("ab\\ncd", "x.ttl", (5, 9)).place(4))
    ('x.ttl:2:2', 'x.ttl:9:2')
    """

    __slots__ = ("_numbers", "_starts", "file")

    def __init__(self, text: str, file: str, numbers: Sequence[int] = ()) -> None:
        self.file = file
        self._numbers = numbers
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        self._starts = starts

    def place(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        number = self._numbers[line - 1] if self._numbers else line
        return Place(self.file, number, offset - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a place in a text that is the whole of its file.

        >>> LineTable("ab\\ncd", "x.ttl").offset(2, 2)
        4
        """
        return self._starts[line - 1] + column - 1


class PlacedQuad(NamedTuple):
    r"""A quad and the offsets of its terms and of its statement (code points from 0; `end_offset` excluded).

    The terms' places are where each is written: two triples of one `;` list share their subject's place. The
    place of a blank node written with brackets is the opening bracket.

    >>> from icigraph.rdf.placed.turtle import read_placed
    >>> from icigraph.rdf.syntax import TURTLE
    >>> [placed] = read_placed("<x:a> <x:p> 1 .\n", TURTLE, file="a.ttl").quads
    >>> str(placed.triple.predicate), str(placed.predicate), str(placed.end)
    ('<x:p>', 'a.ttl:1:7', 'a.ttl:1:15')
    """

    quad: Quad
    subject_offset: int
    predicate_offset: int
    object_offset: int
    start_offset: int
    end_offset: int
    lines: LineTable

    @property
    def triple(self) -> Triple:
        """The quad without its graph."""
        return self.quad.triple

    @property
    def subject(self) -> Place:
        """Where the subject is written."""
        return self.lines.place(self.subject_offset)

    @property
    def predicate(self) -> Place:
        """Where the predicate is written."""
        return self.lines.place(self.predicate_offset)

    @property
    def object(self) -> Place:
        """Where the object is written."""
        return self.lines.place(self.object_offset)

    @property
    def start(self) -> Place:
        """Where the statement begins."""
        return self.lines.place(self.start_offset)

    @property
    def end(self) -> Place:
        """Where the statement ends: its full stop, before which another property could be added."""
        return self.lines.place(max(self.end_offset - 1, 0))


@dataclass(frozen=True, slots=True, eq=False)
class PlacedDocument:
    """What one document holds: quads in the order of pyoxigraph's parser, faults, the prefixes at its end.
    Each is equal to itself only.

    `faulty_spans` are the statements that faults kept from being read whole: the offsets where each begins,
    where it goes wrong, and where reading went on.
    """

    quads: list[PlacedQuad]
    faults: tuple[Fault, ...]
    prefixes: Mapping[str, str]
    faulty_spans: tuple[tuple[int, int, int], ...] = ()


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


@dataclass(slots=True)
class Relabelling:
    """Gives blank nodes their names in a dataset: numbered from `offset` by first appearance.

    >>> from pyoxigraph import BlankNode
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

    def placed(self, placed: PlacedQuad) -> PlacedQuad:
        """The triple with our names, where it stands."""
        triple = self.triple(placed.triple)
        quad = Quad(triple.subject, triple.predicate, triple.object, placed.quad.graph_name)
        return placed._replace(quad=quad)

    def term(self, term: Term) -> Term:
        """The term, or our name of a blank node."""
        if isinstance(term, BlankNode):
            return self.names.setdefault(term.value, BlankNode(f"b{self.offset + len(self.names)}"))
        return self.triple(term) if isinstance(term, Triple) else term
