"""The results of some shapes only: what they and their property shapes say of their own focus nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from pyoxigraph import NamedNode

from icigraph.rdf.frozen import replace
from icigraph.rdf.namespaces import SH
from icigraph.validate.dataset import DataText
from icigraph.validate.report import Result
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.statements import TYPE, iri, sh
from icigraph.validate.targets import TARGETS, implicit_classes

__all__ = ["Selection"]


class Selection:
    """Some shapes of a shapes graph, named by IRI."""

    def __init__(self, shapes: ShapeGraph, named: Iterable[str]) -> None:
        self._shapes = shapes
        self._chosen = {NamedNode(name) for name in named}

    def of(
        self, results: tuple[Result, ...], run: Callable[[ShapeGraph], tuple[Result, ...]]
    ) -> tuple[Result, ...]:
        """Of a graph's results those that the chosen shapes account for. A property shape that others share
        is asked for them again: `run` gives the results of a shapes graph.
        """
        near = [result for result in results if not self._chosen.isdisjoint(self._owners(result.shape))]
        if all(self._owners(result.shape) <= self._related for result in near):
            return tuple(near)
        left = Counter(map(_key, run(self._alone())))
        return tuple(result for result in near if _taken(result, left))

    @cached_property
    def _above(self) -> dict[object, set[object]]:
        above: dict[object, set[object]] = {}
        for subject, predicate, value in self._shapes.triples:
            if predicate == SH["property"]:
                above.setdefault(value, set()).add(subject)
        return above

    @cached_property
    def _known(self) -> dict[object, frozenset[object]]:
        return {}

    def _owners(self, shape: object) -> frozenset[object]:
        """The shape and all those that it is a property shape of, also at some remove."""
        if shape not in self._known:
            self._known[shape] = frozenset(_reach([shape], lambda one: self._above.get(one, ())))
        return self._known[shape]

    @cached_property
    def _related(self) -> frozenset[object]:
        """The chosen shapes, what stands above them, and their property shapes."""
        below = _reach(self._chosen, lambda one: self._shapes.values(one, SH["property"]))
        return frozenset(below).union(*(self._owners(one) for one in self._chosen))

    def _alone(self) -> ShapeGraph:
        """The shapes graph in which only the related shapes have targets."""
        data = self._shapes.dataset.data
        classes = implicit_classes(self._shapes.statements)
        strangers = {one for one in classes if NamedNode(iri(one) or "") not in self._related}
        text = "".join(f"{line}\n" for line in self._lines(data.text, strangers))
        more = "".join(f"{one} {TYPE} {sh('NodeShape')} .\n" for one in sorted(strangers))
        return ShapeGraph(replace(self._shapes.dataset, data=DataText(text + more, data.names)))

    def _lines(self, text: str, strangers: set[str]) -> Iterator[str]:
        related = {str(one) for one in self._related}
        for line in text.split("\n")[:-1]:
            subject, predicate, _ = line.split(" ", 2)
            targeted = predicate in TARGETS and subject not in related
            if not targeted and not (predicate == TYPE and subject in strangers):
                yield line


def _reach(start: Iterable[object], step: Callable[[object], Iterable[object]]) -> set[object]:
    found, waiting = set(start), list(start)
    while waiting:
        more = [one for one in step(waiting.pop()) if one not in found]
        found.update(more)
        waiting += more
    return found


def _key(result: Result) -> tuple[object, ...]:
    return (*result.key, result.shape)


def _taken(result: Result, left: Counter[tuple[object, ...]]) -> bool:
    key = _key(result)
    left[key] -= 1
    return left[key] >= 0
