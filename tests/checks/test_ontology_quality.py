"""The profile of OWL 2 RL and findings about an ontology's quality."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from icigraph.checks.ontology_quality import quality
from icigraph.checks.profile import profile

PREFIXES = """
@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ON = "[ owl:onProperty :p ; %s ]"


def graph(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE)]


OUTSIDE = [
    (":p a owl:ReflexiveProperty .", "ReflexiveProperty"),
    (":C owl:disjointUnionOf ( :D :E ) .", "disjointUnionOf"),
    (f":C rdfs:subClassOf {ON % 'owl:someValuesFrom :D'} .", "someValuesFrom as a superclass"),
    (f"{ON % 'owl:allValuesFrom :D'} rdfs:subClassOf :C .", "allValuesFrom as a subclass"),
    (":C rdfs:subClassOf [ owl:unionOf ( :D :E ) ] .", "unionOf as a superclass"),
    (f":C owl:equivalentClass {ON % 'owl:someValuesFrom :D'} .", "someValuesFrom in an equivalence"),
    (f":C rdfs:subClassOf {ON % 'owl:maxCardinality 2'} .", "only 0 and 1"),
    (f":C rdfs:subClassOf {ON % 'owl:minCardinality 1'} .", "minCardinality"),
    (f":C rdfs:subClassOf [ owl:intersectionOf ( :D {ON % 'owl:hasSelf true'} ) ] .", "hasSelf"),
    (":p rdfs:range xsd:gYear .", "xsd:gYear is no datatype"),
    ("owl:Thing rdfs:subClassOf :C .", "owl:Thing as a subclass"),
    (":C rdfs:subClassOf [ owl:complementOf [ owl:complementOf :D ] ] .", "complementOf as a subclass"),
    (":x a [ owl:unionOf ( :C :D ) ] .", "unionOf as a superclass"),
    ("[] a owl:AllDisjointClasses ; owl:members ( :C [ owl:complementOf :D ] ) .", "complementOf as a sub"),
    (":C rdfs:subClassOf [ owl:intersectionOf :D ] .", "no list that can be read"),
    (":p owl:propertyChainAxiom [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> :q ] .", "no list"),
    (f":C rdfs:subClassOf {ON % 'owl:maxCardinality true'} .", "no number"),
    (":C rdfs:subClassOf [ owl:hasValue :v ] .", "of no property"),
]
INSIDE = [
    f"{ON % 'owl:someValuesFrom :D'} rdfs:subClassOf :C .",
    f":C owl:equivalentClass {ON % 'owl:hasValue :v'} .",
    f":C rdfs:subClassOf {ON % 'owl:allValuesFrom :D'} , {ON % 'owl:maxCardinality 1'} .",
    "[ owl:unionOf ( :D :E ) ] rdfs:subClassOf :C . :C rdfs:subClassOf [ owl:complementOf :D ] .",
    ":p rdfs:range xsd:dateTime ; rdfs:domain :C ; a owl:TransitiveProperty .",
]


@pytest.mark.parametrize(("text", "message"), OUTSIDE)
def test_outside_the_profile(text: str, message: str) -> None:
    (found,) = profile(graph(text))
    assert message in found.message
    assert found.remedy


@pytest.mark.parametrize("text", INSIDE)
def test_inside_the_profile(text: str) -> None:
    assert profile(graph(text)) == ()


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (
            ":A owl:disjointWith :B . :C rdfs:subClassOf :A, :B .",
            "unsatisfiable",
            "C can have no instance, as A owl:disjointWith B",
        ),
        (
            ":A rdfs:subClassOf owl:Nothing .",
            "unsatisfiable",
            "A can have no instance, as owl:Nothing has none",
        ),
        (
            f":p rdfs:range xsd:integer . :C a owl:Class ; rdfs:subClassOf {ON % 'owl:hasValue true'} .",
            "unsatisfiable",
            "C can have no instance, as p rdfs:range xsd:integer",
        ),
        (
            ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A .",
            "circle",
            "A → B → C → A",
        ),
        (":p a owl:TransitiveProperty . :a :p :b . :b :p :a .", "circle", "p runs in a circle: a → b → a"),
        (":A rdfs:subClassOf :B, :C . :B rdfs:subClassOf :C .", "redundant", "A → B → C"),
        (":p rdfs:domain :A . :q rdfs:subPropertyOf :p ; rdfs:domain :A .", "redundant", "q rdfs:domain A"),
        (":p rdfs:domain :A . :x :p :y .", "domain", "x belongs to A only because it has p"),
    ],
)
def test_findings(text: str, kind: str, message: str) -> None:
    (found,) = quality(graph(text))
    assert found.kind == kind
    assert message in found.message


def test_a_long_chain_is_looked_through_quickly() -> None:
    chain = " ".join(f":a{number} :p :a{number + 1} ." for number in range(20_000))
    (found,) = quality(graph(f":p a owl:TransitiveProperty . {chain} :a20000 :p :b . :b :p :a20000 ."))
    assert found.message == "p runs in a circle: a20000 → b → a20000"


def test_what_holds_both_ways_is_no_circle() -> None:
    text = ":p a owl:TransitiveProperty, owl:SymmetricProperty . :a :p :b . :b :p :a ."
    assert quality(graph(text)) == ()


def test_nothing_to_find() -> None:
    assert quality(graph(":p rdfs:domain :A . :B rdfs:subClassOf :A . :x a :B ; :p :y .")) == ()
