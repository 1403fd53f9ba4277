"""Reading tables back: CSV by Python's reader, Parquet by DuckDB."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_bytes
from icigraph.release.content import Content
from icigraph.release.tables.joined_tables import joined_tables
from icigraph.release.tables.table import Table

__all__ = ["as_written", "read_csv", "table_readings"]

_GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def table_readings(content: Content) -> dict[str, Reading]:
    """Every row of every table, cell by cell."""
    found: dict[str, Reading] = {}
    for table in joined_tables(content):
        found[f"tables/{table.name}.csv"] = partial(_compare_csv, table)
        found[f"tables/{table.name}.parquet"] = partial(_compare_parquet, table)
    return found


def _compare_csv(table: Table, path: Path) -> str | None:
    header, *rows = read_csv(path)
    cells = ([as_written(cell) or None for cell in row] for row in rows)
    return _compare(table, header, cells)


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file, its header first."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        return list(csv.reader(io.StringIO(read_bytes(path).decode(), newline=""), strict=True))
    finally:
        csv.field_size_limit(before)


def as_written(cell: str) -> str:
    """A cell without the apostrophe that guards it from being taken for a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _compare_parquet(table: Table, path: Path) -> str | None:
    import glob

    import duckdb

    # DuckDB takes a path for a pattern.
    with duckdb.connect() as database:
        result = database.execute("SELECT * FROM read_parquet(?)", [glob.escape(str(path))])
        header = [column[0] for column in result.description]
        rows = [[None if cell is None else str(cell) for cell in row] for row in result.fetchall()]
    return _compare(table, header, rows)


def _compare(table: Table, header: list[str], rows: Iterable[Iterable[str | None]]) -> str | None:
    names = [field.name for field in table.fields]
    if header != names:
        return difference(names, header) or "has its columns in another order"
    return difference(_cells(names, table.rows), _cells(names, rows))


def _cells(names: list[str], rows: Iterable[Iterable[str | None]]) -> Iterator[str]:
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        key = " ".join(f"<{cells[name]}>" for name in names[:2] if name != "class")
        yield from (f"{cell!r} as {name} of {key}" for name, cell in cells.items())
