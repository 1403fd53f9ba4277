"""Whether to reason about literals as about things may contradict more than a published closure shows.

A published closure holds no triple about a literal, and nothing that follows only from one; it does not
compare values where rules join them; and everything belonging to owl:Thing, or being the same as itself, is
left out of it. Here its rules tell whether any of that can matter: hardly ever, so that the full closure need
hardly ever be made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Variable

from icigraph.rdf.literal_values import differ, value_of
from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axioms import is_datatype
from icigraph.rules.compile.class_axioms import DEFINING
from icigraph.rules.compile.pattern_index import Key, key_of
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet

__all__ = ["reaches_further"]

_TYPE, _SAME = RDF["type"], OWL["sameAs"]
_EVERYWHERE = frozenset(
    [OWL["Thing"], OWL["Class"], OWL["AnnotationProperty"], RDFS["Class"], RDFS["Datatype"], RDFS["Resource"]]
)
_REFLEXIVE = frozenset(
    [_SAME, OWL["equivalentClass"], OWL["equivalentProperty"], RDFS["subClassOf"], RDFS["subPropertyOf"]]
)


def reaches_further(store: Store, rules: RuleSet) -> bool:
    """Whether the full closure may contradict more than a closed store and its rules show.

    >>> reaches_further(Store(), RuleSet())
    False
    """
    every = (*rules.rules, *rules.typing, *rules.constraints)
    literals = _Literals(store)
    return (
        any(map(_speaks_of_what_is_left_out, every))
        or literals.are_same_as_things
        or _asserts_more(store, every)
        or _values_meet(literals, every)
        or _single_values_are_unclear(literals, every)
        or _Reach(literals, every).matters
    )


def _speaks_of_what_is_left_out(rule: Rule) -> bool:
    if rule.standard.startswith(("scm-", "eq-")):
        return False
    return any(
        predicate in _REFLEXIVE or (predicate == _TYPE and value in _EVERYWHERE)
        for _, predicate, value in rule.body
    )


class _Literals:
    """The literals of a closed store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[object, bool] = {}

    def has(self, predicate: object) -> bool:
        """Whether a property has a literal; any property, where a variable stands for it."""
        if predicate not in self._known:
            self._known[predicate] = bool(self._store.query(f"ASK {{ {_of(predicate)} }}"))
        return self._known[predicate]

    def of(self, predicate: object) -> Iterator[Literal]:
        """The different literals of a property."""
        rows = self._store.query(f"SELECT DISTINCT ?_y {{ {_of(predicate)} }}")
        assert isinstance(rows, QuerySolutions)
        return (row[0] for row in rows)

    def pairs(self, predicate: object) -> Iterator[tuple[Literal, Literal]]:
        """The pairs of literals that one thing has of a property."""
        other = _of(predicate).replace("?_y", "?_z").replace("?_g", "?_h")
        rows = self._store.query(
            f"SELECT DISTINCT ?_y ?_z {{ {_of(predicate)} {other} FILTER(!sameTerm(?_y, ?_z)) }}"
        )
        assert isinstance(rows, QuerySolutions)
        return ((row[0], row[1]) for row in rows)

    @cached_property
    def are_same_as_things(self) -> bool:
        same = self._store.quads_for_pattern(None, _SAME, None, None)
        return any(isinstance(quad.object, Literal) for quad in same)


def _of(predicate: object) -> str:
    named = predicate if isinstance(predicate, NamedNode) else "?_p"
    return f"GRAPH ?_g {{ ?_x {named} ?_y }} FILTER(isLiteral(?_y))"


def _asserts_more(store: Store, rules: Iterable[Rule]) -> bool:
    """Whether something is said to belong to an anonymous class that no rule knows of."""
    compiled = {triple for rule in rules for triple in rule.axiom if triple.predicate == _TYPE}
    for name in DEFINING:
        for quad in store.quads_for_pattern(None, OWL[name], None, None):
            if isinstance(quad.subject, BlankNode):
                typed = store.quads_for_pattern(None, _TYPE, quad.subject, None)
                if any(found.triple not in compiled for found in typed):
                    return True
    return False


