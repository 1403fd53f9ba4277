"""Derivations that conclude a property which the ontology chooses: one rule for each property of a class.

`CONSTRUCT { ?s ?p ?o } WHERE { ?r :of ?s ; :property ?p ; :to ?o . ?p a :Stated }` says the same of every
property that is declared to be `:Stated`. As one rule it would feed every rule there is, and any negation
could depend on it; as one rule a property it has its place in the order of evaluation, as an axiom has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Triple, Variable

from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.patterns import bind_absence, bind_all, short_name
from icigraph.rules.compile.rule import Pattern, Rule

__all__ = ["declares", "declaring_classes", "for_declared"]

Members = Callable[[NamedNode], Iterable[NamedNode]]


def for_declared(rules: Iterable[Rule], members: Members) -> Iterator[Rule]:
    """The rules, those that conclude a property of a class replaced by one for each of its `members`, whose
    membership is the rule's axiom.

    >>> x, p, kind, p1 = Variable("x"), Variable("p"), NamedNode("x:Kind"), NamedNode("x:p1")
    >>> rule = Rule("r", "derivation", ((x, p, x),), ((x, NamedNode("x:has"), p), (p, RDF["type"], kind)))
    >>> [made] = for_declared([rule], lambda found: [p1])
    >>> made.name, made.head == ((x, p1, x),), len(made.body), [str(triple.object) for triple in made.axiom]
    ('r:x:p1', True, 1, ['<x:Kind>'])
    """
    for rule in rules:
        chosen = _chosen(rule)
        if chosen is None:
            yield rule
            continue
        declared, variable, kind = chosen
        for member in sorted(members(kind), key=str):
            values = {variable: member}
            yield replace(
                rule,
                name=f"{rule.name}:{short_name(member)}",
                head=bind_all(rule.head, values),
                body=bind_all([pattern for pattern in rule.body if pattern != declared], values),
                absent=tuple(bind_absence(group, values) for group in rule.absent),
                axiom=(*rule.axiom, Triple(member, RDF["type"], kind)),
            )


def declaring_classes(rules: Iterable[Rule]) -> frozenset[NamedNode]:
    """The classes whose members some rule is made for, so that who belongs to them is an axiom.

    >>> declaring_classes([])
    frozenset()
    """
    return frozenset(chosen[2] for chosen in map(_chosen, rules) if chosen is not None)


def declares(quad: Quad, classes: Collection[NamedNode]) -> bool:
    """Whether a quad says what is a member of one of the `classes` that rules are made for.

    >>> kind = NamedNode("x:Kind")
    >>> declares(Quad(NamedNode("x:p"), RDF["type"], kind), [kind])
    True
    """
    return quad.predicate == RDF["type"] and quad.object in classes


def _chosen(rule: Rule) -> tuple[Pattern, Variable, NamedNode] | None:
    """The pattern that declares what property a rule concludes, the property's variable, and its class."""
    concluded = {predicate for _, predicate, _ in rule.head if isinstance(predicate, Variable)}
    for pattern in rule.body:
        subject, predicate, kind = pattern
        if predicate == RDF["type"] and subject in concluded and isinstance(kind, NamedNode):
            return pattern, subject, kind  # type: ignore[return-value]
    return None
