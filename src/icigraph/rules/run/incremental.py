"""Keeping a closure up to date: adding and removing facts without closing anew.

Stratum by stratum, as in delete-and-rederive: what rested on a removed triple (or on the absence of an added
one) is taken out, what still follows is put back, and what the added triples (or new absences) lead to is
added. The result is the closure that closing anew would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from pyoxigraph import NamedNode, Quad, Store, Triple, Variable

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.axiom_patterns import is_axiom
from icigraph.rules.compile.declared import declares
from icigraph.rules.compile.patterns import bind, variables_of
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.strata import Stratum
from icigraph.rules.run.engine import has_match
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise
from icigraph.rules.run.sparql import Scope, group_text, pattern_text

__all__ = ["Change", "update_closure"]

_DELTA = "urn:icigraph:delta:"
_SAME, _TYPE = OWL["sameAs"], RDF["type"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an update did; `anew` tells that the store was closed anew, because something is the same as
    another thing.
    """

    added: int
    removed: int
    anew: bool


def update_closure(
    store: Store,
    rules: RuleSet,
    *,
    added: Iterable[Quad] = (),
    removed: Iterable[Quad] = (),
    inferred: NamedNode = INFERRED,
    derived: NamedNode = DERIVED,
) -> Change:
    """Add and remove asserted quads of a closed store, and bring the graphs `inferred` and `derived` up to
    date.

    `rules` are those that the store was closed with. InputError when a quad is an axiom: then the rules
    themselves change, so compile and close anew. Where owl:sameAs plays a part the store is closed anew.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> store, a, p, graph = Store(), NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:g")
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=graph)
    >>> update_closure(store, close_store(store), added=[Quad(a, p, NamedNode("x:b"), graph)])
    Change(added=1, removed=0, anew=False)
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, INFERRED)]
    ['<x:b> <x:p> <x:a>']
    """
    gone, come = list(removed), list(added)
    _refuse_axioms((*gone, *come), rules)
    equal = bool(rules.equality) and _equal(store)
    asserted = _Asserted(store, (inferred, derived))
    minus = asserted.remove(gone)
    plus = asserted.add(come)
    if not equal:
        _bring_up(store, rules, minus, plus, inferred, derived)
        equal = bool(rules.equality) and _equal(store)
    if equal:
        materialise(store, rules, inferred=inferred, derived=derived)
    return Change(len(plus), len(minus), equal)


def _bring_up(
    store: Store, rules: RuleSet, minus: list[Quad], plus: list[Quad], inferred: NamedNode, derived: NamedNode
) -> None:
    run = _Update(store, inferred, derived)
    try:
        run.minus.add(minus)
        run.plus.add(plus)
        for stratum in rules.support_strata:
            run.stratum(stratum)
    finally:
        run.clean()


def _refuse_axioms(quads: Iterable[Quad], rules: RuleSet) -> None:
    for quad in (quad for quad in quads if is_axiom(quad) or declares(quad, rules.declaring)):
        message = f"an axiom cannot be added to or removed from a closed store: {quad.triple}"
        raise InputError(Fault(message, hint="compile the rules and close anew"))


def _equal(store: Store) -> bool:
    return bool(store.query(f"ASK {{ GRAPH ?g {{ ?x {_SAME} ?y }} FILTER(!sameTerm(?x, ?y)) }}"))


