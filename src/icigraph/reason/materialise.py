"""Closing a store under a rule set: strata in order, semi-naive within a recursive one, all inside the
store's engine.

What is asserted is never touched: inferred triples go to one named graph, derived ones to another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QuerySolutions, Store, Variable

from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.namespaces import OWL
from icigraph.rdf.progress import Progress, silent
from icigraph.reason.bulk import add_in_bulk
from icigraph.reason.dependency import Stratum, awaited, unifiable
from icigraph.reason.rule import Pattern, Rule
from icigraph.reason.ruleset import RuleSet
from icigraph.reason.schedule import in_turn
from icigraph.reason.sparql import (
    EVERYWHERE,
    Scope,
    conclusions,
    connected,
    group_text,
    insertion,
    pattern_text,
    unless_known,
)
from icigraph.reason.terms import variables_of

__all__ = ["DERIVED", "INFERRED", "Engine", "Report", "close", "has_match", "in_use", "materialise"]

INFERRED = NamedNode("urn:icigraph:inferred")
DERIVED = NamedNode("urn:icigraph:derived")
_DELTAS = (NamedNode("urn:icigraph:delta:0"), NamedNode("urn:icigraph:delta:1"))
_SAME = OWL["sameAs"]
_LARGE = 100_000
_SAMPLE, _MANY = 50, 10_000
_WORKERS = min(4, os.cpu_count() or 1)
_WORKERS_ON_DISK = min(2, _WORKERS)


@dataclass(frozen=True, slots=True)
class Report:
    """What closing a store did: how many triples it added to each graph, and in how many rounds of
    evaluation.
    """

    inferred: int
    derived: int
    rounds: int


def _may_match(*_: object) -> bool:
    """The answer of an engine that cannot look things up cheaply: any pattern may match in any graph."""
    return True


@dataclass(frozen=True, slots=True)
class Engine:
    """What closing needs of a store, so that an endpoint over HTTP is as good as a store in process.

    `update` runs SPARQL update text, `holds` answers an ASK query, `count` tells how many rows a group
    pattern has.
    `matches` may spare updates that can add nothing: it tells whether a pattern has a match (in one
    graph, or in any). In a `large` store counting matches first pays: joins then start from the rarest.
    `bulk` is a faster way to add many triples than an update, where there is one. Where it `scans`, reading
    all that is known once is faster than many lookups. That many `workers` may use it at a time.
    """

    update: Callable[[str], None]
    holds: Callable[[str], bool]
    count: Callable[[str], int]
    matches: Callable[[Pattern, NamedNode | None], bool] = _may_match
    large: bool = False
    bulk: Callable[[Pattern, str, NamedNode], None] | None = None
    scans: bool = False
    workers: int = 1

    @classmethod
    def of(cls, store: Store, *, on_disk: bool = False) -> Engine:
        """The engine of a pyoxigraph store, in memory or on disk.

        An update locks a store in memory while it looks for what to add, the bulk path only while it adds.
        """
        large = _is_large(store)
        workers = (_WORKERS_ON_DISK if on_disk else _WORKERS) if large else 1
        return cls(
            store.update,
            lambda query: bool(store.query(query)),
            partial(_count, store),
            partial(has_match, store),
            large,
            partial(add_in_bulk, store) if on_disk or workers > 1 else None,
            on_disk,
            workers,
        )

    def add(self, head: Pattern, where: str, target: NamedNode) -> None:
        """Add to the graph `target` the head's instance for each match of the group `where`."""
        if self.bulk is None:
            self.update(insertion(head, where, target))
        else:
            self.bulk(head, where, target)


def _is_large(store: Store) -> bool:
    return bool(store.query(f"ASK {{ SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }} OFFSET {_LARGE} LIMIT 1 }}"))


