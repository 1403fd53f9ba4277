"""Every table of a project read together: a name in one may be that of a thing that another describes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_bytes
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.project.tables.cells import CellReader, UnknownName
from icigraph.project.tables.column import THING, Column
from icigraph.project.tables.construct import Construction, Values
from icigraph.project.tables.csv_text import CsvText, Row, read_csv
from icigraph.project.tables.header import count_fault, header_faults
from icigraph.project.tables.mapping import TableMapping, read_mapping
from icigraph.project.tables.names import KnownThings
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import PlacedDocument, PlacedQuad
from icigraph.rdf.syntax import TABLE

__all__ = ["Table", "needs_names", "read_tables"]


@dataclass(frozen=True)
class Table:
    r"""A table that was read: its triples with their places, and everything that is wrong with it.

    `mapping` is None where it cannot be read, `csv` where the file is no text or its header does not fit. The
    faults `unknown` say only that a name or an IRI is not known.

    >>> fault = Fault("no thing is called Osol", Place("t.csv", 2, 1))
    >>> document = PlacedDocument([], (), {})
    >>> table = Table(Path("t.csv"), NamedNode("x:g"), b"town\nOsol\n", document, unknown=(fault,))
    >>> [str(fault) for fault in table.faults]
    ['t.csv:2:1: no thing is called Osol']
    """

    path: Path
    graph: NamedNode
    content: bytes
    document: PlacedDocument
    unknown: tuple[Fault, ...] = ()
    mapping: TableMapping | None = None
    csv: CsvText | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, in the order of the files."""
        return tuple(sorted((*self.document.faults, *self.unknown), key=lambda one: one.place or Place("")))

    @cached_property
    def source(self) -> Source:
        """The table as those read it who read RDF documents: its text, its triples and their places."""
        document = replace(self.document, faults=self.faults)
        name, base = display(self.path), self.path.as_uri()
        return Source(name, self.content, TABLE.format, base, reader=lambda: document)


def read_tables(
    project: GraphProject, store: Store, contents: dict[Path, bytes] | None = None
) -> tuple[Table, ...]:
    """The tables of a project; `store` holds what its RDF files say, as far as cells name things.

    `contents` are read in the place of the files of that name. Nothing is raised: each table has its faults.

    >>> from icigraph.project.graph_project import bundled_project
    >>> [table.faults for table in read_tables(bundled_project(), Store()) if table.path.name == "no.csv"]
    []
    """
    given = contents or {}
    mappings = {path.with_suffix(""): path for path in project.mapping_files}
    readings = [
        _Reading(project, path, mappings.pop(path.with_suffix(""), None), given)
        for path in project.table_files
    ]
    known = KnownThings(store, project.prefixes)
    reader = CellReader(known, project.prefixes)
    waiting = [one for one in readings if one.rows]
    # What a table says may give a name to what another speaks of, so those are read on while any is.
    while sum(one.read_on(reader) for one in waiting):
        waiting = [one for one in waiting if one.rows]
    for one in readings:
        one.finish(reader)
    return (*(one.table() for one in readings), *map(_without_table, mappings.values()))


def needs_names(project: GraphProject) -> bool:
    r"""Whether any cell is the name of a thing: then what the other files say must be at hand.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data" / "tables").mkdir(parents=True)
    >>> text = "#+ columns:\n#+   - {name: town, type: thing}\n"
    >>> text += "PREFIX : <x:> CONSTRUCT { ?town :p 1 } WHERE { }"
    >>> _ = (project.root / "data" / "tables" / "towns.rq").write_text(text)
    >>> needs_names(project)
    True
    """
    for path in project.mapping_files:
        try:
            columns = _mapping(path, project, {}).columns
        except InputError:
            continue
        if any(column.form == THING for column in columns):
            return True
    return False