def _values_meet(literals: _Literals, rules: Iterable[Rule]) -> bool:
    """Whether two literals of one value come together where rules ask for one term."""
    constants: set[Literal] = set()
    predicates: set[object] = set()
    for rule in rules:
        values = Counter(value for _, _, value in rule.body if isinstance(value, Variable))
        for _, predicate, value in rule.body:
            if isinstance(value, Literal):
                constants.add(value)
            if isinstance(value, Literal) or (isinstance(value, Variable) and values[value] > 1):
                predicates.add(predicate if isinstance(predicate, NamedNode) else None)
    spelled: dict[object, set[Literal]] = defaultdict(set)
    for literal in (*constants, *(each for predicate in predicates for each in literals.of(predicate))):
        spelled[value_of(literal)].add(literal)
    return any(len(same) > 1 for value, same in spelled.items() if value is not None)


def _single_values_are_unclear(literals: _Literals, rules: Iterable[Rule]) -> bool:
    """Whether literals are to be the same of which it is not known that they differ."""
    for rule in rules:
        if any(predicate == _SAME for _, predicate, _ in rule.head):
            for predicate in {predicate for _, predicate, _ in rule.body if predicate != _TYPE}:
                if literals.has(predicate) and not all(map(_is_clear, literals.pairs(predicate))):
                    return True
    return False


def _is_clear(pair: tuple[Literal, Literal]) -> bool:
    """Whether it is known that two literals differ, or that they do not."""
    return differ(*pair) or value_of(pair[0]) == value_of(pair[1])


class _Reach:
    """What could be told of literals, if anything could: the kinds of triples that rules would conclude with
    a literal as their subject, and whether any rule takes such a triple further.
    """

    def __init__(self, literals: _Literals, rules: Iterable[Rule]) -> None:
        self._literals = literals
        self._concluded: set[Key] = set()
        self._rules = tuple(rule for rule in rules if not rule.standard.startswith("scm-"))

    @property
    def matters(self) -> bool:
        before = -1
        while before < len(self._concluded):
            before = len(self._concluded)
            if any(map(self._goes_further, self._rules)):
                return True
        return False

    def _goes_further(self, rule: Rule) -> bool:
        """Take a rule into account; whether it concludes something else than about a literal, or clashes."""
        subjects = {subject for subject, _, _ in rule.body}
        names = {node for pattern in rule.body for node in (pattern[0], pattern[2])}
        possible = {name for name in names if isinstance(name, Variable) and self._may_be_literal(rule, name)}
        for subject, predicate, value in rule.head:
            if subject in possible and predicate != _SAME:
                self._concluded.add(key_of((subject, predicate, value)))
        return any(_leaves(rule, name) for name in possible & subjects)

    def _may_be_literal(self, rule: Rule, name: Variable) -> bool:
        for pattern in rule.body:
            subject, predicate, value = pattern
            if subject == name and not self._is_possible(pattern):
                return False
            if value == name and not self._literals.has(predicate):
                return False
        return True

    def _is_possible(self, pattern: Pattern) -> bool:
        """Whether such a triple could be concluded of a literal; its datatype always is."""
        _, predicate, value = pattern
        if isinstance(predicate, Variable):
            return True
        if predicate == _TYPE and (isinstance(value, Variable) or is_datatype(value)):
            return True
        key = key_of(pattern)
        return key in self._concluded or (key[0], None) in self._concluded or (None, None) in self._concluded


def _leaves(rule: Rule, name: Variable) -> bool:
    """Whether a rule, where a name stands for a literal, concludes more than what the literal is and does."""
    return not rule.head or any(
        subject != name or predicate == _SAME or (predicate == _TYPE and is_datatype(value))
        for subject, predicate, value in rule.head
    )
