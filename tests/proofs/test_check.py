"""The checker on proofs written by hand: each fault is named, at its step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, Variable

from icigraph.proofs.checker.check import check, examine
from icigraph.proofs.proof import Proof, asserted
from icigraph.proofs.search.prover import prove
from icigraph.rules.compile.rule import Absence, Rule
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.run.materialise import materialise

A, B, C, P, Q, R = (NamedNode(f"x:{name}") for name in "abcpqr")
X, Y, Z, N = (Variable(name) for name in "xyzn")
DATA, INFERRED = NamedNode("x:data"), NamedNode("x:inferred")
AXIOM = Triple(P, Q, R)

TRANSITIVE = Rule("trans", "prp-trp", ((X, P, Z),), ((X, P, Y), (Y, P, Z)), axiom=(AXIOM,))
UNLESS = Rule("unless", "derivation", ((X, Q, Y),), ((X, P, Y),), absent=(Absence(((X, R, Z),)),))
LENGTH = Rule(
    "length", "derivation", ((X, R, N),), ((X, Q, Y),), bindings=((N, "STRLEN(STR(?y))"),), guards=("?n > 1",)
)
CLASH = Rule("clash", "prp-asyp", (), ((X, P, Y), (Y, P, X)))
RULES = (TRANSITIVE, UNLESS, LENGTH, CLASH)

AB, BC, AC, BA = Triple(A, P, B), Triple(B, P, C), Triple(A, P, C), Triple(B, P, A)
WORD = Triple(A, Q, Literal("word"))
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend(Quad(*triple, DATA) for triple in (AB, BC, BA, WORD, AXIOM))
    store.add(Quad(*AC, INFERRED))
    return store


CHAINED = Proof(AC, "trans", ((X, A), (Y, B), (Z, C)), (asserted(AB), asserted(BC)))
SPARED = Proof(Triple(A, Q, B), "unless", ((X, A), (Y, B)), (asserted(AB),), absent=(Absence(((A, R, Z),)),))
FOUR = Literal("4", datatype=INTEGER)
COUNTED = Proof(Triple(A, R, FOUR), "length", ((X, A), (Y, Literal("word"))), (asserted(WORD),), ((N, FOUR),))
CLASHING = Proof(None, "clash", ((X, A), (Y, B)), (asserted(AB), asserted(BA)))


def failures(proof: Proof, store: Store) -> list[str]:
    return [str(failure) for failure in check(proof, store, RULES, concluded=[INFERRED])]


@pytest.mark.parametrize("proof", [CHAINED, SPARED, COUNTED, CLASHING])
def test_a_sound_proof_stands(proof: Proof, store: Store) -> None:
    assert failures(proof, store) == []


def test_what_is_only_inferred_is_no_leaf(store: Store) -> None:
    assert failures(asserted(AC), store) == ["conclusion: no file asserts <x:a> <x:p> <x:c>"]


def test_a_dropped_premise_is_missed(store: Store) -> None:
    assert failures(replace(CHAINED, premises=CHAINED.premises[:1]), store) == [
        "conclusion: trans takes 2 premises, not 1"
    ]


def test_premises_in_another_order_are_not_those_of_the_rule(store: Store) -> None:
    swapped = replace(CHAINED, premises=CHAINED.premises[::-1])
    assert any("premise 1 is" in failure for failure in failures(swapped, store))


def test_another_rule_does_not_conclude_that(store: Store) -> None:
    assert failures(replace(CHAINED, rule="clash"), store)
    assert failures(replace(CHAINED, rule="none"), store) == ["conclusion: there is no rule none"]


def test_a_circle_supports_nothing(store: Store) -> None:
    store.add(Quad(A, P, A, DATA))
    loop = Proof(AC, "trans", ((X, A), (Y, A), (Z, C)), (asserted(Triple(A, P, A)), CHAINED))
    assert failures(loop, store) == ["step 2: <x:a> <x:p> <x:c> supports itself"]


def test_a_match_for_what_must_be_absent_is_found(store: Store) -> None:
    store.add(Quad(A, R, C, INFERRED))
    (failure,) = failures(SPARED, store)
    assert failure == "conclusion: the graph has a match for what must be absent: <x:a> <x:r> ?z"


def test_a_forgotten_negated_group_is_noticed(store: Store) -> None:
    (failure,) = failures(replace(SPARED, absent=()), store)
    assert failure == "conclusion: the negated groups are not those of unless"


def test_a_wrong_computed_value_is_computed_anew(store: Store) -> None:
    five = Literal("5", datatype=INTEGER)
    found = failures(replace(COUNTED, conclusion=Triple(A, R, five), computed=((N, five),)), store)
    assert any("but STRLEN(STR(?y)) gives" in failure for failure in found)


def test_a_guard_that_is_not_true_is_named(store: Store) -> None:
    store.add(Quad(A, Q, Literal("w"), DATA))
    one = Literal("1", datatype=INTEGER)
    proof = Proof(
        Triple(A, R, one),
        "length",
        ((X, A), (Y, Literal("w"))),
        (asserted(Triple(A, Q, Literal("w"))),),
        ((N, one),),
    )
    assert failures(proof, store) == ["conclusion: the condition ?n > 1 is not true"]


def test_an_axiom_that_the_ontology_lacks_is_named(store: Store) -> None:
    store.remove(Quad(*AXIOM, DATA))
    assert failures(CHAINED, store) == [
        "conclusion: the ontology does not state the axiom <x:p> <x:q> <x:r> of trans"
    ]


def test_a_fault_deep_in_the_tree_has_its_step(store: Store) -> None:
    store.remove(Quad(*BC, DATA))
    assert failures(CHAINED, store) == ["step 2: no file asserts <x:b> <x:p> <x:c>"]


def test_extra_bindings_are_not_those_of_the_rule(store: Store) -> None:
    extra = replace(CHAINED, bindings=(*CHAINED.bindings, (N, A)))
    assert failures(extra, store) == ["conclusion: the bindings are not those of the variables of trans"]


def test_a_leaf_has_nothing_below_it(store: Store) -> None:
    assert failures(replace(asserted(AB), premises=(asserted(BC),)), store)


def test_no_headless_rule_proves_a_triple(store: Store) -> None:
    assert failures(replace(CLASHING, conclusion=AB), store)
    assert failures(replace(CHAINED, conclusion=None), store)


@pytest.mark.parametrize("guard", ["REPLACE(STR(?y), 'o', 'a') = 'ward'", "NOW() > ?y"])
def test_what_is_not_known_is_no_failure_and_hides_none(guard: str, store: Store) -> None:
    rule = replace(LENGTH, guards=(*LENGTH.guards, guard))
    found = examine(COUNTED, store, [rule], concluded=[INFERRED])
    assert found.failures == ()
    assert [str(each) for each in found.not_computed] == [
        f"not re-computed: {guard[: guard.index('(')]} (conclusion)"
    ]
    forged = replace(COUNTED, computed=((N, Literal("5", datatype=INTEGER)),))
    assert examine(forged, store, [rule], concluded=[INFERRED]).failures


def test_what_is_used_twice_at_every_level_is_gone_through_once() -> None:
    text = "@prefix : <x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . :a :p0 :a ."
    text += "".join(f":p{n + 1} owl:propertyChainAxiom ( :p{n} :p{n} ) ." for n in range(40))
    store = Store()
    store.load(text, RdfFormat.TURTLE, to_graph=DATA)
    rules = compile_rules(quad.triple for quad in store)
    materialise(store, rules, inferred=INFERRED)
    proof = prove(store, rules, Triple(A, NamedNode("x:p40"), A), concluded=[INFERRED])
    assert proof is not None
    assert (proof.steps, proof.height, len(proof.leaves())) == (2**40 - 1, 40, 1)
    assert check(proof, store, rules.rules, concluded=[INFERRED]) == ()
