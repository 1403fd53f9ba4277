"""Two engines on one graph: what both report, and what only one does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from icigraph.validation.report import Disagreement, Result

__all__ = ["compare"]


def compare(
    ours: tuple[Result, ...], theirs: tuple[Result, ...], names: tuple[str, str]
) -> tuple[Disagreement, ...]:
    """The results that have no counterpart, term by term, as often as each occurs.

    Results are equal when focus node, path, value, component, severity and named shape are; messages may
    differ.

    >>> compare((), (), ("shacl", "pyshacl"))
    ()
    """
    left, right = Counter(r.key for r in ours), Counter(r.key for r in theirs)
    return (*_surplus(ours, left - right, names[0]), *_surplus(theirs, right - left, names[1]))


def _surplus(
    results: Iterable[Result], extra: Counter[tuple[str, ...]], engine: str
) -> Iterator[Disagreement]:
    left = extra.copy()
    for result in sorted(results, key=lambda one: one.key):
        if left[result.key] > 0:
            left[result.key] -= 1
            yield Disagreement(engine, result)
