"""Loading files into the named graphs of a store. pyoxigraph parses; rdf/turtle tells what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Store

from icigraph.base.faults import Fault, IcigraphError, InputError, Place
from icigraph.base.files import decode
from icigraph.base.progress import Progress, silent
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.documents import Source, read_document
from icigraph.rdf.syntax import syntax_of

__all__ = ["load_data", "load_files", "load_project"]

_LARGE = 4 << 20


def load_files(files: Iterable[tuple[Path, NamedNode]], store: Store, progress: Progress = silent) -> None:
    """Load each file into its named graph; graphs that a TriG or N-Quads file names itself keep their names.

    The graph's IRI is the base of relative IRIs. Raises InputError with every fault of every file.

    >>> load_files([(Path("no-such.ttl"), NamedNode("http://e.org/g"))], Store())
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    listed = list(files)
    faults: list[Fault] = []
    for done, (path, graph) in enumerate(listed, 1):
        try:
            _load_file(path, graph, store)
        except IcigraphError as error:
            faults.extend(error.faults)
        progress("load", done, len(listed))
    if faults:
        raise InputError(*faults)


def _load_file(path: Path, graph: NamedNode, store: Store) -> None:
    syntax, shown = syntax_of(path), display(path)
    content = read_document(path, name=shown)
    load = store.bulk_load if len(content) > _LARGE else store.load
    try:
        load(content, format=syntax.format, base_iri=graph.value, to_graph=graph)
    except SyntaxError as error:
        raise InputError(*_faults_of(Source(shown, content, syntax.format, graph.value), error)) from None


def _faults_of(source: Source, error: SyntaxError) -> tuple[Fault, ...]:
    # Only a broken file needs the slower reader, so only then is it imported.
    from icigraph.rdf.placed.syntax_faults import faults_behind

    decode(source.content, file=source.name)
    return faults_behind(error, source)


def load_project(project: GraphProject, store: Store, progress: Progress = silent) -> None:
    """Load a project's ontology, shapes and data into their named graphs.

    Raises InputError with every fault of every file, and when two data files would share one graph.

    >>> from icigraph.project.graph_project import bundled_project
    >>> store = Store()
    >>> load_project(bundled_project(), store)
    >>> store.contains_named_graph(bundled_project().ontology_graph)
    True
    """
    load_files(_graphs_of(project), store, progress)


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


def _graphs_of(project: GraphProject) -> list[tuple[Path, NamedNode]]:
    data: dict[NamedNode, Path] = {}
    for path in project.data_files:
        earlier = data.setdefault(project.graph_name(path), path)
        if earlier is not path:
            raise InputError(_shared_graph(path, earlier))
    return [
        *((path, project.ontology_graph) for path in project.ontology_files),
        *((path, project.shapes_graph) for path in project.shape_files),
        *((path, graph) for graph, path in data.items()),
    ]


def _shared_graph(path: Path, earlier: Path) -> Fault:
    return Fault(f"has the same graph name as {display(earlier)}", Place(display(path)), "rename one of them")
