"""Which part of a nested shape is at fault: results of `sh:node`, `sh:and`, `sh:or`, `sh:xone`, `sh:not` and
qualified shapes, with the results of the shapes that these name (what SHACL section 3.6.2.6 calls details).

Only results that are there are looked into, and of those a bounded number: the shapes may refer to each other
in circles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, Triple

from icigraph.base.faults import InputError
from icigraph.rdf.namespaces import SH
from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.engines.nesting import accounting, alternatives, is_nested, is_qualified, siblings
from icigraph.validation.engines.probing import Pair, Run, part_needed, probed
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Part, Result, Term, order
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph
from icigraph.validation.telling.causes import grouped
from icigraph.validation.telling.where import Finder
from icigraph.validation.telling.wording import described

__all__ = ["MOST_OF_A_CAUSE", "Details"]

MOST_OF_A_CAUSE = 100
"""How many results of each shape, component and path are looked into."""
_VALUES = 50
_LEVELS = 6
_PAIRS = 2000
_EXPANDED = 100


@dataclass
class Details:
    r"""Looks into the results of one validation; `run` is its engine, `explained` gives results their places
    and words.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.validation.engines.shacl import run
    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:S> {SH['targetSubjectsOf']} <x:p> .\n<x:S> {SH['node']} <x:T> .\n"
    >>> shapes = ShapeGraph(Dataset(DataText(text + f"<x:T> {SH['nodeKind']} {SH['Literal']} .\n")))
    >>> data, names = Dataset(DataText("<x:a> <x:p> <x:b> .\n")), Prefixes({})
    >>> finder = Finder(data, data, shapes, lambda triple: ())
    >>> details = Details(shapes, data.data, names, finder, run, lambda results: results)
    >>> [result] = details.added(run(shapes, data.data))
    >>> [(str(part.shape), [cause.expected for cause in part.causes]) for part in result.parts]
    [('<x:T>', ['a literal'])]
    """

    shapes: ShapeGraph
    data: DataText
    names: Prefixes
    finder: Finder
    run: Run
    explained: Callable[[Iterable[Result]], Iterable[Result]]
    """Keeps their order."""
    infers: bool = False
    """Whether the engine does: then what a node is held against may rest on any triple."""
    _found: dict[Pair, tuple[Result, ...]] = field(default_factory=dict)

    def added(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """The results with the parts that account for them."""
        chosen = set(self._chosen(results))
        self._look_into([results[at] for at in sorted(chosen)])
        turns = _turns(results)
        return tuple(
            replace(result, parts=self._parts(result, turns[at], set())) if at in chosen else result
            for at, result in enumerate(results)
        )

    def _chosen(self, results: tuple[Result, ...]) -> Iterator[int]:
        counts: Counter[tuple[object, ...]] = Counter()
        for at, result in enumerate(results):
            if is_nested(result):
                cause = (result.shape, result.component, str(result.path))
                counts[cause] += 1
                if counts[cause] <= MOST_OF_A_CAUSE:
                    yield at

    def _look_into(self, results: Iterable[Result]) -> None:
        """Hold nodes against shapes, then those that the results of that name, level by level."""
        data = self.data
        for _ in range(_LEVELS):
            asked = dict.fromkeys(pair for result in results for pair in self._pairs(result))
            new = [pair for pair in asked if pair not in self._found][:_PAIRS]
            if not new:
                return
            try:
                # What shapes further in can look at is a part of what the first can.
                data = data if self.infers else part_needed(new, self.shapes, data)
                held = probed(new, self.shapes, data, self.run)
            except InputError:
                # The engine took these shapes before; what it refuses now costs the details, not the report.
                return
            explained = iter(self.explained([result for pair in new for result in held[pair]]))
            for pair in new:
                placed = [_unmended(next(explained)) for _ in held[pair]]
                self._found[pair] = tuple(sorted(placed, key=order))
            results = [r for pair in new for r in self._found[pair] if is_nested(r)]

    def _pairs(self, result: Result) -> Iterator[Pair]:
        shapes = {one for group in alternatives(result, self.shapes) for one in group}
        shapes |= set(self._siblings(result))
        for node in self._nodes(result):
            yield from ((node, shape) for shape in sorted(shapes, key=str))

    def _nodes(self, result: Result) -> list[Term]:
        """The nodes that the constraint holds against its shapes."""
        if not is_qualified(result):
            nodes = [result.focus if result.value is None else result.value]
        else:
            nodes = self.finder.values(result.focus, result.path)[:_VALUES] if result.path else []
        return [node for node in nodes if not isinstance(node, Triple)]

    def _siblings(self, result: Result) -> tuple[Node, ...]:
        return siblings(result.shape, self.shapes) if is_qualified(result) else ()

    def _parts(self, result: Result, turn: tuple[int, int], expanded: set[Pair]) -> tuple[Part, ...]:
        """The parts of a result; `expanded` are those whose own parts stand here or further out."""
        pairs = [pair for pair in self._accounting(result, turn) if pair in self._found]
        new = {pair for pair in pairs if pair not in expanded} if len(expanded) < _EXPANDED else set()
        expanded |= new
        beside = self._siblings(result)
        return tuple(
            Part(
                node,
                shape,
                described(shape, self.shapes, self.names),
                conforms=self._conforms((node, shape)),
                place=self.finder.shape_written(shape),
                causes=grouped(
                    self._inside((node, shape), result, expanded if (node, shape) in new else None),
                    self.shapes,
                    self.names,
                ),
                sibling=shape in beside,
            )
            for node, shape in pairs
        )

    def _inside(self, pair: Pair, outer: Result, expanded: set[Pair] | None) -> Iterator[Result]:
        """Why a node does not conform, and where: what is no subject is at fault where `outer` found it."""
        led = tuple(one for one in outer.evidence if one.triple and one.triple.object == pair[0])
        results = self._found[pair]
        if led and (isinstance(pair[0], Literal) or not self.finder.data.of_subject(pair[0])):
            results = tuple(replace(one, evidence=led) if one.focus == pair[0] else one for one in results)
        for result, turn in zip(results, _turns(results), strict=True):
            parts = self._parts(result, turn, expanded) if expanded is not None and is_nested(result) else ()
            yield replace(result, parts=parts)

    def _accounting(self, result: Result, turn: tuple[int, int]) -> Iterator[Pair]:
        if is_qualified(result):
            for node in self._nodes(result):
                yield from self._counted(result, node)
            return
        groups = alternatives(result, self.shapes)
        held = [self._at_fault(result, node, group) for group in groups for node in self._nodes(result)]
        broken = [pairs for pairs in held if pairs]
        number, of = turn
        # Results that are alike are of one constraint each, where there are as many broken ones.
        for pairs in broken[number : number + 1] if len(broken) == of else broken:
            yield from pairs

    def _at_fault(self, result: Result, node: Term, group: tuple[Node, ...]) -> list[Pair]:
        pairs: list[Pair] = [(node, shape) for shape in group]
        if not all(pair in self._found for pair in pairs):
            return []
        conforming = [not self._found[pair] for pair in pairs]
        return [pairs[at] for at in accounting(result.component, conforming)]

    def _counted(self, result: Result, node: Term) -> Iterator[Pair]:
        """Of a value that counts too much, or does not count: what it conforms to, or does not."""
        wanted: list[Pair] = [(node, one) for group in alternatives(result, self.shapes) for one in group]
        conforms = all(self._conforms(pair) for pair in wanted)
        beside: list[Pair] = [(node, one) for one in self._siblings(result)]
        excluding = [pair for pair in beside if conforms and self._conforms(pair)]
        counts = conforms and not excluding
        if counts == (result.component == SH["QualifiedMaxCountConstraintComponent"]):
            yield from excluding or wanted

    def _conforms(self, pair: Pair) -> bool:
        return self._found.get(pair) == ()


def _turns(results: tuple[Result, ...]) -> list[tuple[int, int]]:
    """For each result, which of those that are alike it is, and how many there are."""
    keys = [(result.shape, *result.terms) for result in results]
    totals, seen = Counter(keys), Counter[tuple[object, ...]]()
    turns = []
    for key in keys:
        turns.append((seen[key], totals[key]))
        seen[key] += 1
    return turns


def _unmended(result: Result) -> Result:
    """What would mend a part need not mend the whole: it is told, and not done."""
    return replace(result, suggestions=tuple(one.without_edits() for one in result.suggestions))
