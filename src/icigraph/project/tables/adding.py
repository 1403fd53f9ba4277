"""A row more in a table: read as it will be, put where the key sorts it, refused where it would be bad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from icigraph.base.byte_order_mark import MARK
from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode
from icigraph.base.nearest import did_you_mean
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import load_project, tables_of, tables_with
from icigraph.project.tables.cells import CellReader
from icigraph.project.tables.column import THING, Column
from icigraph.project.tables.csv_text import Row, csv_line
from icigraph.project.tables.names import KnownThings
from icigraph.project.tables.reading import Table

__all__ = ["Draft", "table_called"]


def table_called(project: GraphProject, topic: str) -> Table:
    """The table of a name: its file's, with its folders below data/tables or without. An `InputError` says
    that there is none, or more than one.

    >>> from icigraph.project.graph_project import bundled_project
    >>> [table_called(bundled_project(), table.path.stem) is table for table in tables_of(bundled_project())]
    [True]
    """
    named: dict[str, Table] = {}
    for table in tables_of(project):
        if table.content or table.csv:
            named[table.graph.value.partition("/data/tables/")[2]] = table
    wanted = topic.removesuffix(".csv").removeprefix("data/tables/")
    found = [one for name, one in named.items() if name == wanted or name.endswith(f"/{wanted}")]
    if len(found) == 1:
        return found[0]
    if found:
        listed = " or ".join(name for name in named if name.endswith(wanted))
        raise InputError(Fault(f"{topic!r} may be {listed}", hint="give the folders as well"))
    hint = did_you_mean(wanted, named) or (f"there are {', '.join(sorted(named))}" if named else None)
    raise InputError(Fault(f"no table is called {topic!r}", hint=hint))


@dataclass(frozen=True, slots=True)
class Draft:
    """What it takes to add a row to a table that has no faults.

    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> draft = Draft.of(project, tables_of(project)[0])
    >>> column = draft.columns[0]
    >>> draft.fault(column, "") is not None, draft.names(column) != []
    (True, True)
    """

    project: GraphProject
    table: Table
    reader: CellReader

    @classmethod
    def of(cls, project: GraphProject, table: Table) -> Draft:
        """Read what the project knows. An `InputError` lists what is wrong with the project as it is."""
        store = Store()
        load_project(project, store)
        return cls(project, table, CellReader(KnownThings(store, project.prefixes), project.prefixes))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the table."""
        if self.table.csv is None or self.table.mapping is None:
            raise InputError(*self.table.faults)
        declared = {column.name: column for column in self.table.mapping.columns}
        return tuple(declared.get(name) or Column(name) for name in self.table.csv.header.cells)

    def fault(self, column: Column, text: str) -> Fault | None:
        """What is wrong with a cell."""
        if not text.strip():
            return Fault(f"{column.name} is missing", hint="fill the cell") if column.required else None
        try:
            values = self.reader.values(column, text)
        except InputError as error:
            return error.faults[0]
        things = [term for term in values if column.form == THING and isinstance(term, NamedNode)]
        return next(filter(None, (self.reader.unknown(thing, column) for thing in things)), None)

    def names(self, column: Column, text: str = "") -> list[str]:
        """Names of the things that a cell of a column can speak of, those that resemble a text."""
        kind = column.types[0] if column.types else None
        return self.reader.known.near(text, kind, 10) if text else self.reader.known.every(kind)

    def content(self, values: Mapping[str, str]) -> bytes:
        """The bytes of the table with a row more. An `InputError` says what would be wrong with it."""
        names = [column.name for column in self.columns]
        for name in values:
            if name not in names:
                hint = did_you_mean(name, names) or f"columns: {', '.join(names)}"
                raise InputError(Fault(f"the table has no column {name!r}", hint=hint))
        cells = [values.get(name, "") for name in names]
        content = self._with(cells)
        wrong = [
            fault
            for table in tables_with(self.project, {self.table.path: content})
            if table.path == self.table.path
            for fault in table.faults
        ]
        if wrong:
            raise InputError(*wrong)
        return content

    def _with(self, cells: list[str]) -> bytes:
        name = display(self.table.path)
        text = decode(self.table.content, file=name)
        end = "\r\n" if "\r\n" in text else "\n"
        line = csv_line(cells, end)
        following = next((row for row in self._rows if self._key(row.cells) > self._key(cells)), None)
        if following:
            at = following.offsets[0]
            text = text[:at] + line + text[at:]
        else:
            text = text + ("" if text.endswith("\n") else end) + line
        mark = MARK if self.table.content.startswith(MARK) else b""
        return mark + text.encode()

    @property
    def _rows(self) -> list[Row]:
        if self.table.csv is None:
            raise InputError(Fault("has no rows that can be read", Place(display(self.table.path))))
        return self.table.csv.rows

    def _key(self, cells: list[str]) -> list[str]:
        """What a row is sorted by: its key, else all of it."""
        names = [column.name for column in self.columns]
        key = self.table.mapping.key if self.table.mapping else ()
        return [cells[names.index(name)] for name in key if name in names] or cells
