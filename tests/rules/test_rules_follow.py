"""Each rule follows from the axioms it was compiled from: an independent closure of these and of a fresh body
holds its head. The checker of proofs takes that for granted, so it is tested here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, Variable, parse

from icigraph.project.graph_project import bundled_project
from icigraph.project.load import load_project
from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.rules.compile.patterns import bind_all, ground, variables_of
from icigraph.rules.compile.rule import Node, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.contradictions.by_rules import contradictions_in
from icigraph.rules.project_rules import rules_of

owlrl = pytest.importorskip("owlrl")
from icigraph.rules.run.oracle import closure_by_owlrl  # noqa: E402

PREFIXES = f"""@prefix : <http://example.org/> . @prefix owl: <{OWL}> .
@prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . @prefix xsd: <{XSD}> .
"""
WORDS = tuple(map(str, (OWL, RDF, RDFS, XSD)))
LISTED = re.compile(r"(?<!NOT )IN \((.*?)\)")
NAMED = re.compile(r"<([^<>]*)>|_:\w+")


def graph(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE)]


def instance(rule: Rule) -> dict[Variable, Node]:
    """Fresh terms for the variables of a rule, so that its guards hold."""
    terms: dict[Variable, Node] = {}
    listed = 0
    for number, variable in enumerate(variables_of((*rule.body, *rule.head))):
        guards = [guard for guard in rule.guards if re.search(rf"\{variable}\b", guard)]
        terms[variable] = NamedNode(f"http://fresh.example/{variable.value}")
        for guard in guards:
            found = LISTED.search(guard)
            if guard.startswith(("DATATYPE", "isLiteral")):
                terms[variable] = Literal(str(number), datatype=datatype_of(guard))
            elif found is not None:
                members = sorted(set(NAMED.findall(found[1])))
                terms[variable] = NamedNode(members[listed % len(members)])
                listed += 1
    return terms


def datatype_of(guard: str) -> NamedNode:
    wide = guard.startswith("isLiteral")
    return XSD["string"] if wide else NamedNode(NAMED.findall(guard.split("&&")[0])[0])


def premises(rule: Rule, terms: dict[Variable, Node]) -> Iterator[Triple]:
    yield from rule.axiom
    for pattern in bind_all(rule.body, terms):
        found = ground(pattern)
        assert found is not None
        yield found
    for triple in rule.axiom:
        if triple.predicate == OWL["onProperty"]:
            # scm-svf2, scm-avf2 and scm-hv take for granted that a property stands below itself.
            yield Triple(triple.object, RDFS["subPropertyOf"], triple.object)  # type: ignore[arg-type]


def follows(rule: Rule) -> bool:
    terms = instance(rule)
    told = set(premises(rule, terms))
    if not rule.head:
        return bool(contradictions_in(told))
    wanted = {ground(pattern) for pattern in bind_all(rule.head, terms)}
    return wanted <= closure_by_owlrl(told) | told


def shape(rule: Rule) -> str:
    """A rule without its names: what follows for one follows for all of its shape."""
    numbers: dict[str, str] = {}

    def unnamed(found: re.Match[str]) -> str:
        if found[0].startswith(tuple(f"<{word}" for word in WORDS)):
            return found[0]
        return numbers.setdefault(found[0], f"#{len(numbers)}")

    parts = (*rule.axiom, *(node for pattern in (*rule.body, *rule.head) for node in pattern), *rule.guards)
    return NAMED.sub(unnamed, f"{len(rule.body)} {' '.join(map(str, parts))}")


def each_shape(rules: RuleSet) -> list[Rule]:
    every = (*rules.rules, *rules.equality, *rules.constraints)
    return list({shape(rule): rule for rule in every if rule.standard != "derivation"}.values())


def test_every_rule_of_the_bundled_graph_follows_from_its_axioms() -> None:
    project, store = bundled_project(), Store()
    load_project(project, store)
    rules = each_shape(rules_of(project, store))
    assert len(rules) > 30
    assert [rule.name for rule in rules if not follows(rule)] == []


def test_what_does_not_follow_is_told() -> None:
    (rule,) = compile_rules(graph(":p rdfs:domain :C .")).rules[:1]
    assert follows(rule)
    (subject, predicate, value), (_, prop, other) = rule.head[0], rule.body[0]
    assert not follows(replace(rule, head=((other, predicate, value),)))
    assert not follows(replace(rule, body=((other, prop, subject),)))
    (clash,) = (
        each for each in compile_rules(graph(":p a owl:IrreflexiveProperty .")).constraints if each.axiom
    )
    assert follows(clash)
    assert not follows(replace(clash, body=((clash.body[0][0], *clash.body[0][1:2], Variable("z")),)))


NAMES = {"c": "ABCD", "d": "ABCD", "e": "ABCD", "p": "pqr", "q": "pqr", "r": "pqr", "a": "ab", "b": "abc"}
PROPERTY = ["{p}", "{q}", "[ owl:inverseOf {p} ]", "[ owl:inverseOf [ owl:inverseOf {q} ] ]"]
CLASS_OF = ["{d}", "{c}", "[ owl:intersectionOf ( {d} {c} ) ]", "owl:Thing", "xsd:integer", "xsd:token"]
ON = "[ a owl:Restriction ; owl:onProperty %p ; {} ]"
BELOW = [
    "{e}",
    "[ owl:intersectionOf ( {d} %r ) ]",
    "[ owl:unionOf ( {d} %r ) ]",
    "[ owl:oneOf ( {a} {b} ) ]",
]
BELOW += [ON.format(f"owl:someValuesFrom {each}") for each in CLASS_OF] + [ON.format("owl:hasValue {a}")]
ABOVE = ["{e}", "[ owl:intersectionOf ( {d} %s ) ]", "[ owl:complementOf {d} ]", ON.format("owl:hasValue 1")]
ABOVE += [ON.format(f"owl:allValuesFrom {each}") for each in CLASS_OF[:3]]
ABOVE += [ON.format(f"owl:maxCardinality {number}") for number in (0, 1)]
ABOVE += [
    ON.format(f"owl:maxQualifiedCardinality {number} ; owl:onClass {each}")
    for number in (0, 1)
    for each in CLASS_OF[:4]
]
AXIOMS = [
    *("%r rdfs:subClassOf %s .", "%r owl:equivalentClass {c} .", "{c} rdfs:subClassOf %s .", "{a} a %s ."),
    *("_:x owl:onProperty {p} ; owl:someValuesFrom {d} ; rdfs:subClassOf {c} . {e} rdfs:subClassOf _:x .",),
    *("%p rdfs:domain %s .", "%p rdfs:range %s .", "%p rdfs:range xsd:integer ."),
    *("%p rdfs:subPropertyOf %q .", "%p owl:equivalentProperty %q .", "{p} owl:inverseOf %q ."),
    *(
        f"%p a owl:{kind}Property ."
        for kind in ("Functional", "InverseFunctional", "Symmetric", "Transitive")
    ),
    *(f"%p a owl:{kind}Property ." for kind in ("Asymmetric", "Irreflexive")),
    *("%p owl:propertyChainAxiom ( %q {r} ) .", "{c} owl:hasKey ( %p ) .", "%r owl:disjointWith %r ."),
    *("%p owl:propertyDisjointWith {r} .", "[] a owl:AllDisjointProperties ; owl:members ( {p} %q ) ."),
    *("[] a owl:AllDisjointClasses ; owl:members ( {c} {d} %r ) .",),
    *("[] a owl:AllDifferent ; owl:members ( {a} {b} _:y ) .",),
    *("[] owl:sourceIndividual {a} ; owl:assertionProperty %p ; owl:targetIndividual _:y .",),
    *("[] owl:sourceIndividual {a} ; owl:assertionProperty {p} ; owl:targetValue 1 .",),
]
PLACES = {"%p": PROPERTY, "%q": PROPERTY, "%r": BELOW, "%s": ABOVE}


@st.composite
def axiom(draw: st.DrawFn) -> str:
    """An axiom of OWL 2 RL with expressions in its places, two deep at most."""
    text: str = draw(st.sampled_from(AXIOMS))
    for _ in range(3):
        text = re.sub("%[pqrs]", lambda found: draw(st.sampled_from(PLACES[found[0]])), text)
    text = re.sub("%[rs]", "{e}", text).replace("%p", "{p}")
    return re.sub("{(.)}", lambda found: ":" + draw(st.sampled_from(NAMES[found[1]])), text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(axiom(), min_size=1, max_size=3))
def test_every_rule_follows_from_its_axioms(axioms: list[str]) -> None:
    told = graph("\n".join(axioms))
    for rule in each_shape(compile_rules(told)):
        if rule.axiom:
            assert follows(rule), f"{rule.name} {rule.standard} {rule.body} {rule.head} {rule.guards}"
