"""Transitive properties and equality in a store in memory: the same conclusions as by joins, sooner."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.close import inferred_from
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.materialise import DERIVED, INFERRED, close, materialise

TOLD = NamedNode("x:told")
PART, SAME, SUB, EQUIVALENT = (
    NamedNode("x:part"),
    NamedNode("x:same"),
    RDFS["subClassOf"],
    OWL["equivalentClass"],
)
AXIOMS = {
    Triple(PART, RDF["type"], OWL["TransitiveProperty"]),
    Triple(SAME, RDF["type"], OWL["TransitiveProperty"]),
    Triple(SAME, RDF["type"], OWL["SymmetricProperty"]),
    Triple(NamedNode("x:inside"), RDFS["subPropertyOf"], PART),
    Triple(NamedNode("x:has"), OWL["inverseOf"], PART),
}
NAMES = [NamedNode(f"x:{letter}") for letter in "abcdef"]
NODES = st.sampled_from([*NAMES, BlankNode("one"), BlankNode("two")])
PROPERTIES = st.sampled_from([PART, NamedNode("x:inside"), NamedNode("x:has"), SAME, SUB, EQUIVALENT])
LINKS = st.builds(Triple, NODES, PROPERTIES, NODES)
ENDS = st.builds(Triple, NODES, st.just(PART), st.just(Literal("end")))


def store_of(triples: set[Triple]) -> Store:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, TOLD) for triple in triples)
    return store


def found_in(store: Store) -> set[Triple]:
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}


EQUALITIES = st.builds(
    Triple,
    NODES | PROPERTIES,
    st.just(OWL["sameAs"]),
    NODES | PROPERTIES | st.just(Literal("end")) | st.just(OWL["sameAs"]),
)
LISTS = st.builds(Triple, NODES, st.sampled_from([RDF["first"], RDF["rest"]]), NODES)


@given(st.sets(LINKS | ENDS, max_size=14), st.sampled_from(Mode))
def test_searching_finds_what_joining_finds(links: set[Triple], mode: Mode) -> None:
    compare(AXIOMS | links, mode)


@given(st.sets(EQUALITIES, max_size=4), st.sets(LINKS | ENDS | LISTS, max_size=6), st.booleans())
def test_classes_of_what_is_the_same_give_what_joining_gives(
    same: set[Triple], links: set[Triple], with_axioms: bool
) -> None:
    compare(same | links | (AXIOMS if with_axioms else set()), Mode.PUBLISHED)


def compare(told: set[Triple], mode: Mode) -> None:
    rules = compile_rules(told, mode=mode)
    searched, joined = store_of(told), store_of(told)
    materialise(searched, rules)
    close(replace(Engine.of(joined), memory=None), rules, inferred=INFERRED, derived=DERIVED)
    assert found_in(searched) == found_in(joined)


def test_a_long_chain_is_closed() -> None:
    # By joins this takes more than a minute.
    links = {Triple(NamedNode(f"x:n{n}"), PART, NamedNode(f"x:n{n + 1}")) for n in range(300)}
    classes = {Triple(NamedNode(f"x:c{n}"), SUB, NamedNode(f"x:c{n + 1}")) for n in range(200)}
    found = inferred_from(links | classes | AXIOMS)
    assert len({triple for triple in found if triple.predicate == PART}) == 300 * 301 // 2 - 300
    assert len({triple for triple in found if triple.predicate == SUB}) == 200 * 201 // 2 - 200


def test_two_classes_that_an_anonymous_one_stands_between() -> None:
    text = """@prefix : <x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    :a rdfs:subClassOf _:m . _:m rdfs:subClassOf :c , _:n . _:n rdfs:subClassOf :d .
    :c rdfs:subClassOf :e ."""
    found = inferred_from(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    below = {triple.object for triple in found if triple.subject == NamedNode("x:a")}
    assert {NamedNode("x:c"), NamedNode("x:e")} <= below


def test_many_names_of_one_thing() -> None:
    names = [NamedNode(f"x:n{n}") for n in range(60)]
    same = {Triple(one, OWL["sameAs"], other) for one, other in pairwise(names)}
    facts = {Triple(name, NamedNode("x:p"), Literal(name.value)) for name in names}
    found = inferred_from(same | facts)
    assert len(found) == 60 * 59 - 59 + 60 * 59
