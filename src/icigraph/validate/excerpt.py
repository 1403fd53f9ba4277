"""The line of a file that is at fault, with a caret under the term, as compilers show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from icigraph.rdf.faults import Place
from icigraph.validate.inputs import Source

__all__ = ["Excerpt", "excerpt", "term_end"]

_TERM = re.compile(
    r'<[^<>\s]*>|(?:"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')(?:@[\w-]+|\^\^(?:<[^<>\s]*>|[^\s;,\])]+))?'
    r"|[\[(]|[^\s;,\])]+?(?=\.?(?:[\s;,\])]|$))"
)
_TAB = "    "
_WIDEST = 160


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line's number and text (tabs widened, cut when very long), and the columns from which to which
    carets stand.
    """

    number: int
    text: str
    start: int
    end: int

    @property
    def carets(self) -> str:
        return " " * (self.start - 1) + "^" * max(1, self.end - self.start)


def excerpt(source: Source, place: Place) -> Excerpt | None:
    """The excerpt at a place, or None if the place has no line in the source."""
    lines = _lines(source)
    if place.line is None or not 0 < place.line <= len(lines):
        return None
    line, column = lines[place.line - 1], place.column or 1
    end = term_end(line, column)
    before, term = line[: column - 1].replace("\t", _TAB), line[column - 1 : end - 1].replace("\t", _TAB)
    cut = max(0, len(before) + len(term) - _WIDEST)
    text = (before + term + line[end - 1 :].replace("\t", _TAB))[cut : cut + _WIDEST + 40]
    start = max(1, len(before) + 1 - cut)
    return Excerpt(place.line, text, start, start + len(term))


@lru_cache(maxsize=8)
def _lines(source: Source) -> list[str]:
    return source.text.replace("\r\n", "\n").split("\n")


def term_end(line: str, column: int) -> int:
    """The column after the term that begins at `column`.

    >>> term_end('ex:a ex:p "x y"@en ; ex:q 1 .', 11)
    19
    >>> term_end("ex:a ex:p ex:b.", 11)
    15
    """
    found = _TERM.match(line, column - 1)
    return found.end() + 1 if found else column + 1
