"""What a published closure does not show of literals: where nothing tells that it matters, it does not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from tests.rules.closing import closed

from icigraph.rdf.literal_values import value_of
from icigraph.rules.contradictions.by_rules import contradictions, contradictions_in
from icigraph.rules.contradictions.literal_reach import reaches_further

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ON = "[ a owl:Restriction ; owl:onProperty :p ; %s ]"
AXIOMS = [
    ":p a owl:FunctionalProperty .",
    ":q a owl:InverseFunctionalProperty .",
    ":q a owl:SymmetricProperty .",
    ":q rdfs:subPropertyOf :p .",
    ":r owl:inverseOf :p .",
    ":p owl:propertyDisjointWith :q .",
    ":p rdfs:range xsd:integer .",
    ":q rdfs:range :D .",
    ":p rdfs:range :C .",
    ":D rdfs:subClassOf xsd:integer .",
    ":C owl:disjointWith :D .",
    ":C rdfs:subClassOf :E .",
    ":E owl:complementOf :D .",
    ":C owl:hasKey ( :q ) .",
    ":a owl:differentFrom :b .",
    "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1.0 .",
    f":C rdfs:subClassOf {ON % 'owl:maxCardinality 1'} .",
    f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 1 ; owl:onClass :D'} .",
    f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 0 ; owl:onClass xsd:integer'} .",
    f":C rdfs:subClassOf {ON % 'owl:allValuesFrom xsd:string'} .",
    f":C rdfs:subClassOf {ON % 'owl:allValuesFrom :D'} .",
    f"{ON % 'owl:someValuesFrom xsd:integer'} rdfs:subClassOf :D .",
    f"{ON % 'owl:someValuesFrom :D'} rdfs:subClassOf :E .",
    f"{ON % 'owl:hasValue 1.0'} rdfs:subClassOf :D .",
    f":D rdfs:subClassOf {ON % 'owl:hasValue 1'} .",
    f":a a {ON % 'owl:maxCardinality 0'} .",
    f"[] a {ON % 'owl:allValuesFrom xsd:integer'} ; :p 'x' .",
    ":C rdfs:subClassOf owl:Nothing .",
    "owl:Thing rdfs:subClassOf :E . :E a owl:Class .",
    "owl:sameAs rdfs:range :D .",
]
VALUES = ["1", "1.0", "2", "'x'", "'x'@en", "'2004'^^xsd:gYear", "'2005'^^xsd:gYear", ":a", ":b", "true"]
FACTS = [f":{s} :{p} {o} ." for s in "abc" for p in "pqr" for o in VALUES]
FACTS += [f":{s} a :{kind} ." for s in "abc" for kind in "CDE"] + [
    ":a owl:sameAs :c .",
    ":b owl:sameAs 'x' .",
]


def told(store: Store) -> list[object]:
    return [quad.triple for quad in store if quad.graph_name == NamedNode("http://example.org/graph")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(AXIOMS), min_size=1, max_size=5, unique=True),
    st.lists(st.sampled_from(FACTS), min_size=1, max_size=5, unique=True),
)
def test_nothing_is_overlooked_and_nothing_made_up(axioms: list[str], facts: list[str]) -> None:
    store, rules = closed(PREFIXES + "\n".join((*axioms, *facts)))
    shown = contradictions(store, rules)
    full = contradictions_in(told(store))
    assert full or not shown
    assert shown or not full or reaches_further(store, rules)


@pytest.mark.parametrize(
    "text",
    [
        ":p a owl:FunctionalProperty ; rdfs:range xsd:integer . :a :p 1 . :b :p 2 .",
        ":p a owl:FunctionalProperty . :a :p 1, 2, 'x' .",
        ":q owl:inverseOf :r . :r a owl:SymmetricProperty . :a :q :b ; :p 'x' .",
        ":p rdfs:range :C . :C rdfs:subClassOf :D . :D owl:disjointWith :E . :a :p 'x' .",
        ":C owl:hasKey ( :p ) . :a a :C ; :p 1 . :b a :C ; :p 2.0 .",
        ":q a owl:SymmetricProperty ; rdfs:domain :C . :C owl:disjointWith :D . :a :q :b ; :p 'x' .",
    ],
)
def test_what_is_common_calls_for_no_full_closure(text: str) -> None:
    assert not reaches_further(*closed(PREFIXES + text))


@pytest.mark.parametrize(
    "text",
    [
        ":p rdfs:range :C . :q rdfs:range :D . :C owl:disjointWith :D . :a :p 'x' ; :q 'x' .",
        ":C owl:hasKey ( :p ) . :a a :C ; :p 1 . :b a :C ; :p 1.0 .",
        ":a owl:sameAs 'x' .",
        ":p a owl:FunctionalProperty . :a :p '2004'^^xsd:gYear, 'x' .",
        ":C owl:complementOf owl:Thing .",
    ],
)
def test_what_a_literal_may_come_to_calls_for_one(text: str) -> None:
    assert reaches_further(*closed(PREFIXES + text))


def test_no_literal_of_the_facts_denotes_nothing() -> None:
    store, _ = closed(PREFIXES + "\n".join(FACTS))
    assert all(value_of(quad.object) is not None for quad in store if isinstance(quad.object, Literal))
