"""Edits as changes of text: terms written with the prefixes in force, statements added to a block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, RdfFormat, parse

from icigraph.base.faults import Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.lexer import tokens
from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.reading.excerpt import end_of_term
from icigraph.validation.report import Edit, Term

__all__ = ["Change", "Writer"]

_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Change:
    """What to write instead of the characters from `start` up to `end` (code points from 0)."""

    start: int
    end: int
    text: str


class Writer:
    r"""Writes edits into one file of Turtle, TriG, N-Triples or N-Quads.

    >>> from pyoxigraph import Literal
    >>> writer = Writer(Source("a.ttl", b'<x:a> <x:p> "ici" .\n', RdfFormat.TURTLE, "x:"))
    >>> writer.changes([Edit(Place("a.ttl", 1, 13), Literal("ICI"))])
    [Change(start=12, end=17, text='"ICI"')]
    """

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._source = source
        self._lined = source.format in _LINES
        self._lines = LineTable(self._text, source.name)

    def changes(self, edits: Iterable[Edit]) -> list[Change]:
        """The edits, which must concern places of this file, as changes that do not overlap; several
        additions at one place are one change.
        """
        made: list[Change] = []
        added: dict[int, list[Edit]] = {}
        for edit in edits:
            if edit.predicate is None:
                made.append(self._replacement(edit))
            else:
                added.setdefault(self._offset(edit), []).append(edit)
        return made + [self._addition(at, together) for at, together in added.items()]

    def place(self, offset: int) -> Place:
        """The place of a character of the file."""
        return self._lines.place(offset)

    def _offset(self, edit: Edit) -> int:
        return self._lines.offset(edit.place.line or 1, edit.place.column or 1)

    def _replacement(self, edit: Edit) -> Change:
        at = self._offset(edit)
        return Change(at, end_of_term(self._text, at), self._spelt(edit.term, at))

    def _addition(self, at: int, edits: list[Edit]) -> Change:
        said = [f"{self._spelt(edit.predicate, at)} {self._spelt(edit.term, at)}" for edit in edits]
        if self._lined:
            return self._more_lines(at, said)
        start, mark = self._after_the_last(at)
        space = "" if self._text[start : start + 1].isspace() else " "
        return Change(start, start, f"{mark} {' ; '.join(said)}{space}")

    def _spelt(self, term: Term | None, at: int) -> str:
        """The term as it may be written at an offset."""
        if self._lined:
            return str(term)
        return Prefixes({name: space for end, name, space in self._declared if end <= at}).show(term)

    @cached_property
    def _declared(self) -> list[tuple[int, str, str]]:
        return list(_declarations(self._text))

    @cached_property
    def _tokens(self) -> tuple[list[int], list[int], list[str]]:
        """Where each token starts and ends, and its text."""
        found = [(match.end(), match[match.lastindex or 0]) for match in tokens(self._text)]
        return (
            [end - len(text) for end, text in found],
            [end for end, _ in found],
            [text for _, text in found],
        )

    def _after_the_last(self, at: int) -> tuple[int, str]:
        """The end of the last token before what ends the block at an offset, and the mark to write there."""
        starts, ends, texts = self._tokens
        last = bisect_right(starts, at) - 1
        # The mark that ends the block is no part of it; in TriG the last block may end without one.
        if texts[last] in (".", "]") and starts[last] == at:
            last -= 1
        return ends[last], "" if texts[last] in (";", "[") else " ;"

    def _more_lines(self, at: int, said: list[str]) -> Change:
        text = self._text
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[start:end]
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else f" {quad.graph_name}"
        close = "\r" if line.endswith("\r") else ""
        subject = line.split(maxsplit=1)[0]
        return Change(end, end, "".join(f"\n{subject} {one}{graph} .{close}" for one in said))


def _declarations(text: str) -> Iterator[tuple[int, str, str]]:
    """Where the binding of each prefix ends, which it is, and to what."""
    found = [(match.end(), match[match.lastindex or 0]) for match in tokens(text)]
    for (_, word), (_, name), (end, iri) in zip(found, found[1:], found[2:], strict=False):
        if word.lower() in ("@prefix", "prefix") and name.endswith(":") and ":" in iri:
            yield end, name[:-1], iri[1:-1]
