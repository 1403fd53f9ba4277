"""Evaluating strata of rules on an engine: in order, or several at a time; semi-naive within a recursive
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Protocol

from pyoxigraph import NamedNode, Quad, Variable

from icigraph.base.progress import Progress
from icigraph.rules.compile.pattern_index import PatternIndex
from icigraph.rules.compile.patterns import variables_of
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.strata import Stratum, awaited
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.equality import Equality
from icigraph.rules.run.sparql import (
    EVERYWHERE,
    Scope,
    conclusions,
    connected,
    group_text,
    insertion,
    pattern_text,
    unless_known,
)
from icigraph.rules.run.transitive import Reach, transitive_property

__all__ = ["DELTAS", "Evaluation"]

DELTAS = (NamedNode("urn:icigraph:delta:0"), NamedNode("urn:icigraph:delta:1"))
_SAMPLE, _MANY = 50, 10_000


class Search(Protocol):
    """What finds the conclusions of some rules in its own way, from what is new each time."""

    rules: tuple[Rule, ...]

    def found(self, source: NamedNode | None) -> Iterable[Pattern]:
        """What follows from the triples of one graph, or of all, and those before, and was not known."""


class Evaluation:
    """Rules run on an engine: what they conclude goes to the graphs `inferred` and `derived`. `scope` says
    where their premises are found.

    >>> from pyoxigraph import Store
    >>> store, x, p, q = Store(), Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> store.add(Quad(p, p, p, NamedNode("x:g")))
    >>> run = Evaluation(Engine.of(store), NamedNode("x:inferred"), NamedNode("x:derived"))
    >>> run.strata([Stratum((Rule("r", "s", ((x, q, x),), ((x, p, x),)),), False)], lambda *_: None)
    1
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, run.inferred)]
    ['<x:p> <x:q> <x:p>']
    """

    def __init__(
        self, engine: Engine, inferred: NamedNode, derived: NamedNode, scope: Scope = EVERYWHERE
    ) -> None:
        self.engine = engine
        self.inferred = inferred
        self.derived = derived
        self._scope = scope
        self._sizes: dict[Pattern, int] = {}
        self._stopped = Event()

    def target(self, rule: Rule) -> NamedNode:
        """The graph to which what a rule concludes goes."""
        return self.derived if rule.standard == "derivation" else self.inferred

    def strata(self, strata: Sequence[Stratum], progress: Progress) -> int:
        """Run the rules of the strata in their order, each until nothing new follows; the number of rounds.

        Strata that do not need each other run at a time where the engine has several workers.
        """

        def ended(count: int) -> None:
            progress("reason", count, len(strata))

        ended(0)
        jobs = [partial(self._fixpoint if stratum.recursive else self._once, stratum) for stratum in strata]
        if self.engine.workers > 1:
            from icigraph.rules.run.schedule import in_turn

            return sum(
                in_turn(jobs, awaited(strata), self.engine.workers, ended=ended, stop=self._stopped.set)
            )
        rounds = 0
        for number, job in enumerate(jobs, 1):
            rounds += job()
            ended(number)
        return rounds

    def _once(self, stratum: Stratum) -> int:
        for rule in stratum.rules:
            self._apply(rule, self.target(rule))
        return 1

    def _apply(self, rule: Rule, *targets: NamedNode, scope: Scope | None = None) -> None:
        """Run one rule, unless some premise has no match at all or the run is over; what it concludes goes to
        each of the targets.
        """
        if self._stopped.is_set():
            return
        scope = scope or self._scope
        place = {scope.position: scope.delta}
        if all(self.engine.matches(pattern, place.get(index)) for index, pattern in enumerate(rule.body)):
            ordered = self._ordered(rule) if self.engine.large and scope is EVERYWHERE else rule
            for head, where in conclusions(ordered, scope, partial(self._unless, rule, targets[0], scope)):
                self.engine.add(head, where, *targets)

    def _unless(self, rule: Rule, target: NamedNode, scope: Scope, head: Pattern) -> str:
        """What leaves out the instances of the head that are known, if any may be.

        In a large graph a rule of one premise is tried on a few rows first. When all they conclude is new,
        and only the target has any of it, nothing is looked up: adding twice what a graph has is adding it
        once. On disk many lookups cost more than reading all that is known once.
        """
        if not self.engine.matches(head, None):
            return ""
        known = unless_known(head, scope)
        if not self.engine.large or len(rule.body) > 1 or scope.assumed:
            return known
        group, text = group_text(rule, scope), pattern_text(head)
        first = f"{{ SELECT * WHERE {{ {group} }} LIMIT {_SAMPLE} }}"
        if not self._any(f"{first} FILTER EXISTS {{ GRAPH ?_known {{ {text} }} }}"):
            return known if self._any(f"GRAPH ?g {{ {text} }} FILTER(?g != {target})") else ""
        if self.engine.scans and variables_of([head]) and self._any(f"SELECT * {{ {group} }} OFFSET {_MANY}"):
            return f" MINUS {{ GRAPH ?_known {{ {text} }} }}"
        return known

    def _any(self, group: str) -> bool:
        return self.engine.holds(f"ASK {{ {group} }}")

    def _ordered(self, rule: Rule) -> Rule:
        """The rule with the premise of fewest matches first, and after it those that share its variables."""
        if len(rule.body) < 2:
            return rule
        body = sorted(rule.body, key=self._size)
        return replace(rule, body=tuple(body[index] for index in connected(body, 0)))

    def _size(self, pattern: Pattern) -> int:
        """How many matches the pattern had when it was first asked for: near enough for an order."""
        if pattern not in self._sizes:
            self._sizes[pattern] = self.engine.count(f"GRAPH ?g {{ {pattern_text(pattern)} }}")
        return self._sizes[pattern]

    def resumed(self, closed: Sequence[Rule], added: Sequence[Rule]) -> int:
        """The number of rounds in which what is closed under some rules is closed under more of them."""
        return self._fixpoint(Stratum((*closed, *added), True), begin=added)

    def _fixpoint(self, stratum: Stratum, begin: Sequence[Rule] | None = None) -> int:
        """Semi-naive: each round joins what the last one found with all there is. Only the rules that `begin`
        names, if given, may conclude something at first.
        """
        rounds = 0
        current, following = DELTAS
        searches = self._searches(stratum.rules)
        searched = {rule.name for search in searches for rule in search.rules}
        others = [rule for rule in stratum.rules if rule.name not in searched]
        for rule in others if begin is None else [rule for rule in begin if rule.name not in searched]:
            self._apply(rule, *self._finds(rule, current))
        for search in searches:
            self._search(search, None, current)
        steps = _loops(others, stratum.rules)
        while self._holds(current) and not self._stopped.is_set():
            rounds += 1
            for search in searches:
                self._search(search, current, following)
            for rule, position in steps:
                self._apply(
                    rule,
                    *self._finds(rule, following),
                    scope=replace(self._scope, position=position, delta=current),
                )
            self._keep(stratum, current)
            current, following = following, current
        return rounds + 1

    def _searches(self, rules: Sequence[Rule]) -> list[Search]:
        """The quicker ways than joins that the store has to what some of the rules conclude."""
        store = self.engine.memory
        if store is None or self._scope is not EVERYWHERE:
            return []
        names = {rule.name for rule in rules}
        same = {rule.name for rule in Equality.rules}
        found: list[Search] = [Equality(store)] if same <= names else []
        return found + [
            Reach(rule, store)
            for rule in rules
            if rule.name not in same and rule.standard != "derivation" and transitive_property(rule)
        ]

    def _search(self, search: Search, source: NamedNode | None, target: NamedNode) -> None:
        """Add to the graph `target` what a search finds to follow from one graph, or from any."""
        if self.engine.memory is not None and not self._stopped.is_set():
            self.engine.memory.extend([Quad(*found, target) for found in search.found(source)])  # type: ignore[arg-type]

    def _holds(self, graph: NamedNode) -> bool:
        return self.engine.holds(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def _finds(self, rule: Rule, delta: NamedNode) -> tuple[NamedNode, ...]:
        """Where what a rule concludes in a round goes: what is derived is kept at once, so as to be told from
        what is inferred.
        """
        return (delta, self.derived) if rule.standard == "derivation" else (delta,)

    def _keep(self, stratum: Stratum, delta: NamedNode) -> None:
        """Move what was inferred in a round to where it belongs."""
        derives = {rule.standard == "derivation" for rule in stratum.rules}
        if derives == {False}:
            self.engine.update(f"ADD SILENT GRAPH {delta} TO GRAPH {self.inferred}")
        elif derives == {False, True}:
            found = (
                f"GRAPH {delta} {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH {self.derived} {{ ?s ?p ?o }} }}"
            )
            self.engine.update(insertion((Variable("s"), Variable("p"), Variable("o")), found, self.inferred))
        self.engine.update(f"DROP SILENT GRAPH {delta}")


def _loops(rules: Sequence[Rule], stratum: Sequence[Rule]) -> list[tuple[Rule, int]]:
    """The premises of rules, each a rule and a position in its body, that some rule of the stratum
    concludes.
    """
    heads = PatternIndex((head, True) for rule in stratum for head in rule.head)
    return [
        (rule, position)
        for rule in rules
        for position, pattern in enumerate(rule.body)
        if any(heads.meeting(pattern))
    ]
