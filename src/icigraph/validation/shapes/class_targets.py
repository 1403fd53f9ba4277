"""Classes that are shapes, for engines that do not know all of them for targets (SHACL section 2.1.3.3)."""

from __future__ import annotations

from dataclasses import replace

from icigraph.validation.reading.dataset import DataText
from icigraph.validation.reading.statements import sh
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.shapes.targets import implicit_classes

__all__ = ["class_targets", "with_class_targets"]


def class_targets(shapes: ShapeGraph) -> str:
    """The implicit class targets of a shapes graph written out as `sh:targetClass`, as N-Triples: for engines
    that know such targets only of nodes that are typed `rdfs:Class` themselves.

    >>> from icigraph.rdf.namespaces import OWL, RDF
    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = f'<urn:C> {RDF["type"]} {OWL["Class"]} .\\n<urn:C> {sh("closed")} "true" .\\n'
    >>> class_targets(ShapeGraph(Dataset(DataText(text))))
    '<urn:C> <http://www.w3.org/ns/shacl#targetClass> <urn:C> .\\n'
    """
    return "".join(
        f"{one} {sh('targetClass')} {one} .\n" for one in sorted(implicit_classes(shapes.statements))
    )


def with_class_targets(shapes: ShapeGraph) -> ShapeGraph:
    r"""The shapes graph with these targets in it, for who takes it apart.

    >>> from icigraph.rdf.namespaces import OWL, RDF, RDFS, SH
    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:C> {RDF['type']} {RDFS['Class']} .\n<x:C> {RDF['type']} {SH['NodeShape']} .\n"
    >>> shapes = with_class_targets(ShapeGraph(Dataset(DataText(text))))
    >>> shapes.statements.values("<x:C>", sh("targetClass"))
    ['<x:C>']
    """
    data = shapes.dataset.data
    return ShapeGraph(replace(shapes.dataset, data=DataText(data.text + class_targets(shapes), data.names)))
