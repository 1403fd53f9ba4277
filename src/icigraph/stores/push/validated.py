"""What was pushed to a store, validated there where it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from icigraph.project.graph_project import GraphProject
from icigraph.rdf.documents import Source
from icigraph.snapshot.project_validation import project_sources
from icigraph.stores.push.fetch import fetched
from icigraph.stores.store.protocol import Service
from icigraph.validation.reading.dataset import from_sources
from icigraph.validation.reading.inputs import read_sources
from icigraph.validation.report import ValidationReport
from icigraph.validation.shapes.predicates_needed import predicates_needed
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.validate import validate

if TYPE_CHECKING:
    from typing import Any

__all__ = ["validate_published"]


def validate_published(
    service: Service, project: GraphProject, shapes: Iterable[str | Path] = (), **options: Any
) -> ValidationReport:
    """What of a project was pushed to a store, as far as the shapes look at it, against the project's shapes
    or these; `options` are those of `validate`.

    ServiceError says that the store does not answer.
    """
    rules = read_sources(shapes) or project_sources(project.shape_files)[0]
    needed = predicates_needed(ShapeGraph(from_sources(rules)))
    there = fetched(service, project.graphs, needed, (project.shapes_graph.value,))
    sources = [Source(iri, triples, RdfFormat.N_TRIPLES, iri) for iri, triples in there]
    return validate(sources, rules, **options)
