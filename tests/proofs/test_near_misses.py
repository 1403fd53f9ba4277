"""Near misses, contradictions and impact on small graphs that are written here."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, Variable

from icigraph.base.blocks import plain
from icigraph.proofs.contradictions.refutation import Refutation, refutations
from icigraph.proofs.explanation import explain
from icigraph.proofs.impact import Graphs, impact, withdrawn_with
from icigraph.proofs.missing import missing
from icigraph.proofs.renderings.formats import render
from icigraph.proofs.renderings.missing import impact_blocks, missing_blocks
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.rulebook import RuleBook, book_of
from icigraph.proofs.words import Words
from icigraph.rdf.namespaces import OWL, RDFS
from icigraph.rules.compile.rule import Absence, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.contradictions.by_rules import contradictions
from icigraph.rules.run.materialise import materialise

A, B, C, P, Q, R = (NamedNode(f"x:{name}") for name in "abcpqr")
X, Y, Z, N = (Variable(name) for name in "xyzn")
GRAPHS = Graphs(NamedNode("x:ontology"), NamedNode("x:derived"), NamedNode("x:inferred"))
PREFIXES = f"@prefix : <x:> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . "


def derivations_of(rules: list[Rule], *triples: tuple) -> Derivations:
    store = Store()
    store.extend(Quad(*triple, NamedNode("x:data")) for triple in triples)
    return Derivations(store, RuleBook(rules), [GRAPHS.inferred])


def closed(turtle: str) -> tuple[Store, Derivations]:
    store = Store()
    store.load(PREFIXES + turtle, format=RdfFormat.TURTLE, to_graph=GRAPHS.ontology)
    rules = compile_rules(quad.triple for quad in store)
    materialise(store, rules, inferred=GRAPHS.inferred, derived=GRAPHS.derived)
    return store, Derivations(store, book_of(store, rules), (GRAPHS.derived, GRAPHS.inferred))


def refuted(store: Store, derivations: Derivations) -> list[Refutation]:
    constraints = RuleSet(constraints=derivations.book.contradictions)
    return list(refutations(derivations, contradictions(store, constraints)))


CHAIN = Rule("chain", "prp-spo2", ((X, R, Z),), ((X, P, Y), (Y, Q, Z)))


def test_the_premise_that_holds_and_the_one_that_is_missing_are_told_apart() -> None:
    found = missing(derivations_of([CHAIN], (A, P, B)), Triple(A, R, C))
    (gap,) = found.gaps
    assert [held.pattern for held in gap.held] == [(A, P, B)]
    assert gap.absent == ((B, Q, C),)


def test_a_missing_premise_is_followed_to_the_rule_that_would_give_it() -> None:
    inverse = Rule("inverse", "prp-inv1", ((Y, Q, X),), ((X, P, Y),))
    found = missing(derivations_of([CHAIN, inverse], (A, P, B)), Triple(A, R, C))
    assert [(inner.rule, inner.absent) for inner in found.gaps[0].inner] == [("inverse", ((C, P, B),))]


def test_what_blocks_a_rule_whose_premises_hold_is_named() -> None:
    unless = Rule("unless", "derivation", ((X, R, Y),), ((X, P, Y),), absent=(Absence(((X, Q, Z),)),))
    found = missing(derivations_of([unless], (A, P, B), (A, Q, C)), Triple(A, R, B))
    assert found.gaps[0].blocked == (Absence(((A, Q, Z),)),)
    assert "✗ the graph has <x:a> <x:q> ?z" in plain(missing_blocks(found, {"unless": unless}, Words()))


def test_a_condition_that_is_not_true_is_named() -> None:
    guarded = Rule("guarded", "derivation", ((X, R, Y),), ((X, P, Y),), guards=("?x = ?y",))
    found = missing(derivations_of([guarded], (A, P, B)), Triple(A, R, B))
    assert found.gaps[0].refused == ("?x = ?y",)


def test_a_value_that_comes_out_otherwise_is_told() -> None:
    computing = Rule("computing", "derivation", ((X, R, N),), ((X, P, Y),), bindings=((N, "STR(?y)"),))
    found = missing(derivations_of([computing], (A, P, B)), Triple(A, R, B))
    assert found.gaps[0].refused == ('?n is "x:b"',)


def test_no_rule_concludes_it() -> None:
    found = missing(derivations_of([], (A, P, B)), Triple(A, R, B))
    assert found.gaps == ()
    assert "would have to be stated" in plain(missing_blocks(found, {}, Words()))


def test_a_contradiction_has_a_proof_and_its_fewest_causes() -> None:
    store, derivations = closed(
        ":Cat rdfs:subClassOf :Animal . :Animal owl:disjointWith :Plant . :tom a :Cat, :Animal, :Plant ."
    )
    found = refuted(store, derivations)
    assert len(found) == 1
    assert found[0].proof.conclusion is None
    assert len(found[0].causes) == 2
    assert all(any(store.quads_for_pattern(*cause, None)) for cause in found[0].causes)
    told = explain(found[0].proof, store, derivations.book.by_name, causes=found[0].causes)
    assert render([told], "text").count("The fewest stated triples that cause it:\n  ") == 1


def test_a_consistent_graph_has_none() -> None:
    assert refuted(*closed(":Animal owl:disjointWith :Plant . :tom a :Animal .")) == []


def test_withdrawing_one_of_two_supports_loses_nothing() -> None:
    store, _ = closed(":p rdfs:subPropertyOf :r . :q rdfs:subPropertyOf :r . :a :p :b ; :q :b .")
    one = impact(store, [], [Triple(A, P, B)], GRAPHS)
    both = impact(store, [], [Triple(A, P, B), Triple(A, Q, B)], GRAPHS)
    assert one.removed == ()
    assert both.removed == (Triple(A, R, B),)
    assert "No longer holds: 1\n  <x:a> <x:r> <x:b>" in plain(impact_blocks(both, Words()))


def test_withdrawing_what_blocks_a_derivation_gains_its_conclusion() -> None:
    store, _ = closed(":a :p :b ; :q :c .")
    unless = Rule("unless", "derivation", ((X, R, Y),), ((X, P, Y),), absent=(Absence(((X, Q, Z),)),))
    assert impact(store, [unless], [Triple(A, Q, C)], GRAPHS).gained == (Triple(A, R, B),)


def test_with_a_thing_goes_what_is_stated_of_it_and_about_it() -> None:
    store, _ = closed(":a :p :b . :c :q :a . :b :p :c . :a :r [ :q :b ] .")
    gone = withdrawn_with(store, A, GRAPHS)
    assert len(gone) == 4
    assert Triple(B, P, C) not in gone