def materialise(
    store: Store,
    rules: RuleSet,
    *,
    inferred: NamedNode = INFERRED,
    derived: NamedNode = DERIVED,
    on_disk: bool = False,
    progress: Progress = silent,
) -> Report:
    """Replace the graphs `inferred` and `derived` of the store by all that follows from its other named
    graphs.

    Derivations (rules whose standard is `derivation`) fill `derived`, every other rule `inferred`. If the run
    is interrupted, both graphs are left empty and what is asserted is as it was. `on_disk` tells that the
    store is kept in a folder: the closure is the same, but other ways to it are faster there.

    InputError when the store's default graph holds triples: rules read named graphs only.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.reason.compile import compile_rules
    >>> store = Store()
    >>> text = "@prefix : <http://a/> . :p a <http://www.w3.org/2002/07/owl#SymmetricProperty> . :s :p :o ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("http://a/data"))
    >>> rules = compile_rules(quad.triple for quad in store)
    >>> materialise(store, rules).inferred
    1
    """
    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        raise InputError(
            Fault("the default graph holds triples", hint="load them to a named graph: rules read those")
        )
    for graph in (inferred, derived):
        store.remove_graph(graph)
    try:
        rounds = close(
            Engine.of(store, on_disk=on_disk), rules, inferred=inferred, derived=derived, progress=progress
        )
    except BaseException:
        for graph in (inferred, derived, *_DELTAS):
            store.remove_graph(graph)
        raise
    return Report(_size(store, inferred), _size(store, derived), rounds)


def has_match(store: Store, pattern: Pattern, graph: NamedNode | None) -> bool:
    """Whether a pattern has a match in one graph of a store, or in any.

    >>> has_match(Store(), (Variable("x"), INFERRED, Variable("y")), None)
    False
    """
    subject, predicate, value = (None if isinstance(node, Variable) else node for node in pattern)
    if isinstance(subject, Literal) or isinstance(predicate, Literal | BlankNode):
        return False
    return next(store.quads_for_pattern(subject, predicate, value, graph), None) is not None


def _count(store: Store, pattern: str) -> int:
    rows = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)[0].value)


def _size(store: Store, graph: NamedNode) -> int:
    return _count(store, f"GRAPH {graph} {{ ?s ?p ?o }}")


def _same_count(engine: Engine) -> int:
    return engine.count(f"GRAPH ?g {{ ?s {_SAME} ?o }}")


def close(
    engine: Engine, rules: RuleSet, *, inferred: NamedNode, derived: NamedNode, progress: Progress = silent
) -> int:
    """Run the rules on an engine until nothing new follows; the number of rounds of evaluation."""
    rounds = _Run(engine, inferred, derived).strata(rules.strata, progress)
    if not rules.equality or not _equal(engine):
        return rounds
    return rounds + _close_equal(engine, rules, inferred, derived, progress)


def _equal(engine: Engine) -> bool:
    return engine.holds(f"ASK {{ GRAPH ?g {{ ?x {_SAME} ?y }} FILTER(!sameTerm(?x, ?y)) }}")


def _close_equal(
    engine: Engine, rules: RuleSet, inferred: NamedNode, derived: NamedNode, progress: Progress
) -> int:
    """Close again with the rules of equality in every stratum, from what is the same, until no more
    becomes the same.
    """
    run = _Run(engine, inferred, derived)
    strata = tuple(Stratum((*stratum.rules, *rules.equality), True) for stratum in _merged(rules.strata))
    negating = any(rule.absent for rule in rules.rules)
    rounds = 0
    while True:
        for graph in (derived, inferred) if negating else ():
            kept = f"FILTER(?p != {_SAME})"
            engine.update(
                f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {kept} }}"
            )
        before = _same_count(engine)
        rounds += run.strata(strata, progress)
        if not negating or _same_count(engine) == before:
            return rounds


def _merged(strata: Sequence[Stratum]) -> Iterator[Stratum]:
    """Neighbouring strata in one, up to each that negates: with equality every stratum is recursive
    anyway.
    """
    rules: list[Rule] = []
    for stratum in strata:
        if rules and any(rule.absent for rule in stratum.rules):
            yield Stratum(tuple(rules), True)
            rules = []
        rules += stratum.rules
    yield Stratum(tuple(rules), True)


