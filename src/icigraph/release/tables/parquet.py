"""Tables for data frames and databases: Parquet, its columns typed (extra `icigraph[parquet]`)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from icigraph.release.tables.table import Table

__all__ = ["parquet_table"]

_TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "date": ("date32", date.fromisoformat),
    "integer": ("int64", int),
}


def parquet_table(table: Table) -> bytes:
    """A table as Parquet; dates and integers are such, all else text. ModuleNotFoundError where pyarrow is
    not installed.

    >>> from icigraph.release.tables.table import Field
    >>> table = Table("ages", "", (Field("age", "in years", "integer"),), ("age",), (("7",),))
    >>> parquet_table(table)[:4]
    b'PAR1'
    """
    import pyarrow
    from pyarrow import parquet

    fields, arrays = [], []
    for number, field in enumerate(table.fields):
        name, convert = _TYPES.get(field.type, ("string", str))
        kind = pyarrow.type_for_alias(name)
        texts = [row[number] for row in table.rows]
        cells = [None if text is None else convert(text) for text in texts]
        fields.append(pyarrow.field(field.name, kind, nullable=field.name not in table.key))
        arrays.append(pyarrow.array(cells, type=kind))
    written = io.BytesIO()
    # Without Arrow's own schema the bytes depend on less; nothing of the types above needs it.
    made = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
    parquet.write_table(made, written, store_schema=False)
    return written.getvalue()
