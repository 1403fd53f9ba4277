"""What is published: the project's files to the letter, and what its snapshot adds.

The asserted graphs are read from the files, since a store keeps the value of a literal rather than its form
(`042`, or the datatype `xsd:nonNegativeInteger`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import load_files
from icigraph.rdf.documents import read_document
from icigraph.rdf.spool import SpooledGraph, spool_quads
from icigraph.rdf.syntax import syntax_of
from icigraph.snapshot.snapshot import Snapshot

__all__ = ["asserted_quads", "file_quads", "inferred_quads", "select_graphs", "spool_project"]


def asserted_quads(project: GraphProject) -> Iterator[Quad]:
    """Every statement of the project's files, each in the named graph that its file is loaded to."""
    for path in project.graph_files:
        yield from file_quads(path, project.graph_name(path))


def file_quads(path: Path, graph: NamedNode) -> Iterator[Quad]:
    """The quads of an RDF file, its default graph taken as `graph`. An `InputError` lists its syntax
    errors.
    """
    content = read_document(path)
    try:
        for quad in parse(
            content, format=syntax_of(path).format, base_iri=graph.value, rename_blank_nodes=True
        ):
            in_default = isinstance(quad.graph_name, DefaultGraph)
            yield Quad(quad.subject, quad.predicate, quad.object, graph) if in_default else quad
    except SyntaxError:
        # The loader tells every fault with its place.
        load_files([(path, graph)], Store())
        raise


def inferred_quads(project: GraphProject, snapshot: Snapshot) -> Iterator[Quad]:
    """Every statement of the graphs that the build added: derived and inferred."""
    added = {project.derived_graph, project.inferred_graph}
    read = parse(path=snapshot.dataset, format=RdfFormat.N_QUADS)
    return (quad for quad in read if quad.graph_name in added)


def spool_project(
    project: GraphProject, folder: Path, wanted: Iterable[str] = (), snapshot: Snapshot | None = None
) -> dict[str, SpooledGraph]:
    """The graphs of a project as sorted lines in `folder`: those `wanted`, else all.

    Inferred graphs are among them if a `snapshot` is given.
    """
    quads = folder / "dataset.nq"
    folder.mkdir(parents=True, exist_ok=True)
    with quads.open("wb") as file:
        serialize(asserted_quads(project), file, format=RdfFormat.N_QUADS)
        if snapshot:
            serialize(inferred_quads(project, snapshot), file, format=RdfFormat.N_QUADS)
    with quads.open("rb") as lines:
        spooled = spool_quads(lines, folder / "graphs")
    quads.unlink()
    return {iri: spooled[iri] for iri in select_graphs(spooled, project.graphs, wanted)}


def select_graphs(present: Iterable[str], base: str, wanted: Iterable[str] = ()) -> tuple[str, ...]:
    """The IRIs of the graphs to publish: those `wanted` among the `present`, or all.

    `wanted` are full IRIs or names relative to `base` (`data/joinings`, `derived`); a name that ends in `/`
    takes every graph below it. An `InputError` names each that matches nothing and lists what there is.

    >>> select_graphs(["http://a.org/g/data/a", "http://a.org/g/shapes"], "http://a.org/g/", ["data/"])
    ('http://a.org/g/data/a',)
    """
    graphs, names = sorted(present), list(wanted)
    if not names:
        return tuple(graphs)
    missing = [name for name in names if not any(_matches(graph, name, base) for graph in graphs)]
    if missing:
        known = [graph.removeprefix(base) for graph in graphs]
        listed = f"the graphs are: {', '.join(known)}"
        raise InputError(
            *(
                Fault(f"no graph is called {name!r}", hint=did_you_mean(name, known) or listed)
                for name in missing
            )
        )
    return tuple(graph for graph in graphs if any(_matches(graph, name, base) for name in names))


def _matches(graph: str, wanted: str, base: str) -> bool:
    if wanted.endswith("/"):
        return graph.startswith((wanted, base + wanted))
    return graph in (wanted, base + wanted)
