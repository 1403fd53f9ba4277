"""Where the triples of some subjects stand in their files: read only as far as results ask for.

N-Triples and N-Quads are searched line by line; Turtle and TriG are read with places; of RDF/XML and JSON-
LD the place of the
subject is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from icigraph.base.faults import Place
from icigraph.rdf.terms import Term
from icigraph.validation.reading.dataset import Dataset
from icigraph.validation.reading.inputs import Source
from icigraph.validation.reading.line_search import lines_with, lines_with_first
from icigraph.validation.reading.placed import Placed, Relabelling, read_exactly, read_whole
from icigraph.validation.reading.xml_json_places import read_by_outline

__all__ = ["PlaceIndex"]

_LINE = re.compile(
    r"[ \t]*(<[^>]*>|_:[^\s<\"]+)[ \t]*(<[^>]*>)[ \t]*"
    r"(<[^>]*>|_:\S+?(?=[ \t]|\.?[ \t]*$)|\".*\"\S*?(?=[ \t]|\.?[ \t]*$))"
)


@dataclass(slots=True)
class PlaceIndex:
    r"""Statements by subject and by object; `want` says which to read, so that a big file is read once for
    all of them.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> source = Source("a.ttl", b"<x:a> <x:p> <x:b> .\n<x:c> <x:p> <x:a> .\n", RdfFormat.TURTLE, "x:")
    >>> places = PlaceIndex.of(from_sources((source,)))
    >>> [str(placed.object) for placed in places.of_object(NamedNode("x:a"))]
    ['a.ttl:2:13']
    """

    sources: tuple[Source, ...]
    offsets: tuple[int, ...]
    broken: frozenset[str] = frozenset()
    """The names of the files that have faults."""
    _subjects: set[Term] = field(default_factory=set)
    _objects: set[Term] = field(default_factory=set)
    _by_subject: dict[Term, list[Placed]] = field(default_factory=dict)
    _by_object: dict[Term, list[Placed]] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset) -> PlaceIndex:
        """The places of a data graph's triples."""
        broken = frozenset(fault.place.file for fault in dataset.faults if fault.place)
        return cls(dataset.sources, dataset.offsets, broken)

    def want(self, subjects: Iterable[Term] = (), objects: Iterable[Term] = ()) -> None:
        """Read the statements that have these subjects or objects, if they have not been read."""
        new_subjects, new_objects = set(subjects) - self._subjects, set(objects) - self._objects
        if new_subjects or new_objects:
            self._subjects |= new_subjects
            self._objects |= new_objects
            for placed in self._read(new_subjects, new_objects):
                subject, _, value = placed.triple
                if subject in new_subjects:
                    self._by_subject.setdefault(subject, []).append(placed)
                if value in new_objects:
                    self._by_object.setdefault(value, []).append(placed)

    def of_subject(self, term: Term) -> list[Placed]:
        """The statements about a term, in the order of the files."""
        self.want([term])
        return self._by_subject.get(term, [])

    def of_object(self, term: Term) -> list[Placed]:
        """The statements whose object a term is, in the order of the files."""
        self.want((), [term])
        return self._by_object.get(term, [])

    def find(self, triple: Triple) -> Placed | None:
        """Where a triple is stated first."""
        return next((placed for placed in self.of_subject(triple.subject) if placed.triple == triple), None)

    def _read(self, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
        for source, offset in zip(self.sources, self.offsets, strict=False):
            reader = _READERS.get(source.format, read_by_outline)
            if reader is read_exactly and source.name in self.broken:
                reader = read_whole
            yield from reader(source, offset, subjects, objects)


def read_lines(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
    """The wanted statements of N-Triples or N-Quads text, one a line."""
    lined = _Lined(source, offset)
    text = source.body
    spelt_otherwise = _escaped(text) or any(isinstance(term, Triple) for term in objects)
    starts = _every_line(text) if spelt_otherwise else _wanted(lined, subjects, objects)
    found = ((number, _line(text, start)) for number, start in _numbered(text, starts))
    numbered = [(number, line) for number, line in found if line and not line.startswith("#")]
    triples = _triples([line for _, line in numbered])
    for (number, line), triple in zip(numbered, triples, strict=True):
        if triple:
            ours = lined.renamed(triple) if "_:" in line else triple
            yield _PlacedLine(ours, source.name, number, line)


def _line(text: bytes, start: int) -> str:
    end = text.find(b"\n", start)
    return text[start : len(text) if end < 0 else end].decode("utf-8", "replace").rstrip("\r")


@dataclass(frozen=True, slots=True)
class _PlacedLine:
    """A triple that has a line of its own: its places are found when asked for, since few are."""

    triple: Triple
    _file: str
    _number: int
    _text: str

    @property
    def subject(self) -> Place:
        return self._term(1)

    @property
    def predicate(self) -> Place:
        return self._term(2)

    @property
    def object(self) -> Place:
        return self._term(3)

    @property
    def end(self) -> Place:
        return self._at(len(self._text.rstrip()) - 1)

    def _term(self, part: int) -> Place:
        """The place of a term; that of the line where it is laid out in another way than is known."""
        match = _LINE.match(self._text)
        return self._at(match.start(part) if match else 0)

    def _at(self, offset: int) -> Place:
        return Place(self._file, self._number, offset + 1)


@lru_cache(maxsize=4)
def _blanks(source: Source, offset: int) -> tuple[Relabelling, dict[BlankNode, str]]:
    """Our name for each label of a file, and its label for each name of ours."""
    found = _labels(source.text, offset)
    return found, {ours: label for label, ours in found.names.items()}


@dataclass(frozen=True, slots=True)
class _Lined:
    """A file with one statement a line. Its blank nodes are sought when the first is met: most have none."""

    source: Source
    offset: int

    def renamed(self, triple: Triple) -> Triple:
        """The triple with our names."""
        return _blanks(self.source, self.offset)[0].triple(triple)

    def spelling(self, term: Term) -> str:
        """The term as the file has it."""
        if not isinstance(term, BlankNode):
            return str(term)
        return f"_:{_blanks(self.source, self.offset)[1].get(term, term.value)}"


def _escaped(text: bytes) -> bool:
    """Whether a term may be spelt in another way than the usual one."""
    return b"\\" in text and (b"\\u" in text or b"\\U" in text)


def _every_line(text: bytes) -> Iterator[int]:
    yield 0
    yield from (found.end() for found in re.finditer(b"\n", text))


def _wanted(lined: _Lined, subjects: set[Term], objects: set[Term]) -> list[int]:
    """Where the lines begin that have a wanted subject first, or name a wanted object anywhere."""
    starts: set[int] = set()
    if subjects:
        starts.update(lines_with_first(map(lined.spelling, subjects), lined.source.body))
    if objects:
        starts.update(lines_with(map(lined.spelling, objects), lined.source.body))
    return sorted(starts)


def _numbered(text: bytes, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each start of a line with the line's number."""
    number, place = 1, 0
    for start in starts:
        number, place = number + text.count(b"\n", place, start), start
        yield number, start


def _labels(text: str, offset: int) -> Relabelling:
    """Our name for each label of the file, as the data graph's text has them."""
    found = Relabelling(offset)
    if "<<(" in text:
        # A triple term may hold some as well, and those of one line are numbered in the order of its text.
        for triple in filter(None, _triples(text.split("\n"))):
            found.triple(triple)
        return found
    place = text.find("_:")
    while place >= 0:
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        end = len(text) if end < 0 else end
        match = _LINE.match(text, start, end)
        for term in (match[1], match[3]) if match else ():
            if term.startswith("_:"):
                found.term(BlankNode(term[2:]))
        place = text.find("_:", end)
    return found


def _triples(lines: list[str]) -> list[Triple | None]:
    """The triple of each line, None where it has none: all at once, unless one of them has none."""
    try:
        found = [quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_QUADS)]
    except SyntaxError:
        found = []
    return [*found] if len(found) == len(lines) else [_triple(line) for line in lines]


def _triple(line: str) -> Triple | None:
    try:
        return next((quad.triple for quad in parse(line, format=RdfFormat.N_QUADS)), None)
    except SyntaxError:
        return None


_Reader = Callable[[Source, int, set[Term], set[Term]], Iterable[Placed]]
_READERS: dict[RdfFormat, _Reader] = {
    RdfFormat.N_TRIPLES: read_lines,
    RdfFormat.N_QUADS: read_lines,
    RdfFormat.TURTLE: read_exactly,
    RdfFormat.TRIG: read_exactly,
}
