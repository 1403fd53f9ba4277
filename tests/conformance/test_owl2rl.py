"""The public OWL 2 RL conformance cases in ../shared/owl2rl: what must follow, what must not be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from icigraph.rules.contradictions.by_rules import contradictions_in
from icigraph.rules.entailment import entails

CASES = Path(__file__).parents[2].parent / "shared" / "owl2rl"
ABSENT = pytest.param("", "", marks=pytest.mark.skip(reason="../shared is not there"))
IMPOSSIBLE: dict[str, str] = {}


def cases() -> list[tuple[str, str]]:
    manifest = CASES / "manifest.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["type"]) for row in csv.DictReader(file, delimiter="\t")]


def test_the_suite_is_there(shared: Path) -> None:
    assert (shared / "owl2rl" / "manifest.tsv").exists()
    assert len(cases()) == 137


@pytest.mark.suite
@pytest.mark.parametrize(("name", "kind"), cases() or [ABSENT])
def test_case(name: str, kind: str) -> None:
    if name in IMPOSSIBLE:
        pytest.xfail(IMPOSSIBLE[name])
    folder = CASES / name
    premise = folder / "premise.ttl" if (folder / "premise.ttl").exists() else []
    if kind == "INCONSISTENCY":
        assert contradictions_in(premise)
    else:
        assert entails(premise, folder / "conclusion.ttl")
