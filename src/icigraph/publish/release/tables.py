"""Tables of facts for spreadsheets: CSV."""

from __future__ import annotations

import csv
import io

from icigraph.publish.release.facts import FactTable, text_of

__all__ = ["SEPARATOR", "csv_table"]

SEPARATOR = " | "


def csv_table(table: FactTable) -> bytes:
    """A table as CSV (RFC 4180), several values in a cell joined.

    >>> from pyoxigraph import Literal
    >>> row = {"ex:name": (Literal("a, b"), Literal("c"))}
    >>> csv_table(FactTable("Naming", ("ex:end", "ex:name"), {"http://e.org/1": row}))
    b'fact,ex:end,ex:name\\r\\nhttp://e.org/1,,"a, b | c"\\r\\n'
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["fact", *table.columns])
    for fact, row in table.rows.items():
        cells = (SEPARATOR.join(map(text_of, row.get(name, ()))) for name in table.columns)
        writer.writerow([fact, *cells])
    return written.getvalue().encode()
