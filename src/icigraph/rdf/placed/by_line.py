"""The statements of N-Triples and N-Quads about some terms.

The lines that hold them are searched for as text, a million of them at C speed, and those alone are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby

from pyoxigraph import BlankNode, RdfFormat, Triple

from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable, PlacedQuad, Relabelling
from icigraph.rdf.placed.nquads import LineReader
from icigraph.rdf.terms import Term

__all__ = ["LinedDocument"]

_LINE = re.compile(
    r"[ \t]*(<[^>]*>|_:[^\s<\"]+)[ \t]*<[^>]*>[ \t]*"
    r"(<[^>]*>|_:\S+?(?=[ \t]|\.?[ \t]*$)|\".*\"\S*?(?=[ \t]|\.?[ \t]*$))"
)


class LinedDocument:
    """A file with one statement a line. Its blank nodes are sought when the first is met: most have none.

    >>> from pyoxigraph import NamedNode
    >>> source = Source("a.nt", b"<x:a> <x:p> <x:b> .\\n<x:b> <x:p> <x:c> .", RdfFormat.N_TRIPLES, "x:")
    >>> [str(one.object) for one in LinedDocument(source, 0).about(set(), {NamedNode("x:b")})]
    ['a.nt:1:13']
    """

    def __init__(self, source: Source, offset: int) -> None:
        self._source = source
        self._offset = offset

    def about(self, subjects: set[Term], objects: set[Term]) -> Iterator[PlacedQuad]:
        """The statements that have one of these subjects or objects."""
        text = self._source.body
        spelt_otherwise = _escaped(text) or any(isinstance(term, Triple) for term in objects)
        starts = _every_line(text) if spelt_otherwise else self._wanted(subjects, objects)
        for placed in self._read(dict(_numbered(text, starts))):
            if placed.quad.subject in subjects or placed.quad.object in objects:
                yield placed

    def _read(self, numbered: Mapping[int, bytes]) -> Iterable[PlacedQuad]:
        """The statements of lines that are given with their numbers."""
        text = b"\n".join(numbered.values()).decode("utf-8", "replace")
        reader = LineReader(text, LineTable(text, self._source.name, [*numbered]), self._source.format)
        reader.read()
        return map(self._labels.placed, reader.quads) if "_:" in text else reader.quads

    def _wanted(self, subjects: set[Term], objects: set[Term]) -> list[int]:
        """Where the lines begin that have a wanted subject first, or name a wanted object anywhere."""
        starts: set[int] = set()
        if subjects:
            starts.update(_lines_with_first(map(self._spelling, subjects), self._source.body))
        if objects:
            starts.update(_lines_with(map(self._spelling, objects), self._source.body))
        return sorted(starts)

    def _spelling(self, term: Term) -> str:
        """The term as the file has it."""
        return f"_:{self._written.get(term, term.value)}" if isinstance(term, BlankNode) else str(term)

    @cached_property
    def _labels(self) -> Relabelling:
        return _labels(self._source.text, self._offset)

    @cached_property
    def _written(self) -> dict[BlankNode, str]:
        return {ours: label for label, ours in self._labels.names.items()}


def _escaped(text: bytes) -> bool:
    """Whether a term may be spelt in another way than the usual one."""
    return b"\\" in text and (b"\\u" in text or b"\\U" in text)


def _every_line(text: bytes) -> Iterator[int]:
    yield 0
    yield from (found.end() for found in re.finditer(b"\n", text))


def _numbered(text: bytes, starts: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The lines that begin at some places, each with its number."""
    number, place = 1, 0
    for start in starts:
        number, place = number + text.count(b"\n", place, start), start
        end = text.find(b"\n", start)
        yield number, text[start : len(text) if end < 0 else end]


def _labels(text: str, offset: int) -> Relabelling:
    """Our name for each label of the file, as the dataset has them."""
    found = Relabelling(offset)
    if "<<(" in text:
        # A triple term may hold some as well, and those of one line are numbered in the order of its text.
        reader = LineReader(text, LineTable(text, ""), RdfFormat.N_QUADS)
        reader.read()
        for placed in reader.quads:
            found.triple(placed.triple)
        return found
    place = text.find("_:")
    while place >= 0:
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        end = len(text) if end < 0 else end
        match = _LINE.match(text, start, end)
        for term in (match[1], match[2]) if match else ():
            if term.startswith("_:"):
                found.term(BlankNode(term[2:]))
        place = text.find("_:", end)
    return found


def _any_of(words: Iterable[str]) -> str:
    """A pattern that matches exactly these words, their common beginnings written once."""
    return _pattern(sorted(set(words)))


def _pattern(words: list[str]) -> str:
    shared = _shared(words[0], words[-1])
    rest = [word[len(shared) :] for word in words]
    head = re.escape(shared)
    if len(rest) == 1:
        return head
    branches = [_pattern(list(group)) for _, group in groupby(rest, lambda word: word[:1])]
    return f"{head}(?:{'|'.join(branches)})"


def _shared(first: str, last: str) -> str:
    """What the first and the last of sorted words begin with, so do all between."""
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: min(len(first), len(last)) if size is None else size]


def _lines_with_first(words: Iterable[str], text: bytes) -> Iterator[int]:
    """Where the lines of UTF-8 text start that begin with one of the words, after spaces or tabs at most."""
    pattern = rf"[ \t]*{_any_of(words)}".encode()
    if re.match(pattern, text):
        yield 0
    yield from (found.start() + 1 for found in re.finditer(rb"\n" + pattern, text))


def _lines_with(words: Iterable[str], text: bytes) -> Iterator[int]:
    """Where the lines of UTF-8 text start that hold one of the words, once for each that they hold."""
    found = re.finditer(_any_of(words).encode(), text)
    return (text.rfind(b"\n", 0, one.start()) + 1 for one in found)
