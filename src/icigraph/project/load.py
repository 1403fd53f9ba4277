"""Loading files into the named graphs of a store. pyoxigraph parses; rdf/turtle tells what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store, parse

from icigraph.base.faults import Fault, IcigraphError, InputError, Place
from icigraph.base.files import decode, sha256_of
from icigraph.base.progress import Progress, silent
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.documents import Source, read_document
from icigraph.rdf.syntax import JSON_LD, N_QUADS, TRIG, Syntax, syntax_of

if TYPE_CHECKING:
    from icigraph.project.tables.reading import Table
    from icigraph.rdf.prefixes import Prefixes

__all__ = ["load_data", "load_files", "load_project", "tables_of", "tables_with"]

_LARGE = 4 << 20
_WITH_ONE_FAULT = 16 << 20
_OF_GRAPHS = (TRIG, N_QUADS, JSON_LD)


def load_files(
    files: Iterable[tuple[Path, NamedNode]],
    store: Store,
    progress: Progress = silent,
    *,
    one_graph: bool = False,
) -> None:
    """Load each file into its named graph. Graphs that a file names itself keep their names; with `one_graph`
    their triples go to the file's graph as well.

    The graph's IRI is the base of relative IRIs. A large file is read as it goes, so that memory is bounded;
    `progress` is told how many bytes have been read. Raises InputError with every fault of every file; of a
    file of more than 16 MiB it tells the first alone.

    >>> load_files([(Path("no-such.ttl"), NamedNode("http://e.org/g"))], Store())
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    listed = list(files)
    total, done = sum(_size(path) for path, _ in listed), 0
    faults: list[Fault] = []

    def heard(more: int) -> None:
        nonlocal done
        done += more
        progress("load", done, total)

    for path, graph in listed:
        try:
            _load_file(path, graph, store, one_graph, heard)
        except IcigraphError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(*faults)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _load_file(
    path: Path, graph: NamedNode, store: Store, one_graph: bool, heard: Callable[[int], None]
) -> None:
    size = _size(path)
    try:
        if size <= _LARGE:
            _put(read_document(path, name=display(path)), syntax_of(path), graph, store, one_graph)
            heard(size)
            return
        from icigraph.project.document_stream import document_stream

        with document_stream(path, heard) as stream:
            _put(stream, syntax_of(path), graph, store, one_graph)
    except SyntaxError as error:
        raise InputError(*_faults_of(path, graph, error)) from None


def _put(
    document: bytes | IO[bytes], syntax: Syntax, graph: NamedNode, store: Store, one_graph: bool
) -> None:
    if one_graph and syntax in _OF_GRAPHS:
        quads = parse(document, syntax.format, base_iri=graph.value, rename_blank_nodes=True)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
        return
    load = store.load if isinstance(document, bytes) else store.bulk_load
    load(document, format=syntax.format, base_iri=graph.value, to_graph=graph)


def _faults_of(path: Path, graph: NamedNode, error: SyntaxError) -> tuple[Fault, ...]:
    # Only a broken file needs the slower reader, so only then is it imported.
    from icigraph.rdf.placed.syntax_faults import engine_fault, faults_behind

    shown = display(path)
    if _size(path) > _WITH_ONE_FAULT:
        return (engine_fault(error, shown),)
    content = read_document(path, name=shown)
    decode(content, file=shown)
    return faults_behind(error, Source(shown, content, syntax_of(path).format, graph.value))


def load_project(project: GraphProject, store: Store, progress: Progress = silent) -> None:
    """Load a project's ontology, shapes, data and tables into their named graphs.

    Raises InputError with every fault of every file, and when two data files would share one graph.

    >>> from icigraph.project.graph_project import bundled_project
    >>> store = Store()
    >>> load_project(bundled_project(), store)
    >>> store.contains_named_graph(bundled_project().ontology_graph)
    True
    """
    faults: tuple[Fault, ...] = ()
    try:
        load_files(_graphs_of(project), store, progress)
    except InputError as error:
        faults = error.faults
    if project.table_files or project.mapping_files:
        from icigraph.project.tables.reading import read_tables

        faults += _add_tables(_sure(read_tables(project, store), complete=not faults), store)
    if faults:
        raise InputError(*faults)


