"""Where each statement of a Turtle document stands, found without reading it: so that of a large document
only those statements are read with places that someone asks for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from icigraph.base.byte_order_mark import blanked
from icigraph.rdf.document_iris import NameFault, Names
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.placed.grammar import GrammarReader

__all__ = ["SkimmedDocument", "skimmed"]

Term = NamedNode | BlankNode | Literal | Triple
# Of a well-formed document less need be known than its grammar says: which characters hold a name together,
# and what hides a full stop. This is compiled in a tenth of the time that the lexer's names take.
_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_PART = r"(?:[^\x00-\x20\"'<>#.\[\](){},;\\^@~|`]++|\\.)++"
_NAME = rf"{_PART}(?:\.++{_PART})*+"
_IRI = r"<[^<>\"\s]*+>"
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?!"")(?:[^"\\\r\n]++|\\.)*+"|'
    r"'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?!'')(?:[^'\\\r\n]++|\\.)*+'"
)
_DULL = rf"(?!_:){_NAME}|{_IRI}|{_STRING}|@[A-Za-z0-9-]++|[;,]|\^\^|\.(?=[0-9])"
_DIRECTIVE = re.compile(
    rf"{_SPACE}(?P<all>(?P<at>@)?(?i:(?:prefix){_SPACE}(?P<name>{_NAME})|(?P<base>base))"
    rf"{_SPACE}(?P<iri>{_IRI})(?(at){_SPACE}\.))"
)
_SUBJECT = re.compile(rf"{_SPACE}(?:(_:{_NAME})|({_NAME})|({_IRI})|(?=[\[(]))")
_NEXT = re.compile(rf"{_SPACE}(?:(?:{_DULL}){_SPACE})*+(?:(\.)|(\[)|([(\])])|(_:{_NAME})|(.)|\Z)", re.DOTALL)
_END = re.compile(rf"{_SPACE}\Z")
_PLAIN = re.compile(r"[A-Za-z0-9]+")
_STOP, _OPEN, _BRACKET, _LABEL, _OTHER = range(1, 6)
_MARK = "urn:x-icigraph:mark"
_MARKER = f" <{_MARK}> <{_MARK}> <{_MARK}> .\n"


@dataclass(slots=True)
class _Statement:
    """A statement's span, its subject where that has a name, how many blank nodes it has at least, and the
    labels of those that have one; how many it `has_lists` is not known before they are counted.
    """

    start: int
    end: int
    subject: NamedNode | None
    blanks: int = 0
    has_lists: bool = False
    labels: tuple[str, ...] = ()


def skimmed(text: str, file: str, base: str | None, offset: int = 0) -> SkimmedDocument | None:
    """A well-formed Turtle document skimmed, its blank nodes called `b{offset}` and so on; None for one that
    must be read from its beginning: it changes a prefix or its base on the way, or has what is new in RDF
    1.2.

    >>> document = skimmed("@prefix : <http://e.org/> . :a :b [ :c 1 ] . :d :e 2 .", "d.ttl", None)
    >>> [placed.quad.object.value for placed in document.about([NamedNode("http://e.org/d")], [])]
    ['2']
    """
    body = blanked(text)
    names, header, at = Names(base), [], 0
    statements: list[_Statement] = []
    try:
        while _END.match(body, at) is None:
            directive = _DIRECTIVE.match(body, at)
            if directive is None:
                statements.append(_statement(body, at, names))
                at = statements[-1].end
            elif _declares(directive, names, first=not statements):
                header.append(directive.span("all"))
                at = directive.end()
            else:
                return None
        return _document(body, file, base, header, statements, names, offset)
    except (NameFault, SyntaxError, ValueError):
        return None


def _declares(directive: re.Match[str], names: Names, *, first: bool) -> bool:
    """Take a declaration in; False where it comes after statements that it would have changed."""
    if directive["base"]:
        names.set_base(directive["iri"])
        return first
    name = directive["name"]
    known = names.prefixes.get(name[:-1])
    names.set_prefix(name[:-1], directive["iri"])
    return name.endswith(":") and (first or known in (None, names.prefixes[name[:-1]]))


def _statement(text: str, at: int, names: Names) -> _Statement:
    """The statement that begins there; a ValueError where none could be skimmed."""
    begun = _SUBJECT.match(text, at)
    if begun is None:
        raise ValueError("no statement begins like this")
    name, iri = begun[2], begun[3]
    subject = names.prefixed(name) if name else names.iri(iri) if iri else None
    start = begun.start(begun.lastindex) if begun.lastindex else begun.end()
    found = _Statement(start, at, subject)
    at = begun.end() if subject else start
    labels: dict[str, None] = {}
    while True:
        match = _NEXT.match(text, at)
        kind = match.lastindex if match else None
        if match is None or kind is None or kind == _OTHER:
            raise ValueError("the statement cannot be skimmed")
        at = match.end()
        if kind == _STOP:
            found.end, found.labels = at, tuple(labels)
            return found
        if kind == _OPEN:
            found.blanks += 1
        elif kind == _LABEL:
            labels[match[_LABEL][2:]] = None
        else:
            found.has_lists = found.has_lists or match[_BRACKET] == "("


def _document(
    text: str,
    file: str,
    base: str | None,
    header: list[tuple[int, int]],
    statements: list[_Statement],
    names: Names,
    offset: int,
) -> SkimmedDocument:
    numbers: dict[str, int] = {}
    before = [0]
    orders = _orders(text, base, header, [one for one in statements if one.has_lists or one.labels])
    for one in statements:
        if one.has_lists or one.labels:
            new = [label for label in next(orders) if label not in numbers]
            numbers.update((label, before[-1] + at) for at, label in enumerate(new) if label in one.labels)
            before.append(before[-1] + len(new))
        else:
            before.append(before[-1] + one.blanks)
    reader = GrammarReader(text, LineTable(text, file), base, graphs=False)
    for start, end in header:
        reader.read_span(start, end)
    bases = tuple(one for one in (base, names.base) if one)
    return SkimmedDocument(text, statements, before, numbers, names.prefixes, bases, reader, offset)


def _orders(
    text: str, base: str | None, header: list[tuple[int, int]], statements: list[_Statement]
) -> Iterator[list[str]]:
    """The labels of each statement's blank nodes, of those without one too, in the order of the engine."""
    if not statements:
        return
    declared = "".join(f"{text[start:end]}\n" for start, end in header)
    parts = (f"{text[one.start : one.end]}{_MARKER}" for one in statements)
    whole = "".join([declared, *parts])
    found: dict[str, None] = {}
    for subject, _, value, _ in parse(whole, format=RdfFormat.TURTLE, base_iri=base):
        if isinstance(subject, NamedNode) and subject.value == _MARK:
            yield list(found)
            found = {}
            continue
        for term in (subject, value):
            if isinstance(term, BlankNode):
                found[term.value] = None


