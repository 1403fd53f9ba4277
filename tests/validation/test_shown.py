"""What is not shown is not looked into, and what is written for machines is complete."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from icigraph.validation.reading.blank_digests import BlankNodes

Run = Callable[..., Ran]
HEAD = "@prefix ex: <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    people = "".join(
        f"ex:p{number} a ex:Person ; ex:home ex:nowhere .\n" for number in (*range(20, 9, -1), 30)
    )
    Path("d.ttl").write_text(HEAD + people + "[] a ex:Person ; ex:home ex:nowhere .\n")
    Path("s.ttl").write_text(
        HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property "
        "[ sh:path ex:name ; sh:minCount 1 ] , [ sh:path ex:home ; sh:class ex:City ; sh:node ex:N ] .\n"
        "ex:N sh:property [ sh:path ex:zip ; sh:minCount 1 ] .\n"
    )


def test_text_shows_of_each_cause_the_first_as_the_file_has_them(icigraph: Run) -> None:
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl")
    causes = ran.out.split("\n\n")[:3]
    for cause in causes:
        assert re.findall(r"--> d.ttl:(\d+)", cause)[:1] == ["2"]
        assert re.findall(r"more: (.*)", cause) == [
            ", ".join(re.findall(r"d\.ttl:\d+:\d+", cause)[-5:]) + ", …"
        ]
        assert "13 times" in cause
        assert "… and 10 more" in cause


def test_what_is_shown_is_told_as_in_the_report_for_machines(icigraph: Run) -> None:
    shown = icigraph("validate", "d.ttl", "--shapes", "s.ttl").out
    report = json.loads(icigraph("validate", "d.ttl", "--shapes", "s.ttl", "-f", "json").out)
    for cause in report["causes"]:
        assert len(cause["results"]) == 13
        assert all(result["evidence"] for result in cause["results"])
        for result in cause["results"][:3]:
            place = result["evidence"][0]
            assert f"d.ttl:{place['line']}:{place['column']}" in shown
            for suggestion in result.get("suggestions", ()):
                assert suggestion["text"] in shown
    nested = next(
        cause for cause in report["causes"] if cause["component"].endswith("NodeConstraintComponent")
    )
    assert all(result["details"] for result in nested["results"])


def test_all_is_explained_that_is_asked_for(icigraph: Run) -> None:
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--max", "13")
    assert len(re.findall(r"--> d.ttl", ran.out)) >= 13


def test_what_nodes_that_know_each_other_say_is_told_once() -> None:
    """Unfolded four deep it would be 40 to the fourth."""
    lines = [f"_:n{one} <x:knows> _:n{two} .\n" for one in range(40) for two in range(40) if one != two]
    known = BlankNodes("".join(lines))
    assert len({known.digest(f"n{number}") for number in range(40)}) == 1


def test_many_values_of_the_wrong_class_are_each_given_the_nearest(icigraph: Run) -> None:
    """A thousand of each, which compared with one another letter by letter would be minutes."""
    made = "".join(
        f"ex:city{number:04d} a ex:City . ex:p{number} a ex:Person ; ex:home ex:citx{number:04d} .\n"
        for number in range(1_000)
    )
    Path("d.ttl").write_text(HEAD + made)
    Path("s.ttl").write_text(
        HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "
        "sh:property [ sh:path ex:home ; sh:class ex:City ] ."
    )
    report = json.loads(icigraph("validate", "d.ttl", "--shapes", "s.ttl", "-f", "json").out)
    assert len(report["causes"][0]["results"]) == 1_000
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl")
    assert "did you mean ex:city0000?" in ran.out


def test_no_place_is_promised_of_results_that_have_none(icigraph: Run) -> None:
    """Of a node that the data never names there is nothing to point at."""
    targets = " , ".join(f"ex:n{number}" for number in range(9))
    shape = (
        f"ex:S a sh:NodeShape ; sh:targetNode {targets} ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    )
    Path("s.ttl").write_text(HEAD + shape)
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl")
    assert re.findall(r"… and .*", ran.out) == ["… and 6 more"], ran
