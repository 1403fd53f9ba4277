"""Tables of facts for spreadsheets: CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icigraph.release.facts import FactTable, text_of

__all__ = ["SEPARATOR", "csv_table", "delimited"]

SEPARATOR = " | "


def csv_table(table: FactTable) -> bytes:
    """A table as CSV (RFC 4180), several values in a cell joined.

    >>> from pyoxigraph import Literal
    >>> row = {"ex:name": (Literal("a, b"), Literal("c"))}
    >>> csv_table(FactTable("Naming", ("ex:end", "ex:name"), {"http://e.org/1": row}))
    b'fact,ex:end,ex:name\\r\\nhttp://e.org/1,,"a, b | c"\\r\\n'
    """
    rows = [["fact", *table.columns]]
    for fact, row in table.rows.items():
        rows.append([fact, *(SEPARATOR.join(map(text_of, row.get(name, ()))) for name in table.columns)])
    return "".join(f"{delimited(row)}\r\n" for row in rows).encode()


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
