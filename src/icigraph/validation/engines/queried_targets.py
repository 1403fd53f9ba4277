"""The focus nodes of targets that only an engine finds: queries (SHACL-AF section 3), shapes (SHACL 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from icigraph.base.faults import InputError
from icigraph.rdf.terms import as_ntriples
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.reading.statements import NIL, TYPE, Statements, sh
from icigraph.validation.report import Result
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.shapes.targets import QUERIED, TARGETS

__all__ = ["described", "probes_of", "queried_focus_nodes", "without_probes"]

_PROBE = "<urn:x-icigraph:target:{}>"


def queried_focus_nodes(shapes: ShapeGraph, data: DataText, inference: str = "none") -> frozenset[str]:
    """The nodes, as N-Triples terms: the engine is asked with shapes that have these targets and that no node
    conforms to. Empty where it cannot use them.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> query = "SELECT ?this { ?this <x:p> ?o }"
    >>> text = f'<x:S> {sh("target")} <x:T> .\\n<x:T> {sh("select")} "{query}" .\\n'
    >>> text += f"<x:T> {TYPE} {sh('SPARQLTarget')} .\\n<x:S> {TYPE} {sh('NodeShape')} .\\n"
    >>> queried_focus_nodes(ShapeGraph(Dataset(DataText(text))), DataText("<x:a> <x:p> <x:b> .\\n"))
    frozenset({'<x:a>'})
    """
    from icigraph.validation.engines.shacl import run

    text = "".join(_probes(shapes.statements, sorted(shapes.targets.queried)))
    asked = ShapeGraph(replace(shapes.dataset, data=DataText(text, shapes.dataset.data.names)))
    try:
        return frozenset(as_ntriples(result.focus) for result in run(asked, data, inference=inference))
    except InputError:
        return frozenset()


def probes_of(shapes: ShapeGraph) -> str:
    r"""Shapes with these targets that no node conforms to, as N-Triples: beside the shapes in a run of the
    engine they tell the same, of which `without_probes` makes something.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> shapes = ShapeGraph(Dataset(DataText(f"<x:S> {sh('target')} <x:T> .\n")))
    >>> probes_of(shapes).count(sh("target"))
    1
    """
    lines = _probes(shapes.statements, sorted(shapes.targets.queried), whole=False)
    return "".join(lines)


def without_probes(results: tuple[Result, ...]) -> tuple[tuple[Result, ...], frozenset[str]]:
    """The results of a run that are not of such shapes, and the focus nodes of those that are.

    >>> from icigraph.rdf.namespaces import SH
    >>> from pyoxigraph import NamedNode
    >>> a, shape = NamedNode("x:a"), NamedNode("x:S")
    >>> result = Result(a, SH["InConstraintComponent"], SH["Violation"], shape)
    >>> without_probes((result,)) == ((result,), frozenset())
    True
    """
    start = _PROBE[1:].partition("{")[0]
    kept = tuple(result for result in results if not result.shape.value.startswith(start))
    if len(kept) == len(results):
        return results, frozenset()
    found = (result for result in results if result.shape.value.startswith(start))
    return kept, frozenset(as_ntriples(result.focus) for result in found)


def _probes(shapes: Statements, queried: list[str], *, whole: bool = True) -> Iterator[str]:
    targets = []
    for number, shape in enumerate(queried):
        probe = _PROBE.format(number)
        yield f"{probe} {TYPE} {sh('NodeShape')} .\n{probe} {sh('in')} {NIL} .\n"
        for predicate in QUERIED:
            for target in shapes.values(shape, predicate):
                targets.append(target)
                yield f"{probe} {predicate} {target} .\n"
    if whole:
        yield from described(shapes, targets)


def described(shapes: Statements, nodes: list[str]) -> Iterator[str]:
    r"""What the shapes graph says of these nodes and of what that names, but for targets.

    >>> text = f"<x:S> {sh('property')} _:b0 .\n_:b0 {sh('path')} <x:p> .\n<x:T> {sh('node')} <x:S> .\n"
    >>> for line in described(Statements(text), ["<x:S>"]):
    ...     print(line.strip())
    <x:S> <http://www.w3.org/ns/shacl#property> _:b0 .
    _:b0 <http://www.w3.org/ns/shacl#path> <x:p> .
    """
    seen, left = set(nodes), list(nodes)
    while left:
        node = left.pop()
        for predicate in shapes.predicates:
            for value in shapes.values(node, predicate) if predicate not in TARGETS else ():
                yield f"{node} {predicate} {value} .\n"
                if value not in seen and not value.startswith('"'):
                    seen.add(value)
                    left.append(value)
