"""N-Triples and N-Quads with places: a line at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from icigraph.base.faults import Fault
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.productions import PN_CHARS

__all__ = ["LineReader"]

_IRI = r"<[^\x00-\x20<>\"{}|^`\\]*>"
_LABEL = rf"_:[{PN_CHARS}](?:[{PN_CHARS}]++|\.++(?=[{PN_CHARS}]))*+"
_SIMPLE_STRING = r'"([^"\\\r\n]*+)"'
_QUAD = re.compile(
    rf"[ \t]*+({_IRI}|{_LABEL})[ \t]*+({_IRI})[ \t]*+(?:({_IRI}|{_LABEL})|"
    rf"({_SIMPLE_STRING})(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^({_IRI}))?)"
    rf"[ \t]*+({_IRI}|{_LABEL})?[ \t]*+\.[ \t]*+(?:\#[^\r\n]*+)?\r?"
)
_BLANK_LINE = re.compile(r"[ \t\r]*+(?:#.*)?")


class LineReader:
    r"""Reads one N-Triples or N-Quads document; `quads`, `faults` and `faulty_spans` hold what was found.

    >>> text = '<x:a> <x:p> "b" .\n<x:a> <x:p> .\n'
    >>> reader = LineReader(text, LineTable(text, "a.nt"), RdfFormat.N_TRIPLES)
    >>> reader.read()
    >>> [str(placed.object) for placed in reader.quads], [str(fault.place) for fault in reader.faults]
    (['a.nt:1:13'], ['a.nt:2:13'])
    """

    def __init__(self, text: str, lines: LineTable, syntax: RdfFormat) -> None:
        self.quads: list[PlacedQuad] = []
        self.faults: list[Fault] = []
        self.faulty_spans: list[tuple[int, int, int]] = []
        self._text = text
        self._lines = lines
        self._syntax = syntax
        self._nodes: dict[str, NamedNode | BlankNode] = {}

    def read(self) -> None:
        """Read the whole document."""
        for start, end in _line_spans(self._text):
            self.read_span(start, end)

    def read_span(self, start: int, end: int) -> None:
        """Read one line."""
        match = _QUAD.fullmatch(self._text, start, end)
        if match is None or (match[8] and self._syntax != RdfFormat.N_QUADS):
            self._odd_line(start, end)
            return
        try:
            self.quads.append(self._placed(match, start))
        except ValueError:
            self._odd_line(start, end)

    def _placed(self, match: re.Match[str], start: int) -> PlacedQuad:
        node = self._node
        value = node(match[3]) if match[3] else self._literal(match)
        graph = node(match[8]) if match[8] else DefaultGraph()
        quad = Quad(node(match[1]), node(match[2]), value, graph)  # type: ignore[arg-type]
        where = match.start(3) if match[3] else match.start(4)
        return PlacedQuad(quad, match.start(1), match.start(2), where, start, match.end(), self._lines)

    def _node(self, token: str) -> NamedNode | BlankNode:
        found = self._nodes.get(token)
        if found is None:
            found = NamedNode(token[1:-1]) if token[0] == "<" else BlankNode(token[2:])
            self._nodes[token] = found
        return found

    def _literal(self, match: re.Match[str]) -> Literal:
        if match[6]:
            return Literal(match[5], language=match[6].lower())
        if match[7]:
            return Literal(match[5], datatype=self._node(match[7]))  # type: ignore[arg-type]
        return Literal(match[5])

    def _odd_line(self, start: int, end: int) -> None:
        """A line with escapes or RDF 1.2 terms, several statements, or a fault: the engine reads it."""
        line = self._text[start:end]
        if _BLANK_LINE.fullmatch(line):
            return
        try:
            for quad in parse(line, format=self._syntax):
                self.quads.append(self._roughly(quad, line, start, end))
        except SyntaxError as error:
            reason = (error.msg or "").partition(": ")[2] or str(error.msg)
            self.faults.append(Fault(reason, self._lines.place(start + (error.offset or 1) - 1), _hint(line)))
            self.faulty_spans.append((start, start, end))

    def _roughly(self, quad: Quad, line: str, start: int, end: int) -> PlacedQuad:
        subject = start + len(line) - len(line.lstrip())
        pieces = [match.start() for match in re.finditer(r"\S+", line)]
        predicate = start + pieces[1] if len(pieces) > 1 else subject
        value = start + pieces[2] if len(pieces) > 2 else predicate
        return PlacedQuad(quad, subject, predicate, value, start, end, self._lines)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _hint(line: str) -> str | None:
    if line.lstrip().lower().startswith(("@prefix", "prefix", "@base")):
        return "this is Turtle: name the file .ttl"
    if not re.search(r"\.\s*(#.*)?$", line):
        return "end the line with a dot"
    return None
