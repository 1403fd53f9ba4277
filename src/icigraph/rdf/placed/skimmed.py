"""A Turtle document of which is known where each statement stands: those that are asked for are read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.document import PlacedQuad
from icigraph.rdf.placed.grammar import GrammarReader
from icigraph.rdf.terms import Term

__all__ = ["SkimmedDocument", "StatementSpan"]

_PLAIN = re.compile(r"[A-Za-z0-9]+")


@dataclass(slots=True)
class StatementSpan:
    """A statement's span, its subject where that has a name, how many blank nodes it has at least, and the
    labels of those that have one; how many it `has_lists` is not known before they are counted.
    """

    start: int
    end: int
    subject: NamedNode | None
    blanks: int = 0
    has_lists: bool = False
    labels: tuple[str, ...] = ()


@dataclass(slots=True)
class SkimmedDocument:
    r"""A Turtle document whose statements are known by place and subject, and read when asked for.

    `before[i]` is how many blank nodes there are before the i-th statement, `numbers` the number of each that
    has a label: blank nodes are called `b{offset}` and so on, as pyoxigraph gives the triples.

    >>> from icigraph.rdf.placed.skim import skimmed
    >>> document = skimmed("<x:a> <x:p> 1 .\n<x:b> <x:p> 2 .\n", "a.ttl", None)
    >>> [str(placed.object) for placed in document.about([NamedNode("x:b")], [])]
    ['a.ttl:2:13']
    """

    _text: str
    _statements: list[StatementSpan]
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