def _mapping(path: Path, project: GraphProject, given: dict[Path, bytes]) -> TableMapping:
    from icigraph.base.files import decode

    name = display(path)
    content = given.get(path) or read_bytes(path, name=name)
    return read_mapping(decode(content, file=name), file=name, prefixes=project.prefixes)


def _without_table(path: Path) -> Table:
    wanted = path.with_suffix(".csv").name
    fault = Fault("the mapping has no table", Place(display(path)), f"write {wanted} beside it")
    return Table(path, NamedNode("x:none"), b"", PlacedDocument([], (fault,), {}))


@dataclass
class _Reading:
    """A table that is being read: `rows` are those that still wait for names."""

    project: GraphProject
    path: Path
    mapping_path: Path | None
    given: dict[Path, bytes]
    content: bytes = b""
    mapping: TableMapping | None = None
    csv: CsvText | None = None
    rows: list[Row] = field(default_factory=list)
    flawed: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[Fault] = field(default_factory=list)
    quads: list[PlacedQuad] = field(default_factory=list)
    solved: list[tuple[Row, Values]] = field(default_factory=list)
    read: list[dict[str, list[Literal | NamedNode]]] = field(default_factory=list)
    """What was read of each column's cells, by what they say."""

    def __post_init__(self) -> None:
        self._must(self._read_mapping)
        self._must(self._read_csv)

    def _must(self, step: object) -> None:
        try:
            step()  # type: ignore[operator]
        except InputError as error:
            self.faults += error.faults

    @property
    def _name(self) -> str:
        return display(self.path)

    def _read_mapping(self) -> None:
        if self.mapping_path is None:
            wanted = self.path.with_suffix(".rq").name
            hint = f"write {wanted} beside it: a CONSTRUCT whose variables are the columns"
            raise InputError(Fault("the table has no mapping", Place(self._name), hint))
        self.mapping = _mapping(self.mapping_path, self.project, self.given)

    def _read_csv(self) -> None:
        from icigraph.base.files import decode

        self.content = self.given.get(self.path) or read_bytes(self.path, name=self._name)
        found = read_csv(decode(self.content, file=self._name), file=self._name)
        self.faults += found.faults
        wrong = list(header_faults(found, self.mapping, self._name))
        self.faults += wrong
        if not wrong:
            self.csv = found
            self.faults += (fault for row in found.rows if (fault := count_fault(row, found)))
            self.rows = [row for row in found.rows if len(row.cells) == len(found.header.cells)]
            self.read = [{} for _ in found.header.cells]
        if self.mapping is None:
            self.rows = []

    def read_on(self, reader: CellReader) -> bool:
        """Read the rows whose names are known by now; whether there was any."""
        assert self.csv is not None and self.mapping is not None
        left: list[Row] = []
        ready: list[tuple[Row, Values]] = []
        for row in self.rows:
            values, wrong, unknown = self._values(row, reader)
            if wrong:
                self.faults += wrong
                self.flawed.append(row)
            elif unknown:
                left.append(row)
            else:
                ready.append((row, values))
        done = len(left) < len(self.rows)
        self.rows = left
        if ready:
            header = tuple(self.csv.header.cells)
            telling = reader.known.telling
            construction = Construction(self.mapping, header, self.graph, self.csv.lines, telling)
            try:
                made = construction.made(ready, self.faults)
            except InputError as error:
                self.faults += error.faults
                self.rows = []
                return False
            self.quads += made.quads
            self.solved += ready
            reader.known.add(made.subjects, made.telling)
        return done

    def _values(self, row: Row, reader: CellReader) -> tuple[Values, list[Fault], list[Fault]]:
        """The terms of a row's cells, what is wrong with them, and which names are not known."""
        assert self.csv is not None
        found: Values = {}
        wrong: list[Fault] = []
        unknown: list[Fault] = []
        cells = zip(self._columns, self.read, row.cells, row.offsets, strict=True)
        for column, read, text, offset in cells:
            if column.required and not text.strip():
                missing = Fault(f"{column.name} is missing", hint="fill the cell")
                wrong.append(self._fault(missing, offset))
                continue
            try:
                # Most columns say few things over and over.
                if (values := read.get(text)) is None:
                    values = read[text] = reader.values(column, text)
                found[column.name] = values
            except UnknownName as error:
                unknown += (self._fault(_named(column, fault), offset) for fault in error.faults)
            except InputError as error:
                wrong += (self._fault(_named(column, fault), offset) for fault in error.faults)
        return found, wrong, unknown

    @cached_property
    def _columns(self) -> list[Column]:
        assert self.csv is not None and self.mapping is not None
        declared = {column.name: column for column in self.mapping.columns}
        return [declared.get(name) or Column(name) for name in self.csv.header.cells]

    def _fault(self, fault: Fault, offset: int) -> Fault:
        assert self.csv is not None
        return Fault(fault.message, self.csv.lines.place(offset), fault.hint)

    def finish(self, reader: CellReader) -> None:
        """Tell what nothing that was read gives a name to, what is known to be something else, and what rows
        say together.
        """
        if self.csv is None or self.mapping is None:
            return
        for row in (*self.rows, *self.flawed):
            self.unknown += self._values(row, reader)[2]
        self._doubt(reader)
        self.faults += self._duplicates()
        if self.solved and not self.quads and not self.faults and not self.unknown:
            hint = "look at the filters of its pattern"
            self.faults.append(Fault("makes nothing of any row", Place(self.mapping.file), hint))

    def _doubt(self, reader: CellReader) -> None:
        """Tell of the rows that were read whether what they speak of is known, and is what was meant."""
        things = [(at, one) for at, one in enumerate(self._columns) if one.form == THING]
        if not things:
            return
        doubted: set[int] = set()
        told: dict[tuple[int, str], list[Fault]] = {}
        for row, _ in self.solved:
            for at, column in things:
                key = at, row.cells[at]
                if key not in told:
                    told[key] = _doubts(column, row.cells[at], self.read[at].get(row.cells[at], []), reader)
                for fault in told[key]:
                    self.unknown.append(self._fault(_named(column, fault), row.offsets[at]))
                    doubted.add(row.offsets[0])
        if doubted:
            self.quads = [placed for placed in self.quads if placed.start_offset not in doubted]

    def _duplicates(self) -> Iterable[Fault]:
        """The rows whose key another has."""
        assert self.csv is not None and self.mapping is not None
        header = self.csv.header.cells
        places = [header.index(name) for name in self.mapping.key if name in header]
        first: dict[tuple[str, ...], Row] = {}
        for row, values in self.solved if places else ():
            key = tuple(str(values.get(header[at], "")) for at in places)
            earlier = first.setdefault(key, row)
            if earlier is not row:
                where = self.csv.lines.place(earlier.offsets[0])
                what = f"another row has this key ({', '.join(self.mapping.key)}): line {where.line}"
                yield self._fault(
                    Fault(what, hint="leave one of them, or give it another key"), row.offsets[places[0]]
                )

    @property
    def graph(self) -> NamedNode:
        return self.project.graph_name(self.path)

    def table(self) -> Table:
        quads = sorted(self.quads, key=lambda placed: placed.start_offset)
        document = PlacedDocument(quads, tuple(self.faults), {})
        return Table(
            self.path, self.graph, self.content, document, tuple(self.unknown), self.mapping, self.csv
        )


def _doubts(column: Column, text: str, values: list[Literal | NamedNode], reader: CellReader) -> list[Fault]:
    found = [reader.unknown(term, column) for term in values if isinstance(term, NamedNode)]
    try:
        # A name that was one thing's may be that of another as well by now.
        reader.values(column, text)
    except UnknownName as error:
        return [*filter(None, found), *error.faults]
    return [*filter(None, found)]


def _named(column: Column, fault: Fault) -> Fault:
    return Fault(f"{column.name}: {fault.message}", None, fault.hint)
