"""Shapes that refer to themselves (SHACL section 3.4.3), where data leads an engine deeper than it goes: what
else there is to say is said, and of each node that could not be checked, that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from icigraph.base.faults import Fault, Place
from icigraph.rdf.placed.place_index import PlaceIndex
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import as_ntriples
from icigraph.validation.engines.probing import Pair, Run, probed
from icigraph.validation.engines.queried_targets import described
from icigraph.validation.engines.selection import reach, with_targets_of
from icigraph.validation.engines.shacl import TooDeep
from icigraph.validation.reading.dataset import Dataset, DataText
from icigraph.validation.reading.statements import NIL, TYPE, sh
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.names import brief
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph
from icigraph.validation.shapes.targets import TARGETS

__all__ = ["Unchecked", "checked_apart", "faults_of"]

_PROBE = "<urn:x-icigraph:probe:focus>"
_RUNS = 40
"""How many times an engine is asked to find which nodes it cannot check."""
_MOST = 10
_WHY = "which refers to itself: from there the data leads deeper than the 48 shapes that the engine follows"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A node that a shape could not be held against."""

    shape: Node
    focus: Term


def checked_apart(
    shapes: ShapeGraph, data: DataText, run: Run
) -> tuple[tuple[Result, ...], tuple[Unchecked, ...]]:
    r"""The results of every node that an engine can check, each node of a recursive shape by itself, and the
    nodes that it cannot (SHACL section 3.4.3 leaves recursion to the engine). TooDeep where the shapes nest
    too deep without referring to themselves.

    >>> from icigraph.validation.engines.shacl import run
    >>> text = f"<x:S> {sh('targetSubjectsOf')} <x:p> .\n<x:S> {sh('property')} <x:P> .\n"
    >>> text += f"<x:P> {sh('path')} <x:p> .\n<x:P> {sh('node')} <x:S> .\n"
    >>> text += f'<x:S> {sh("pattern")} "^x:a$" .\n'
    >>> data = DataText("<x:a> <x:p> <x:b> .\n<x:c> <x:p> <x:a> .\n")
    >>> results, left = checked_apart(ShapeGraph(Dataset(DataText(text))), data, run)
    >>> sorted({str(result.focus) for result in results}), left
    (['<x:a>', '<x:c>'], ())
    """
    endless = _endless(shapes)
    recursive = tuple(shape for shape in shapes.shapes if shape in endless and _has_target(shape, shapes))
    others = frozenset(shapes.shapes).difference(recursive)
    found = list(run(with_targets_of(shapes, others), data))
    pairs = [(focus, shape) for shape in recursive for focus in _focus_nodes(shape, shapes, data, run)]
    asked = _Asked(shapes, data, run)
    left = tuple(asked.unchecked(pairs))
    return (*found, *asked.found), left


def _has_target(shape: Node, shapes: ShapeGraph) -> bool:
    return any(str(predicate) in TARGETS for predicate, _ in shapes.about(shape))


def _endless(shapes: ShapeGraph) -> set[object]:
    """The shapes that lead to one that leads to itself: those that are left when each is taken away that
    leads to none that is left."""
    inner = {shape: set(shapes.inner(shape)) for shape in reach(shapes.shapes, shapes.inner)}
    above: dict[object, list[object]] = {}
    for shape, within in inner.items():
        for one in within:
            above.setdefault(one, []).append(shape)
    ended = [shape for shape, within in inner.items() if not within]
    while ended:
        one = ended.pop()
        for shape in above.get(one, ()):
            inner[shape].discard(one)
            if not inner[shape]:
                ended.append(shape)
    return {shape for shape, within in inner.items() if within}


def _focus_nodes(shape: Node, shapes: ShapeGraph, data: DataText, run: Run) -> Iterator[Term]:
    """The nodes that a shape's targets find: those of which a shape with these targets that nothing conforms
    to has a result.
    """
    own = [(str(p), as_ntriples(v)) for p, v in shapes.about(shape) if str(p) in TARGETS]  # type: ignore[arg-type]
    lines = [f"{_PROBE} {TYPE} {sh('NodeShape')} .\n", f"{_PROBE} {sh('in')} {NIL} .\n"]
    lines += [f"{_PROBE} {predicate} {value} .\n" for predicate, value in own]
    lines += described(shapes.statements, [value for _, value in own])
    probe = ShapeGraph(replace(shapes.dataset, data=DataText("".join(lines), shapes.dataset.data.names)))
    yield from dict.fromkeys(result.focus for result in run(probe, data))


class _Asked:
    """Holds nodes against shapes, as many at once as an engine takes."""

    def __init__(self, shapes: ShapeGraph, data: DataText, run: Run) -> None:
        self.found: list[Result] = []
        self._shapes, self._data, self._run = shapes, data, run
        self._left = _RUNS

    def unchecked(self, pairs: list[Pair]) -> Iterator[Unchecked]:
        """The pairs that cannot be checked: halves are asked alone, until the runs are used up."""
        if not pairs:
            return
        if self._left <= 0:
            yield from (Unchecked(shape, focus) for focus, shape in pairs)
            return
        self._left -= 1
        try:
            held = probed(pairs, self._shapes, self._data, self._run)
        except TooDeep:
            if len(pairs) == 1:
                ((focus, shape),) = pairs
                yield Unchecked(shape, focus)
                return
            half = len(pairs) // 2
            yield from self.unchecked(pairs[:half])
            yield from self.unchecked(pairs[half:])
        else:
            self.found += (result for results in held.values() for result in results)


def faults_of(unchecked: Iterable[Unchecked], names: Prefixes, data: Dataset) -> Iterator[Fault]:
    """What to tell of the nodes that could not be checked: of each shape the first few.

    >>> from pyoxigraph import NamedNode
    >>> unchecked = Unchecked(NamedNode("x:S"), NamedNode("x:a"))
    >>> [fault] = faults_of([unchecked], Prefixes({}), Dataset(DataText("")))
    >>> fault.message.partition(",")[0]
    '<x:a> could not be checked against <x:S>'
    """
    by_shape: dict[Node, list[Term]] = {}
    for one in unchecked:
        by_shape.setdefault(one.shape, []).append(one.focus)
    places = PlaceIndex(data.sources, data.offsets)
    hint = "a path with * or + asks the same of every node along the way, without a limit"
    for shape, nodes in by_shape.items():
        spelt = brief(names.show(shape))
        for focus in nodes[:_MOST]:
            said = f"{brief(names.show(focus))} could not be checked against {spelt}, {_WHY}"
            yield Fault(said, _place(focus, places), hint)
        if len(nodes) > _MOST:
            more = len(nodes) - _MOST
            yield Fault(f"nor could {more} more node{'s' if more > 1 else ''} against {spelt}")


def _place(focus: Term, places: PlaceIndex) -> Place | None:
    """Where a node is described, or else mentioned first."""
    about = [placed.subject for placed in places.of_subject(focus)]
    return next(iter(about or [placed.object for placed in places.of_object(focus)]), None)
