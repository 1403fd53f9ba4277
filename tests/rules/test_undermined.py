"""Negation beside equality: what has no meaning is refused, and all that is concluded has a proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store, Triple
from tests.rules.closing import closed

from icigraph.base.faults import InputError
from icigraph.proofs.checker.check import check
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rules.close import compile_from
from icigraph.rules.compile.derivation import parse_derivation
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise

PREFIXES = "@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
RULE = "PREFIX : <http://e/>\nCONSTRUCT {{ {head} }} WHERE {{ {body} FILTER NOT EXISTS {{ {absent} }} }}"
LACKING = RULE.format(head="?x :p :b", body="?x a :T .", absent="?x :q ?z")
CIRCLE = ":p a owl:InverseFunctionalProperty . :a a :T . :c :p :b ; :q :d ."
LATER = ":f a owl:FunctionalProperty . :x :f :a, :e . :a a :T . :e :q :d . :c :p :b ."


def concluded(store: Store) -> set[Triple]:
    return {
        quad.triple
        for graph in (INFERRED, DERIVED)
        for quad in store.quads_for_pattern(None, None, None, graph)
    }


def test_a_negation_that_equality_undermines_is_refused_by_the_names_of_both(
    tmp_path: Path, icigraph: Callable[..., Any]
) -> None:
    data, rule = tmp_path / "d.ttl", tmp_path / "lacking.rq"
    data.write_text(PREFIXES + CIRCLE)
    rule.write_text(LACKING)
    ran = icigraph("reason", str(data), "--rules", str(rule))
    assert ran.code == 2
    assert ran.out == ""
    assert "lacking.rq: rule derivation:lacking needs the absence" in ran.err
    assert "prp-ifp:p" in ran.err


def test_what_an_equality_brings_is_seen_by_a_negation_that_comes_after() -> None:
    store, _ = closed(PREFIXES + LATER, LACKING)
    assert not [triple for triple in concluded(store) if triple.predicate.value == "http://e/p"]


def test_an_equality_that_follows_from_a_negation_and_leaves_it_true_is_kept() -> None:
    store, _ = closed(PREFIXES + CIRCLE.replace("; :q", "; :r"), LACKING)
    assert Triple(*(NamedNode(f"http://e/{name}") for name in "ard")) in concluded(store)


def test_a_refused_graph_is_left_as_it_was() -> None:
    store = Store()
    store.load(PREFIXES + CIRCLE, RdfFormat.TURTLE, to_graph=NamedNode("http://e/data"))
    before = set(store)
    rules = compile_from(store).joined([parse_derivation(LACKING, origin="r.rq")])
    with pytest.raises(InputError):
        materialise(store, rules)
    assert set(store) == before


NAMES = "abc"
FACTS = [f":{s} :{p} :{o} ." for s in NAMES for p in "pqf" for o in NAMES]
FACTS += [f":{s} a :{kind} ." for s in NAMES for kind in "TU"]
AXIOMS = [
    ":p a owl:InverseFunctionalProperty .",
    ":f a owl:FunctionalProperty .",
    ":q a owl:SymmetricProperty .",
    ":p a owl:TransitiveProperty .",
    ":a owl:sameAs :b .",
]
HEADS = ["?x :p :b", "?x a :U", "?x :f :c", ":a :q ?x"]
BODIES = ["?x a :T .", "?x :p ?y .", "?x :f ?y . ?y a :T ."]
ABSENT = ["?x :q ?z", "?x a :U", "?z :p ?x", "?x :f :c"]
DERIVATIONS = [RULE.format(head=h, body=b, absent=n) for h in HEADS for b in BODIES for n in ABSENT]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FACTS), min_size=2, max_size=8, unique=True),
    st.lists(st.sampled_from(AXIOMS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(DERIVATIONS), min_size=1, max_size=2, unique=True),
)
@example([":a a :T .", ":c :p :b .", ":c :q :c ."], [":p a owl:InverseFunctionalProperty ."], [LACKING])
def test_all_that_is_concluded_has_a_proof(facts: list[str], axioms: list[str], rules: list[str]) -> None:
    try:
        store, used = closed(PREFIXES + "\n".join((*facts, *axioms)), *rules)
    except InputError:
        assume(False)
    book = book_of(store, used)
    prover = Prover(Derivations(store, book, (INFERRED, DERIVED)))
    for triple in concluded(store):
        proof = prover.prove(triple)
        assert proof is not None, str(triple)
        assert check(proof, store, book.by_name, concluded=(INFERRED, DERIVED)) == ()
