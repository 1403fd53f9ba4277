"""The dataset of a project by named graphs: what its files assert to the letter, and what its build adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.spool import SpooledGraph, spool_quads
from icigraph.snapshot.snapshot import Snapshot

__all__ = ["inferred_quads", "select_graphs", "selected_quads", "spool_project"]


def inferred_quads(project: GraphProject, snapshot: Snapshot) -> Iterator[Quad]:
    r"""Every statement of the graphs that the build added: derived and inferred.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> _ = (project.root / "data" / "a.ttl").write_text(text)
    >>> [str(quad.triple) for quad in inferred_quads(project, build(project))]
    ['<x:b> <x:p> <x:a>']
    """
    added = {project.derived_graph, project.inferred_graph}
    read = parse(path=snapshot.dataset, format=RdfFormat.N_QUADS)
    return (quad for quad in read if quad.graph_name in added)


def spool_project(
    project: GraphProject, folder: Path, wanted: Iterable[str] = (), snapshot: Snapshot | None = None
) -> dict[str, SpooledGraph]:
    r"""The graphs of a project as sorted lines in `folder`: those `wanted`, else all.

    Inferred graphs are among them if a `snapshot` is given.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> <x:p> <x:b> .")
    >>> spooled = spool_project(project, Path(tempfile.mkdtemp()))
    >>> [(iri.removeprefix(project.graphs), list(graph.lines())) for iri, graph in spooled.items()]
    [('data/a', [b'<x:a> <x:p> <x:b> .\n'])]
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


def selected_quads(
    project: GraphProject, snapshot: Snapshot, graphs: Iterable[str] = (), *, with_inferred: bool = False
) -> list[Quad]:
    r"""The quads of `graphs`, else of all asserted graphs; with the derived and inferred graphs on request.

    Graphs are named as for `select_graphs`; those that the build added (`derived`, `inferred`) may be among
    them. An `InputError` names each that matches nothing.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> for name in "ab":
    ...     _ = (project.root / "data" / f"{name}.ttl").write_text(f"<x:{name}> <x:p> 1 .")
    >>> [str(quad.subject) for quad in selected_quads(project, build(project), ["data/b"])]
    ['<x:b>']
    """
    added = {project.derived_graph.value, project.inferred_graph.value}
    asserted = list(asserted_quads(project))
    present = {quad.graph_name.value for quad in asserted if isinstance(quad.graph_name, NamedNode)}
    made = added & set(snapshot.manifest.counts)
    asked = list(graphs)
    chosen = set(select_graphs(present | made, project.graphs, asked) if asked else present)
    chosen |= made if with_inferred else set()
    quads = chain(asserted, inferred_quads(project, snapshot) if chosen & made else ())
    names = {NamedNode(graph) for graph in chosen}
    return [quad for quad in quads if quad.graph_name in names]


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
