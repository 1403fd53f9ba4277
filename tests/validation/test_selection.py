"""What is told is not all there is: `--only`, `--baseline` and single files never say that a graph conforms
which does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://ex.example/> .\n"
SHAPES = (
    HEAD
    + """
ex:A a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:NameProp .
ex:B a sh:NodeShape ; sh:targetClass ex:U ; sh:property ex:NameProp , [ sh:path ex:age ; sh:maxCount 1 ] .
ex:C a sh:NodeShape ; sh:targetClass ex:V ; sh:property [ sh:path ex:age ; sh:minCount 1 ] .
ex:D a sh:NodeShape ; sh:targetClass ex:V ;
  sh:property [ sh:path ex:of ; sh:node ex:A ; sh:property ex:NameProp ] .
ex:NameProp a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 .
"""
)
DATA = (
    HEAD
    + """
ex:a a ex:T .
ex:b a ex:U .
ex:c a ex:V ; ex:age 1 ; ex:of ex:d .
ex:d a ex:W .
"""
)
FORMATS = ("text", "json", "turtle", "html", "junit", "csv", "github", "sarif")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    Path("s.ttl").write_text(SHAPES)
    Path("d.ttl").write_text(DATA)
    return lambda *options: icigraph("validate", "d.ttl", "--shapes", "s.ttl", *options)


def focuses(ran: Ran) -> list[str]:
    causes = json.loads(ran.out)["causes"]
    return sorted(r["focusNode"].rpartition("/")[2][:-1] for cause in causes for r in cause["results"])


@pytest.mark.parametrize(
    ("only", "found", "left"),
    [
        ("ex:A", ["a"], 3),
        ("ex:B", ["b"], 3),
        ("ex:C", [], 4),
        ("ex:D", ["c", "d"], 2),
        ("ex:NameProp", ["a", "b", "d"], 1),
    ],
)
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_a_property_shape_that_shapes_share_counts_for_each_at_its_own_nodes(
    run: Callable[..., Ran], only: str, found: list[str], left: int, engine: str
) -> None:
    pytest.importorskip("pyshacl")
    ran = run("--only", only, "--engine", engine, "--format", "json")
    assert (focuses(ran), ran.code) == (found, int(bool(found)))
    assert (json.loads(ran.out)["leftOut"], json.loads(ran.out)["conforms"]) == (left, False)


def test_a_class_that_is_a_shape_is_left_out_as_well(run: Callable[..., Ran]) -> None:
    text = "ex:T a <http://www.w3.org/2000/01/rdf-schema#Class> , sh:NodeShape ; sh:property ex:NameProp .\n"
    Path("s.ttl").write_text(
        SHAPES.replace("ex:A a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:NameProp .", text)
    )
    assert focuses(run("--only", "ex:B", "--format", "json")) == ["b"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("way", ["only", "baseline"])
def test_nothing_says_that_a_graph_conforms_which_does_not(
    run: Callable[..., Ran], form: str, way: str
) -> None:
    run("--write-baseline", "known.json")
    options = ("--only", "ex:C") if way == "only" else ("--baseline", "known.json")
    ran = run(*options, "--format", form)
    assert ran.code == 0
    said = (
        "4 results of other shapes or files left out"
        if way == "only"
        else "4 results of the baseline left out"
    )
    if form == "json":
        assert json.loads(ran.out)["conforms"] is False
    elif form == "turtle":
        assert "sh:conforms false" in ran.out and said in ran.out
    else:
        assert "conforms" not in ran.out.replace("does not conform", "")
        assert form in ("junit", "csv", "sarif") or said in ran.out


def test_a_graph_that_conforms_is_told_so_whatever_is_asked_for(run: Callable[..., Ran]) -> None:
    statements = DATA.removeprefix(HEAD).replace(" .\n", ' ; ex:name "x" .\n')
    Path("d.ttl").write_text(HEAD + statements)
    ran = run("--only", "ex:B", "--format", "turtle")
    assert ran.code == 0 and "sh:conforms true" in ran.out


def test_what_a_baseline_has_and_is_no_more_is_told(run: Callable[..., Ran]) -> None:
    run("--write-baseline", "known.json")
    Path("d.ttl").write_text(DATA.replace("ex:b a ex:U .", 'ex:b a ex:U ; ex:name "b" .'))
    ran = run("--baseline", "known.json")
    assert ran.code == 0
    assert "ex:b ex:name: MinCountConstraintComponent of ex:NameProp" in ran.out
    assert "3 results of the baseline left out; 1 result of the baseline no longer there" in ran.out
    (gone,) = json.loads(run("--baseline", "known.json", "--format", "json").out)["stale"]
    assert (gone["focusNode"], gone["shape"]) == ("<http://ex.example/b>", "<http://ex.example/NameProp>")
    for form in ("turtle", "github", "sarif"):
        assert (
            "ex.example/b" in (out := run("--baseline", "known.json", "--format", form).out) or "ex:b" in out
        )
    # Of shapes that were not asked for nothing is known.
    assert "no longer there" not in run("--baseline", "known.json", "--only", "ex:A").out
    run("--write-baseline", "known.json")
    assert "no longer there" not in run("--baseline", "known.json").out
