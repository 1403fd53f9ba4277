"""Tables for spreadsheets: CSV in UTF-8 (RFC 4180), with no cell that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icigraph.release.tables.table import Cell, Table

__all__ = ["csv_table", "delimited", "guarded"]

# With an apostrophe before them they are text; so a cell that begins so already gets one more.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_PLAIN = {"date", "integer"}


def csv_table(table: Table) -> bytes:
    """A table as CSV: its header, and a line for each row; an empty cell has no value.

    >>> from icigraph.release.tables.table import Field
    >>> csv_table(Table("t", "", (Field("a", ""), Field("b", "", "integer")), ("a",), (("=1", "-1"),)))
    b"a,b\\r\\n'=1,-1\\r\\n"
    """
    types = [field.type for field in table.fields]
    lines = [delimited(field.name for field in table.fields)]
    lines += [delimited(map(_cell, row, types)) for row in table.rows]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _cell(cell: Cell, kind: str) -> str:
    return (cell or "") if kind in _PLAIN else guarded(cell or "")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula. Taking one away from
    each cell that begins with apostrophes and then such a character gives the text again.

    >>> guarded("=HYPERLINK(1)"), guarded("'@x"), guarded("a=b"), guarded("'90s")
    ("'=HYPERLINK(1)", "''@x", 'a=b', "'90s")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def delimited(cells: Iterable[str], delimiter: str = ",") -> str:
    """One row, its cells in quotes where RFC 4180 wants them.

    >>> print(delimited(["a", 'b "c" d', "e,f"]))
    a,"b ""c"" d","e,f"
    """
    special = re.compile(f'[{delimiter}"\r\n]')
    return delimiter.join(_quoted(cell) if special.search(cell) else cell for cell in cells)


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
