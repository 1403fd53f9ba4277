"""The shapes that a constraint names, and which of them account for its result (SHACL sections 4.6, 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.rdf.namespaces import SH
from icigraph.validation.report import Result
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph

__all__ = ["accounting", "alternatives", "is_nested", "is_qualified", "siblings"]

_SINGLE = {
    SH["NodeConstraintComponent"]: SH["node"],
    SH["NotConstraintComponent"]: SH["not"],
    SH["QualifiedMinCountConstraintComponent"]: SH["qualifiedValueShape"],
    SH["QualifiedMaxCountConstraintComponent"]: SH["qualifiedValueShape"],
}
_LISTS = {
    SH["AndConstraintComponent"]: SH["and"],
    SH["OrConstraintComponent"]: SH["or"],
    SH["XoneConstraintComponent"]: SH["xone"],
}
_CONFORMING = (SH["NotConstraintComponent"], SH["QualifiedMaxCountConstraintComponent"])


def is_nested(result: Result) -> bool:
    """Whether the result's constraint names other shapes.

    >>> from pyoxigraph import NamedNode
    >>> a, shape, names = NamedNode("x:a"), NamedNode("x:S"), ("Not", "In")
    >>> components = [SH[f"{name}ConstraintComponent"] for name in names]
    >>> [is_nested(Result(a, component, SH["Violation"], shape)) for component in components]
    [True, False]
    """
    return result.component in _SINGLE or result.component in _LISTS


def is_qualified(result: Result) -> bool:
    """Whether it counts the values that conform to a shape.

    >>> a, shape, component = NamedNode("x:a"), NamedNode("x:S"), SH["QualifiedMinCountConstraintComponent"]
    >>> is_qualified(Result(a, component, SH["Violation"], shape))
    True
    """
    return _SINGLE.get(result.component) == SH["qualifiedValueShape"]


def alternatives(result: Result, shapes: ShapeGraph) -> list[tuple[Node, ...]]:
    r"""The shapes that the result's constraint names; several tuples where the source shape has several such
    constraints, since a result does not say which of them it is of.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shapes = ShapeGraph(Dataset(DataText(f"<x:S> {SH['not']} <x:T> .\n")))
    >>> result = Result(NamedNode("x:a"), SH["NotConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> [[str(shape) for shape in each] for each in alternatives(result, shapes)]
    [['<x:T>']]
    """
    if result.component in _LISTS:
        heads = shapes.values(result.shape, _LISTS[result.component])
        return [tuple(_nodes(shapes.items(head))) for head in heads]
    return [(one,) for one in _nodes(shapes.values(result.shape, _SINGLE[result.component]))]


def _nodes(terms: Iterable[object]) -> Iterator[Node]:
    return (term for term in terms if isinstance(term, NamedNode | BlankNode))


def siblings(shape: object, shapes: ShapeGraph) -> tuple[Node, ...]:
    r"""The shapes that a value must not conform to as well, if it is to count (SHACL section 4.7.3).

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = f"<x:S> {SH['property']} <x:P> .\n<x:S> {SH['property']} <x:Q> .\n"
    >>> text += f"<x:P> {SH['qualifiedValueShape']} <x:T> .\n<x:Q> {SH['qualifiedValueShape']} <x:U> .\n"
    >>> text += f'<x:P> {SH["qualifiedValueShapesDisjoint"]} "true" .\n'
    >>> [str(shape) for shape in siblings(NamedNode("x:P"), ShapeGraph(Dataset(DataText(text))))]
    ['<x:U>']
    """
    disjoint = shapes.value(shape, SH["qualifiedValueShapesDisjoint"])
    if not isinstance(disjoint, Literal) or disjoint.value not in ("true", "1"):
        return ()
    own = shapes.values(shape, SH["qualifiedValueShape"])
    above = [parent for parent, child in shapes.pairs(SH["property"]) if child == shape]
    beside = (child for parent in above for child in shapes.values(parent, SH["property"]))
    found = (other for child in beside for other in shapes.values(child, SH["qualifiedValueShape"]))
    return tuple(dict.fromkeys(other for other in _nodes(found) if other not in own))


def accounting(component: NamedNode, conforming: list[bool]) -> list[int]:
    """Which of the shapes that one node was held against account for a result of the component; `conforming`
    says to which it conforms. None do where there should be no result.

    >>> accounting(SH["XoneConstraintComponent"], [True, False, True])
    [0, 2]
    >>> accounting(SH["OrConstraintComponent"], [True, False])
    []
    """
    yes = [at for at, conforms in enumerate(conforming) if conforms]
    no = [at for at, conforms in enumerate(conforming) if not conforms]
    if component in _CONFORMING:
        return yes
    if component == SH["OrConstraintComponent"]:
        return [] if yes else no
    if component == SH["XoneConstraintComponent"]:
        return no if not yes else yes if len(yes) > 1 else []
    return no
