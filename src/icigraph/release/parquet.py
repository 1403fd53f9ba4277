"""Tables of facts for data frames and databases: Parquet, its columns typed (extra `icigraph[parquet]`)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import Literal

from icigraph.rdf.namespaces import XSD
from icigraph.rdf.terms import Term
from icigraph.release.facts import FactTable, text_of

__all__ = ["parquet_tables"]

_INT64 = range(-(1 << 63), 1 << 63)


@dataclass(frozen=True, slots=True)
class _Column:
    """How a property is written: the name of its Arrow type, whether a cell is a list, and its values."""

    arrow: str
    many: bool
    convert: Callable[[str], Any]

    def cell(self, terms: tuple[Term, ...]) -> Any:
        values = [self.convert(text_of(term)) for term in terms]
        if not values:
            return None
        return values if self.many else values[0]


def parquet_tables(tables: Iterable[FactTable]) -> dict[str, bytes]:
    """Each table as a Parquet file, by the table's name. ModuleNotFoundError where pyarrow is not installed.

    A property has one type in all tables: `date32`, `bool`, `int64` or `double` if every value is a day, a
    boolean, an integer or a double, else text as the source has it; and a list of it if a fact has several.

    >>> table = FactTable("Membership", ("ici:start",), {"x:joined": {"ici:start": (Literal("2004-12"),)}})
    >>> parquet_tables([table])["Membership"][:4]
    b'PAR1'
    """
    import pyarrow
    from pyarrow import parquet

    tables = tuple(tables)
    columns = _columns(tables)
    files = {}
    for table in tables:
        fields = [pyarrow.field("fact", pyarrow.string(), nullable=False)]
        cells: list[list[Any]] = [list(table.rows)]
        for name in table.columns:
            kind = pyarrow.type_for_alias(columns[name].arrow)
            fields.append(pyarrow.field(name, pyarrow.list_(kind) if columns[name].many else kind))
            cells.append([columns[name].cell(row.get(name, ())) for row in table.rows.values()])
        schema = pyarrow.schema(fields)
        arrays = [pyarrow.array(column, type=field.type) for column, field in zip(cells, fields, strict=True)]
        written = io.BytesIO()
        # Without Arrow's own schema the bytes depend on less; nothing of the types above needs it.
        parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), written, store_schema=False)
        files[table.name] = written.getvalue()
    return files


def _columns(tables: Iterable[FactTable]) -> dict[str, _Column]:
    cells: dict[str, list[tuple[Term, ...]]] = {}
    for table in tables:
        for row in table.rows.values():
            for name, terms in row.items():
                cells.setdefault(name, []).append(terms)
    return {name: _column(found) for name, found in cells.items()}


def _column(cells: list[tuple[Term, ...]]) -> _Column:
    many = any(len(terms) > 1 for terms in cells)
    terms = [term for found in cells for term in found]
    for arrow, convert, datatypes in _KINDS:
        if all(_converts(term, convert, datatypes) for term in terms):
            return _Column(arrow, many, convert)
    return _Column("string", many, str)


def _converts(term: Term, convert: Callable[[str], Any], datatypes: frozenset[str]) -> bool:
    if not isinstance(term, Literal) or term.datatype.value not in datatypes:
        return False
    try:
        convert(term.value)
    except (ValueError, KeyError):
        return False
    return True


def _day(text: str) -> date:
    if len(text) != len("2004-06-28"):
        raise ValueError("a day with a time zone, or of a year that is not of four digits")
    return date.fromisoformat(text)


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


def _integer(text: str) -> int:
    if int(text) not in _INT64:
        raise ValueError("more than 64 bits")
    return int(text)


def _double(text: str) -> float:
    return float(text.replace("INF", "inf"))


def _datatypes(*names: str) -> frozenset[str]:
    return frozenset(XSD[name].value for name in names)


_KINDS: tuple[tuple[str, Callable[[str], Any], frozenset[str]], ...] = (
    ("date32", _day, _datatypes("date")),
    ("bool", _truth, _datatypes("boolean")),
    (
        "int64",
        _integer,
        _datatypes(
            *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
            *("nonPositiveInteger", "negativeInteger"),
            *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        ),
    ),
    ("double", _double, _datatypes("double", "float")),
)
