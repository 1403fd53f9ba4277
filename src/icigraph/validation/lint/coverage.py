"""Whether anything is checked at all: there are shapes, and their targets find nodes in the data."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.validation.lint.draft import Draft
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["nothing_checked"]


def nothing_checked(count: int, shapes: ShapeGraph, focus_nodes: int) -> Iterator[Draft]:
    """A finding where no shape, of which there are `count`, or no node takes part in the validation.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> [draft.message for draft in nothing_checked(1, ShapeGraph(Dataset(DataText(""))), 0)]
    ['nothing was checked: no shape has a target']
    """
    named = ", ".join(source.name for source in shapes.dataset.sources)
    if not count:
        said = f"no shape is there{f': {named}' if named else ''}"
        yield Draft("no-shapes", said, hint="a shape is a sh:NodeShape or sh:PropertyShape, or has a target")
    elif not shapes.targets:
        hint = "give a shape sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf"
        yield Draft("no-focus-node", "nothing was checked: no shape has a target", hint=hint)
    elif not focus_nodes:
        hint = "compare the IRIs of the targets with those of the data; --allow-no-target if this may be"
        yield Draft("no-focus-node", "nothing was checked: no target finds a node in the data", hint=hint)
