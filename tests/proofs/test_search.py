"""The search where a simple one would go astray: long chains, hubs, circles, what nothing derives."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store, Triple, Variable

from icigraph.proofs.checker.check import check
from icigraph.proofs.search.prover import prove
from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.rule import Rule

P, Q, KIND = (NamedNode(f"x:{name}") for name in ("p", "q", "Kind"))
X, Y, Z = (Variable(name) for name in "xyz")
DATA, INFERRED = NamedNode("x:data"), NamedNode("x:inferred")
TRANSITIVE = Rule("transitive", "prp-trp", ((X, P, Z),), ((X, P, Y), (Y, P, Z)))
SYMMETRIC = Rule("symmetric", "prp-symp", ((Y, P, X),), ((X, P, Y),))
RANGE = Rule("range", "prp-rng", ((Y, RDF["type"], KIND),), ((X, P, Y),))
SUB = Rule("sub", "prp-spo1", ((X, P, Y),), ((X, Q, Y),))


def node(number: int) -> NamedNode:
    return NamedNode(f"x:{number:05}")


def chain(length: int) -> Store:
    """A transitive chain with its closure."""
    store = Store()
    for first in range(length):
        for last in range(first + 1, length):
            store.add(Quad(node(first), P, node(last), DATA if last == first + 1 else INFERRED))
    return store


@pytest.mark.parametrize("length", [3, 12, 60])
def test_a_chain_takes_one_step_less_than_its_links(length: int) -> None:
    store = chain(length)
    proof = prove(store, [TRANSITIVE], Triple(node(0), P, node(length - 1)), concluded=[INFERRED])
    assert proof is not None
    assert proof.steps == length - 2
    assert check(proof, store, [TRANSITIVE], concluded=[INFERRED]) == ()


def test_a_hub_with_many_derivations_is_proven_by_one() -> None:
    store, hub = Store(), NamedNode("x:hub")
    for number in range(5_000):
        store.add(Quad(node(number), Q, hub, DATA))
        store.add(Quad(node(number), P, hub, INFERRED))
    store.add(Quad(hub, RDF["type"], KIND, INFERRED))
    proof = prove(store, [RANGE, SUB], Triple(hub, RDF["type"], KIND), concluded=[INFERRED])
    assert proof is not None
    assert proof.steps == 2


def test_two_conclusions_do_not_support_each_other() -> None:
    store = Store()
    store.extend([Quad(node(1), P, node(2), INFERRED), Quad(node(2), P, node(1), INFERRED)])
    assert prove(store, [SYMMETRIC], Triple(node(1), P, node(2)), concluded=[INFERRED]) is None


@pytest.mark.parametrize("rules", [[], [TRANSITIVE], [SYMMETRIC, TRANSITIVE]])
def test_a_triple_that_nothing_derives_ends_the_search(rules: list[Rule]) -> None:
    assert prove(chain(6), rules, Triple(node(5), Q, node(0)), concluded=[INFERRED]) is None
    assert prove(chain(6), [TRANSITIVE], Triple(node(5), P, node(0)), concluded=[INFERRED]) is None


def test_what_is_stated_is_a_leaf_even_if_it_follows_too() -> None:
    store = chain(3)
    store.add(Quad(node(0), P, node(2), DATA))
    proof = prove(store, [TRANSITIVE], Triple(node(0), P, node(2)), concluded=[INFERRED])
    assert proof is not None
    assert proof.rule is None
