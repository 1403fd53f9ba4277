"""Whether a table's header and rows fit what its mapping declares."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.base.faults import Fault, Place
from icigraph.base.nearest import did_you_mean
from icigraph.project.tables.column import is_column_name
from icigraph.project.tables.csv_text import CsvText, Row
from icigraph.project.tables.mapping import NUMBER, ORIGINAL, ROW, TableMapping

__all__ = ["count_fault", "header_faults"]


def header_faults(csv: CsvText, mapping: TableMapping | None, file: str) -> Iterator[Fault]:
    """What is wrong with the names of the columns, and with those that the query uses.

    >>> from icigraph.project.tables.csv_text import read_csv
    >>> [str(fault.place) for fault in header_faults(read_csv("a,a\\n", file="t.csv"), None, "t.csv")]
    ['t.csv:1:3']
    """
    header = csv.header
    if not header.cells:
        if not csv.faults:
            yield Fault("the table is empty", Place(file), "its first line names the columns")
        return
    declared = [column.name for column in mapping.columns] if mapping else []
    seen: set[str] = set()
    for name, offset in zip(header.cells, header.offsets, strict=True):
        place = csv.lines.place(offset)
        if name in seen:
            yield Fault(f"a second column is called {name!r}", place, "rename one")
        elif not is_column_name(name) or name in (ROW, NUMBER):
            yield Fault(f"{name!r} can be no column's name", place, _renamed(header.cells, name))
        elif declared and name not in declared and mapping:
            hint = did_you_mean(name, set(declared) - set(header.cells)) or f"declare it in {mapping.file}"
            yield Fault(f"the mapping declares no column {name!r}", place, hint)
        seen.add(name)
    if mapping:
        yield from _missing_columns(csv, mapping)


def _renamed(header: list[str], name: str) -> str:
    if len(header) == 1 and (";" in name or "\t" in name):
        return "cells are parted by commas"
    return "letters, digits and _: each column is a variable of the query"


def _missing_columns(csv: CsvText, mapping: TableMapping) -> Iterator[Fault]:
    header = csv.header.cells
    place = csv.lines.place(csv.header.offsets[0])
    for column in mapping.columns:
        if column.name not in header:
            hint = f"{mapping.file} declares {', '.join(one.name for one in mapping.columns)}"
            yield Fault(f"the column {column.name!r} is missing", place, hint)
    known = {*header, *(column.name for column in mapping.columns), ROW}
    for name, where in mapping.uses.items():
        if name not in known and name.removesuffix(ORIGINAL) not in known:
            yield Fault(
                f"?{name} is no column", where, did_you_mean(name, known) or f"columns: {', '.join(header)}"
            )
    for name in mapping.sources:
        if name in known:
            yield Fault(f"?{name} is a column, so the query cannot set it", Place(mapping.file), "rename one")


def count_fault(row: Row, csv: CsvText) -> Fault | None:
    """That a row has more cells or fewer than the header, if so.

    >>> from icigraph.project.tables.csv_text import read_csv
    >>> found = read_csv("a,b\\n1\\n", file="t.csv")
    >>> count_fault(found.rows[0], found).message
    'the row has 1 cell, the header 2'
    """
    wanted, found = len(csv.header.cells), len(row.cells)
    if found == wanted:
        return None
    at = row.offsets[min(found - 1, wanted)]
    told = f"the row has {found} cell{'s' if found != 1 else ''}, the header {wanted}"
    hint = "a cell that holds a comma goes in quotes" if found > wanted else "add what is missing, or commas"
    return Fault(told, csv.lines.place(at), hint)
