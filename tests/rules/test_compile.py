"""Each axiom gives its rule of the standard: what it adds to a small graph, and nothing else."""

# ruff: noqa: E501 (one case a line)

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from tests.rules.closing import closed

from icigraph.checks.profile import profile
from icigraph.rules.close import inferred_from
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.contradictions.by_rules import contradictions, contradictions_in
from icigraph.rules.entailment import entails

PREFIXES = """
@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
Q = "[ owl:inverseOf :q ]"
ON = "[ a owl:Restriction ; owl:onProperty :p ; %s ]"


def graph(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE)}


ADDED = [
    ("eq-sym", ":a owl:sameAs :b .", ":b owl:sameAs :a ."),
    ("eq-trans", ":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c . :b owl:sameAs :a . :c owl:sameAs :a, :b ."),
    ("eq-rep-s", ":a owl:sameAs :b ; :p :c .", ":b owl:sameAs :a ; :p :c ."),
    ("eq-rep-p", ":p owl:sameAs :q . :a :p :c .", ":q owl:sameAs :p . :a :q :c ."),
    ("eq-rep-o", ":a owl:sameAs :b . :c :p :a .", ":b owl:sameAs :a . :c :p :b ."),
    ("prp-dom", ":p rdfs:domain :C . :a :p :b .", ":a a :C ."),
    ("prp-rng", ":p rdfs:range :C . :a :p :b .", ":b a :C ."),
    ("prp-fp", ":p a owl:FunctionalProperty . :a :p :b, :c .", ":b owl:sameAs :c . :c owl:sameAs :b ."),
    ("prp-ifp", ":p a owl:InverseFunctionalProperty . :b :p :a . :c :p :a .", ":b owl:sameAs :c . :c owl:sameAs :b ."),
    ("prp-symp", ":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a ."),
    ("prp-trp", ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .", ":a :p :c, :d . :b :p :d ."),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b ."),
    ("prp-spo2", ":r owl:propertyChainAxiom ( :p :q :p ) . :a :p :b . :b :q :c . :c :p :d .", ":a :r :d ."),
    ("prp-spo2", ":r owl:propertyChainAxiom ( [ owl:inverseOf :p ] :q ) . :b :p :a . :b :q :c .", ":a :r :c ."),
    (
        "prp-eqp1",
        ":p owl:equivalentProperty :q . :a :p :b .",
        ":a :q :b . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
    ),
    ("prp-inv1", ":p owl:inverseOf :q . :a :p :b .", ":b :q :a ."),
    ("prp-inv2", ":p owl:inverseOf :q . :a :q :b .", ":b :p :a ."),
    ("prp-inv1", ":p owl:inverseOf [ owl:inverseOf :q ] . :a :p :b .", ":a :q :b ."),
    ("prp-inv2", ":p owl:inverseOf [ owl:inverseOf :q ] . :a :q :b .", ":a :p :b ."),
    ("prp-inv2", "_:i owl:inverseOf :p, :q . :a :p :b .", ":a :q :b ."),
    ("prp-fp", f"{Q} a owl:FunctionalProperty . :a :q :b . :c :q :b .", ":a owl:sameAs :c . :c owl:sameAs :a ."),
    ("prp-ifp", f"{Q} a owl:InverseFunctionalProperty . :a :q :b, :c .", ":b owl:sameAs :c . :c owl:sameAs :b ."),
    ("prp-symp", f"{Q} a owl:SymmetricProperty . :a :q :b .", ":b :q :a ."),
    ("prp-trp", f"{Q} a owl:TransitiveProperty . :a :q :b . :b :q :c .", ":a :q :c ."),
    ("prp-trp", f"[ owl:inverseOf {Q} ] a owl:TransitiveProperty . :a :q :b . :b :q :c .", ":a :q :c ."),
    ("prp-dom", f"{Q} rdfs:domain :C . :a :q :b .", ":b a :C ."),
    ("prp-rng", f"{Q} rdfs:range :C . :a :q :b .", ":a a :C ."),
    ("prp-spo1", f"{Q} rdfs:subPropertyOf :p . :a :q :b .", ":b :p :a ."),
    ("prp-spo1", f":p rdfs:subPropertyOf {Q} . :a :p :b .", ":b :q :a ."),
    ("prp-spo1", f":p rdfs:subPropertyOf [ owl:inverseOf {Q} ] . :a :p :b .", ":a :q :b ."),
    ("prp-eqp1", f"{Q} owl:equivalentProperty :p . :a :q :b .", ":b :p :a ."),
    ("prp-eqp2", f"{Q} owl:equivalentProperty :p . :a :p :b .", ":b :q :a ."),
    ("prp-spo2", f"{Q} owl:propertyChainAxiom ( :p :p ) . :a :p :b . :b :p :c .", ":c :q :a ."),
    ("cls-svf2", f"[ owl:onProperty {Q} ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C . :a :q :b .", ":b a :C ."),
    ("prp-key", ":C owl:hasKey ( :p :q ) . :a a :C ; :p 1 ; :q :x . :b a :C ; :p 1 ; :q :x .", ":a owl:sameAs :b . :b owl:sameAs :a ."),
    ("cls-int1", ":C owl:intersectionOf ( :D :E ) . :a a :D, :E .", ":a a :C . :C rdfs:subClassOf :D, :E ."),
    ("cls-int2", ":C owl:intersectionOf ( :D :E ) . :a a :C .", ":a a :D, :E . :C rdfs:subClassOf :D, :E ."),
    (
        "scm-int",
        "[ owl:intersectionOf ( [ owl:intersectionOf ( :A ) ] :B ) ] owl:equivalentClass :D .",
        ":D rdfs:subClassOf :A, :B .",
    ),
    (
        "scm-uni",
        "[ owl:unionOf ( :D :C ) ] rdfs:subClassOf [ owl:intersectionOf ( :D :E ) ] .",
        ":C rdfs:subClassOf :D, :E . :D rdfs:subClassOf :E .",
    ),
    (
        "scm-dom1",
        ":r rdfs:domain [ owl:intersectionOf ( :A [ owl:unionOf ( :B :C ) ] ) ] . :A rdfs:subClassOf :D . :x :r :y .",
        ":r rdfs:domain :A, :D . :x a :A, :D .",
    ),
    ("scm-rng1", ":r rdfs:range [ owl:equivalentClass :A ] . :x :r :y .", ":r rdfs:range :A . :y a :A ."),
    ("cls-uni", ":C owl:unionOf ( :D :E ) . :a a :D .", ":a a :C . :D rdfs:subClassOf :C . :E rdfs:subClassOf :C ."),
    ("cls-svf1", f"{ON % 'owl:someValuesFrom :D'} rdfs:subClassOf :C . :a :p :b . :b a :D .", ":a a :C ."),
    ("cls-svf2", f"{ON % 'owl:someValuesFrom owl:Thing'} rdfs:subClassOf :C . :a :p :b .", ":a a :C ."),
    ("dt-type2", f"{ON % 'owl:someValuesFrom xsd:integer'} rdfs:subClassOf :C . :a :p 1 . :b :p 1.5 .", ":a a :C ."),
    ("dt-type2", f"{ON % 'owl:someValuesFrom xsd:byte'} rdfs:subClassOf :C . :a :p 1 . :b :p 300 . :c :p 'x' .", ":a a :C ."),
    ("dt-type2", f"{ON % 'owl:someValuesFrom xsd:token'} rdfs:subClassOf :C . :a :p 'x' . :b :p ' x' .", ":a a :C ."),
    ("dt-type2", f"{ON % 'owl:someValuesFrom xsd:date'} rdfs:subClassOf :C . :a :p '2004-01-01'^^xsd:date . :b :p 'x' .", ":a a :C ."),
    ("dt-type2", f"{ON % 'owl:someValuesFrom rdfs:Literal'} rdfs:subClassOf :C . :a :p 'x'@en . :b :p :c .", ":a a :C ."),
    (
        "dt-type2",
        f"{ON % 'owl:someValuesFrom [ owl:intersectionOf ( xsd:integer xsd:byte ) ]'} rdfs:subClassOf :C . :a :p 1 .",
        ":a a :C .",
    ),
    ("prp-rng", ":p rdfs:range xsd:integer . :a :p :b, 1 .", ":b a xsd:integer ."),
    (
        "cax-sco",
        ":A rdfs:subClassOf _:r . _:r owl:onProperty :p ; owl:someValuesFrom :C ; rdfs:subClassOf :B . :x a :A .",
        ":x a :B . :A rdfs:subClassOf :B .",
    ),
    (
        "cax-sco",
        ":A rdfs:subClassOf _:u . _:u owl:unionOf ( :C :D ) ; rdfs:subClassOf :B . :x a :A . :y a :C .",
        ":x a :B . :y a :B . :A rdfs:subClassOf :B . :C rdfs:subClassOf :B . :D rdfs:subClassOf :B .",
    ),
    (
        "cax-eqc2",
        ":A owl:equivalentClass _:r . :B owl:equivalentClass _:r . _:r owl:onProperty :p ; owl:hasValue :v . :x a :A .",
        ":x a :B ; :p :v . :A rdfs:subClassOf :B ; owl:equivalentClass :B . :B rdfs:subClassOf :A ; owl:equivalentClass :A .",
    ),
    (
        "cax-sco",
        ":A rdfs:subClassOf _:r . _:r owl:onProperty :p ; owl:hasValue :v . :D owl:intersectionOf ( :E _:r ) . :x a :A, :E .",
        ":x a :D ; :p :v . :D rdfs:subClassOf :E .",
    ),
    ("cls-avf", f":C rdfs:subClassOf {ON % 'owl:allValuesFrom :D'} . :a a :C ; :p :b .", ":b a :D ."),
    ("cls-hv1", f":C rdfs:subClassOf {ON % 'owl:hasValue :v'} . :a a :C .", ":a :p :v ."),
    ("cls-hv1", f":a a {ON % 'owl:hasValue :v'} .", ":a :p :v ."),
    ("cls-avf", f":a a {ON % 'owl:allValuesFrom :D'} ; :p :b .", ":b a :D ."),
    ("cls-int2", f":a a [ owl:intersectionOf ( :C {ON % 'owl:hasValue :v'} ) ] .", ":a a :C ; :p :v ."),
    ("cls-maxc2", f":a a {ON % 'owl:maxCardinality 1'} ; :p :b, :c .", ":b owl:sameAs :c . :c owl:sameAs :b ."),
    ("cls-hv2", f"{ON % 'owl:hasValue :v'} rdfs:subClassOf :C . :a :p :v .", ":a a :C ."),
    (
        "cls-maxc2",
        f":C rdfs:subClassOf {ON % 'owl:maxCardinality 1'} . :a a :C ; :p :b, :c .",
        ":b owl:sameAs :c . :c owl:sameAs :b .",
    ),
    (
        "cls-maxqc3",
        f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 1 ; owl:onClass :D'} ."
        " :a a :C ; :p :b, :c, :d . :b a :D . :c a :D .",
        ":b owl:sameAs :c . :c owl:sameAs :b .",
    ),
    (
        "cls-maxqc4",
        f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing'} . :a a :C ; :p :b, :c .",
        ":b owl:sameAs :c . :c owl:sameAs :b .",
    ),
    ("cls-oo", ":C owl:oneOf ( :a :b ) .", ":a a :C . :b a :C ."),
    ("cax-sco", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :a a :C .", ":a a :D, :E . :C rdfs:subClassOf :E ."),
    (
        "cax-eqc1",
        ":C owl:equivalentClass :D . :a a :C . :b a :D .",
        ":a a :D . :b a :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C ; owl:equivalentClass :C .",
    ),
    ("scm-spo", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r ."),
    ("scm-eqc2", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D . :D owl:equivalentClass :C ."),
    ("scm-dom1", ":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    ("scm-dom2", ":p rdfs:domain :C . :q rdfs:subPropertyOf :p .", ":q rdfs:domain :C ."),
    ("scm-rng1", ":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    ("scm-rng2", ":p rdfs:range :C . :q rdfs:subPropertyOf :p .", ":q rdfs:range :C ."),
    (
        "scm-hv",
        ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :q . :p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D .",
    ),
    (
        "scm-svf1",
        ":C owl:someValuesFrom :A ; owl:onProperty :p . :D owl:someValuesFrom :B ; owl:onProperty :p . :A rdfs:subClassOf :B .",
        ":C rdfs:subClassOf :D .",
    ),
    (
        "scm-avf2",
        ":C owl:allValuesFrom :A ; owl:onProperty :p . :D owl:allValuesFrom :A ; owl:onProperty :q . :q rdfs:subPropertyOf :p .",
        ":C rdfs:subClassOf :D .",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "told", "added"), ADDED)
def test_what_a_rule_adds(standard: str, told: str, added: str) -> None:
    rules = compile_rules(graph(told))
    assert standard in {part for rule in (*rules.rules, *rules.equality) for part in rule.standard.split("+")}
    assert inferred_from(graph(told)) == graph(added)
    assert entails(graph(told), graph(added))


CONTRADICTIONS = [
    ("eq-diff1", ":a owl:sameAs :b ; owl:differentFrom :b ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :a :b :c ) . :a owl:sameAs :c ."),
    ("eq-diff3", "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) . :b owl:sameAs :a ."),
    ("prp-irp", ":p a owl:IrreflexiveProperty . :a :p :a ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a ."),
    ("prp-asyp", f"{Q} a owl:AsymmetricProperty . :a :q :b . :b :q :a ."),
    ("prp-irp", f"{Q} a owl:IrreflexiveProperty . :a :q :a ."),
    ("prp-pdw", f":p owl:propertyDisjointWith {Q} . :a :p :b . :b :q :a ."),
    ("prp-adp", f"[] a owl:AllDisjointProperties ; owl:members ( :p {Q} ) . :a :p :b . :b :q :a ."),
    ("prp-npa1", f"[] owl:sourceIndividual :a ; owl:assertionProperty {Q} ; owl:targetIndividual :b . :b :q :a ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b ."),
    ("prp-adp", "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :a :p :b ; :r :b ."),
    ("prp-npa1", "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :b ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( _:x :b :c ) . _:x owl:sameAs :b ."),
    ("eq-diff3", "[] a owl:AllDifferent ; owl:distinctMembers ( _:x _:y ) . _:y owl:sameAs _:x ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( _:x :b _:x ) ."),
    ("prp-npa1", "[] owl:sourceIndividual _:x ; owl:assertionProperty :p ; owl:targetIndividual :b . _:x :p :b ."),
    ("prp-npa1", "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual _:x . :a :p _:x ."),
    ("prp-npa2", "[] owl:sourceIndividual _:x ; owl:assertionProperty :p ; owl:targetValue 1 . _:x :p 1 ."),
    ("cax-dw", f"{ON % 'owl:hasValue _:v'} owl:disjointWith :C . :a a :C ; :p _:v ."),
    ("prp-npa2", "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 . :a :p '01'^^xsd:int ."),
    ("cls-nothing2", ":a a owl:Nothing ."),
    ("cls-com", ":C owl:complementOf :D . :a a :C, :D ."),
    ("cls-maxc1", f":C rdfs:subClassOf {ON % 'owl:maxCardinality 0'} . :a a :C ; :p :b ."),
    ("cls-maxqc1", f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 0 ; owl:onClass :D'} . :a a :C ; :p :b . :b a :D ."),
    ("cls-maxqc2", f":C rdfs:subClassOf {ON % 'owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing'} . :a a :C ; :p :b ."),
    ("cax-dw", ":C owl:disjointWith :D . :a a :C, :D ."),
    ("cax-adc", "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :a a :C, :E ."),
    ("dt-not-type", ":a :p '300'^^xsd:byte ."),
    ("dt-not-type", ":p rdfs:range xsd:integer . :a :p true ."),
    ("eq-diff1", ":p a owl:FunctionalProperty . :a :p 1, 2 ."),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "told"), CONTRADICTIONS)
def test_what_contradicts(standard: str, told: str) -> None:
    assert standard in {
        part for found in contradictions_in(graph(told)) for part in found.standard.split("+")
    }


@pytest.mark.parametrize("told", [told for standard, told in CONTRADICTIONS if standard != "dt-not-type"])
def test_a_published_closure_shows_what_contradicts(told: str) -> None:
    assert contradictions(*closed(PREFIXES + told))


@pytest.mark.parametrize(
    "told", [told.rsplit(" :a ", 1)[0] for _, told in CONTRADICTIONS if told.count(" :a ") == 1]
)
def test_nothing_contradicts_without_the_fact(told: str) -> None:
    assert contradictions_in(graph(told)) == ()


def test_another_blank_node_contradicts_nothing() -> None:
    denied = "[] owl:sourceIndividual _:x ; owl:assertionProperty :p ; owl:targetIndividual :b . _:y :p :b ."
    apart = "[] a owl:AllDifferent ; owl:members ( _:x :b ) . _:y owl:sameAs :b ."
    assert contradictions(*closed(PREFIXES + denied + apart)) == ()


def test_the_same_axioms_give_the_same_names() -> None:
    triples = graph("\n".join(told for _, told, _ in ADDED if "sameAs" not in told))
    names = [rule.name for rule in compile_rules(triples).rules]
    assert names == [rule.name for rule in compile_rules(sorted(triples, key=str, reverse=True)).rules]
    assert len(names) == len(set(names))


def test_an_axiom_that_follows_is_compiled_too() -> None:
    told = ":p rdfs:subPropertyOf rdfs:subClassOf . :C :p :D . :a a :C ."
    assert graph(":a a :D .") <= inferred_from(graph(told))


def test_only_what_the_axioms_call_for_is_compiled() -> None:
    assert compile_rules(graph(":a :p :b .")).rules == ()


def test_axiomatic_triples_come_on_request() -> None:
    found = inferred_from(graph(":C a owl:Class ."), mode=Mode.AXIOMATIC)
    assert graph(":C rdfs:subClassOf owl:Thing . rdfs:label a owl:AnnotationProperty .") <= found
    assert inferred_from(graph(":C a owl:Class .")) == set()


@pytest.mark.parametrize(
    ("premise", "conclusion", "holds"),
    [
        (":a :p 1 .", ":a :p '01'^^xsd:byte .", True),
        (":a :p 1 .", ":a :p 1.0 .", True),
        (":a :p 1 .", ":a :p 1e0 .", False),
        (":a :p 'x' .", ":a :p 'x'^^xsd:token .", True),
        (":a :p 'x' .", ":a :p 'x'@en .", False),
        (":a :p :b .", "[] :p [] .", True),
        (":a :p :b .", ":a :p [ a :C ] .", False),
        (":a owl:sameAs 1 . :b owl:sameAs 2 .", ":a owl:differentFrom :b .", True),
        (":a a owl:Nothing .", ":x :y :z .", True),
        ("", ":a owl:sameAs :a .", False),
        (":a :p :b .", ":a owl:sameAs :a .", True),
    ],
)
def test_entailment(premise: str, conclusion: str, holds: bool) -> None:
    assert entails(graph(premise), graph(conclusion)) is holds


@pytest.mark.parametrize(
    "text",
    [
        "_:r owl:onProperty :p ; owl:someValuesFrom _:r . _:r rdfs:subClassOf :C . :a :p :b .",
        "_:r owl:onProperty :p ; owl:allValuesFrom _:r . :C rdfs:subClassOf _:r . :a a :C ; :p :b .",
        "_:r owl:unionOf ( :A _:r ) . _:r rdfs:subClassOf :C . :a a :B .",
        "_:r owl:intersectionOf ( :A [ owl:complementOf _:r ] ) . :C owl:disjointWith _:r . :a a :C .",
    ],
)
def test_a_class_that_contains_itself_is_not_followed(text: str) -> None:
    assert {
        triple for triple in inferred_from(graph(text)) if triple.subject == NamedNode("http://example.org/a")
    } == set()
    assert contradictions_in(graph(text)) == ()
    assert any("contains itself" in found.message for found in profile(graph(text)))


@pytest.mark.parametrize(
    "text",
    [
        ":C rdfs:subClassOf [ owl:intersectionOf ( :C :D ) ] . :a a :C .",
        f"{ON % 'owl:hasValue :v'} rdfs:subClassOf {ON % 'owl:hasValue :v'} . :a :p :v .",
        f":C owl:equivalentClass [ owl:intersectionOf ( :C {ON % 'owl:hasValue :v'} ) ] . :a a :C .",
    ],
)
def test_what_concludes_its_own_premise_is_no_contradiction(text: str) -> None:
    assert contradictions_in(graph(text)) == ()
    assert contradictions(*closed(PREFIXES + text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        f":C rdfs:subClassOf {ON % 'owl:hasValue _:v'} .",
        ":C owl:oneOf ( :a _:v ) .",
        f"_:x a {ON % 'owl:hasValue _:v'} .",
    ],
)
def test_an_individual_without_a_name_is_told_where_nothing_follows(text: str) -> None:
    assert any("has no name" in found.message for found in profile(graph(text)))
