"""Proofs whose checker lacks a function: they are told apart from proofs that fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from icigraph.snapshot.scaffold import create_project

HEAD = "PREFIX x: <http://example.org/x#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
KNOWN = """CONSTRUCT { ?s x:early ?short } WHERE {
    ?s x:year ?y FILTER(?y < "1914"^^xsd:gYear) BIND(STRBEFORE(STR(?y), "4") AS ?short)
}"""
UNKNOWN = """CONSTRUCT { ?s x:masked ?m } WHERE { ?s x:year ?y BIND(REPLACE(STR(?y), "[0-9]", "*") AS ?m) }"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    rules = tmp_path / "ontology" / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "early.rq").write_text(f"#+ title: early\n{HEAD}{KNOWN}")
    (rules / "masked.rq").write_text(f"#+ title: masked\n{HEAD}{UNKNOWN}")
    data = (
        '@prefix x: <http://example.org/x#> . x:a x:year "1874"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    )
    (tmp_path / "data" / "years.ttl").write_text(data)


def triple(name: str, value: str) -> str:
    return f'<http://example.org/x#a> <http://example.org/x#{name}> "{value}" .'


def test_a_function_that_the_checker_knows_is_computed_anew(icigraph: Callable[..., Any]) -> None:
    ran = icigraph("explain", "--full", triple("early", "187"))
    assert (ran.code, "not re-computed" in ran.out) == (0, False)
    assert "the proof was checked" in ran.out


@pytest.mark.parametrize("form", ["brief", "text", "html", "md", "dot", "ttl", "json"])
def test_what_it_does_not_know_is_told_and_is_no_failure(icigraph: Callable[..., Any], form: str) -> None:
    ran = icigraph("explain", triple("masked", "****"), "--format", form)
    assert ran.code == 0
    assert "CHECK FAILED" not in ran.out
    if form == "json":
        (told,) = json.loads(ran.out)["proofs"]
        assert told["checked"] is False
        assert told["failures"] == []
        assert told["notComputed"] == [{"step": [], "name": "REPLACE"}]
    else:
        assert "not re-computed: REPLACE" in ran.out
