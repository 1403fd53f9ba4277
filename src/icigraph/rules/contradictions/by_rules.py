"""Contradictions found by the rules that have no head, and literals that denote nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, QuerySolutions, Store, Triple, Variable

from icigraph.rdf.literal_values import value_of
from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.patterns import variables_of
from icigraph.rules.compile.rule import Node, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.contradictions.by_values import broken_by, value_constraints
from icigraph.rules.contradictions.contradiction import ILL_TYPED, Contradiction
from icigraph.rules.run.generalised import Generalised
from icigraph.rules.run.sources import GraphLike, triples_of
from icigraph.rules.run.sparql import anchors, select_text

__all__ = ["contradictions", "contradictions_in", "contradictions_of_full_closure", "ill_typed", "solutions"]


def contradictions_in(graph: GraphLike) -> tuple[Contradiction, ...]:
    """Every contradiction in what follows from a graph (a path, store, rdflib graph or triples), literals
    taken as things; none where it is consistent. InputError for a file that cannot be read.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    >>> text += ":A owl:disjointWith :B . :x a :A, :B ."
    >>> [found.message for found in contradictions_in(parse(text, RdfFormat.TURTLE))]
    ['cax-dw: x a A and x a B contradict A owl:disjointWith B']
    """
    return tuple(contradictions_of_full_closure(Generalised(triples_of(graph))))


def contradictions_of_full_closure(graph: Generalised) -> Iterator[Contradiction]:
    """The contradictions of a closed generalised graph, in the terms of the original one.

    >>> from pyoxigraph import NamedNode
    >>> byte = NamedNode("http://www.w3.org/2001/XMLSchema#byte")
    >>> triple = Triple(NamedNode("x:/a"), NamedNode("x:/p"), Literal("300", datatype=byte))
    >>> [found.message for found in contradictions_of_full_closure(Generalised([triple]))]
    ['dt-not-type: "300"^^xsd:byte a xsd:byte cannot be']
    """
    outside = chain(((literal, literal.datatype) for literal in graph.ill_typed()), graph.misplaced())
    for literal, datatype in outside:
        premise = (literal, RDF["type"], datatype)
        yield Contradiction.between((premise,), ILL_TYPED, ILL_TYPED.standard, ())
    for rule in graph.rules.constraints:
        for bindings in solutions(graph.store, rule):
            yield _restored(graph, Contradiction(rule, tuple(bindings.items())))


def contradictions(store: Store, rules: RuleSet) -> tuple[Contradiction, ...]:
    """Every contradiction of a closed store by the rules it was closed with, those between the values of
    literals among them, each told once.

    >>> from pyoxigraph import NamedNode, RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> text = "<x:A> <http://www.w3.org/2002/07/owl#disjointWith> <x:B> . <x:a> a <x:A>, <x:B> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> [found.message for found in contradictions(store, close_store(store))]
    ['cax-dw: x:a a x:A and x:a a x:B contradict x:A owl:disjointWith x:B']
    """
    found = chain(_by_rules(store, rules), _by_values(store, rules))
    # An asymmetric property is broken by two facts in either order: one contradiction.
    return tuple({(frozenset(each.premises), each.axiom): each for each in found}.values())


def _by_rules(store: Store, rules: RuleSet) -> Iterator[Contradiction]:
    for rule in rules.constraints:
        for bindings in solutions(store, rule):
            yield Contradiction(rule, tuple(bindings.items()))


def _by_values(store: Store, rules: RuleSet) -> Iterator[Contradiction]:
    for constraint in value_constraints(rules):
        for bindings in broken_by(store, constraint):
            yield Contradiction(constraint.rule, tuple(bindings.items()))


def ill_typed(triples: Iterable[Triple]) -> Iterator[Contradiction]:
    """A contradiction for each triple whose literal denotes nothing (dt-not-type), as it is spelled: a store
    rewrites numbers (`"300"^^xsd:byte` comes back as an integer).

    >>> from pyoxigraph import NamedNode
    >>> literal = Literal("300", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#byte"))
    >>> [found.message for found in ill_typed([Triple(NamedNode("x:/a"), NamedNode("x:/p"), literal)])]
    ['dt-not-type: a p "300"^^xsd:byte, which is no value of xsd:byte']
    """
    names = variables_of(ILL_TYPED.body)
    for triple in triples:
        if isinstance(triple.object, Literal) and value_of(triple.object) is None:
            yield Contradiction(ILL_TYPED, tuple(zip(names, triple, strict=True)))


def solutions(store: Store, rule: Rule) -> Iterator[dict[Variable, Node]]:
    """The bindings under which the body of a rule without head is in a store, by the engine.

    >>> store, rule = Store(), Rule("r", "s", (), ((Variable("x"), RDF["type"], Variable("y")),))
    >>> store.update("INSERT DATA { GRAPH <x:data> { <x:a> a <x:C> } }")
    >>> [{name.value: term.value for name, term in found.items()} for found in solutions(store, rule)]
    [{'x': 'x:a', 'y': 'x:C'}]
    """
    rows = store.query(select_text(rule), substitutions=anchors(rule))
    assert isinstance(rows, QuerySolutions)
    names = variables_of(rule.body)
    for row in rows:
        yield {name: row[name] for name in names}


def _restored(graph: Generalised, found: Contradiction) -> Contradiction:
    premises = tuple(tuple(graph.original(node) for node in pattern) for pattern in found.premises)
    axiom = tuple(_original(graph, triple) for triple in found.axiom)
    return Contradiction.between(premises, found.rule, found.standard, axiom)  # type: ignore[arg-type]


def _original(graph: Generalised, triple: Triple) -> Triple:
    subject, value = graph.original(triple.subject), graph.original(triple.object)
    if isinstance(subject, Literal):
        return triple
    return Triple(subject, triple.predicate, value)  # type: ignore[arg-type]
