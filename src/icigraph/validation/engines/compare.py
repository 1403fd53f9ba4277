"""Two engines on one graph: what both report, and what only one does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from icigraph.validation.report import Disagreement, Result

__all__ = ["compare"]

Key = tuple[str, ...]


def compare(
    ours: tuple[Result, ...],
    theirs: tuple[Result, ...],
    names: tuple[str, str],
    without_value: Container[NamedNode] = (),
) -> tuple[Disagreement, ...]:
    """The results that have no counterpart, term by term, as often as each occurs.

    Results are equal when focus node, path, value, component, severity and named shape are; messages may
    differ. The value is put aside for components `without_value`, of which an engine tells none.

    >>> from icigraph.rdf.namespaces import SH
    >>> terms = SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> one, two = (Result(NamedNode(f"x:{name}"), *terms) for name in "ab")
    >>> found = compare((one, two), (two,), ("shacl", "pyshacl"))
    >>> [(each.engine, str(each.result.focus)) for each in found]
    [('shacl', '<x:a>')]
    """

    def key(result: Result) -> Key:
        return (replace(result, value=None) if result.component in without_value else result).key

    left, right = Counter(map(key, ours)), Counter(map(key, theirs))
    return (*_surplus(ours, left - right, names[0], key), *_surplus(theirs, right - left, names[1], key))


def _surplus(
    results: Iterable[Result], extra: Counter[Key], engine: str, key: Callable[[Result], Key]
) -> Iterator[Disagreement]:
    left = extra.copy()
    for result in sorted(results, key=lambda one: one.key):
        if left[key(result)] > 0:
            left[key(result)] -= 1
            yield Disagreement(engine, result)
