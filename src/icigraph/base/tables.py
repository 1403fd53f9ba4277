"""Tables of text: aligned, and for Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from icigraph.base.printable import printable

__all__ = ["markdown_table", "one_line", "text_table"]

_GAP = "  "


def text_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under headers in aligned columns, a line each, however wide.

    >>> print(text_table(["state", "since"], [["Kuwait", "2004-12"], ["Qatar", "2005-02"]]))
    state   since
    ------  -------
    Kuwait  2004-12
    Qatar   2005-02
    """
    table = [[one_line(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = [
        _GAP.join(_pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in table
    ]
    return "\n".join([lines[0], _GAP.join("-" * size for size in widths), *lines[1:]])


def one_line(cell: str) -> str:
    """What stands in a cell, in one line, and with nothing that steers a terminal.

    >>> one_line("two\\n lines")
    'two lines'
    """
    return printable(" ".join(cell.split()))


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
        [one_line(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in (headers, *rows)
    ]
    lines = [f"| {' | '.join(row)} |" for row in body]
    return "\n".join([lines[0], f"|{' --- |' * len(headers)}", *lines[1:]])