def in_use(store: Store, rules: RuleSet) -> RuleSet:
    """The rules that can fire on this store: those of equality only where two things are the same."""
    if rules.equality and _equal(Engine.of(store)):
        return rules
    return replace(rules, equality=())


class _Run:
    """One evaluation: the engine and the graphs that it writes to."""

    def __init__(self, engine: Engine, inferred: NamedNode, derived: NamedNode) -> None:
        self.engine = engine
        self.inferred = inferred
        self.derived = derived
        self._sizes: dict[Pattern, int] = {}
        self._stopped = Event()

    def target(self, rule: Rule) -> NamedNode:
        return self.derived if rule.standard == "derivation" else self.inferred

    def strata(self, strata: Sequence[Stratum], progress: Progress) -> int:
        def ended(count: int) -> None:
            progress("reason", count, len(strata))

        ended(0)
        jobs = [partial(self._fixpoint if stratum.recursive else self._once, stratum) for stratum in strata]
        if self.engine.workers > 1:
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

    def _apply(self, rule: Rule, target: NamedNode, scope: Scope = EVERYWHERE) -> None:
        """Run one rule, unless some premise has no match at all or the run is over."""
        if self._stopped.is_set():
            return
        place = {scope.position: scope.delta}
        if all(self.engine.matches(pattern, place.get(index)) for index, pattern in enumerate(rule.body)):
            ordered = self._ordered(rule) if self.engine.large and scope is EVERYWHERE else rule
            for head, where in conclusions(ordered, scope, partial(self._unless, rule, target, scope)):
                self.engine.add(head, where, target)

    def _unless(self, rule: Rule, target: NamedNode, scope: Scope, head: Pattern) -> str:
        """What leaves out the instances of the head that are known, if any may be.

        In a large graph a rule of one premise is tried on a few rows first. When all they conclude is new,
        and only the target has any of it, nothing is looked up: adding twice what a graph has is adding it
        once. On disk many lookups cost more than reading all that is known once.
        """
        if not self.engine.matches(head, None):
            return ""
        known = unless_known(head, scope)
        if not self.engine.large or len(rule.body) > 1:
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

    def _fixpoint(self, stratum: Stratum) -> int:
        """Semi-naive: each round joins what the last one found with all there is."""
        rounds = 0
        current, following = _DELTAS
        for rule in stratum.rules:
            self._apply(rule, current)
        steps = _loops(stratum.rules)
        while self._holds(current) and not self._stopped.is_set():
            rounds += 1
            for rule, position in steps:
                self._apply(rule, following, Scope(position, current))
            self._keep(stratum, current)
            current, following = following, current
        return rounds + 1

    def _holds(self, graph: NamedNode) -> bool:
        return self.engine.holds(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def _keep(self, stratum: Stratum, delta: NamedNode) -> None:
        """Move a round's finds to where they belong: what a derivation concludes to `derived`, the
        rest to `inferred`.
        """
        for head in dict.fromkeys(
            head for rule in stratum.rules if rule.standard == "derivation" for head in rule.head
        ):
            pattern = f"{head[0]} {head[1]} {head[2]}"
            self.engine.update(
                f"DELETE {{ GRAPH {delta} {{ {pattern} }} }} "
                f"INSERT {{ GRAPH {self.derived} {{ {pattern} }} }} "
                f"WHERE {{ GRAPH {delta} {{ {pattern} }} }}"
            )
        self.engine.update(f"ADD SILENT GRAPH {delta} TO GRAPH {self.inferred}")
        self.engine.update(f"DROP SILENT GRAPH {delta}")


def _loops(rules: Sequence[Rule]) -> list[tuple[Rule, int]]:
    """The premises, each a rule and a position in its body, that some rule of the same stratum concludes."""
    heads = list(dict.fromkeys(head for rule in rules for head in rule.head))
    return [
        (rule, position)
        for rule in rules
        for position, pattern in enumerate(rule.body)
        if any(unifiable(head, pattern) for head in heads)
    ]
