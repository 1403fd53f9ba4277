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

from icigraph.rdf.faults import Place
from icigraph.validate.alternatives import any_of
from icigraph.validate.inputs import Source
from icigraph.validate.loose import read_loosely
from icigraph.validate.placed import Placed, Relabelling, read_exactly
from icigraph.validate.report import Term

__all__ = ["PlaceIndex"]

_LINE = re.compile(
    r"[ \t]*(<[^>]*>|_:[^\s<\"]+)[ \t]*(<[^>]*>)[ \t]*"
    r"(<[^>]*>|_:\S+?(?=[ \t]|\.?[ \t]*$)|\".*\"\S*?(?=[ \t]|\.?[ \t]*$))"
)


@dataclass(slots=True)
class PlaceIndex:
    """Statements by subject and by object; `want` says which to read, so that a big file is read once for
    all of them.
    """

    sources: tuple[Source, ...]
    offsets: tuple[int, ...]
    _subjects: set[Term] = field(default_factory=set)
    _objects: set[Term] = field(default_factory=set)
    _by_subject: dict[Term, list[Placed]] = field(default_factory=dict)
    _by_object: dict[Term, list[Placed]] = field(default_factory=dict)

    def want(self, subjects: Iterable[Term] = (), objects: Iterable[Term] = ()) -> None:
        """Read the statements that have these subjects or objects, if they have not been read."""
        new_subjects, new_objects = set(subjects) - self._subjects, set(objects) - self._objects
        if new_subjects or new_objects:
            self._subjects |= new_subjects
            self._objects |= new_objects
            for placed in self._read(new_subjects, new_objects):
                if placed.triple.subject in new_subjects:
                    self._by_subject.setdefault(placed.triple.subject, []).append(placed)
                if placed.triple.object in new_objects:
                    self._by_object.setdefault(placed.triple.object, []).append(placed)

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
            reader = _READERS.get(source.format, read_loosely)
            yield from reader(source, offset, subjects, objects)


def read_lines(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
    """The wanted statements of N-Triples or N-Quads text, one a line."""
    lined = _lined(source, offset)
    text, blanks = lined.text, lined.blanks
    found = _every_line(text) if lined.unusual else _wanted(lined, subjects, objects)
    for number, start in _numbered(text, found):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        yield from _placed_line(source, number, line.rstrip("\r"), blanks)


@dataclass(frozen=True, slots=True)
class _Lined:
    """What need not be found out again at each reading of a file with one statement a line."""

    text: str
    unusual: bool
    blanks: Relabelling
    labels: dict[BlankNode, str]

    def spelling(self, term: Term) -> str:
        return f"_:{self.labels[term]}" if term in self.labels else str(term)  # type: ignore[index]


@lru_cache(maxsize=4)
def _lined(source: Source, offset: int) -> _Lined:
    text = source.text
    blanks = _labels(text, offset) if "_:" in text else Relabelling(offset)
    labels = {ours: label for label, ours in blanks.names.items()}
    return _Lined(text, _unusual(text), blanks, labels)


def _unusual(text: str) -> bool:
    """Whether a term may be spelt, or a line laid out, in another way than the usual one."""
    escaped = "\\" in text and ("\\u" in text or "\\U" in text)
    return escaped or "\t" in text or "\n " in text or text.startswith(" ")


def _every_line(text: str) -> Iterator[int]:
    yield 0
    yield from (found.end() for found in re.finditer("\n", text))


def _wanted(lined: _Lined, subjects: set[Term], objects: set[Term]) -> list[int]:
    """Where the lines begin that have a wanted subject first, or name a wanted object anywhere."""
    text = lined.text
    starts: set[int] = set()
    if subjects:
        names = any_of(map(lined.spelling, subjects))
        starts.update(found.start() + 1 for found in re.finditer(f"\n{names}", text))
        starts.update((0,) if re.match(names, text) else ())
    if objects:
        ends = any_of(map(lined.spelling, objects))
        starts.update(text.rfind("\n", 0, found.start()) + 1 for found in re.finditer(ends, text))
    return sorted(starts)


def _numbered(text: str, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each start of a line with the line's number."""
    number, place = 1, 0
    for start in starts:
        number, place = number + text.count("\n", place, start), start
        yield number, start


def _labels(text: str, offset: int) -> Relabelling:
    """Our name for each label of the file, as the data graph's text has them."""
    found = Relabelling(offset)
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


def _placed_line(source: Source, number: int, line: str, blanks: Relabelling) -> Iterator[Placed]:
    match = _LINE.match(line)
    triple = _triple(line) if match else None
    if match and triple:
        subject, predicate, value = (Place(source.name, number, match.start(part) + 1) for part in (1, 2, 3))
        end = Place(source.name, number, len(line.rstrip()))
        yield Placed(blanks.triple(triple), subject, predicate, value, end)


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