class _Asserted:
    """The asserted part of a store: all named graphs but those that closing fills."""

    def __init__(self, store: Store, closed: tuple[NamedNode, ...]) -> None:
        self.store = store
        self.closed = closed

    def remove(self, quads: Iterable[Quad]) -> list[Quad]:
        """Take quads out; those whose triple no asserted graph has any more."""
        gone = [quad for quad in dict.fromkeys(quads) if quad in self.store]
        for quad in gone:
            self.store.remove(quad)
        return [quad for quad in gone if not self._graphs(quad)]

    def add(self, quads: Iterable[Quad]) -> list[Quad]:
        """Put quads in; those whose triple was in no graph. One that had been inferred is asserted now, and
        so no longer there.
        """
        new: list[Quad] = []
        come = list(dict.fromkeys(quads))
        seen: set[Triple] = set()
        for quad in come:
            triple = quad.triple
            found = list(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
            for known in found:
                if known.graph_name in self.closed:
                    self.store.remove(known)
            if not found and triple not in seen:
                new.append(quad)
            seen.add(triple)
        self.store.extend(come)
        return new

    def _graphs(self, quad: Quad) -> list[object]:
        found = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return [other.graph_name for other in found if other.graph_name not in self.closed]


class _Delta:
    """What changed, in a graph of its own; what is said there at all is known without a look into it."""

    def __init__(self, store: Store, graph: NamedNode) -> None:
        self.store = store
        self.graph = graph
        self._said: set[object] = set()

    def __bool__(self) -> bool:
        """Whether anything was ever said here."""
        return bool(self._said)

    def add(self, quads: Iterable[Quad]) -> None:
        held = [Quad(quad.subject, quad.predicate, quad.object, self.graph) for quad in quads]
        self._said.update(quad.predicate for quad in held)
        self._said.update(quad.object for quad in held if quad.predicate == _TYPE)
        self.store.extend(held)

    def has(self, pattern: Pattern) -> bool:
        """Whether the pattern has a match here."""
        _, predicate, value = pattern
        said = isinstance(predicate, Variable) or predicate in self._said
        if not said or (predicate == _TYPE and not isinstance(value, Variable) and value not in self._said):
            return False
        return has_match(self.store, pattern, self.graph)


class _Update:
    """One update of a closure: the changes so far are in `plus` and `minus`."""

    def __init__(self, store: Store, inferred: NamedNode, derived: NamedNode) -> None:
        self.store = store
        # A store in memory walks over all that a graph of this name ever held, so no name is used twice.
        own = uuid4().hex
        plus, minus, new = (NamedNode(f"{_DELTA}{own}:{name}") for name in ("plus", "minus", "new"))
        self.plus, self.minus, self.new = _Delta(store, plus), _Delta(store, minus), new
        self.clean()
        self.inferred = inferred
        self.derived = derived

    def stratum(self, stratum: Stratum) -> None:
        self._withdraw(stratum)
        if self.minus:
            self._restore(stratum)
        self._extend(stratum)

    def _hidden(self) -> NamedNode | None:
        """The graph that premises are not to be found in, once there is one."""
        return self.minus.graph if self.minus else None

    def clean(self) -> None:
        """Remove the graphs of this update, and those of one that was killed."""
        for graph in list(self.store.named_graphs()):
            if isinstance(graph, NamedNode) and graph.value.startswith(_DELTA):
                self.store.remove_graph(graph)

    def _target(self, rule: Rule) -> NamedNode:
        return self.derived if rule.standard == "derivation" else self.inferred

    def _withdraw(self, stratum: Stratum) -> None:
        """Take out all that used a removed triple, or the absence of an added one; more than needed rather
        than less.

        The graph of what was removed is still matched here, so premises are found as they were before.
        """
        for _ in self._rounds(stratum):
            for rule in stratum.rules:
                self._lost_premise(rule)
                self._lost_absence(rule)
            if not self._settle_withdrawn():
                return

    def _rounds(self, stratum: Stratum) -> Iterator[int]:
        number = 0
        while number == 0 or stratum.recursive:
            yield number
            number += 1

    def _lost_premise(self, rule: Rule) -> None:
        for position, pattern in enumerate(rule.body):
            if self.minus.has(pattern):
                body = group_text(rule, Scope(position, self.minus.graph, negation=False, lateral=True))
                self._mark(rule, body)

    def _lost_absence(self, rule: Rule) -> None:
        for pattern in (pattern for group in rule.absent for pattern in group.patterns):
            if self.plus.has(pattern):
                there = f"GRAPH {self.plus.graph} {{ {pattern_text(_local(rule, pattern))} }}"
                self._mark(rule, f"{there} {group_text(rule, Scope(negation=False))}")

    def _mark(self, rule: Rule, body: str) -> None:
        target = self._target(rule)
        for head in rule.head:
            found = f"FILTER EXISTS {{ GRAPH {target} {{ {pattern_text(head)} }} }}"
            self.store.update(
                f"INSERT {{ GRAPH {self.new} {{ {pattern_text(head)} }} }} WHERE {{ {body} {found} }}"
            )

    def _settle_withdrawn(self) -> bool:
        """Move what was marked from the closure to the removed; whether there was any."""
        marked = list(self.store.quads_for_pattern(None, None, None, self.new))
        self.store.remove_graph(self.new)
        for graph in (self.inferred, self.derived):
            for quad in (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in marked):
                if quad in self.store:
                    self.store.remove(quad)
        self.minus.add(marked)
        return bool(marked)

    def _restore(self, stratum: Stratum) -> None:
        """Put back what was taken out and still follows."""
        for _ in self._rounds(stratum):
            for rule in stratum.rules:
                for head in rule.head:
                    if self.minus.has(head):
                        self._derive(rule, *_taken_out(rule, head, self.minus.graph))
            if not self._settle_derived():
                return

    def _extend(self, stratum: Stratum) -> None:
        """Add what follows from added triples and from new absences."""
        for _ in self._rounds(stratum):
            for rule in stratum.rules:
                self._new_premise(rule)
                self._new_absence(rule)
            if not self._settle_derived():
                return

    def _new_premise(self, rule: Rule) -> None:
        for position, pattern in enumerate(rule.body):
            if self.plus.has(pattern):
                for head in rule.head:
                    scope = Scope(position, self.plus.graph, hidden=self._hidden(), lateral=True)
                    self._derive(rule, head, group_text(rule, scope))

    def _new_absence(self, rule: Rule) -> None:
        for pattern in (pattern for group in rule.absent for pattern in group.patterns):
            if self.minus.has(pattern):
                there = f"GRAPH {self.minus.graph} {{ {pattern_text(_local(rule, pattern))} }}"
                for head in rule.head:
                    self._derive(rule, head, f"{there} {group_text(rule, Scope(hidden=self.minus.graph))}")

    def _derive(self, rule: Rule, head: Pattern, body: str) -> None:
        known = f"FILTER NOT EXISTS {{ {Scope(hidden=self._hidden()).anywhere(head, '_known')} }}"
        text = pattern_text(head)
        target = self._target(rule)
        self.store.update(
            f"INSERT {{ GRAPH {self.new} {{ {text} }} GRAPH {target} {{ {text} }} }} "
            f"WHERE {{ {body} {known} }}"
        )

    def _settle_derived(self) -> bool:
        """Count what was derived as added, or as never removed; whether there was any."""
        found = list(self.store.quads_for_pattern(None, None, None, self.new))
        self.store.remove_graph(self.new)
        if self.minus:
            for quad in found:
                # Of what was not removed nothing is there.
                self.store.remove(Quad(quad.subject, quad.predicate, quad.object, self.minus.graph))
        self.plus.add(found)
        return bool(found)


def _local(rule: Rule, pattern: Pattern) -> Pattern:
    """A pattern of an absent group whose own variables, and those computed, are renamed: only the body's join
    it.
    """
    shared = set(variables_of(rule.body))
    own = [variable for variable in variables_of([pattern]) if variable not in shared]
    return bind(pattern, {variable: Variable(f"_own_{variable.value}") for variable in own})


def _taken_out(rule: Rule, head: Pattern, minus: NamedNode) -> tuple[Pattern, str]:
    """The head as it was taken out, and the group that finds those instances of it for which the body holds.

    What the body computes has another name in the head, and is compared after.
    """
    computed = [variable for variable, _ in rule.bindings if variable in head]
    was = {variable: Variable(f"_was_{variable.value}") for variable in computed}
    same = " ".join(f"FILTER(sameTerm({variable}, {renamed}))" for variable, renamed in was.items())
    gone = bind(head, dict(was))
    body = f"FILTER EXISTS {{ {group_text(rule, Scope(hidden=minus, lateral=True))} {same} }}"
    return gone, f"GRAPH {minus} {{ {pattern_text(gone)} }} {body}"
