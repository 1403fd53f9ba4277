"""CSV text (RFC 4180) read with the place of every cell, fault after fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from icigraph.base.faults import Fault
from icigraph.rdf.placed.document import LineTable

__all__ = ["CsvText", "Row", "csv_line", "read_csv"]

_QUOTE = '"'
_EMPTY = '""'
"""A line without any character would be none."""
_CELL = r"""(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))(,|\r?\n|\Z)"""


class Row(NamedTuple):
    """The cells of a line, or of several where a cell holds line ends; where each begins, where all end.

    Offsets are code points from 0. `number` counts the rows after the header from 1, as `?ROWNUM` does.
    """

    number: int
    cells: list[str]
    offsets: list[int]
    end: int


@dataclass(frozen=True, slots=True)
class CsvText:
    """What a CSV text holds: its header, its whole rows, and what is wrong with its quotes and line ends."""

    header: Row
    rows: list[Row]
    lines: LineTable
    faults: list[Fault] = field(default_factory=list)


def read_csv(text: str, *, file: str) -> CsvText:
    """Read the rows of a text; `file` is what places call it. Lines without any character are passed over.

    A row with a fault is left out, and reading goes on at the next line, so that one quote too many is one
    fault.

    >>> found = read_csv('a,b\\n1,"x\\ny"\\n2,z\\n', file="t.csv")
    >>> [row.cells for row in found.rows], str(found.lines.place(found.rows[1].offsets[1]))
    ([['1', 'x\\ny'], ['2', 'z']], 't.csv:4:3')
    """
    lines, faults = LineTable(text, file), list[Fault]()
    match = re.compile(_CELL).match
    rows: list[Row] = []
    at, number = 0, 0
    while at < len(text):
        if text[at] in "\r\n" and text.startswith(("\n", "\r\n"), at):
            at = text.find("\n", at) + 1
            continue
        cells, offsets = list[str](), list[int]()
        end = ","
        while end == "," and (found := match(text, at)):
            quoted, plain, end = found.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            offsets.append(at)
            at = found.end()
        if found:
            rows.append(Row(number, cells, offsets, at - len(end)))
        else:
            faults.append(_fault(text, at, lines))
            at = _next_line(text, at)
        number += 1
    header = rows.pop(0) if rows and rows[0].number == 0 else Row(0, [], [], 0)
    return CsvText(header, rows, lines, faults)


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _fault(text: str, at: int, lines: LineTable) -> Fault:
    """What keeps a cell that begins at an offset from being read."""
    if text[at] == '"':
        message, hint = (
            "the quote that opens this cell is not closed",
            'close it; a quote within is written ""',
        )
        return Fault(message, lines.place(at), hint)
    wrong = re.compile(r'["\r]').search(text, at)
    assert wrong is not None
    if wrong[0] == '"':
        message = "a quote stands in a cell that is not quoted"
        return Fault(message, lines.place(wrong.start()), 'put the whole cell in quotes, and write "" within')
    hint = "end lines with a line feed, or put the cell in quotes"
    return Fault("a carriage return stands alone", lines.place(wrong.start()), hint)


def csv_line(cells: Iterable[str], end: str = "\n") -> str:
    """Cells as a line of CSV, quoted where they must be.

    >>> csv_line(["a", "b, c", ""])
    'a,"b, c",\\n'
    """
    written = ",".join(map(_spelt, cells))
    return f"{written or _EMPTY}{end}"


def _spelt(cell: str) -> str:
    """A cell as it is written. Python's csv leaves a carriage return bare, which no reader takes for a part
    of the cell.
    """
    return f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if re.search(r'[",\r\n]', cell) else cell
