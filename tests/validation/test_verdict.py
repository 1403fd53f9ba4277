"""The verdict says what was checked, in every form, and never that all is well where nothing was."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from pyoxigraph import RdfFormat, parse

from icigraph.rdf.namespaces import SH
from icigraph.validation.formats import FORMATS
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.validate import validate

Run = Callable[..., Any]
PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
SHAPES = (
    PREFIXES + "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ] .\n"
)
DATA = PREFIXES + "e:a a e:T ; e:p 1 . e:b a e:T ; e:p 2 .\n"
OTHER = PREFIXES + "e:a a e:Other .\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.ttl").write_text(SHAPES)
    Path("d.ttl").write_text(DATA)
    Path("other.ttl").write_text(OTHER)


@pytest.mark.parametrize("arguments", [("d.ttl",), (), ("--no-lint",), ("--endpoint", "http://localhost:1/")])
def test_without_shapes_and_outside_a_project_nothing_is_said_to_conform(
    icigraph: Run, arguments: tuple[str, ...]
) -> None:
    ran = icigraph("validate", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "--project bundled" in ran.err


def test_who_forgets_the_option_is_told_how_to_give_the_shapes(icigraph: Run) -> None:
    ran = icigraph("validate", "d.ttl", "s.ttl")
    assert ran.code == 2
    assert "no shapes to validate against" in ran.err
    assert "s.ttl holds shapes: icigraph validate d.ttl --shapes s.ttl" in ran.err


def test_the_bundled_graph_is_validated_for_who_asks_for_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "icigraph", "validate", "--project", "bundled"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " focus nodes\n" in ran.stdout and " 0 focus nodes" not in ran.stdout


COUNTS: dict[str, Callable[[str], tuple[int, int, int, int]]] = {
    "json": lambda text: tuple(
        len(found) if isinstance(found := json.loads(text)[name], list) else found
        for name in ("files", "triples", "shapes", "focusNodes")
    ),
    "sarif": lambda text: tuple(
        json.loads(text)["runs"][0]["properties"][name]
        for name in ("files", "triples", "shapes", "focusNodes")
    ),
    "junit": lambda text: tuple(
        int(one.attrib["value"])
        for one in ElementTree.fromstring(text).iter("property")
        if one.attrib["name"] != "heldBack"
    ),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_what_was_validated(icigraph: Run, form: str) -> None:
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form)
    assert ran.code == 0
    if form in COUNTS:
        assert COUNTS[form](ran.out) == (1, 4, 2, 2)
    elif form != "csv":
        assert "1 file, 4 triples, 2 shapes, 2 focus nodes" in ran.out


@pytest.mark.parametrize("form", FORMATS)
def test_no_focus_node_is_told_in_every_form_and_fails(icigraph: Run, form: str) -> None:
    given = ("validate", "other.ttl", "--shapes", "s.ttl", "--format", form)
    ran = icigraph(*given)
    assert (ran.code, "no-focus-node" in ran.out) == (1, True)
    assert icigraph(*given, "--fail-on", "violation").code == 1
    assert icigraph(*given, "--no-lint").code == 1
    allowed = icigraph(*given, "--allow-no-target")
    assert (allowed.code, allowed.out) == (0, ran.out)


def test_what_machines_read_of_no_focus_node(icigraph: Run) -> None:
    def said(form: str) -> str:
        return str(icigraph("validate", "other.ttl", "--shapes", "s.ttl", "--format", form).out)

    document = json.loads(said("json"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert [(one["code"], one["level"]) for one in document["findings"]] == [("no-focus-node", "warning")]
    (found,) = json.loads(said("sarif"))["runs"][0]["results"]
    assert (found["ruleId"], found["level"]) == ("shapes/no-focus-node", "warning")
    assert ElementTree.fromstring(said("junit")).attrib["failures"] == "1"
    assert [row["component"] for row in csv.DictReader(StringIO(said("csv")))] == ["no-focus-node"]
    # The W3C report says what the standard asks: no result, so the data conforms.
    (verdict,) = (
        quad.object
        for quad in parse(said("turtle"), format=RdfFormat.TURTLE)
        if quad.predicate == SH["conforms"]
    )
    assert verdict.value == "true"
    assert said("text").endswith("nothing was checked: 1 file, 1 triple, 2 shapes, 0 focus nodes\n")


@pytest.mark.parametrize("form", FORMATS)
def test_no_shape_at_all_is_bad_input_in_every_form(icigraph: Run, form: str) -> None:
    ran = icigraph("validate", "d.ttl", "--shapes", "other.ttl", "--format", form)
    assert (ran.code, "no-shapes" in ran.out) == (2, True)
    if form == "json":
        jsonschema.validate(json.loads(ran.out), json.loads(SCHEMA.read_text()))
        assert json.loads(ran.out)["conforms"] is False


TARGETS = {
    "a class": ("e:S sh:targetClass e:T .", 2),
    "a subclass in the data": ("e:S sh:targetClass e:Upper .", 2),
    "a class of OWL as shape": ("e:T a owl:Class, sh:NodeShape .", 2),
    "an instance of a subclass of rdfs:Class": (
        "e:Kind rdfs:subClassOf rdfs:Class . e:T a e:Kind, sh:NodeShape .",
        2,
    ),
    "a node": ("e:S sh:targetNode e:a, e:nowhere .", 2),
    "subjects": ("e:S sh:targetSubjectsOf e:p .", 2),
    "objects": ("e:S sh:targetObjectsOf e:p .", 3),
    "two that overlap": ("e:S sh:targetClass e:T . e:R sh:targetSubjectsOf e:p .", 2),
    "one deactivated": ("e:S sh:targetClass e:T ; sh:deactivated true . e:R sh:targetNode e:a .", 1),
    "a query": (
        'e:S sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this <http://e.example/p> 2 }" ] .',
        1,
    ),
    "a query and a node": (
        "e:S sh:targetNode e:a ; "
        'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a ?any }" ] .',
        2,
    ),
    "a shape": ("e:S sh:targetWhere [ sh:property [ sh:path e:p ; sh:minCount 2 ] ] .", 1),
}


@pytest.mark.parametrize("name", TARGETS)
def test_focus_nodes_are_counted_once_each(name: str) -> None:
    targets, count = TARGETS[name]
    Path("s.ttl").write_text(PREFIXES + targets)
    text = 'e:a a e:T ; e:p 1, 2 . e:b a e:T ; e:p "a <http://e.example/p> ." . e:T rdfs:subClassOf e:Upper .'
    Path("d.ttl").write_text(PREFIXES + text)
    assert validate("d.ttl", "s.ttl").focus_nodes == count


def test_focus_nodes_that_only_inference_gives_are_counted() -> None:
    Path("d.ttl").write_text(PREFIXES + "e:q rdfs:domain e:T . e:a e:q 1 .")
    assert [validate("d.ttl", "s.ttl", reason=one).focus_nodes for one in ("none", "rdfs", "owl-rl")] == [
        0,
        1,
        1,
    ]


def test_spaces_between_terms_hide_no_focus_node(icigraph: Run) -> None:
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    Path("d.nt").write_text(
        f"<urn:a>  <{kind}> <http://e.example/T> .\n<urn:a> <{kind}>  <http://e.example/T> .\n"
    )
    ran = icigraph("validate", "d.nt", "--shapes", "s.ttl", "--format", "json")
    assert json.loads(ran.out)["focusNodes"] == 1


def test_what_is_lost_in_a_broken_file_is_not_told_as_no_focus_node(icigraph: Run) -> None:
    Path("d.ttl").write_text(PREFIXES + "e:a a e:T e:p .")
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl")
    assert (ran.code, "no-focus-node" in ran.out) == (1, False)


def test_what_conforms_waits_for_no_import_of_what_tells_results() -> None:
    program = (
        "import sys; from icigraph.cli.main import main; "
        "code = main(['validate', 'd.ttl', '--shapes', 's.ttl']); "
        "print(*sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    loaded = set(ran.stderr.split())
    assert ran.returncode == 0
    unneeded = {"shutil", "textwrap", "difflib", "rdflib", "jinja2", "rich", "icigraph.validation.settings"}
    unneeded |= {f"icigraph.validation.engines.{name}" for name in ("compare", "query_paths", "pyshacl")}
    unneeded |= {"icigraph.validation.formats.rows", "icigraph.validation.lint.second_engine"}
    told = {name for name in loaded if name.startswith("icigraph.validation.telling.")}
    assert loaded & unneeded | told == set()


def test_many_targets_are_found_in_one_pass_as_one_by_one() -> None:
    shapes = "".join(
        f"e:S{number} a sh:NodeShape ; sh:targetSubjectsOf e:p{number} ; sh:targetObjectsOf e:q{number} ; "
        f"sh:targetClass e:C{number} ; sh:property [ sh:path e:id ; sh:maxCount 9 ] .\n"
        for number in range(30)
    )
    Path("s.ttl").write_text(PREFIXES + shapes)
    Path("d.ttl").write_text(
        PREFIXES + "e:D rdfs:subClassOf e:C3 . e:a a e:D . e:b e:p1 e:x . e:y e:q29 e:c . e:d a e:E . "
        'e:e e:z " e:p2 " . e:f a e:C7 .\n'
    )
    report = validate("d.ttl", "s.ttl")
    assert report.conforms
    assert report.focus_nodes == 4
