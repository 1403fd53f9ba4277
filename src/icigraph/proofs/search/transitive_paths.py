"""Shortest proofs along a transitive property, as shortest paths.

However the steps of a chain are bracketed, it takes as many of them, and it rests on the same links. So what
`p` transitive (and symmetric) says of two things need not be searched among all triples of `p`, which are
many where everything is connected: it is a path over the links that hold without those two rules. A run of
links against their direction is turned round by one symmetric step at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, groupby
from typing import cast

from pyoxigraph import NamedNode, Store, Triple, Variable

from icigraph.proofs.search.expressions import compute
from icigraph.proofs.search.lookup import Thing
from icigraph.proofs.search.patterns import matches
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.rules.compile.patterns import variables_in
from icigraph.rules.compile.rule import Node, Pattern, Rule

__all__ = ["Link", "Relation", "Step", "cheapest", "relation_of", "simple_paths", "steps_along"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A transitive property: the rule that says so, that of its symmetry if it has one, and every other rule
    that concludes it. `apart` tells that none of the others needs a triple of the property itself.
    """

    prop: NamedNode
    transitive: Rule
    symmetric: Rule | None
    others: tuple[Rule, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a path: a triple, followed from its object to its subject where it is `turned`.

    >>> link = Link(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")), turned=True)
    >>> link.start.value, link.end.value
    ('x:b', 'x:a')
    """

    triple: Triple
    turned: bool

    @property
    def start(self) -> Thing:
        """Where the link is entered."""
        return cast(Thing, self.triple.object if self.turned else self.triple.subject)

    @property
    def end(self) -> Thing:
        """Where the link leads."""
        return cast(Thing, self.triple.subject if self.turned else self.triple.object)


Step = tuple[Triple, Rule, tuple[Triple, ...]]
"""A conclusion, the rule that draws it, and its premises."""

_State = tuple[Thing, bool | None]
"""A thing on the way, and whether the last link to it was turned; None at the start."""

_PATHS = 20_000

Weight = Callable[[Triple, bool], int | None]
"""The steps that a link takes to prove without the two rules, or None; given whether a file asserts it."""


def relation_of(prop: NamedNode, book: RuleBook, store: Store) -> Relation | None:
    """What the rules say of a property, if they say that it is transitive.

    >>> x, y, z, p = Variable("x"), Variable("y"), Variable("z"), NamedNode("x:p")
    >>> rules = [Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))]
    >>> relation_of(p, RuleBook(rules), Store()).transitive.name
    'r'
    """
    anything: Pattern = (Variable("s"), prop, Variable("o"))
    rules = list(dict.fromkeys(_concluding(anything, book, store)))
    transitive = next((rule for rule in rules if _is_transitive(rule)), None)
    if transitive is None:
        return None
    symmetric = next((rule for rule in rules if _is_symmetric(rule)), None)
    others = tuple(rule for rule in rules if rule not in (transitive, symmetric))
    return Relation(prop, transitive, symmetric, others, not _needs(prop, others, book, store))


def _concluding(pattern: Pattern, book: RuleBook, store: Store) -> Iterator[Rule]:
    """The rules that may conclude a triple of the pattern in this store."""
    for rule, head in book.concluding_any(pattern):
        if not isinstance(head[1], Variable) or _may_conclude(rule, head[1], pattern[1], store):
            yield rule


def _may_conclude(rule: Rule, variable: Variable, predicate: Node, store: Store) -> bool:
    """Whether a rule whose head has a variable predicate may conclude one predicate: the rules of equality
    could, but for their guards and for what there is.
    """
    if not isinstance(predicate, NamedNode):
        return True
    own = tuple(guard for guard in rule.guards if variables_in(guard) == {variable})
    if compute(replace(rule, bindings=(), guards=own), {variable: predicate}) is None:
        return False
    bindings = {variable: predicate}
    return all(next(matches(store, pattern, bindings), None) is not None for pattern in rule.body)


def _is_transitive(rule: Rule) -> bool:
    if len(rule.head) != 1 or len(rule.body) != 2 or rule.absent or rule.bindings:
        return False
    (x, p, z), (first, second) = rule.head[0], rule.body
    chained = first[0] == x and second[2] == z and first[2] == second[0] and first[1] == second[1] == p
    apart = len({x, z, first[2]}) == 3 and all(isinstance(node, Variable) for node in (x, z, first[2]))
    return chained and apart and set(rule.guards) <= {f"!sameTerm({x}, {z})"}


def _is_symmetric(rule: Rule) -> bool:
    plain = len(rule.head) == len(rule.body) == 1 and not (rule.absent or rule.bindings or rule.guards)
    if not plain or rule.head[0][0] == rule.head[0][2]:
        return False
    (x, p, y), premise = rule.head[0], rule.body[0]
    return premise == (y, p, x) and isinstance(x, Variable) and isinstance(y, Variable)


def _about(pattern: Pattern, prop: NamedNode) -> bool:
    return pattern[1] == prop or isinstance(pattern[1], Variable)


def _needs(prop: NamedNode, rules: Iterable[Rule], book: RuleBook, store: Store) -> bool:
    """Whether some of the rules may rest on a triple of the property, however far below."""
    seen: set[str] = set()
    waiting = list(rules)
    while waiting:
        rule = waiting.pop()
        if rule.name in seen:
            continue
        seen.add(rule.name)
        if any(_about(pattern, prop) for pattern in rule.body):
            return True
        for pattern in rule.body:
            waiting += _concluding(pattern, book, store)
    return False


def cheapest(
    store: Store, relation: Relation, goal: Triple, concluded: frozenset[NamedNode], weight: Weight
) -> tuple[Link, ...]:
    """The links to follow to prove the goal along the property in the fewest steps; none where there is no
    way.

    >>> from pyoxigraph import Quad
    >>> x, y, z = Variable("x"), Variable("y"), Variable("z")
    >>> a, b, c, p = (NamedNode(f"x:{name}") for name in "abcp")
    >>> book = RuleBook([Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))])
    >>> store = Store()
    >>> store.extend([Quad(a, p, b, p), Quad(b, p, c, p)])
    >>> path = cheapest(store, relation_of(p, book, store), Triple(a, p, c), frozenset(), lambda *_: 0)
    >>> [str(link.triple) for link in path]
    ['<x:a> <x:p> <x:b>', '<x:b> <x:p> <x:c>']
    """
    order = count()
    origin: _State = (cast(Thing, goal.subject), None)
    costs: dict[_State, int] = {origin: 0}
    came: dict[_State, tuple[_State, Link]] = {}
    queue: list[tuple[int, int, _State]] = [(0, next(order), origin)]
    while queue:
        cost, _, state = heappop(queue)
        if state != origin and state[0] == goal.object:
            return tuple(_way_back(state, came))[::-1]
        if cost > costs[state]:
            continue
        for link, own in _links(store, relation, state[0], concluded, weight):
            turning = link.turned and not state[1]
            total = cost + own + (state is not origin) + turning
            following: _State = (link.end, link.turned)
            if total < costs.get(following, total + 1):
                costs[following], came[following] = total, (state, link)
                heappush(queue, (total, next(order), following))
    return ()


def _way_back(state: _State, came: Mapping[_State, tuple[_State, Link]]) -> Iterator[Link]:
    while state in came:
        state, link = came[state]
        yield link


def _links(
    store: Store, relation: Relation, node: Thing, concluded: frozenset[NamedNode], weight: Weight
) -> Iterator[tuple[Link, int]]:
    """The links that lead on from a thing, each with the steps that it takes."""
    found = [(quad, False) for quad in store.quads_for_pattern(node, relation.prop, None, None)]
    if relation.symmetric:
        found += [(quad, True) for quad in store.quads_for_pattern(None, relation.prop, node, None)]
    asserted = {(quad.triple, turned): quad.graph_name not in concluded for quad, turned in found}
    # What a file states comes first; the text makes each run alike.
    for triple, turned in sorted(asserted, key=lambda one: (not asserted[one], str(one[0]))):
        steps = weight(triple, asserted[triple, turned]) if isinstance(triple.object, Thing) else None
        if steps is not None:
            yield Link(triple, turned), steps


def steps_along(relation: Relation, path: Sequence[Link]) -> Iterator[Step]:
    """The steps that prove the ends of a path connected, from the links on, each after its premises.

    >>> x, y, z = Variable("x"), Variable("y"), Variable("z")
    >>> a, b, c, p = (NamedNode(f"x:{name}") for name in "abcp")
    >>> book = RuleBook([Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))])
    >>> path = [Link(Triple(a, p, b), turned=False), Link(Triple(b, p, c), turned=False)]
    >>> [str(conclusion) for conclusion, *_ in steps_along(relation_of(p, book, Store()), path)]
    ['<x:a> <x:p> <x:c>']
    """
    parts: list[Triple] = []
    for turned, run in groupby(path, key=lambda link: link.turned):
        links = list(run)
        if not turned or relation.symmetric is None:
            parts += (link.triple for link in links)
            continue
        backward = [link.triple for link in reversed(links)]
        yield from _chain(relation, backward)
        there = _between(relation, backward)
        back = Triple(cast(Thing, there.object), relation.prop, there.subject)
        yield back, relation.symmetric, (there,)
        parts.append(back)
    yield from _chain(relation, parts)


def _chain(relation: Relation, parts: Sequence[Triple]) -> Iterator[Step]:
    for place in range(len(parts) - 2, -1, -1):
        rest = parts[place + 1 :]
        yield _between(relation, parts[place:]), relation.transitive, (parts[place], _between(relation, rest))


def _between(relation: Relation, parts: Sequence[Triple]) -> Triple:
    return Triple(parts[0].subject, relation.prop, parts[-1].object)


def simple_paths(
    store: Store, relation: Relation, goal: Triple, concluded: frozenset[NamedNode], limit: int
) -> tuple[list[tuple[Link, ...]], bool]:
    """The paths of asserted links that prove the goal and visit nothing twice, those of fewest links first,
    at most `limit`; and whether there are no more.

    >>> from pyoxigraph import Quad
    >>> x, y, z = Variable("x"), Variable("y"), Variable("z")
    >>> a, b, c, p = (NamedNode(f"x:{name}") for name in "abcp")
    >>> book = RuleBook([Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))])
    >>> store = Store()
    >>> store.extend([Quad(a, p, b, p), Quad(b, p, c, p), Quad(a, p, c, p)])
    >>> paths, whole = simple_paths(store, relation_of(p, book, store), Triple(a, p, c), frozenset(), 10)
    >>> [len(path) for path in paths], whole
    ([1, 2], True)
    """
    start = cast(Thing, goal.subject)
    order = count()
    queue: list[tuple[int, int, tuple[Link, ...], frozenset[Thing]]] = [(0, next(order), (), frozenset())]
    found: list[tuple[Link, ...]] = []
    while queue and len(found) <= limit and next(order) < _PATHS:
        _, _, path, visited = heappop(queue)
        node = path[-1].end if path else start
        if path and node == goal.object:
            found.append(path)
            continue
        for link, _ in _links(store, relation, node, concluded, _if_asserted):
            if link.end not in visited and (link.end != start or start == goal.object):
                heappush(queue, (len(path) + 1, next(order), (*path, link), visited | {link.end}))
    return found[:limit], not queue and len(found) <= limit


def _if_asserted(_: Triple, asserted: bool) -> int | None:
    return 0 if asserted else None
