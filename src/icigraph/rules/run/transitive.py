"""Rules that say a property is transitive, evaluated as what they are: reachability in a graph.

Evaluated as a join, such a rule finds each conclusion once for every node on the way, which for a chain of n
links is n³ work for n² conclusions. Here each conclusion is found once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode, Store, Variable

from icigraph.rules.compile.draft import distinct, iri_only
from icigraph.rules.compile.rule import Node, Rule

__all__ = ["Reach", "transitive_property"]


def transitive_property(rule: Rule) -> NamedNode | None:
    """The property that the rule says is transitive; None where it says something else as well, or less.

    It may leave out what leads back to where it began, and what leads from or to a blank node.

    >>> x, y, z, p = Variable("x"), Variable("y"), Variable("z"), NamedNode("x:p")
    >>> transitive_property(Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z))))
    <NamedNode value=x:p>
    """
    if len(rule.head) != 1 or len(rule.body) != 2 or rule.absent or rule.bindings:
        return None
    (x, prop, z), (first, second) = rule.head[0], rule.body
    y = first[2]
    if not isinstance(prop, NamedNode) or (first, second) != ((x, prop, y), (y, prop, z)):
        return None
    if len({x, y, z}) < 3 or not all(isinstance(node, Variable) for node in (x, y, z)):
        return None
    plain = tuple(guard for guard in rule.guards if guard != distinct(x, z))
    return prop if plain in ((), iri_only(x, z)) else None


class Reach:
    """What follows from the links of a store by one rule that says their property is transitive, as they come
    in.

    >>> from pyoxigraph import Quad
    >>> store, a, b, c = Store(), NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c")
    >>> x, y, z, p = Variable("x"), Variable("y"), Variable("z"), NamedNode("x:p")
    >>> store.extend([Quad(a, p, b, c), Quad(b, p, c, c)])
    >>> reach = Reach(Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z))), store)
    >>> [f"{start} {prop} {end}" for start, prop, end in reach.found(None)]
    ['<x:a> <x:p> <x:c>']
    """

    def __init__(self, rule: Rule, store: Store) -> None:
        x, prop, z = rule.head[0]
        assert isinstance(prop, NamedNode)
        self.rules: tuple[Rule, ...] = (rule,)
        self._store = store
        self._prop = prop
        self._apart = distinct(x, z) in rule.guards
        self._named = iri_only(x)[0] in rule.guards
        self._numbers: dict[Node, int] = {}
        self._nodes: list[Node] = []
        self._after: list[set[int]] = []
        self._before: list[set[int]] = []
        self._unnamed: set[int] = set()
        self._into: dict[int, set[int]] = defaultdict(set)
        self._out_of: dict[int, set[int]] = defaultdict(set)

    def found(self, source: NamedNode | None) -> Iterator[tuple[Node, Node, Node]]:
        """What follows from the links of one graph, or of all, and those taken before, and is not among
        them.
        """
        quads = self._store.quads_for_pattern(None, self._prop, None, source)
        known = [(self._number(quad.subject), self._number(quad.object)) for quad in quads]  # type: ignore[arg-type]
        found: dict[tuple[int, int], None] = {}
        for link in known:
            for start, end in (link,) if not self._unnamed.intersection(link) else self._over(*link):
                self._link(start, end, found)
        for link in known:
            found.pop(link, None)
        nodes, prop = self._nodes, self._prop
        return ((nodes[start], prop, nodes[end]) for start, end in found)

    def _number(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            self._after.append(set())
            self._before.append(set())
            if self._named and not isinstance(node, NamedNode):
                self._unnamed.add(number)
        return number

    def _over(self, start: int, end: int) -> list[tuple[int, int]]:
        """The steps over a blank node that a link from or to one completes: the rule concludes nothing of the
        blank node itself.
        """
        if start not in self._unnamed:
            self._into[end].add(start)
            return [(start, after) for after in self._out_of[end]]
        if end not in self._unnamed:
            self._out_of[start].add(end)
            return [(before, end) for before in self._into[start]]
        return []

    def _link(self, start: int, end: int, found: dict[tuple[int, int], None]) -> None:
        """Join what leads to the start with what the end leads to; both are complete already."""
        after = self._after
        if end in after[start]:
            return
        targets = after[end] | {end}
        for source in (start, *self._before[start]):
            if end in after[source]:
                continue
            new = targets - after[source]
            if self._apart:
                new.discard(source)
            after[source] |= new
            for target in new:
                self._before[target].add(source)
                found[source, target] = None
