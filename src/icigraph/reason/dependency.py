"""Which rule feeds which, and the order of evaluation that follows: strata, each a strongly
connected component.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from pyoxigraph import Variable

from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.rdf.namespaces import RDF
from icigraph.reason.rule import Node, Pattern, Rule

__all__ = ["Stratum", "awaited", "feeds", "leads_to", "stratify", "supports", "unifiable"]

TYPE = RDF["type"]
_Key = tuple[Node | None, Node | None]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules that are evaluated together. Only in a `recursive` one can a conclusion lead to more of
    the same stratum.
    """

    rules: tuple[Rule, ...]
    recursive: bool


def unifiable(one: Pattern, other: Pattern) -> bool:
    """Whether some triple matches both patterns (variables of the two are taken as different, each free)."""
    # Written out: it runs for every pair of patterns of every two rules that may meet.
    return _meet(one[1], other[1]) and _meet(one[2], other[2]) and _meet(one[0], other[0])


def _meet(one: Node, other: Node) -> bool:
    return isinstance(one, Variable) or isinstance(other, Variable) or one == other


_HALVES = (
    ("prp-inv1", "prp-inv2"),
    ("prp-symp", "prp-symp"),
    ("prp-eqp1", "prp-eqp2"),
    ("cax-eqc1", "cax-eqc2"),
    ("cls-int1", "cls-int2"),
    ("cls-hv1", "cls-hv2"),
)
_UNDONE = frozenset((*_HALVES, *((second, first) for first, second in _HALVES)))


def feeds(source: Rule, target: Rule) -> bool:
    """Whether a conclusion of `source` can be a premise of `target` from which something new follows.

    Two halves of one axiom (an inverse and back again) yield only what was there: neither feeds the other.
    """
    return leads_to(source, target) and not _undoes(source, target)


def leads_to(source: Rule, target: Rule) -> bool:
    """Whether a conclusion of `source` can be a premise of `target` at all."""
    return any(unifiable(head, body) for head in source.head for body in target.body)


def supports(source: Rule, target: Rule) -> bool:
    """Whether the two belong together when support is taken back: one leads to the other, or both
    conclude the same.
    """
    return leads_to(source, target) or _agree(source, target)


def _agree(source: Rule, target: Rule) -> bool:
    """Whether both may conclude the same."""
    return any(unifiable(one, other) for one in source.head for other in target.head)


def _undoes(source: Rule, target: Rule) -> bool:
    if not source.axiom or not target.axiom:
        return False
    ours, theirs = set(source.axiom), set(target.axiom)
    pairs = zip(source.standard.split("+"), target.standard.split("+"), strict=False)
    return (ours <= theirs or theirs <= ours) and all(pair in _UNDONE for pair in pairs)


def _key(pattern: Pattern) -> _Key:
    """What a pattern is filed under: its predicate, and its class where the predicate is rdf:type;
    None for a variable.
    """
    predicate = None if isinstance(pattern[1], Variable) else pattern[1]
    if predicate != TYPE or isinstance(pattern[2], Variable):
        return predicate, None
    return predicate, pattern[2]


def _keys_of(pattern: Pattern) -> Iterator[_Key]:
    """The keys under which patterns that can match this one are filed, but for a bare variable
    predicate's.
    """
    predicate, kind = _key(pattern)
    yield predicate, kind
    yield None, None
    if kind is not None:
        yield predicate, None


