"""The focus nodes of targets that only an engine finds: queries (SHACL-AF section 3), shapes (SHACL 1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.rdf.faults import InputError
from icigraph.rdf.frozen import replace
from icigraph.rdf.terms import as_ntriples
from icigraph.validate.dataset import DataText
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.statements import NIL, TYPE, Statements, sh
from icigraph.validate.targets import QUERIED, TARGETS

__all__ = ["described", "queried_focus_nodes"]

_PROBE = "<urn:x-icigraph:probe:{}>"


def queried_focus_nodes(shapes: ShapeGraph, data: DataText, inference: str = "none") -> frozenset[str]:
    """The nodes, as N-Triples terms: the engine is asked with shapes that have these targets and that no node
    conforms to. Empty where it cannot use them.
    """
    from icigraph.validate.engine_shacl import run

    text = "".join(_probes(shapes.statements, sorted(shapes.targets.queried)))
    asked = ShapeGraph(replace(shapes.dataset, data=DataText(text, shapes.dataset.data.names)))
    try:
        return frozenset(as_ntriples(result.focus) for result in run(asked, data, inference=inference))
    except InputError:
        return frozenset()


def _probes(shapes: Statements, queried: list[str]) -> Iterator[str]:
    targets = []
    for number, shape in enumerate(queried):
        probe = _PROBE.format(number)
        yield f"{probe} {TYPE} {sh('NodeShape')} .\n{probe} {sh('in')} {NIL} .\n"
        for predicate in QUERIED:
            for target in shapes.values(shape, predicate):
                targets.append(target)
                yield f"{probe} {predicate} {target} .\n"
    yield from described(shapes, targets)


def described(shapes: Statements, nodes: list[str]) -> Iterator[str]:
    """What the shapes graph says of these nodes and of what that names, but for targets."""
    seen, left = set(nodes), list(nodes)
    while left:
        node = left.pop()
        for predicate in shapes.predicates:
            for value in shapes.values(node, predicate) if predicate not in TARGETS else ():
                yield f"{node} {predicate} {value} .\n"
                if value not in seen and not value.startswith('"'):
                    seen.add(value)
                    left.append(value)