def _add_tables(tables: Iterable[Table], store: Store) -> tuple[Fault, ...]:
    """Load tables to a store; gives what is wrong with them."""
    faults: list[Fault] = []
    for table in tables:
        faults += table.faults
        store.extend(placed.quad for placed in table.document.quads)
    return tuple(faults)


def _sure(tables: Iterable[Table], *, complete: bool) -> tuple[Table, ...]:
    """The tables; where not every file could be read, nobody can say that a name is not known."""
    return tuple(table if complete else replace(table, unknown=()) for table in tables)


def tables_of(project: GraphProject) -> tuple[Table, ...]:
    """The tables of a project with the places of their triples, each with what is wrong with it.

    They are read once, as long as no file changes that they are made from.

    >>> from icigraph.project.graph_project import bundled_project
    >>> [table.path.name for table in tables_of(bundled_project()) if table.faults]
    []
    """
    if not project.table_files and not project.mapping_files:
        return ()
    from icigraph.project.tables.reading import needs_names

    named = needs_names(project)
    files = (*project.table_files, *project.mapping_files, *(project.graph_files if named else ()))
    content = tuple((path, _digest(path)) for path in files)
    # Places are told from the working folder.
    return _tables(_Inputs(content, named, display(project.root), project.graphs, project.prefixes, project))


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except InputError as error:
        return str(error)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What the tables of a project are made from; the project is where to find it."""

    content: tuple[tuple[Path, str], ...]
    named: bool
    shown: str
    graphs: str
    prefixes: Prefixes
    project: GraphProject = field(compare=False)


@lru_cache(maxsize=4)
def _tables(inputs: _Inputs) -> tuple[Table, ...]:
    from icigraph.project.tables.reading import read_tables

    store, complete = Store(), True
    if inputs.named:
        try:
            load_files(_graphs_of(inputs.project), store)
        except InputError:
            complete = False
    return _sure(read_tables(inputs.project, store), complete=complete)


def tables_with(project: GraphProject, contents: dict[Path, bytes]) -> tuple[Table, ...]:
    """The tables of a project as they would be if some files held other bytes. An `InputError` lists what is
    wrong with its RDF files.

    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> len(tables_with(project, {})) == len(tables_of(project))
    True
    """
    from icigraph.project.tables.reading import read_tables

    store = Store()
    load_files(_graphs_of(project), store)
    return read_tables(project, store, contents)


def load_data(
    project: GraphProject, paths: Iterable[Path], store: Store, progress: Progress = silent
) -> None:
    """Load some of a project's files of data, those that are there, into their named graphs.

    Raises InputError as `load_project` does.

    >>> from icigraph.project.graph_project import bundled_project
    >>> project, store = bundled_project(), Store()
    >>> load_data(project, [project.root / "data" / "agents.ttl"], store)
    >>> [graph.value.removeprefix(project.graphs) for graph in store.named_graphs()]
    ['data/agents']
    """
    wanted = set(paths)
    load_files((pair for pair in _graphs_of(project) if pair[0] in wanted), store, progress)
    if wanted.intersection(project.table_files):
        tables = [table for table in tables_of(project) if table.path in wanted or table.csv is None]
        if faults := _add_tables(tables, store):
            raise InputError(*faults)


def _graphs_of(project: GraphProject) -> list[tuple[Path, NamedNode]]:
    data: dict[NamedNode, Path] = {}
    for path in (*project.data_files, *project.table_files):
        earlier = data.setdefault(project.graph_name(path), path)
        if earlier is not path:
            raise InputError(_shared_graph(path, earlier))
    return [
        *((path, project.ontology_graph) for path in project.ontology_files),
        *((path, project.shapes_graph) for path in project.shape_files),
        *((path, project.graph_name(path)) for path in project.data_files),
    ]


def _shared_graph(path: Path, earlier: Path) -> Fault:
    return Fault(f"has the same graph name as {display(earlier)}", Place(display(path)), "rename one of them")