class _Readers:
    """Rules by the patterns in them, so that those a conclusion may concern are found without trying all."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_key: dict[_Key, list[int]] = defaultdict(list)
        self._by_predicate: dict[Node | None, list[int]] = defaultdict(list)
        self._all = list(range(len(rules)))
        for index, rule in enumerate(rules):
            for pattern in (*rule.body, *rule.head, *(pattern for group in rule.absent for pattern in group)):
                self._by_key[_key(pattern)].append(index)
                self._by_predicate[_key(pattern)[0]].append(index)

    def of(self, head: Pattern) -> Iterable[int]:
        predicate, kind = _key(head)
        if predicate is None:
            return self._all
        if predicate == TYPE and kind is None:
            return dict.fromkeys((*self._by_predicate[TYPE], *self._by_predicate[None]))
        return dict.fromkeys(index for key in _keys_of(head) for index in self._by_key.get(key, ()))


def _edges(rules: Sequence[Rule], linked: Callable[[Rule, Rule], bool]) -> list[list[int]]:
    readers = _Readers(rules)
    edges: list[list[int]] = []
    for rule in rules:
        targets = dict.fromkeys(index for head in rule.head for index in readers.of(head))
        edges.append(
            [index for index in targets if linked(rule, rules[index]) or _denies(rule, rules[index])]
        )
    return edges


def _denies(source: Rule, target: Rule) -> bool:
    return bool(target.absent) and any(
        unifiable(head, pattern) for head in source.head for group in target.absent for pattern in group
    )


def stratify(rules: Sequence[Rule], linked: Callable[[Rule, Rule], bool] = feeds) -> tuple[Stratum, ...]:
    """The rules in strata; InputError where a rule depends on the absence of what it helps to conclude.

    `linked` tells which rule feeds which: `feeds` to close a graph once, `supports` where support
    matters, as in taking back.

    >>> stratify(())
    ()
    """
    edges = _edges(rules, linked)
    strata: list[Stratum] = []
    for component in _ordered(_components(edges), edges, rules):
        members = sorted(component)
        recursive = len(members) > 1 or members[0] in edges[members[0]]
        stratum = Stratum(tuple(rules[index] for index in members), recursive)
        _refuse_negation(stratum)
        strata.append(stratum)
    return tuple(strata)


def _ordered(
    components: list[list[int]], edges: list[list[int]], rules: Sequence[Rule]
) -> Iterator[list[int]]:
    """The components, each before those it leads to, and those that give classes as early as may be.

    To look up a thing's class takes some stores time in proportion to what is said of the thing, so that it
    is done best before relations are inferred.
    """
    of = {index: number for number, component in enumerate(components) for index in component}
    targets = [
        {of[to] for index in component for to in edges[index]} - {number}
        for number, component in enumerate(components)
    ]
    waiting = Counter(to for found in targets for to in found)
    ready = [
        (_relates(component, rules), -number)
        for number, component in enumerate(components)
        if not waiting[number]
    ]
    heapify(ready)
    while ready:
        number = -heappop(ready)[1]
        yield components[number]
        for to in targets[number]:
            waiting[to] -= 1
            if not waiting[to]:
                heappush(ready, (_relates(components[to], rules), -to))


def _relates(component: Iterable[int], rules: Sequence[Rule]) -> bool:
    return any(head[1] != TYPE for index in component for head in rules[index].head)


def awaited(strata: Sequence[Stratum]) -> tuple[frozenset[int], ...]:
    """For each stratum, the positions of those before it that must be done when it begins: the others may
    be evaluated at the same time.

    It waits for those that feed it or conclude what it denies. Two that conclude the same wait for each
    other where it matters which of them comes first: one fills another graph, or goes in rounds. Of those
    that go in rounds one runs at a time.

    >>> awaited([Stratum((), True), Stratum((), False), Stratum((), True)])
    (frozenset(), frozenset(), frozenset({0}))
    """
    rules = [rule for stratum in strata for rule in stratum.rules]
    home = [number for number, stratum in enumerate(strata) for _ in stratum.rules]
    in_rounds = {rule.name for stratum in strata if stratum.recursive for rule in stratum.rules}

    def follows(source: Rule, target: Rule) -> bool:
        return feeds(source, target) or (_ordered_heads(source, target, in_rounds) and _agree(source, target))

    earlier: list[set[int]] = [set() for _ in strata]
    for index, targets in enumerate(_edges(rules, follows)):
        for number in {home[target] for target in targets}:
            first, second = sorted((home[index], number))
            earlier[second].add(first)
    recursive = [number for number, stratum in enumerate(strata) if stratum.recursive]
    for before, after in pairwise(recursive):
        earlier[after].add(before)
    return tuple(frozenset(others - {number}) for number, others in enumerate(earlier))


def _ordered_heads(source: Rule, target: Rule, in_rounds: Container[str]) -> bool:
    one, other = (rule.standard == "derivation" for rule in (source, target))
    return one != other or source.name in in_rounds or target.name in in_rounds


def _refuse_negation(stratum: Stratum) -> None:
    for rule in stratum.rules if stratum.recursive else ():
        for source in stratum.rules:
            if _denies(source, rule):
                place = Place(rule.origin) if rule.origin else None
                message = f"rule {rule.name} needs the absence of what {source.name} concludes from it"
                raise InputError(
                    Fault(message, place, "break the circle: a rule may not negate its own conclusions")
                )


def _components(edges: list[list[int]]) -> list[list[int]]:
    """Tarjan's strongly connected components, without recursion; each component after those it leads to."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(edges)):
        if root in order:
            continue
        work = [(root, iter(edges[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    cut = stack.index(node)
                    found.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
    return found
