"""Proofs where everything is connected with everything: short as can be, found without seeing all of it."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from icigraph.proofs.checker.check import check
from icigraph.proofs.search.alternatives import alternatives
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rules.close import compile_from
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise

EX = "http://example.org/"
PREFIXES = f"""@prefix : <{EX}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
KNOWS, MEETS = NamedNode(f"{EX}knows"), NamedNode(f"{EX}meets")
BOTH_WAYS = ":knows a owl:SymmetricProperty, owl:TransitiveProperty ."
SIZE = 60


def node(number: int) -> NamedNode:
    return NamedNode(f"{EX}n{number}")


def links(pairs, prop: str = "knows") -> str:
    return " ".join(f":n{one} :{prop} :n{other} ." for one, other in pairs)


def chain(size: int = SIZE) -> list[tuple[int, int]]:
    return list(pairwise(range(size)))


def world(text: str) -> Derivations:
    store = Store()
    store.load(PREFIXES + text, RdfFormat.TURTLE, to_graph=NamedNode(f"{EX}data"))
    rules = compile_from(store)
    materialise(store, rules)
    return Derivations(store, book_of(store, rules), (INFERRED, DERIVED))


def steps(derivations: Derivations, goal: Triple) -> int:
    """The steps of the proof that is found; the checker accepts it."""
    proof = Prover(derivations).prove(goal)
    assert proof is not None
    assert proof.conclusion == goal
    by_name, concluded = derivations.book.by_name, derivations.concluded
    assert check(proof, derivations.store, by_name, concluded=concluded) == ()
    return proof.steps


def test_along_a_chain_of_all_with_all() -> None:
    seen = world(BOTH_WAYS + links(chain()))
    assert steps(seen, Triple(node(0), KNOWS, node(SIZE - 1))) == SIZE - 2


def test_against_the_chain_one_step_turns_the_whole_of_it() -> None:
    seen = world(BOTH_WAYS + links(chain()))
    assert steps(seen, Triple(node(SIZE - 1), KNOWS, node(0))) == SIZE - 1


def test_each_run_against_the_direction_is_turned_once() -> None:
    seen = world(BOTH_WAYS + links([(0, 1), (2, 1), (3, 2), (3, 4), (5, 4)]))
    assert steps(seen, Triple(node(0), KNOWS, node(5))) == 4 + 2


def test_the_shortest_of_many_paths() -> None:
    chance = random.Random(5)
    far = [(chance.randrange(1, one), one) for one in range(2, SIZE)]
    seen = world(BOTH_WAYS + links([*far, (0, SIZE), (SIZE, SIZE - 1)]))
    assert steps(seen, Triple(node(0), KNOWS, node(SIZE - 1))) == 1


def test_to_itself_and_back() -> None:
    seen = world(BOTH_WAYS + links(chain()))
    assert steps(seen, Triple(node(3), KNOWS, node(3))) == 2


def test_links_that_follow_by_other_rules() -> None:
    seen = world(BOTH_WAYS + ":meets rdfs:subPropertyOf :knows ." + links(chain(), "meets"))
    assert steps(seen, Triple(node(0), KNOWS, node(SIZE - 1))) == (SIZE - 2) + (SIZE - 1)


def test_what_follows_from_the_property() -> None:
    seen = world(BOTH_WAYS + ":knows rdfs:subPropertyOf :meets ." + links(chain()))
    assert steps(seen, Triple(node(0), MEETS, node(SIZE - 1))) == SIZE - 1


@pytest.mark.parametrize("goal", [KNOWS, NamedNode(f"{EX}known")])
def test_where_links_follow_from_the_property_itself(goal: NamedNode) -> None:
    seen = world(BOTH_WAYS + ":knows owl:inverseOf :known ." + links(chain(30)))
    assert steps(seen, Triple(node(29), goal, node(3))) == 26


def test_things_that_are_the_same() -> None:
    same = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    told = " ".join(f":n{one} owl:sameAs :n{other} ." for one, other in chain(30))
    seen = world(told + ":n29 :knows :you .")
    assert steps(seen, Triple(node(0), same, node(29))) == 28
    assert steps(seen, Triple(node(28), KNOWS, NamedNode(f"{EX}you"))) == 2


def test_all_proofs_along_a_chain_are_one() -> None:
    seen = world(BOTH_WAYS + links(chain()))
    found = alternatives(seen, Triple(node(0), KNOWS, node(SIZE - 1)))
    assert found.complete
    assert [len(proof.leaves()) for proof in found.proofs] == [SIZE - 1]


def test_each_way_round_a_ring_is_a_proof() -> None:
    seen = world(BOTH_WAYS + links([*chain(), (SIZE - 1, 0)]))
    found = alternatives(seen, Triple(node(0), KNOWS, node(10)))
    assert found.complete
    assert [len(proof.leaves()) for proof in found.proofs] == [10, SIZE - 10]


def test_where_proofs_are_without_number_the_first_are_shown() -> None:
    chance = random.Random(5)
    pairs = [(chance.randrange(SIZE), chance.randrange(SIZE)) for _ in range(4 * SIZE)]
    seen = world(BOTH_WAYS + links([*chain(), *pairs]))
    found = alternatives(seen, Triple(node(1), KNOWS, node(40)), limit=7)
    assert not found.complete
    assert len(found.proofs) == 7