@dataclass(slots=True)
class SkimmedDocument:
    r"""A Turtle document whose statements are known by place and subject, and read when asked for.

    `before[i]` is how many blank nodes there are before the i-th statement, `numbers` the number of each that
    has a label: blank nodes are called `b{offset}` and so on, as pyoxigraph gives the triples.

    >>> document = skimmed("<x:a> <x:p> 1 .\n<x:b> <x:p> 2 .\n", "a.ttl", None)
    >>> [str(placed.object) for placed in document.about([NamedNode("x:b")], [])]
    ['a.ttl:2:13']
    """

    _text: str
    _statements: list[_Statement]
    _before: list[int]
    _numbers: dict[str, int]
    _prefixes: Mapping[str, str]
    _bases: tuple[str, ...]
    _reader: GrammarReader
    _offset: int
    _by_subject: dict[NamedNode, list[int]] = field(init=False)
    _starts: list[int] = field(init=False)
    _read: dict[int, list[PlacedQuad]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_subject = {}
        self._starts = [statement.start for statement in self._statements]
        for at, statement in enumerate(self._statements):
            if statement.subject is not None:
                self._by_subject.setdefault(statement.subject, []).append(at)

    def about(self, subjects: Iterable[Term], objects: Iterable[Term]) -> Iterator[PlacedQuad]:
        """The triples that have one of these subjects or objects, in the document's order."""
        wanted, values = set(subjects), set(objects)
        chosen = {at for term in wanted for at in self._with_subject(term)}
        chosen.update(at for term in values for at in self._with_object(term))
        for at in sorted(chosen):
            for placed in self._renamed(at):
                triple = placed.quad
                if triple.subject in wanted or triple.object in values:
                    yield placed

    def _with_subject(self, term: Term) -> Iterable[int]:
        if isinstance(term, BlankNode):
            return self._with_blank(term)
        found = self._by_subject.get(term, ()) if isinstance(term, NamedNode) else ()
        return (*found, *self._with_lists()) if term == RDF["nil"] else found

    def _with_lists(self) -> Iterator[int]:
        return (at for at, statement in enumerate(self._statements) if statement.has_lists)

    def _with_blank(self, term: BlankNode) -> Iterable[int]:
        if not (term.value.startswith("b") and term.value[1:].isdigit()):
            return ()
        number = int(term.value[1:]) - self._offset
        if not 0 <= number < self._before[-1]:
            return ()
        label = next((name for name, known in self._numbers.items() if known == number), None)
        if label is None:
            return (bisect_right(self._before, number) - 1,)
        return (at for at, statement in enumerate(self._statements) if label in statement.labels)

    def _with_object(self, term: Term) -> Iterable[int]:
        """The statements that may have it: those that hold what any spelling of it holds."""
        if isinstance(term, BlankNode):
            return self._with_blank(term)
        spellings = self._spellings(term) or (self._always_written(term),)
        if not all(spellings):
            return range(len(self._statements))
        lists = self._with_lists() if term == RDF["nil"] else ()
        return {*lists, *self._holding_any(spellings)}

    def _holding_any(self, parts: Iterable[str]) -> Iterable[int]:
        return {at for part in parts for at in self._holding(part)}

    def _spellings(self, term: Term) -> tuple[str, ...]:
        """Every way to write an IRI, where these are few; else nothing."""
        if not isinstance(term, NamedNode) or "\\u" in self._text or "\\U" in self._text:
            return ()
        if any(one.partition(":")[0] == term.value.partition(":")[0] for one in self._bases):
            return ()
        found = [str(term)]
        for prefix, space in self._prefixes.items():
            local = term.value[len(space) :]
            if term.value.startswith(space) and local:
                if not _PLAIN.fullmatch(local):
                    return ()
                found.append(f"{prefix}:{local}")
        return tuple(found)

    def _always_written(self, term: Term) -> str:
        """Text that each spelling of a term has in it; empty where none is sure to be."""
        if "\\u" in self._text or "\\U" in self._text:
            return ""
        if isinstance(term, Literal):
            return term.value if _PLAIN.fullmatch(term.value) else ""
        if not isinstance(term, NamedNode) or term.value in self._bases:
            return ""
        local = re.split(r"[/#:?]", term.value)[-1]
        for space in self._prefixes.values():
            if term.value.startswith(space):
                local = min(local, term.value[len(space) :], key=len)
        return max(_PLAIN.findall(local), key=len, default="")

    def _holding(self, part: str) -> Iterator[int]:
        starts = self._starts
        at = self._text.find(part)
        while at >= 0:
            found = bisect_right(starts, at) - 1
            if found >= 0:
                yield found
            after = starts[found + 1] if found + 1 < len(starts) else len(self._text)
            at = self._text.find(part, max(after, at + 1))

    def _renamed(self, at: int) -> Iterator[PlacedQuad]:
        """The triples of a statement by the names that the data graph has for its blank nodes."""
        quads = self._quads(at)
        if self._before[at] == self._before[at + 1] and not self._statements[at].labels:
            yield from quads
            return
        names = _Naming(self._numbers, self._before[at], self._offset)
        yield from (placed._replace(quad=names.quad(placed.quad)) for placed in quads)

    def _quads(self, at: int) -> list[PlacedQuad]:
        if at not in self._read:
            statement, reader = self._statements[at], self._reader
            reader.quads = []
            reader.read_span(statement.start, statement.end)
            self._read[at] = reader.quads
        return self._read[at]


class _Naming:
    """Gives the blank nodes of one statement their names; `number` is that of the first new one."""

    def __init__(self, numbers: dict[str, int], number: int, offset: int) -> None:
        self._numbers = numbers
        self._next = number
        self._offset = offset
        self._known: dict[str, BlankNode] = {}

    def quad(self, quad: Quad) -> Quad:
        return Quad(self._term(quad.subject), quad.predicate, self._term(quad.object), quad.graph_name)

    def _term(self, term: Any) -> Any:
        if not isinstance(term, BlankNode):
            return term
        if term.value not in self._known:
            number = self._numbers.get(term.value, self._next)
            self._next += number == self._next
            self._known[term.value] = BlankNode(f"b{self._offset + number}")
        return self._known[term.value]
