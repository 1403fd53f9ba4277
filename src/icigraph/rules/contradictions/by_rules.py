"""Inconsistencies: the rules that conclude a contradiction, and literals that denote nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from icigraph.rdf.literal_values import value_of
from icigraph.rules.compile.patterns import bind_all, variables_of
from icigraph.rules.compile.rule import Node, Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.sentences import axiom_sentence, sentence, term_text
from icigraph.rules.contradictions.by_values import broken_by, value_constraints
from icigraph.rules.run.generalised import Generalised
from icigraph.rules.run.sources import GraphLike, triples_of
from icigraph.rules.run.sparql import anchors, select_text

__all__ = [
    "Inconsistency",
    "clash",
    "contradictions",
    "ill_typed",
    "inconsistencies",
    "violations",
    "violations_of",
    "violations_of_values",
]


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One contradiction: the standard's rule that finds it, the triples that clash, the axioms that say so,
    and a sentence.

    `premises` are patterns without variables; a literal may be the subject of one, since literals take part
    in reasoning.
    """

    standard: str
    premises: tuple[Pattern, ...]
    axiom: tuple[Triple, ...]
    message: str
    rule: Rule | None = None
    bindings: tuple[tuple[Variable, Node], ...] = ()


def inconsistencies(graph: GraphLike) -> tuple[Inconsistency, ...]:
    """Every contradiction in what follows from the graph (a path, store, rdflib graph or triples); none
    when consistent.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    >>> text += ":A owl:disjointWith :B . :x a :A, :B ."
    >>> [found.message for found in inconsistencies(parse(text, RdfFormat.TURTLE))]
    ['cax-dw: x a A and x a B contradict A owl:disjointWith B']
    """
    return tuple(violations(Generalised(triples_of(graph))))


def violations(graph: Generalised) -> Iterator[Inconsistency]:
    """The contradictions of a closed generalised graph, told in the terms of the original one."""
    for literal in graph.ill_typed():
        yield _of_literal(literal, literal.datatype, "no value of")
    for literal, datatype in graph.misplaced():
        yield _of_literal(literal, datatype, "outside the value space of")
    for rule in graph.rules.constraints:
        for bindings in _solutions(graph.store, rule):
            yield _restored(graph, _found(rule, bindings))


def contradictions(store: Store, rules: RuleSet) -> tuple[Inconsistency, ...]:
    """Every contradiction of a closed store by the rules it was closed with, those between the values of
    literals among them, each told once.

    >>> contradictions(Store(), RuleSet())
    ()
    """
    broken = chain(violations_of(store, rules), violations_of_values(store, rules))
    # An asymmetric property is broken by two facts in either order: one contradiction.
    return tuple({(frozenset(each.premises), each.axiom): each for each in broken}.values())


def violations_of(store: Store, rules: RuleSet) -> Iterator[Inconsistency]:
    """The contradictions of a closed store by the constraints alone, without datatype reasoning."""
    for rule in rules.constraints:
        for bindings in _solutions(store, rule):
            yield _found(rule, bindings)


def violations_of_values(store: Store, rules: RuleSet) -> Iterator[Inconsistency]:
    """The contradictions of a closed store between its rules and the values of its literals."""
    for constraint in value_constraints(rules):
        for bindings in broken_by(store, constraint):
            yield _found(constraint.rule, bindings)


def ill_typed(triples: Iterable[Triple]) -> Iterator[Inconsistency]:
    """A contradiction for each triple whose literal denotes nothing (dt-not-type), as it is spelled.

    >>> literal = Literal("300", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#byte"))
    >>> [found.message for found in ill_typed([Triple(NamedNode("x:/a"), NamedNode("x:/p"), literal)])]
    ['dt-not-type: a p "300"^^xsd:byte, which is no value of xsd:byte']
    """
    for triple in triples:
        if isinstance(triple.object, Literal) and value_of(triple.object) is None:
            premise: Pattern = (triple.subject, triple.predicate, triple.object)  # type: ignore[assignment]
            said = f"{sentence(triple)}, which is no value of {term_text(triple.object.datatype)}"
            yield Inconsistency("dt-not-type", (premise,), (), f"dt-not-type: {said}")


def _of_literal(literal: Literal, datatype: NamedNode, what: str) -> Inconsistency:
    message = f"dt-not-type: {term_text(literal)} is {what} {term_text(datatype)}"
    return Inconsistency("dt-not-type", (), (), message)


def _solutions(store: Store, rule: Rule) -> Iterator[dict[Variable, Node]]:
    solutions = store.query(select_text(rule), substitutions=anchors(rule))
    assert isinstance(solutions, QuerySolutions)
    names = variables_of(rule.body)
    for row in solutions:
        yield {name: row[name] for name in names}


def _found(rule: Rule, bindings: dict[Variable, Node]) -> Inconsistency:
    premises = bind_all(rule.body, bindings)
    return Inconsistency(
        rule.standard,
        premises,
        rule.axiom,
        clash(rule.standard, premises, rule.axiom),
        rule,
        tuple(bindings.items()),
    )


def clash(standard: str, premises: tuple[Pattern, ...], axiom: tuple[Triple, ...]) -> str:
    """A contradiction in a sentence: what clashes, and the axiom that says so."""
    said = " and ".join(map(sentence, premises))
    if not axiom or not premises:
        clash = "contradict each other" if len(premises) > 1 else "cannot be"
        return f"{standard}: {said or axiom_sentence(axiom)} {clash}"
    verb = "contradicts" if len(premises) == 1 else "contradict"
    return f"{standard}: {said} {verb} {axiom_sentence(axiom)}"


def _restored(graph: Generalised, found: Inconsistency) -> Inconsistency:
    premises = tuple(tuple(graph.original(node) for node in pattern) for pattern in found.premises)
    axiom = tuple(_original(graph, triple) for triple in found.axiom)
    bindings = tuple((name, graph.original(node)) for name, node in found.bindings)
    message = clash(found.standard, premises, axiom)  # type: ignore[arg-type]
    return Inconsistency(found.standard, premises, axiom, message, found.rule, bindings)  # type: ignore[arg-type]


def _original(graph: Generalised, triple: Triple) -> Triple:
    subject, value = graph.original(triple.subject), graph.original(triple.object)
    if isinstance(subject, Literal):
        return triple
    return Triple(subject, triple.predicate, value)  # type: ignore[arg-type]
