"""Shapes that refer to themselves: a node that the engine cannot follow is told, and nothing else is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://ex.example/> .\n"
SHAPES = (
    HEAD
    + """
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:first ;
  sh:property [ sh:path ex:next ; sh:node ex:S ; sh:class ex:P ] .
ex:Q a sh:NodeShape ; sh:targetClass ex:Q ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""
)


def chain(name: str, length: int) -> str:
    links = (f"{name}{at} a ex:P ; ex:next {name}{at + 1} .\n" for at in range(length))
    return f"{name}0 ex:first 1 .\n" + "".join(links)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)

    def call(data: str, *options: str, shapes: str = SHAPES) -> Ran:
        Path("s.ttl").write_text(shapes)
        Path("d.ttl").write_text(HEAD + data)
        return icigraph("validate", "d.ttl", "--shapes", "s.ttl", *options)

    return call


def focuses(ran: Ran) -> list[str]:
    report: dict[str, Any] = json.loads(ran.out)
    return sorted(r["focusNode"].rpartition("/")[2] for cause in report["causes"] for r in cause["results"])


DATA = chain("ex:long", 60) + chain("ex:short", 5) + chain("_:blank", 70) + chain("_:few", 3)
DATA += "ex:q a ex:Q .\nex:r a ex:Q .\n"


def test_results_of_other_nodes_and_shapes_are_kept(run: Callable[..., Ran]) -> None:
    ran = run(DATA, "--format", "json")
    found = focuses(ran)
    assert [name for name in found if not name.startswith("_:")] == ["q>", "r>", "short0>"]
    assert len(found) == 4 and ran.code == 1
    faults = json.loads(ran.out)["faults"]
    assert {fault["place"]["line"] for fault in faults} == {3, 3 + 61 + 6}
    assert any("ex:long0 could not be checked against ex:S" in fault["message"] for fault in faults)
    assert json.loads(ran.out)["conforms"] is False


def test_a_node_that_could_not_be_checked_does_not_conform(run: Callable[..., Ran]) -> None:
    ran = run(chain("ex:long", 60) + "ex:long60 a ex:P .\n")
    assert ran.code == 1 and "does not conform: 1 error in 1 file" in ran.out
    assert "d.ttl:3:1\n" in ran.out and "deeper than the 48 shapes that the engine follows" in ran.out


def test_of_very_many_nodes_the_search_ends(run: Callable[..., Ran]) -> None:
    many = "".join(chain(f"ex:c{number}n", 52) for number in range(60))
    ran = run(many + "ex:q a ex:Q .\n")
    assert "nor could 50 more nodes against ex:S" in ran.out
    assert "1 violation, 11 errors" in ran.out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "csv", "turtle", "html", "junit", "github"])
def test_every_format_tells_it(run: Callable[..., Ran], form: str) -> None:
    ran = run(DATA, "--format", form)
    assert ran.code == 1
    assert ("2 errors" if form == "turtle" else "long0") in ran.out
    assert "sh:conforms true" not in ran.out


def test_shapes_that_only_nest_deep_are_refused(run: Callable[..., Ran]) -> None:
    deep = "".join(f"ex:D{at} a sh:NodeShape ; sh:node ex:D{at + 1} .\n" for at in range(60))
    ran = run(
        "ex:q a ex:Q .\n", shapes=f"{HEAD}{deep}ex:D0 sh:targetClass ex:Q .\nex:D60 sh:nodeKind sh:IRI .\n"
    )
    assert ran.code == 2 and "nest too deep for the engine" in ran.err
