"""The results of some shapes only: what they and their property shapes say of their own focus nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from pyoxigraph import NamedNode

from icigraph.rdf.namespaces import SH
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.reading.statements import TYPE, iri, sh
from icigraph.validation.report import Result
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.shapes.targets import TARGETS, implicit_classes

__all__ = ["Selection", "reach", "with_targets_of"]


class Selection:
    """Some shapes of a shapes graph, named by IRI.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> a, component = NamedNode("x:a"), SH["InConstraintComponent"]
    >>> results = tuple(Result(a, component, SH["Violation"], NamedNode(f"x:{name}")) for name in "ST")
    >>> selection = Selection(ShapeGraph(Dataset(DataText(""))), ["x:S"])
    >>> [str(result.shape) for result in selection.of(results, lambda _: ())]
    ['<x:S>']
    """

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
        left = Counter(map(_key, run(with_targets_of(self._shapes, self._related))))
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
            self._known[shape] = frozenset(reach([shape], lambda one: self._above.get(one, ())))
        return self._known[shape]

    @cached_property
    def _related(self) -> frozenset[object]:
        """The chosen shapes, what stands above them, and their property shapes."""
        below = reach(self._chosen, lambda one: self._shapes.values(one, SH["property"]))
        return frozenset(below).union(*(self._owners(one) for one in self._chosen))


def with_targets_of(shapes: ShapeGraph, kept: frozenset[object]) -> ShapeGraph:
    r"""The shapes graph in which only some of its shapes have targets.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = "".join(f"<x:{name}> {sh('targetNode')} <x:a> .\n" for name in "ST")
    >>> with_targets_of(ShapeGraph(Dataset(DataText(text))), frozenset([NamedNode("x:S")])).dataset.data.text
    '<x:S> <http://www.w3.org/ns/shacl#targetNode> <x:a> .\n'
    """
    data = shapes.dataset.data
    classes = implicit_classes(shapes.statements)
    strangers = {one for one in classes if NamedNode(iri(one) or "") not in kept}
    named = {str(one) for one in kept}
    text = "".join(f"{line}\n" for line in _untargeted(data.text, named, strangers))
    more = "".join(f"{one} {TYPE} {sh('NodeShape')} .\n" for one in sorted(strangers))
    return ShapeGraph(replace(shapes.dataset, data=DataText(text + more, data.names)))


def _untargeted(text: str, kept: set[str], strangers: set[str]) -> Iterator[str]:
    for line in text.split("\n")[:-1]:
        subject, predicate, _ = line.split(" ", 2)
        targeted = predicate in TARGETS and subject not in kept
        if not targeted and not (predicate == TYPE and subject in strangers):
            yield line


def reach(start: Iterable[object], step: Callable[[object], Iterable[object]]) -> set[object]:
    """What steps lead to from some nodes, these included.

    >>> sorted(reach([1], lambda number: [number * 2] if number < 5 else []))  # type: ignore[operator]
    [1, 2, 4, 8]
    """
    waiting = list(start)
    found = set(waiting)
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
