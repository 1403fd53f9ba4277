"""What a release is made of: the asserted and inferred quads, and both together as a store that can be
queried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.canonical import sorted_quads
from icigraph.rdf.terms import Term
from icigraph.snapshot.dataset import inferred_quads
from icigraph.snapshot.snapshot import Snapshot

__all__ = ["Content", "content_of"]


@dataclass(frozen=True, slots=True)
class Content:
    """A project's quads in canonical order, and a closed store of them.

    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), NamedNode("x:g"))
    >>> store = Store()
    >>> store.add(quad)
    >>> content = Content(bundled_project(), (quad,), (), store, {})
    >>> list(content.graphs()), [str(who) for (who,) in content.rows("SELECT ?who { ?who ?p ?o }")]
    (['x:g'], ['<x:a>'])
    """

    project: GraphProject
    asserted: tuple[Quad, ...]
    inferred: tuple[Quad, ...]
    store: Store
    questions: Mapping[str, Mapping[str, object]]

    def rows(self, query: str) -> Iterator[tuple[object, ...]]:
        """The solutions of a SELECT query over all graphs; the project's prefixes are declared."""
        prefixes = dict(self.project.prefixes)
        found = self.store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise AssertionError("a SELECT query gives solutions")
        return (tuple(row) for row in found)

    def stated(self) -> dict[NamedNode, dict[NamedNode, list[Term]]]:
        """What the files of data state of each thing that has an IRI: its values by property, in order."""
        apart = {self.project.ontology_graph, self.project.shapes_graph}
        found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
        for quad in self.asserted:
            if quad.graph_name in apart or not isinstance(quad.subject, NamedNode):
                continue
            values = found.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
            if quad.object not in values:
                values.append(quad.object)
        return found

    def graphs(self) -> dict[str, list[Quad]]:
        """The quads by named graph, in order."""
        found: dict[str, list[Quad]] = {}
        for quad in (*self.asserted, *self.inferred):
            if isinstance(quad.graph_name, NamedNode):
                found.setdefault(quad.graph_name.value, []).append(quad)
        return dict(sorted(found.items()))


def content_of(project: GraphProject, snapshot: Snapshot) -> Content:
    r"""The content of a release of `project`, closed as `snapshot` has it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> <x:p> <x:b> .")
    >>> [str(quad.triple) for quad in content_of(project, build(project)).asserted]
    ['<x:a> <x:p> <x:b>']
    """
    asserted = tuple(sorted_quads(asserted_quads(project)))
    inferred = tuple(sorted_quads(inferred_quads(project, snapshot)))
    store = Store()
    store.bulk_extend([*asserted, *inferred])
    return Content(project, asserted, inferred, store, snapshot.manifest.questions)
