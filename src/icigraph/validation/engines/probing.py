"""One node held against one shape, by the engine that validates: what a result of a nested shape does not
tell.

For each such pair the shape is copied under a name of its own, with the node as its only target, so that
every result says which pair it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import BlankNode, NamedNode, Triple

from icigraph.rdf.namespaces import OWL, RDF, RDFS, SH
from icigraph.validation.reading.dataset import DataText, renamed
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.predicates_needed import lines_of, predicates_needed
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph

__all__ = ["Pair", "Run", "part_needed", "probed"]

Pair = tuple[Term, Node]
"""A node and the shape that it is held against."""
Run = Callable[[ShapeGraph, DataText], tuple[Result, ...]]
"""An engine."""

_PROBE = "urn:x-icigraph:probe:"
_TARGETS = {
    SH[name] for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")
}
_DISJOINT = SH["qualifiedValueShapesDisjoint"]
_STRUCTURE = (str(SH), str(RDF), OWL["imports"].value)
_SHAPES = tuple(SH[name] for name in ("and", "or", "xone"))
_ABOUT = (
    _TARGETS
    | {RDF["type"], RDF["first"]}
    | {
        SH[name]
        for name in (
            *("class", "datatype", "nodeKind", "hasValue", "path", "severity", "equals", "disjoint"),
            *("lessThan", "lessThanOrEquals", "subsetOf", "rootClass"),
        )
    }
)
"""What names other things than shapes and what these consist of."""
_CLASSES = (RDFS["Class"], OWL["Class"])


def probed(
    pairs: Iterable[Pair], shapes: ShapeGraph, data: DataText, run: Run
) -> dict[Pair, tuple[Result, ...]]:
    r"""The results of each pair, none for a node that conforms; all of them from one run of the engine.

    >>> from icigraph.validation.engines.shacl import run
    >>> from icigraph.validation.reading.dataset import Dataset
    >>> a, shape = NamedNode("x:a"), NamedNode("x:S")
    >>> shapes = ShapeGraph(Dataset(DataText(f"<x:S> {SH['nodeKind']} {SH['Literal']} .\n")))
    >>> found = probed([(a, shape)], shapes, DataText("<x:a> <x:p> <x:b> .\n"), run)
    >>> [result.component == SH["NodeKindConstraintComponent"] for result in found[a, shape]]
    [True]
    """
    copies = [_Copy(number, pair, shapes) for number, pair in enumerate(pairs)]
    rules = _graph((*_beneath(copies, shapes), *_copied(copies, shapes)), shapes)
    results = run(rules, _aimed(copies, data))
    owners: dict[Node, tuple[_Copy, Node]] = {
        name: (copy, own) for copy in copies for own, name in copy.names.items()
    }
    found: dict[Pair, list[Result]] = {copy.pair: [] for copy in copies}
    for result in results:
        if result.shape in owners:
            copy, shape = owners[result.shape]
            found[copy.pair].append(replace(result, shape=shape, root=shapes.root(shape)))
    return {pair: tuple(some) for pair, some in found.items()}


def part_needed(pairs: Iterable[Pair], shapes: ShapeGraph, data: DataText) -> DataText:
    r"""The part of the data that decides whether these nodes conform, and any node that the shapes lead to:
    all of it where a shape is closed or a query may ask for anything.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:S> {SH['property']} <x:P> .\n<x:P> {SH['path']} <x:p> .\n"
    >>> data = DataText("<x:a> <x:p> <x:b> .\n<x:a> <x:q> <x:b> .\n")
    >>> part_needed([(NamedNode("x:a"), NamedNode("x:S"))], ShapeGraph(Dataset(DataText(text))), data).text
    '<x:a> <x:p> <x:b> .\n'
    """
    shared = {shape: (node, shape) for node, shape in pairs}
    copies = [_Copy(number, pair, shapes) for number, pair in enumerate(shared.values())]
    needed = predicates_needed(_graph(_beneath(copies, shapes), shapes))
    return data if needed is None else replace(data, text=lines_of(needed, data.text))


def _graph(triples: Iterable[Triple], shapes: ShapeGraph) -> ShapeGraph:
    text = "".join(f"{triple} .\n" for triple in triples)
    return ShapeGraph(replace(shapes.dataset, data=DataText(text, shapes.dataset.data.names)))


class _Copy:
    """A shape and the property shapes inside it, which are the source shapes of its results, renamed."""

    def __init__(self, number: int, pair: Pair, shapes: ShapeGraph) -> None:
        self.pair = pair
        self.top = NamedNode(f"{_PROBE}{number}")
        self.names: dict[Node, NamedNode] = {pair[1]: self.top}
        waiting = [pair[1]]
        while waiting:
            for child in shapes.values(waiting.pop(), SH["property"]):
                if isinstance(child, NamedNode | BlankNode) and child not in self.names:
                    self.names[child] = NamedNode(f"{self.top.value}.{len(self.names)}")
                    waiting.append(child)


def _beneath(copies: Iterable[_Copy], shapes: ShapeGraph) -> Iterator[Triple]:
    """What the copies refer to, without targets: all shapes, where components of their own may matter. What
    is disjoint with its siblings brings these along.
    """
    if shapes.has_validators:
        yield from (one for one in shapes.triples if not _is_target(one.predicate, one.object))
        return
    waiting: list[object] = [own for copy in copies for own in copy.names]
    seen: set[object] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += _leading_on(node, shapes)
            for predicate, value in shapes.about(node):
                if not _is_target(predicate, value):
                    yield Triple(node, predicate, value)  # type: ignore[arg-type]


def _leading_on(node: object, shapes: ShapeGraph) -> Iterator[object]:
    """What belongs to a shape or to a part of one: not the classes and properties that it is about, which may
    be shapes as well.
    """
    for predicate, value in shapes.about(node):
        structure = predicate.value.startswith(_STRUCTURE)
        if structure and (isinstance(value, BlankNode) or predicate not in _ABOUT):
            yield value
        if predicate in _SHAPES:
            yield from shapes.items(value)
    if shapes.values(node, _DISJOINT):
        yield from (parent for parent, child in shapes.pairs(SH["property"]) if child == node)


def _is_target(predicate: NamedNode, value: object) -> bool:
    return predicate in _TARGETS or (predicate == RDF["type"] and value in _CLASSES)


def _copied(copies: Iterable[_Copy], shapes: ShapeGraph) -> Iterator[Triple]:
    for copy in copies:
        for own, name in copy.names.items():
            for predicate, value in shapes.about(own):
                if not _is_target(predicate, value):
                    inner = copy.names.get(value, value) if predicate == SH["property"] else value  # type: ignore[call-overload]
                    yield Triple(name, predicate, inner)  # type: ignore[arg-type]
        node = copy.pair[0]
        if isinstance(node, BlankNode):
            # A blank node of the data has no name in the shapes: it is pointed at from beside the data.
            yield Triple(copy.top, SH["targetObjectsOf"], copy.top)
        else:
            yield Triple(copy.top, SH["targetNode"], node)


def _aimed(copies: list[_Copy], data: DataText) -> DataText:
    """The data with triples that point at the blank nodes among the copies' targets."""
    blank = [copy for copy in copies if isinstance(copy.pair[0], BlankNode)]
    labels = {name: f"_:b{number}" for number, name in enumerate(data.names)} if blank else {}
    aims = "".join(f"{copy.top} {copy.top} {labels[copy.pair[0]]} .\n" for copy in blank)  # type: ignore[index]
    text, old = renamed(data.text + aims)
    return DataText(text, tuple(data.names[int(label[1:])] for label in old))
