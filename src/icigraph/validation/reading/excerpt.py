"""The line of a file that is at fault, with a caret under the term, as compilers show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from icigraph.base.faults import Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.lexer import END, ERROR, LANGUAGE, STRING, TOKEN, tokens

__all__ = ["Excerpt", "end_of_term", "excerpt", "lines_of", "term_end"]

_WORD = re.compile(r"[^\s;,\])]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_CLOSING = {"<<(": ")>>", "<<": ">>"}
_TAB = "    "
_WIDEST = 160
_NARROWEST = 20
_MARGIN = len("     | ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    r"""A line's number and text (tabs widened, cut when very long), and the columns from which to which
    carets stand.

    >>> found = Excerpt(3, "<x:a> <x:p> 1 .", 7, 12)
    >>> print(found.text, found.carets, sep="\n")
    <x:a> <x:p> 1 .
          ^^^^^
    """

    number: int
    text: str
    start: int
    end: int

    @property
    def carets(self) -> str:
        """The line below it, with carets under the columns."""
        return " " * (self.start - 1) + "^" * max(1, self.end - self.start)


def excerpt(source: Source, place: Place, width: int | None = None) -> Excerpt | None:
    r"""The excerpt at a place, or None if the place has no line in the source. Of a long line as much as goes
    into so many columns beside its number and a margin of four, the term at fault above all.

    >>> from pyoxigraph import RdfFormat
    >>> source = Source("a.ttl", b"<x:a> <x:p> 1 .\n", RdfFormat.TURTLE, "x:")
    >>> found = excerpt(source, Place("a.ttl", 1, 7))
    >>> found.text[found.start - 1 : found.end - 1]
    '<x:p>'
    """
    lines = lines_of(source)
    if place.line is None or not 0 < place.line <= len(lines):
        return None
    line, column = lines[place.line - 1], place.column or 1
    end = term_end(line, column)
    before, term = line[: column - 1].replace("\t", _TAB), line[column - 1 : end - 1].replace("\t", _TAB)
    room = _WIDEST if width is None else max(width - len(str(place.line)) - _MARGIN, _NARROWEST)
    cut = max(0, len(before) + min(len(term), room) - room)
    term = term[:room]
    most = room + 40 if width is None else room
    text = (before + term + line[end - 1 :].replace("\t", _TAB))[cut : cut + most]
    start = max(1, len(before) + 1 - cut)
    return Excerpt(place.line, _CONTROL.sub("\ufffd", text), start, start + len(term))


@lru_cache(maxsize=8)
def lines_of(source: Source) -> list[str]:
    """The lines of a source, without what ends them.

    >>> from pyoxigraph import RdfFormat
    >>> lines_of(Source("a.ttl", b"<urn:a>\\r\\n  <urn:p> 1 .", RdfFormat.TURTLE, "urn:d"))
    ['<urn:a>', '  <urn:p> 1 .']
    """
    return source.text.replace("\r\n", "\n").split("\n")


def term_end(line: str, column: int) -> int:
    """The column after the term that begins at `column`.

    >>> term_end('ex:a ex:p "x y"@en ; ex:q 1 .', 11)
    19
    >>> term_end("ex:a ex:p ex:b.", 11)
    15
    """
    return end_of_term(line, column - 1) + 1


def end_of_term(text: str, offset: int) -> int:
    """The offset after the term that begins at `offset`; of a string with its language or datatype.

    >>> text = "<x:a> <x:p> '1'^^<x:b>."
    >>> text[end_of_term(text, 12) :]
    '.'
    """
    first = TOKEN.match(text, offset)
    if first is None or first.lastindex == END:
        return min(offset + 1, len(text))
    if first.lastindex == ERROR:
        return _rest_of_word(text, offset)
    if first[first.lastindex or 0] in _CLOSING:
        return _closed(text, first)
    if first.lastindex != STRING:
        return first.end()
    tag = TOKEN.match(text, first.end())
    if tag is None or (tag.lastindex != LANGUAGE and tag[tag.lastindex or 0] != "^^"):
        return first.end()
    datatype = TOKEN.match(text, tag.end()) if tag.lastindex != LANGUAGE else tag
    return datatype.end() if datatype else first.end()


def _closed(text: str, opening: re.Match[str]) -> int:
    """After the mark that closes a triple term or a reified triple; after its own if nothing does."""
    waiting: list[str] = []
    for match in tokens(text, opening.start()):
        token = match[match.lastindex or 0]
        if token in _CLOSING:
            waiting.append(_CLOSING[token])
        elif waiting and token == waiting[-1]:
            waiting.pop()
        if not waiting:
            return match.end()
    return opening.end()


def _rest_of_word(text: str, offset: int) -> int:
    """Of what is no token: up to the next space, as a reader would take it."""
    found = _WORD.match(text, offset)
    return found.end() if found else offset + 1
