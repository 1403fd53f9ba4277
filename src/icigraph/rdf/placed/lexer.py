"""The tokens of Turtle and TriG (RDF 1.2 Turtle, section 6.5), found by one regular expression at C speed.

What is no token is an `ERROR` token of one character, so that reading can go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icigraph.rdf import productions
from icigraph.rdf.productions import BLANK_NODE_LABEL, PN_CHARS, PREFIXED_NAME

__all__ = [
    "BLANK",
    "END",
    "ERROR",
    "ESCAPED_IRI",
    "IRI",
    "LANGUAGE",
    "MARK",
    "NAME",
    "NUMBER",
    "STRING",
    "TOKEN",
    "WORD",
    "BadEscape",
    "closing_bracket",
    "string_value",
    "tokens",
    "unescape",
]

_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_PARTS = (
    (NAME := 1, PREFIXED_NAME),
    (IRI := 2, r"<[^\x00-\x20<>\"{}|^`\\]*>"),
    (MARK := 3, r"\.(?![0-9])|\)>>|<<\(|[;,()\[\]}~]|\{\|?|\^\^|<<|>>|\|\}"),
    (
        STRING := 4,
        r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?!"")(?:[^"\\\r\n]++|\\.)*+"|'
        r"'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?!'')(?:[^'\\\r\n]++|\\.)*+'",
    ),
    (WORD := 5, rf"[A-Za-z][{PN_CHARS}]*+"),
    (NUMBER := 6, rf"[+-]?{productions.NUMBER}"),
    (LANGUAGE := 7, r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    (BLANK := 8, BLANK_NODE_LABEL),
    (ESCAPED_IRI := 9, rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*>"),
    (ERROR := 10, r"."),
    (END := 11, r"\Z"),
)
_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
TOKEN = re.compile(_SPACE + "(?:" + "|".join(f"({part})" for _, part in _PARTS) + ")", re.DOTALL | re.ASCII)

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_SIMPLE = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class BadEscape(ValueError):  # noqa: N818  it names what stands in the text
    """An escape that Turtle does not know; `offset` counts from the start of the escaped text."""

    def __init__(self, escape: str, offset: int) -> None:
        super().__init__(f"{escape} is no escape that RDF knows")
        self.offset = offset


def tokens(text: str, position: int = 0) -> Iterator[re.Match[str]]:
    """The tokens from `position` on; a match's `lastindex` is its kind, that group its text.

    >>> [match.group(match.lastindex) for match in tokens("ex:a 1.0 . # end")]
    ['ex:a', '1.0', '.', '', '']
    """
    return TOKEN.finditer(text, position)


def closing_bracket(text: str, position: int) -> int | None:
    """Where the bracket that opens at `position` is closed; None if none opens there, or nothing is inside.

    >>> closing_bracket("[ ex:a ( [] ) ] .", 0), closing_bracket("[ ] ex:a 1 .", 0)
    (14, None)
    """
    if text[position : position + 1] != "[":
        return None
    depth = 0
    for count, match in enumerate(tokens(text, position)):
        token = match[match.lastindex or 0]
        depth += {"[": 1, "]": -1}.get(token, 0)
        if depth == 0:
            return match.end() - 1 if count > 1 else None
    return None


def string_value(token: str) -> str:
    """What a quoted string says: without quotes, escapes resolved. Raises BadEscape.

    >>> string_value('"a\\\\tb"') == string_value("'''a\\tb'''")
    True
    """
    width = 3 if len(token) > 5 and token[:3] in ('"""', "'''") else 1
    inner = token[width:-width]
    return unescape(inner, width) if "\\" in inner else inner


def unescape(text: str, shift: int = 0) -> str:
    """Resolve the escapes of strings and IRIs. Raises BadEscape.

    >>> unescape("\\\\u0041")
    'A'
    """

    def resolve(match: re.Match[str]) -> str:
        escape = match[1]
        if len(escape) == 1:
            if escape not in _SIMPLE:
                raise BadEscape(match[0], match.start() + shift)
            return _SIMPLE[escape]
        code = int(escape[1:], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise BadEscape(match[0], match.start() + shift)
        return chr(code)

    return _ESCAPE.sub(resolve, text)
