"""Constraints that rest on the values of literals.

A published closure holds no triple about a literal. So a rule that would make two literals the same
contradicts where their values differ, and one that would give a literal a datatype where its value lies
outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from icigraph.rdf.literal_values import belongs, datatypes_of, differ, value_of
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.axioms import is_datatype
from icigraph.rules.compile.patterns import variables_of
from icigraph.rules.compile.rule import Node, Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.sparql import anchors, select_text

__all__ = ["ValueConstraint", "broken_by", "value_constraints"]

Bindings = Mapping[Variable, Node]
_SAME, _TYPE = OWL["sameAs"], RDF["type"]
_X, _Y, _Z = (Variable(name) for name in "xyz")


@dataclass(frozen=True, slots=True)
class _Guard:
    """A condition on the values of literals: as it is written, and as it is decided."""

    text: str
    literals: tuple[Variable, ...]
    holds: Callable[[Bindings], bool]


@dataclass(frozen=True, slots=True)
class ValueConstraint:
    """A rule without head. Some of its guards no engine knows: DIFFER(?a, ?b), whether two literals denote
    different values, and DENOTES(?a, datatype), whether a literal denotes a value of a datatype.
    """

    rule: Rule
    guards: tuple[_Guard, ...]


def value_constraints(rules: RuleSet) -> Iterator[ValueConstraint]:
    """The constraints on values that a rule set comes to.

    >>> from pyoxigraph import RdfFormat, parse
    >>> from icigraph.rules.compile_ontology import compile_rules
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#FunctionalProperty> ."
    >>> rules = compile_rules(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    >>> [each.rule.guards[-1] for each in value_constraints(rules) if each.rule.axiom]
    ['DIFFER(?y1, ?y2)']
    """
    for rule in rules.rules:
        for head in rule.head:
            yield from _equating(rule, head)
    for rule in rules.typing:
        for head in rule.head:
            yield from _typing(rule, head)
    for rule in rules.constraints:
        if any(predicate == _TYPE and is_datatype(value) for _, predicate, value in rule.body):
            yield from _constraint(rule, "dt-type2", f"{rule.standard}+dt-type2")
    if rules.equality:
        constraint = Rule(
            "eq-trans:sameAs", "eq-trans", ((_Y, _SAME, _Z),), ((_X, _SAME, _Y), (_X, _SAME, _Z))
        )
        yield from _equating(constraint, constraint.head[0])


def _equating(rule: Rule, head: Pattern) -> Iterator[ValueConstraint]:
    left, predicate, right = head
    if predicate == _SAME and isinstance(left, Variable) and isinstance(right, Variable):
        guard = _Guard(
            f"DIFFER({left}, {right})", (left, right), lambda found: differ(found[left], found[right])
        )
        yield from _constraint(rule, "dt-diff", f"{rule.standard}+dt-diff", guard)


def _typing(rule: Rule, head: Pattern) -> Iterator[ValueConstraint]:
    literal, predicate, datatype = head
    if predicate == _TYPE and isinstance(literal, Variable) and isinstance(datatype, NamedNode):
        yield from _constraint(
            rule, "dt-not-type", f"dt-not-type+{rule.standard}", _denotes(literal, datatype, wanted=False)
        )


def _denotes(literal: Variable, datatype: NamedNode, *, wanted: bool) -> _Guard:
    def holds(found: Bindings) -> bool:
        term = found[literal]
        if not isinstance(term, Literal):
            return False
        value = value_of(term)
        # Of some values it is not known whether they belong: that is neither.
        return datatype in datatypes_of(term) if wanted else value is None or not belongs(value, datatype)

    return _Guard(f"{'' if wanted else '!'}DENOTES({literal}, {datatype})", (literal,), holds)


def _constraint(rule: Rule, name: str, standard: str, *last: _Guard) -> Iterator[ValueConstraint]:
    """The rule as a constraint; what its body says of a literal's datatype becomes a guard as well."""
    body: list[Pattern] = []
    guards: list[_Guard] = []
    for subject, predicate, value in rule.body:
        typed = isinstance(subject, Variable) and predicate == _TYPE
        if typed and isinstance(value, NamedNode) and is_datatype(value):
            guards.append(_denotes(cast(Variable, subject), value, wanted=True))
        else:
            body.append((subject, predicate, value))
    guards += last
    literals = {name for guard in guards for name in guard.literals}
    objects = {value for _, _, value in body}
    if any(subject in literals for subject, _, _ in body) or not literals <= objects:
        # Nothing is told of a literal.
        return
    texts = tuple(each.text for each in guards)
    constraint = replace(
        rule,
        name=f"{rule.name}/{name}",
        standard=standard,
        head=(),
        body=tuple(body),
        guards=(*rule.guards, *texts),
    )
    yield ValueConstraint(constraint, tuple(guards))


def broken_by(store: Store, constraint: ValueConstraint) -> Iterator[dict[Variable, Node]]:
    """The bindings under which a closed store breaks a constraint.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.compile_ontology import compile_rules
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#FunctionalProperty> . <x:s> <x:p> 1, 2 ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:g"))
    >>> constraints = value_constraints(compile_rules(quad.triple for quad in store))
    >>> [found, _] = [found for each in constraints if each.rule.axiom for found in broken_by(store, each)]
    >>> {name.value: term.value for name, term in found.items()}["x"]
    'x:s'
    """
    rule = constraint.rule
    literals = dict.fromkeys(name for guard in constraint.guards for name in guard.literals)
    known = rule.guards[: len(rule.guards) - len(constraint.guards)]
    asked = replace(rule, guards=(*known, *(f"isLiteral({name})" for name in literals)))
    solutions = store.query(select_text(asked), substitutions=anchors(asked))
    assert isinstance(solutions, QuerySolutions)
    names = variables_of(asked.body)
    for row in solutions:
        bindings = {name: row[name] for name in names}
        if all(guard.holds(bindings) for guard in constraint.guards):
            yield bindings
