"""Results grouped by cause: the shape, the component and the path they share."""

from __future__ import annotations

from collections.abc import Iterable

from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.report import Cause, Result, severity_rank
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.messages import VARIABLE, chosen_message, template_of
from icigraph.validation.telling.wording import described, has_words_of_its_own, wording

__all__ = ["cause_key", "grouped"]


def cause_key(result: Result, shapes: ShapeGraph) -> tuple[object, ...]:
    """What the results of one cause have in common: shape, component, path and severity, and of constraints
    of one's own, of which a shape may have many, the message.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shape, component = NamedNode("x:S"), SH["NodeKindConstraintComponent"]
    >>> one, other = (Result(NamedNode(f"x:{name}"), component, SH["Violation"], shape) for name in "ab")
    >>> shapes = ShapeGraph(Dataset(DataText("")))
    >>> cause_key(one, shapes) == cause_key(other, shapes)
    True
    """
    told = template_of(result, shapes) if has_words_of_its_own(result.component) else None
    return result.shape, result.component, str(result.path), result.severity, told


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
        groups.setdefault(cause_key(result, shapes), []).append(result)
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
        _message_of_all(members, shapes) or words.why,
        words.expected,
        members,
        words.about,
        _known_by(first, shapes),
    )


def _known_by(result: Result, shapes: ShapeGraph) -> str:
    template = template_of(result, shapes) if has_words_of_its_own(result.component) else None
    asked = "" if result.root else described(result.shape, shapes, Prefixes({}))
    return f"{template.value if template else ''}{asked}"


def _message_of_all(members: tuple[Result, ...], shapes: ShapeGraph) -> str | None:
    """What the author of a constraint of one's own says of it: the message of its results, with the names of
    variables where these differ (SHACL section 5.3.2).
    """
    first = members[0]
    if not has_words_of_its_own(first.component):
        return None
    said = chosen_message(first)
    template = template_of(first, shapes)
    if said is None or template is None or all(chosen_message(one) == said for one in members):
        return said
    return VARIABLE.sub(lambda found: f"?{found[1]}", template.value)
