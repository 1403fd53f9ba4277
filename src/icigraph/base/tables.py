"""Tables of text: for a terminal, and for Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from icigraph.base.printable import printable

__all__ = ["markdown_table", "text_table"]

_GAP = "  "
_LEAST = 8


def text_table(headers: Sequence[str], rows: Iterable[Sequence[str]], width: int | None = None) -> str:
    """Rows under headers in aligned columns; cells are wrapped so that no line is wider than `width`, where
    that can be.

    >>> print(text_table(["state", "since"], [["Kuwait", "2004-12"], ["Qatar", "2005-02"]]))
    state   since
    ------  -------
    Kuwait  2004-12
    Qatar   2005-02
    """
    table = [[_one_line(cell) for cell in row] for row in (headers, *rows)]
    widths = _fit([max(map(_width, column)) for column in zip(*table, strict=True)], width)
    rule = _GAP.join("-" * size for size in widths)
    lines = [_line(row, widths) for row in table]
    return "\n".join([*lines[0], rule, *(line for block in lines[1:] for line in block)])


def _one_line(cell: str) -> str:
    return printable(" ".join(cell.split()))


def _fit(widths: list[int], limit: int | None) -> list[int]:
    """Narrow the widest column until the line fits or every column is as narrow as may be."""
    fitted = list(widths)
    room = (limit or sum(widths) + len(_GAP) * len(widths)) - len(_GAP) * (len(widths) - 1)
    while sum(fitted) > room and max(fitted) > _LEAST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _line(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return [
        _GAP.join(_pad(part, size) for part, size in zip(parts, widths, strict=True)).rstrip()
        for parts in zip(*padded, strict=True)
    ]


def _wrapped(cell: str, size: int) -> list[str]:
    if _width(cell) <= size:
        return [cell]
    import textwrap

    return textwrap.wrap(cell, size, break_on_hyphens=False) or [""]


def _pad(text: str, size: int) -> str:
    return text + " " * (size - _width(text))


def _width(text: str) -> int:
    """Columns that a terminal gives to a text: two for wide East Asian characters, none for combining
    marks.
    """
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same as a table in GitHub Flavored Markdown (section 4.10).

    >>> print(markdown_table(["a"], [["x|y"]]))
    | a |
    | --- |
    | x\\|y |
    """
    body = [
        [_one_line(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row]
        for row in (headers, *rows)
    ]
    lines = [f"| {' | '.join(row)} |" for row in body]
    return "\n".join([lines[0], f"|{' --- |' * len(headers)}", *lines[1:]])
