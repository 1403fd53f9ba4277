"""A closure kept up to date equals the closure made anew, whatever is added and removed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.base.faults import InputError
from icigraph.rules.compile.derivation import parse_derivation
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.run.incremental import update_closure
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise

EX = "http://example.org/"
ONE, TWO = NamedNode(f"{EX}one"), NamedNode(f"{EX}two")
ONTOLOGY = """
@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:A rdfs:subClassOf :B . :B rdfs:subClassOf :A .
:p rdfs:domain :A ; rdfs:range :C ; a owl:TransitiveProperty .
:q owl:inverseOf :p . :r owl:propertyChainAxiom ( :p :q ) .
:s a owl:SymmetricProperty ; rdfs:subPropertyOf :r .
:D owl:equivalentClass [ owl:intersectionOf (
  :A [ a owl:Restriction ; owl:onProperty :r ; owl:someValuesFrom :C ] ) ] .
"""
FREE = """PREFIX : <http://example.org/> CONSTRUCT { ?x :free ?x } WHERE { ?x :s ?y
          FILTER NOT EXISTS { ?x :r ?z . ?z a :D } }"""
NEXT = """PREFIX : <http://example.org/> CONSTRUCT { ?x :size ?n } WHERE { ?x :p ?y . ?x :free ?x
          BIND(STRLEN(STR(?y)) AS ?n) FILTER NOT EXISTS { ?x :t ?any FILTER(STR(?any) > STR(?y)) } }"""
LEAN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rules(ontology: str = ONTOLOGY) -> RuleSet:
    triples = [quad.triple for quad in parse(ontology, RdfFormat.TURTLE)]
    found = (parse_derivation(FREE, origin="free.rq"), parse_derivation(NEXT, origin="next.rq"))
    return compile_rules(triples).joined(found)


RULES = rules()


def iri(name: str) -> NamedNode:
    return NamedNode(EX + name)


def facts() -> st.SearchStrategy[set[Quad]]:
    thing = st.sampled_from(["a", "b", "c", "d"]).map(iri)
    link = st.builds(Triple, thing, st.sampled_from(["p", "q", "r", "s", "t"]).map(iri), thing)
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    typed = st.builds(Triple, thing, st.just(kind), st.sampled_from(["A", "B", "C", "D"]).map(iri))
    return st.sets(
        st.builds(
            lambda triple, graph: Quad(triple.subject, triple.predicate, triple.object, graph),
            st.one_of(link, link, typed),
            st.sampled_from([ONE, TWO]),
        ),
        max_size=10,
    )


def closed(quads: set[Quad], rules: RuleSet) -> Store:
    store = Store()
    store.extend(quads)
    materialise(store, rules)
    return store


@LEAN
@given(facts(), facts(), facts())
def test_an_updated_closure_equals_one_made_anew(
    kept: set[Quad], removed: set[Quad], added: set[Quad]
) -> None:
    store = closed(kept | removed, RULES)
    update_closure(store, RULES, added=added, removed=removed - added)
    anew = closed((kept | removed) - (removed - added) | added, RULES)
    assert set(store) == set(anew)


SAME = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
FUNCTIONAL = rules(ONTOLOGY + ":t a owl:FunctionalProperty .")


@settings(LEAN, max_examples=15)
@given(facts(), facts(), facts())
def test_where_things_become_the_same(kept: set[Quad], removed: set[Quad], added: set[Quad]) -> None:
    store = closed(kept | removed, FUNCTIONAL)
    update_closure(store, FUNCTIONAL, added=added, removed=removed - added)
    anew = closed((kept | removed) - (removed - added) | added, FUNCTIONAL)
    assert set(store) == set(anew)


def test_a_triple_in_two_files_stays_when_one_goes() -> None:
    quads = {Quad(iri("a"), iri("p"), iri("b"), graph) for graph in (ONE, TWO)}
    store = closed(quads, RULES)
    change = update_closure(store, RULES, removed=[Quad(iri("a"), iri("p"), iri("b"), ONE)])
    assert change.removed == 0
    assert Quad(iri("b"), iri("q"), iri("a"), INFERRED) in store


def test_a_new_absence_derives() -> None:
    held = Quad(iri("a"), iri("r"), iri("d"), ONE)
    fact = Quad(iri("a"), iri("s"), iri("b"), ONE)
    typed = Quad(iri("d"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri("D"), ONE)
    store = closed({held, fact, typed}, RULES)
    free = Quad(iri("a"), iri("free"), iri("a"), DERIVED)
    assert free not in store
    update_closure(store, RULES, removed=[held])
    assert free in store


def test_an_axiom_is_refused() -> None:
    axiom = Quad(iri("A"), NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"), iri("C"), ONE)
    with pytest.raises(InputError, match="axiom"):
        update_closure(Store(), RULES, added=[axiom])


def test_nothing_of_an_update_stays_not_even_of_one_that_was_killed() -> None:
    left = NamedNode("urn:icigraph:delta:killed:plus")
    told = {Quad(iri("a"), iri("p"), iri("b"), ONE)}
    store = closed(told, RULES)
    store.add(Quad(iri("c"), iri("p"), iri("d"), left))
    new = Quad(iri("b"), iri("p"), iri("c"), ONE)
    update_closure(store, RULES, added=[new])
    assert not [graph for graph in store.named_graphs() if "delta" in str(graph)]
    assert set(store) == set(closed({*told, new}, RULES))
