"""Whether a closed store contradicts itself, told by its rules."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from tests.rules.closing import closed

from icigraph.rules.contradictions.by_rules import contradictions, contradictions_in

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
NONE = "[ a owl:Restriction ; owl:onProperty :p ; %s ]"

DENIED = "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"


BROKEN = [
    ("eq-diff1", ":a owl:differentFrom :b .", ":a owl:sameAs :b ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :a :b :c ) .", ":c owl:sameAs :a ."),
    ("eq-diff3", "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .", ":b owl:sameAs :a ."),
    ("eq-diff1", ":p owl:inverseOf owl:differentFrom .", ":a owl:differentFrom :a ."),
    ("eq-diff2", ":c owl:differentFrom :d .", "[] a owl:AllDifferent ; owl:members ( :a :b :a ) ."),
    ("prp-irp", ":p a owl:IrreflexiveProperty .", ":a :p :a ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty .", ":a :p :b . :b :p :a ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q .", ":a :p :b ; :q :b ."),
    ("prp-pdw", "[ owl:inverseOf :p ] owl:propertyDisjointWith :q .", ":a :p :b . :b :q :a ."),
    ("prp-adp", "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .", ":a :p :b ; :r :b ."),
    ("prp-npa1", f"{DENIED} owl:targetIndividual :b .", ":a :p :b ."),
    ("prp-npa2", f"{DENIED} owl:targetValue 1 .", ":a :p 1 ."),
    ("cls-nothing2", ":C rdfs:subClassOf :D .", ":D rdfs:subClassOf owl:Nothing . :a a :C ."),
    ("cls-com", ":C owl:complementOf :D .", ":a a :C, :D ."),
    ("cls-com", ":E owl:disjointWith :F .", ":a a :D, [ owl:complementOf :D ] ."),
    ("cls-maxc1", ":C a owl:Class .", f":a a {NONE % 'owl:maxCardinality 0'} ; :p :b ."),
    ("cls-maxc1", f":C rdfs:subClassOf {NONE % 'owl:maxCardinality 0'} .", ":a a :C ; :p :b ."),
    (
        "cls-maxqc1",
        f":C rdfs:subClassOf {NONE % 'owl:maxQualifiedCardinality 0 ; owl:onClass :D'} .",
        ":a a :C ; :p :b . :b a :D .",
    ),
    ("cax-dw", ":C owl:disjointWith :D . :E rdfs:subClassOf :D .", ":a a :C, :E ."),
    ("cax-dw", f":C owl:disjointWith {NONE % 'owl:someValuesFrom owl:Thing'} .", ":a a :C ; :p :b ."),
    ("cax-adc", "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) .", ":a a :C, :E ."),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "axiom", "fact"), BROKEN)
def test_a_broken_axiom_is_found(standard: str, axiom: str, fact: str) -> None:
    store, rules = closed(PREFIXES + axiom + fact)
    found = contradictions(store, rules)
    assert standard in {part for each in found for part in each.standard.split("+")}


@pytest.mark.parametrize("axiom", [axiom for _, axiom, _ in BROKEN])
def test_an_axiom_that_is_kept_is_no_contradiction(axiom: str) -> None:
    store, rules = closed(PREFIXES + axiom)
    assert contradictions(store, rules) == ()


def test_disjoint_classes_make_one_rule() -> None:
    classes = " ".join(f":C{number}" for number in range(50))
    axiom = f"[] a owl:AllDisjointClasses ; owl:members ( {classes} ) ."
    _, rules = closed(PREFIXES + axiom)
    assert [rule.standard for rule in rules.constraints].count("cax-adc") == 1
    assert len(contradictions(*closed(PREFIXES + f"{axiom} :a a :C1, :C7, :C3 . :b a :C2 ."))) == 3


AXIOMS = [axiom for _, axiom, _ in BROKEN]
FACTS = [f":{s} :{p} :{o} ." for s in "ab" for p in "pqr" for o in "abc"]
FACTS += [f":{s} a :{kind} ." for s in "abc" for kind in "CDE"] + [":a owl:sameAs :c ."]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(AXIOMS), max_size=4, unique=True),
    st.lists(st.sampled_from(FACTS), max_size=6, unique=True),
)
def test_a_published_closure_contradicts_where_the_full_one_does(axioms: list[str], facts: list[str]) -> None:
    text = "\n".join((*axioms, *facts))
    store, rules = closed(PREFIXES + text)
    full = contradictions_in(quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE))
    assert bool(contradictions(store, rules)) == bool(full)
