"""Reading tables back: CSV by Python's reader, Parquet by DuckDB."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Literal
from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_bytes
from icigraph.rdf.terms import Term
from icigraph.release.content import Content
from icigraph.release.facts import FactTable, fact_tables, text_of
from icigraph.release.tables import SEPARATOR

__all__ = ["table_readings"]

Rows = tuple[list[str], list[tuple[Any, ...]]]


def table_readings(content: Content) -> dict[str, Reading]:
    """Every fact of a class, every property of it, every value."""
    found: dict[str, Reading] = {}
    for table in fact_tables(content):
        found[f"tables/{table.name}.csv"] = partial(_compare_csv, table)
        found[f"tables/{table.name}.parquet"] = partial(_compare_parquet, table, _by_duckdb)
    return found


def _compare_csv(table: FactTable, path: Path) -> str | None:
    with _cells_of_any_size():
        header, *rows = csv.reader(io.StringIO(read_bytes(path).decode(), newline=""), strict=True)
    if header != ["fact", *table.columns]:
        return difference(["fact", *table.columns], header) or "has its columns in another order"
    stated = (
        _cell(fact, column, SEPARATOR.join(map(text_of, row.get(column, ()))))
        for fact, row in table.rows.items()
        for column in table.columns
    )
    read = (
        _cell(row[0], column, cell) for row in rows for column, cell in zip(header[1:], row[1:], strict=True)
    )
    return difference(stated, read) or _compare_facts(table, (row[0] for row in rows))


@contextmanager
def _cells_of_any_size() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _compare_facts(table: FactTable, facts: Iterable[str]) -> str | None:
    # Facts of which nothing is stated have no cells to be compared.
    return difference((f"<{fact}>" for fact in table.rows), (f"<{fact}>" for fact in facts))


def _cell(fact: str, column: str, value: object) -> str:
    return f"{value!r} as {column} of <{fact}>"


def _by_duckdb(path: Path) -> Rows:
    import glob

    import duckdb

    # DuckDB takes a path for a pattern, and changes names that differ in case alone.
    pattern = [glob.escape(str(path))]
    with duckdb.connect() as database:
        rows = database.execute("SELECT * FROM read_parquet(?)", pattern).fetchall()
        schema = database.execute("SELECT name, num_children FROM parquet_schema(?)", pattern).fetchall()
    return list(_top_names(schema)), rows


def _top_names(schema: list[tuple[str, int | None]]) -> Iterator[str]:
    """The names of the columns, from those of all parts of a schema, each before its own parts."""
    within = 0
    for name, parts in schema[1:]:
        if not within:
            yield name
        within = max(within - 1, 0) + (parts or 0)


def _compare_parquet(table: FactTable, read: Any, path: Path) -> str | None:
    header, rows = read(path)
    if header != ["fact", *table.columns]:
        return difference(["fact", *table.columns], header) or "has its columns in another order"
    stated = (
        _cell(fact, column, text_of(term))
        for fact, row in table.rows.items()
        for column, terms in row.items()
        for term in terms
    )
    cells = (
        said
        for row in rows
        for column, cell in zip(header[1:], row[1:], strict=True)
        for said in _values(table, row[0], column, cell)
    )
    return difference(stated, cells) or _compare_facts(table, (row[0] for row in rows))


def _values(table: FactTable, fact: str, column: str, cell: object) -> Iterator[str]:
    """The values in a cell, each in the words of the source where it means the same."""
    values = cell if isinstance(cell, list) else [] if cell is None else [cell]
    terms = table.rows.get(fact, {}).get(column, ())
    for number, value in enumerate(values):
        same = number < len(terms) and _means(value, terms[number])
        yield _cell(fact, column, text_of(terms[number]) if same else value)


def _means(value: object, term: Term) -> bool:
    text = text_of(term)
    if isinstance(value, str):
        return value == text
    if not isinstance(term, Literal):
        return False
    if isinstance(value, bool):
        return text in (("true", "1") if value else ("false", "0"))
    if isinstance(value, date):
        return value.isoformat() == text
    if isinstance(value, int):
        return value == int(text)
    # Two that are not numbers are the same here.
    return isinstance(value, float) and repr(value) == repr(float(text.replace("INF", "inf")))
