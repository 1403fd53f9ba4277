"""The few statements of a big document that are about some subjects, without reading the rest.

One regular expression splits the text at C speed; only what is wanted, and the prefixes, is read with places.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pyoxigraph import BlankNode, NamedNode

from icigraph.base.byte_order_mark import blanked
from icigraph.rdf.document_iris import NameFault, Names
from icigraph.rdf.placed.document import LineTable, PlacedDocument, PlacedQuad
from icigraph.rdf.placed.grammar import GrammarReader
from icigraph.rdf.placed.nquads import LineReader
from icigraph.rdf.placed.turtle import read_placed
from icigraph.rdf.syntax import N_QUADS, N_TRIPLES, TURTLE, Syntax
from icigraph.rdf.terms import local_name

__all__ = ["Statements", "read_about", "split_statements"]

_Node = NamedNode | BlankNode
_STATEMENT = re.compile(
    r"(?:\s++|\#[^\r\n]*+)*+"
    r"(<[^>\s]*>|_:[^\s<\"\#;,\[(]+|[^\s<\"'\[(@\#:]*:(?:[^\s<>\"'\\\[\](){};,^@\#]|\\.)*|@?\w+|.|\Z)"
    r"(?:[^.\"'<\#\\]++|<[^<>\s]*+>|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\r\n]++|\\.)*+\"|"
    r"'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\\r\n]++|\\.)*+'|\#[^\r\n]*+|\\.|"
    r"\.(?![\s\#<\[(@]|\Z)|[<\"'\\])*+(?:\.|\Z)",
    re.DOTALL,
)
_LINE_HEAD = re.compile(r"^[ \t]*+(<[^>\s]*+>|_:\S++)", re.MULTILINE)
_DIRECTIVE = re.compile(r"@prefix|@base|@version|prefix|base|version", re.IGNORECASE)


def split_statements(text: str) -> Iterator[tuple[int, int, str]]:
    """The statements of a Turtle text: where each begins and ends, and its first token.

    A statement may come with the one after it (a SPARQL-style PREFIX has no full stop); none is cut.

    >>> [head for _, _, head in split_statements('<x:a> <x:b> "a. b" . <x:c> <x:d> 1.5 .')]
    ['<x:a>', '<x:c>']
    """
    for match in _STATEMENT.finditer(text):
        if match[1]:
            yield match.start(1), match.end(), match[1]


def read_about(
    text: str,
    syntax: Syntax,
    *,
    file: str,
    base: str | None = None,
    subjects: Collection[_Node],
    objects: Collection[NamedNode] = (),
) -> PlacedDocument:
    """Read the statements about `subjects`, and those that name one of `objects`; more may come with them.

    Turtle, N-Triples and N-Quads are searched, TriG is read whole. The document must be well formed.

    >>> text = "@prefix : <x:> . :a :b 1 . :c :d 2 . :e :f :a ."
    >>> found = read_about(text, TURTLE, file="a.ttl", subjects={NamedNode("x:c")})
    >>> [str(placed.object) for placed in found.quads]
    ['a.ttl:1:34']
    """
    body = blanked(text)
    if syntax in (N_TRIPLES, N_QUADS):
        return _lines_about(body, syntax, file, subjects, objects)
    if syntax is not TURTLE:
        return read_placed(text, syntax, file=file, base=base)
    reader = GrammarReader(body, LineTable(body, file), base, graphs=False)
    tails = _tails(objects)
    labels = {str(node) for node in subjects if isinstance(node, BlankNode)}
    for start, end, head in split_statements(body):
        if _is_wanted(head, subjects, labels, reader.names) or (tails and _mentions(body, start, end, tails)):
            reader.read_span(start, end)
    return PlacedDocument(reader.quads, tuple(reader.faults), reader.names.prefixes)


def _is_wanted(head: str, subjects: Collection[_Node], labels: Collection[str], names: Names) -> bool:
    first = head[0]
    if first == "<":
        return _names_one(head, subjects, names)
    if first == "_":
        return head in labels
    if first in "[(":
        return True
    if ":" not in head:
        return _DIRECTIVE.fullmatch(head) is not None
    return _names_one(head, subjects, names)


def _names_one(head: str, subjects: Collection[_Node], names: Names) -> bool:
    try:
        return (names.iri(head) if head[0] == "<" else names.prefixed(head)) in subjects
    except NameFault:
        return True


def _tails(objects: Collection[NamedNode]) -> tuple[str, ...]:
    # However an IRI is written, its last word stands in the text, unless escaped.
    return tuple(re.split(r"\W", local_name(node))[-1] for node in objects)


def _mentions(text: str, start: int, end: int, tails: tuple[str, ...]) -> bool:
    return any(text.find(tail, start, end) >= 0 for tail in tails) or text.find("\\u", start, end) >= 0


def _lines_about(
    text: str, syntax: Syntax, file: str, subjects: Collection[_Node], objects: Collection[NamedNode]
) -> PlacedDocument:
    reader = LineReader(text, LineTable(text, file), syntax.format)
    wanted = {str(node) for node in subjects}
    ends = tuple(str(node) for node in objects)
    for match in _LINE_HEAD.finditer(text):
        head = match[1]
        if head in wanted or "\\" in head or (ends and _line_mentions(text, match.end(), ends)):
            end = text.find("\n", match.end())
            reader.read_span(match.start(), len(text) if end < 0 else end)
    return PlacedDocument(reader.quads, tuple(reader.faults), {})


def _line_mentions(text: str, start: int, names: tuple[str, ...]) -> bool:
    end = text.find("\n", start)
    return any(text.find(name, start, len(text) if end < 0 else end) >= 0 for name in names)


class Statements:
    """The statements of a Turtle document by their subjects: read with places only where one is asked for.

    The document must be well formed. One that gives a prefix two meanings, or has a second base, has to be
    read whole: `divisible` is then false.

    >>> found = Statements("@prefix : <x:> . :a :b 1 . :c :d 2 .", file="a.ttl")
    >>> [str(placed.object) for placed in found.about(NamedNode("x:c"))]
    ['a.ttl:1:34']
    """

    def __init__(self, text: str, *, file: str, base: str | None = None) -> None:
        body = blanked(text)
        self._reader = GrammarReader(body, LineTable(body, file), base, graphs=False)
        self._spans: dict[NamedNode, list[tuple[int, int]]] = {}
        self._read: dict[object, list[PlacedQuad]] = {}
        self.divisible = True
        for start, end, head in split_statements(body):
            subject = self._subject(head)
            if subject is not None:
                self._spans.setdefault(subject, []).append((start, end))
            elif head[0] not in "[(_":
                self._take(start, end)

    def about(self, subject: NamedNode) -> list[PlacedQuad]:
        """The triples about a subject, in their order."""
        spans = self._spans.pop(subject, ())
        for start, end in spans:
            self._take(start, end)
        found = self._read.get(subject, [])
        if spans:
            found.sort(key=lambda placed: placed.start_offset)
        return found

    def _subject(self, head: str) -> NamedNode | None:
        """What a statement is about by its first token; None for a blank node, a directive, and what can only
        be told by reading on.
        """
        try:
            if head[0] == "<":
                return self._reader.names.iri(head)
            return self._reader.names.prefixed(head) if ":" in head and head[0] != "_" else None
        except NameFault:
            return None

    def _take(self, start: int, end: int) -> None:
        names = self._reader.names
        before, base = dict(names.prefixes), names.base
        self._reader.read_span(start, end)
        if names.base != base or any(names.prefixes[prefix] != before[prefix] for prefix in before):
            self.divisible = False
        for placed in self._reader.quads:
            self._read.setdefault(placed.quad.subject, []).append(placed)
        self._reader.quads.clear()
