"""A table: named and described columns with types, a key, references to other tables, and rows of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

__all__ = ["MANY", "Cell", "Field", "Row", "Table", "made"]

MANY = " | "
"""What stands between several values in one cell."""

Cell = str | None
Row = tuple[Cell, ...]
_INT64 = range(-(1 << 63), 1 << 63)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, what it holds, its type (`string`, `uri`, `date`, `integer` or `object`, which is
    JSON), and the table and column that its values refer to.
    """

    name: str
    text: str
    type: str = "string"
    refers: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each field; `key` names the fields that tell a row from all others."""

    name: str
    text: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]


def made(name: str, text: str, fields: Iterable[Field], key: Iterable[str], rows: Iterable[Row]) -> Table:
    """A table of these rows in order of their cells. A column whose values are not all of its type is text.

    >>> made("ages", "", [Field("age", "in years", "integer")], ["age"], [("7",), ("9th",)]).fields[0].type
    'string'
    """
    ordered = tuple(sorted(set(rows), key=lambda row: tuple(cell or "" for cell in row)))
    columns = tuple(
        each if all(_fits(row[number], each.type) for row in ordered) else replace(each, type="string")
        for number, each in enumerate(fields)
    )
    return Table(name, text, columns, tuple(key), ordered)


def _fits(cell: Cell, kind: str) -> bool:
    if cell is None or kind not in ("date", "integer"):
        return True
    try:
        # Only the usual forms: `20040101` is a day to Python, and `+1` an integer.
        return date.fromisoformat(cell).isoformat() == cell if kind == "date" else _is_integer(cell)
    except ValueError:
        return False


def _is_integer(cell: str) -> bool:
    return str(int(cell)) == cell and int(cell) in _INT64
