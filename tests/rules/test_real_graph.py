"""The real ontology and data: consistent, in the profile, and closed as owlrl closes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, Store, Triple

from icigraph.checks.profile import profile
from icigraph.rules.close import close_store, inferred_from
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.contradictions.by_rules import contradictions
from icigraph.rules.run.oracle import closure_by_owlrl, is_noise
from icigraph.rules.run.sources import load_graphs

ROOT = Path(__file__).parents[2]
ONTOLOGY = [path for path in sorted((ROOT / "ontology").rglob("*.ttl")) if "shapes" not in path.parts]
DATA = sorted((ROOT / "data").rglob("*.ttl"))


def load(paths: list[Path]) -> Store:
    store = Store()
    load_graphs(paths, store)
    return store


def test_the_ontology_is_in_the_profile() -> None:
    assert profile(quad.triple for quad in load(ONTOLOGY)) == ()


def test_the_graph_contradicts_nothing() -> None:
    store = load([*ONTOLOGY, *DATA])
    derivations = read_derivations(sorted((ROOT / "ontology" / "rules").rglob("*.rq")))
    rules = close_store(store, derivations=derivations)
    assert [found.message for found in contradictions(store, rules)] == []


def test_the_closure_is_owlrls() -> None:
    pytest.importorskip("owlrl")
    # owlrl takes minutes on the whole, so it gets a part of the things and no literals.
    told = {quad.triple for quad in load(ONTOLOGY) if not isinstance(quad.object, Literal)}
    told |= {triple for triple in _resources() if sum(str(triple.subject).encode()) % 5 == 0}
    theirs = {triple for triple in closure_by_owlrl(told) - told if not is_noise(triple)}
    assert {triple for triple in inferred_from(told) if not is_noise(triple)} == theirs


def _resources() -> set[Triple]:
    return {quad.triple for quad in load(DATA) if not isinstance(quad.object, Literal)}
