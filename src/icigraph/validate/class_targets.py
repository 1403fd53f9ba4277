"""Classes that are shapes, for engines that do not know all of them for targets (SHACL section 2.1.3.3)."""

from __future__ import annotations

from dataclasses import replace

from icigraph.validate.dataset import DataText
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.statements import sh
from icigraph.validate.targets import implicit_classes

__all__ = ["with_class_targets"]


def with_class_targets(shapes: ShapeGraph) -> ShapeGraph:
    """The shapes graph with each implicit class target written out as `sh:targetClass`, for engines that
    know such targets only of nodes that are typed `rdfs:Class` themselves.

    >>> from icigraph.rdf.namespaces import OWL, RDF
    >>> from icigraph.validate.dataset import Dataset
    >>> text = f'<urn:C> {RDF["type"]} {OWL["Class"]} .\\n<urn:C> {sh("closed")} "true" .\\n'
    >>> "targetClass> <urn:C>" in with_class_targets(ShapeGraph(Dataset(DataText(text)))).dataset.data.text
    True
    """
    found = sorted(implicit_classes(shapes.statements))
    if not found:
        return shapes
    data = shapes.dataset.data
    lines = "".join(f"{one} {sh('targetClass')} {one} .\n" for one in found)
    return ShapeGraph(replace(shapes.dataset, data=DataText(data.text + lines, data.names)))
