"""Which of many results are told of each cause: the first as the files have their focus nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode

from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result, Term

__all__ = ["divided"]

_MORE = 5

Group = list[Result]


def divided(
    results: Iterable[Result], each: int, data: DataText, cause: Callable[[Result], object]
) -> tuple[tuple[Result, ...], tuple[Result, ...], tuple[Result, ...]]:
    """The first `each` results of each cause, the next few, and the others; of one cause are those for which
    `cause` gives the same. The first are those whose focus node is a subject of `data` first.

    >>> from pyoxigraph import NamedNode
    >>> a, b, s = (NamedNode(f"urn:{name}") for name in "abs")
    >>> data = DataText("<urn:b> <urn:p> <urn:a> .\\n<urn:a> <urn:p> <urn:b> .\\n")
    >>> both = [Result(a, s, s, s), Result(b, s, s, s)]
    >>> first, more, rest = divided(both, 1, data, lambda one: one.component)
    >>> first[0].focus, more[0].focus, rest
    (<NamedNode value=urn:b>, <NamedNode value=urn:a>, ())
    """
    groups: dict[object, Group] = {}
    for result in results:
        groups.setdefault(cause(result), []).append(result)
    many = [group for group in groups.values() if len(group) > each]
    if many:
        lines = _lines({result.focus for group in many for result in group}, data)
        for group in many:
            group.sort(key=lambda result: (lines.get(result.focus, len(data.text)), result.key))
    return (
        tuple(result for group in groups.values() for result in group[:each]),
        tuple(result for group in groups.values() for result in group[each : each + _MORE]),
        tuple(result for group in groups.values() for result in group[each + _MORE :]),
    )


def _lines(nodes: set[Term], data: DataText) -> dict[Term, int]:
    """The first line of each node as a subject."""
    labels = {name: f"_:b{number}" for number, name in enumerate(data.names)}
    left = {labels.get(node, "") if isinstance(node, BlankNode) else str(node): node for node in nodes}
    found: dict[Term, int] = {}
    for number, line in enumerate(data.text.split("\n")):
        subject = line.partition(" ")[0]
        if subject in left:
            found[left.pop(subject)] = number
            if not left:
                break
    return found
