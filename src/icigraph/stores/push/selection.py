"""The quads of a project that are exported: those of the graphs that are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from pyoxigraph import NamedNode, Quad

from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.snapshot import Snapshot
from icigraph.stores.push.dataset import asserted_quads, inferred_quads, select_graphs

__all__ = ["selected_quads"]


def selected_quads(
    project: GraphProject, snapshot: Snapshot, graphs: Iterable[str] = (), *, with_inferred: bool = False
) -> list[Quad]:
    """The quads of `graphs`, else of all asserted graphs; with the derived and inferred graphs on request.

    Graphs are named as for `select_graphs`; those that the build added (`derived`, `inferred`) may be among
    them. An `InputError` names each that matches nothing.
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
