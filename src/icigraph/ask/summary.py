"""The graph in figures: triples by graph, things by class, facts by source, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Store

from icigraph.ask.naming import Naming
from icigraph.rdf.namespaces import DCTERMS, ICI, OWL, RDF, RDFS

if TYPE_CHECKING:
    from icigraph.build.snapshot import Snapshot
    from icigraph.graph.project import GraphProject

__all__ = ["Summary", "summary_of"]

_SOURCES = f"""
SELECT ?source ?publisher ?issued (COUNT(DISTINCT ?fact) AS ?facts) WHERE {{
  ?source {RDF["type"]} {ICI["Source"]} .
  OPTIONAL {{ ?source {DCTERMS["publisher"]} ?publisher }}
  OPTIONAL {{ ?source {DCTERMS["issued"]} ?issued }}
  OPTIONAL {{ ?citation {ICI["source"]} ?source . ?fact {ICI["citation"]} ?citation }}
}} GROUP BY ?source ?publisher ?issued ORDER BY DESC(?facts) ?source"""

_CLASSES = f"""
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?thing {RDF["type"]} ?class .
  ?class {RDF["type"]} {OWL["Class"]} ; {RDFS["isDefinedBy"]} ?ontology .
}} GROUP BY ?class ORDER BY DESC(?things) ?class"""


@dataclass(frozen=True, slots=True)
class Summary:
    """`about` holds names and versions, `graphs` triples by named graph, `classes` members by class.

    `sources` holds for each source its facts, title, publisher and date.
    """

    about: tuple[tuple[str, str], ...]
    graphs: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    sources: tuple[tuple[int, str, str, str], ...]


def summary_of(project: GraphProject, snapshot: Snapshot) -> Summary:
    """Count what a snapshot holds."""
    store = snapshot.store()
    naming = Naming(store, project.prefixes)
    return Summary(
        about=_about(project, snapshot),
        graphs=tuple(
            (graph.removeprefix(project.graphs), count) for graph, count in snapshot.manifest.counts.items()
        ),
        classes=tuple((naming.label(row[0]), int(row[1].value)) for row in _rows(store, _CLASSES)),
        sources=tuple(
            (int(row[3].value), naming.label(row[0]), naming.label(row[1]), naming.label(row[2]))
            for row in _rows(store, _SOURCES)
        ),
    )


def _about(project: GraphProject, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    manifest = snapshot.manifest
    return (
        ("graph", project.title),
        ("version", project.version),
        ("licence", project.licence or "none stated"),
        ("project", str(project.root)),
        ("questions", str(len(manifest.questions))),
        ("inputs", f"{len(manifest.inputs)} files"),
        ("triples", str(sum(manifest.counts.values()))),
        ("dataset", f"SHA-256 {manifest.digest}"),
        ("tool", f"icigraph {manifest.tool}, pyoxigraph {pyoxigraph.__version__}"),
    )


def _rows(store: Store, query: str) -> list[tuple[NamedNode, ...]]:
    return [tuple(row) for row in store.query(query, use_default_graph_as_union=True)]  # type: ignore[union-attr]
