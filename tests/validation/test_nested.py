"""Places in brackets within brackets, however deep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.example/> .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:last ; sh:property [ sh:path ex:last ; sh:nodeKind sh:IRI ] .
"""


@pytest.mark.parametrize("depth", [99, 100, 101, 200, 1000])
@pytest.mark.parametrize(
    ("opened", "closed"),
    [("[ ex:p ", " ]"), ("( 1 ", " )"), ("[ ex:p ( ", " ) ]")],
    ids=["brackets", "lists", "both"],
)
def test_a_value_is_found_where_it_is_written_at_any_depth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run, depth: int, opened: str, closed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = f"ex:a ex:p {opened * depth}[ ex:q 1 ;\n  ex:last "
    Path("s.ttl").write_text(SHAPES)
    Path("d.ttl").write_text(f'@prefix ex: <http://ex.example/> .\n{before}"here" ]{closed * depth} .\n')
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", "json")
    (result,) = (result for cause in json.loads(ran.out)["causes"] for result in cause["results"])
    place = result["evidence"][0]
    assert (ran.code, place["line"], place["column"]) == (1, 3, len("  ex:last ") + 1)
