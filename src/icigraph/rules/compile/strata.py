"""Which rule feeds which, and the order of evaluation that follows: strata, each a strongly connected
component.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from icigraph.base.faults import Fault, InputError, Place
from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.pattern_index import PatternIndex
from icigraph.rules.compile.rule import Rule

__all__ = ["Meetings", "Stratum", "awaited", "by_negations", "stratify", "supports"]

TYPE = RDF["type"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules that are evaluated together. Only in a `recursive` one can a conclusion lead to more of the same
    stratum.
    """

    rules: tuple[Rule, ...]
    recursive: bool


_HALVES = (
    ("prp-inv1", "prp-inv2"),
    ("prp-symp", "prp-symp"),
    ("prp-eqp1", "prp-eqp2"),
    ("cax-eqc1", "cax-eqc2"),
    ("cls-int1", "cls-int2"),
    ("cls-hv1", "cls-hv2"),
)
_UNDONE = frozenset((*_HALVES, *((second, first) for first, second in _HALVES)))


class Meetings:
    """Where the conclusions of the rules of a set meet patterns of others, by the positions of the rules.

    >>> from pyoxigraph import NamedNode, Variable
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> one, two = Rule("one", "s", ((x, q, x),), ((x, p, x),)), Rule("two", "s", ((x, p, p),), ((x, q, x),))
    >>> list(Meetings([one, two]).premises(one))
    [1]
    """

    __slots__ = ("_absent", "_bodies", "_heads", "rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        numbered = list(enumerate(rules))
        self._bodies = PatternIndex((pattern, index) for index, rule in numbered for pattern in rule.body)
        self._heads = PatternIndex((pattern, index) for index, rule in numbered for pattern in rule.head)
        self._absent = PatternIndex(
            (pattern, index)
            for index, rule in numbered
            for group in rule.absent
            for pattern in group.patterns
        )

    def premises(self, rule: Rule) -> dict[int, None]:
        """The rules of which the rule's conclusion can be a premise at all."""
        return _met(rule, self._bodies)

    def conclusions(self, rule: Rule) -> dict[int, None]:
        """The rules that may conclude the same."""
        return _met(rule, self._heads)

    def denied(self, rule: Rule) -> dict[int, None]:
        """The rules that need the absence of what the rule may conclude."""
        return _met(rule, self._absent)


def _met(rule: Rule, index: PatternIndex[int]) -> dict[int, None]:
    return dict.fromkeys(other for head in rule.head for other in index.meeting(head))


def _feeds(meetings: Meetings, source: Rule) -> dict[int, None]:
    """The rules in which something new may follow from a conclusion of `source`, or from its absence.

    Two halves of one axiom (an inverse and back again) yield only what was there: neither feeds the other.
    """
    rules = meetings.rules
    led = (index for index in meetings.premises(source) if not _undoes(source, rules[index]))
    return dict.fromkeys(led) | meetings.denied(source)


def supports(meetings: Meetings, source: Rule) -> dict[int, None]:
    """The rules that belong together with `source` when support is taken back: it leads to them, or both
    conclude the same.

    >>> from pyoxigraph import NamedNode, Variable
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> rules = [Rule("one", "s", ((x, q, x),), ((x, p, x),)), Rule("two", "s", ((x, q, p),), ())]
    >>> list(supports(Meetings(rules), rules[0]))
    [0, 1]
    """
    return meetings.premises(source) | meetings.conclusions(source) | meetings.denied(source)


def _undoes(source: Rule, target: Rule) -> bool:
    if not source.axiom or not target.axiom:
        return False
    pairs = zip(source.standard.split("+"), target.standard.split("+"), strict=False)
    if not all(pair in _UNDONE for pair in pairs):
        return False
    ours, theirs = set(source.axiom), set(target.axiom)
    return ours <= theirs or theirs <= ours


def _edges(rules: Sequence[Rule], links: Callable[[Meetings, Rule], Iterable[int]]) -> list[list[int]]:
    meetings = Meetings(rules)
    return [list(links(meetings, rule)) for rule in rules]


def stratify(
    rules: Sequence[Rule], links: Callable[[Meetings, Rule], Iterable[int]] = _feeds
) -> tuple[Stratum, ...]:
    """The rules in strata; InputError where a rule depends on the absence of what it helps to conclude.

    `links` tells which rules a rule leads to: the default to close a graph once, `supports` where support
    matters, as in taking back.

    >>> from pyoxigraph import NamedNode, Variable
    >>> x, (p, q, r) = Variable("x"), (NamedNode(f"x:{name}") for name in "pqr")
    >>> rules = [Rule("two", "s", ((x, r, x),), ((x, q, x),)), Rule("one", "s", ((x, q, x),), ((x, p, x),))]
    >>> [[rule.name for rule in stratum.rules] for stratum in stratify(rules)]
    [['one'], ['two']]
    """
    edges = _edges(rules, links)
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
    """For each stratum, the positions of those before it that must be done when it begins: the others may be
    evaluated at the same time.

    It waits for those that feed it or conclude what it denies. Two that conclude the same wait for each other
    where it matters which of them comes first: one fills another graph, or goes in rounds. Of those that go
    in rounds one runs at a time.

    >>> awaited([Stratum((), True), Stratum((), False), Stratum((), True)])
    (frozenset(), frozenset(), frozenset({0}))
    """
    rules = [rule for stratum in strata for rule in stratum.rules]
    home = [number for number, stratum in enumerate(strata) for _ in stratum.rules]
    in_rounds = {rule.name for stratum in strata if stratum.recursive for rule in stratum.rules}

    def follows(meetings: Meetings, source: Rule) -> Iterator[int]:
        yield from _feeds(meetings, source)
        for target in meetings.conclusions(source):
            if _ordered_heads(source, rules[target], in_rounds):
                yield target

    earlier: list[set[int]] = [set() for _ in strata]
    for index, targets in enumerate(_edges(rules, follows)):
        for number in {home[target] for target in targets}:
            first, second = sorted((home[index], number))
            earlier[second].add(first)
    recursive = [number for number, stratum in enumerate(strata) if stratum.recursive]
    for before, after in pairwise(recursive):
        earlier[after].add(before)
    return tuple(frozenset(others - {number}) for number, others in enumerate(earlier))


def by_negations(strata: Sequence[Stratum]) -> tuple[tuple[Rule, ...], ...]:
    """The rules by the number of negations on the longest way to them, from none on: what all of one kind
    negate, those before conclude.

    >>> by_negations(())
    ((),)
    """
    rules = [rule for stratum in strata for rule in stratum.rules]
    home = [number for number, stratum in enumerate(strata) for _ in stratum.rules]
    negates = [any(rule.absent for rule in stratum.rules) for stratum in strata]
    levels = [int(negating) for negating in negates]
    for index, targets in enumerate(_edges(rules, _feeds)):
        for target in {home[target] for target in targets} - {home[index]}:
            # Strata are in order: that of the rule has its level already.
            levels[target] = max(levels[target], levels[home[index]] + negates[target])
    found: dict[int, list[Rule]] = defaultdict(list)
    for number, stratum in enumerate(strata):
        found[levels[number]] += stratum.rules
    return tuple(tuple(found[level]) for level in range(max(levels, default=0) + 1))


def _ordered_heads(source: Rule, target: Rule, in_rounds: Container[str]) -> bool:
    one, other = (rule.standard == "derivation" for rule in (source, target))
    return one != other or source.name in in_rounds or target.name in in_rounds


def _refuse_negation(stratum: Stratum) -> None:
    if not stratum.recursive or not any(rule.absent for rule in stratum.rules):
        return
    meetings = Meetings(stratum.rules)
    for source in stratum.rules:
        for index in meetings.denied(source):
            rule = stratum.rules[index]
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
                    found.append(_popped(stack, node))
                    on_stack.difference_update(found[-1])
    return found


def _popped(stack: list[int], last: int) -> list[int]:
    """What is taken from the stack's end, down to `last`."""
    taken = [stack.pop()]
    while taken[-1] != last:
        taken.append(stack.pop())
    return taken
