"""Results grouped by cause: the shape, the component and the path they share."""

from __future__ import annotations

from collections.abc import Iterable

from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.report import Cause, Result, severity_rank
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.wording import wording

__all__ = ["grouped"]


def grouped(results: Iterable[Result], shapes: ShapeGraph, names: Prefixes) -> tuple[Cause, ...]:
    r"""The causes, the gravest first, then the most frequent, by the first result's order.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shape, component = NamedNode("x:S"), SH["NodeKindConstraintComponent"]
    >>> results = [Result(NamedNode(f"x:{name}"), component, SH["Violation"], shape) for name in "ab"]
    >>> shapes = ShapeGraph(Dataset(DataText(f"<x:S> {SH['nodeKind']} {SH['Literal']} .\n")))
    >>> [(cause.why, cause.count) for cause in grouped(results, shapes, Prefixes({}))]
    [('the node itself is the wrong kind of term', 2)]
    """
    groups: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        key = (result.shape, result.component, str(result.path), result.severity)
        groups.setdefault(key, []).append(result)
    causes = [_cause(tuple(members), shapes, names) for members in groups.values()]
    return tuple(sorted(causes, key=_order))


def _order(cause: Cause) -> tuple[object, ...]:
    return -severity_rank(cause.severity), -cause.count


def _cause(members: tuple[Result, ...], shapes: ShapeGraph, names: Prefixes) -> Cause:
    first = members[0]
    words = wording(first, shapes, names)
    return Cause(
        first.shape,
        first.root,
        first.component,
        first.path,
        first.severity,
        words.why,
        words.expected,
        members,
    )
