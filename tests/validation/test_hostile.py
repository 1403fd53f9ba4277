"""What a person meets who points the tool at files and shapes of their own, and types something wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Ran
from tests.validation.test_modes import lines_of, until_waiting

from icigraph.validation.validate import validate

Run = Callable[..., Ran]
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:severity sh:Info ;
  sh:message "no p"@en , "kein p"@de ] , [ sh:path e:q ; sh:maxCount 0 ] .
e:R a sh:NodeShape ; sh:targetClass e:Other ; sh:property [ sh:path e:p ; sh:minCount 1 ] .
"""
DATA = "@prefix e: <http://e.example/> .\n[] a e:T .\ne:a a e:T ; e:q 1 ; e:p 1 .\n"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "d.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)


def checked(icigraph: Run, *options: str, data: str = "data/d.ttl") -> Ran:
    return icigraph("validate", data, "--shapes", "s.ttl", *options)


@pytest.mark.parametrize("name", ["e:R", "http://e.example/R", "<http://e.example/R>"])
def test_only_names_a_shape_as_the_shapes_file_has_it(icigraph: Run, name: str) -> None:
    assert checked(icigraph, "--only", name).code == 0
    assert checked(icigraph).code == 1


def test_only_a_shape_that_is_not_there_does_not_conform(icigraph: Run) -> None:
    ran = checked(icigraph, "--only", "e:Rr")
    assert (ran.code, ran.out) == (2, "")
    assert "no shape is called e:Rr" in ran.err and "did you mean e:R?" in ran.err


def test_at_most_one_result_is_the_gravest_and_says_what_is_left_out(icigraph: Run) -> None:
    ran = checked(icigraph, "--max", "1")
    assert "violation[sh:MaxCountConstraintComponent]: too many" in ran.out and "info[" not in ran.out
    assert "1 more result not shown" in ran.out
    document = json.loads(checked(icigraph, "--max", "1", "--format", "json").out)
    assert (document["unshown"], document["counts"]) == (1, {"Violation": 1})


@pytest.mark.parametrize("form", ["text", "github", "sarif", "junit", "csv", "html"])
def test_messages_are_in_the_language_asked_for_in_every_form(icigraph: Run, form: str) -> None:
    said = checked(icigraph, "--lang", "DE", "--format", form).out
    assert "kein p" in said and "no p" not in said
    assert "no p" in checked(icigraph, "--format", form).out


def test_a_file_that_two_arguments_name_is_read_once(icigraph: Run) -> None:
    ran = icigraph("validate", "data", "data/d.ttl", "./data/*.ttl", "--shapes", "s.ttl", "--format", "json")
    assert json.loads(ran.out)["counts"] == {"Info": 1, "Violation": 1}


def test_a_baseline_of_a_broken_file_is_no_success(icigraph: Run) -> None:
    Path("data/broken.ttl").write_text("@prefix e: <http://e.example/> .\ne:a e:p .\n")
    ran = checked(icigraph, "--write-baseline", "known.json", data="data")
    assert ran.code == 1
    assert "data/broken.ttl:2:9" in ran.err and "1 result kept" in ran.err


def test_dry_run_alone_is_a_mistake(icigraph: Run) -> None:
    assert "give --fix --dry-run" in checked(icigraph, "--dry-run").err


def test_what_was_mended_is_not_told_in_the_midst_of_a_report(icigraph: Run) -> None:
    Path("data/d.ttl").write_text(DATA.replace("e:q 1", 'e:q "1"'))
    Path("s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetSubjectsOf <http://e.example/q> ;\n"
        "  sh:property [ sh:path <http://e.example/q> ; sh:datatype xsd:integer ] .\n"
    )
    ran = checked(icigraph, "--fix", "--format", "json")
    assert ran.code == 0 and json.loads(ran.out)["conforms"]
    assert "mended data/d.ttl" in ran.err


def test_a_pattern_that_is_none_is_told_by_the_second_engine_too(icigraph: Run) -> None:
    Path("s.ttl").write_text(SHAPES.replace("sh:maxCount 0", 'sh:pattern "["'))
    ran = checked(icigraph, "--engine", "pyshacl")
    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert "pyshacl cannot use the shapes" in ran.err


def test_a_graph_class_of_ones_own_is_a_graph() -> None:
    import rdflib

    class Mine(rdflib.Graph):
        pass

    assert len(validate(Mine().parse(data=DATA), "s.ttl").results) == 2


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_colour_is_for_a_terminal_that_wants_it(setting: dict[str, str]) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    said = _on_a_terminal({**bare, "TERM": "xterm", **setting})
    assert ("\x1b[" in said) == (not setting)


def _on_a_terminal(environment: dict[str, str]) -> str:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "icigraph", "validate", "data", "--shapes", "s.ttl"]
    with subprocess.Popen(command, stdout=theirs, env=environment):
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 4096):
                said += chunk
        except OSError:
            # So Linux tells that the other side is closed.
            pass
    os.close(ours)
    return said.decode()


def test_watching_outlives_files_that_are_broken_or_away_for_a_moment() -> None:
    command = [sys.executable, "-m", "icigraph", "validate", "data", "--shapes", "s.ttl", "--watch"]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, **both) as watching:  # type: ignore[call-overload]
        try:
            told = lines_of(watching)
            assert "does not conform" in until_waiting(told)
            Path("s.ttl").write_text(SHAPES.replace("sh:maxCount 0", 'sh:minCount "one"'))
            assert "the shapes cannot be used" in until_waiting(told)
            Path("s.ttl").unlink()
            assert "no such file" in until_waiting(told)
            Path("s.ttl").write_text(SHAPES)
            assert "does not conform" in until_waiting(told)
            Path("data/d.ttl").unlink()
            assert "no RDF file" in until_waiting(told)
            Path("data/e.ttl").write_text(DATA.replace("e:q 1 ;", "").replace("[] a e:T .", ""))
            assert "conforms: 1 file" in until_waiting(told)
        finally:
            watching.terminate()


def test_watching_does_not_wait_for_what_cannot_be_read_again(icigraph: Run) -> None:
    assert "--watch needs files" in checked(icigraph, "--watch", data="-").err


KNOWN = "[] a e:T ; e:name 1 .\n[] a e:T ; e:name 2 ; e:p 3 ; e:in [ e:q 4 ] .\n"
ABOVE = "[] e:z [ e:z 1 ] .\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (KNOWN, 0),
        (ABOVE + KNOWN, 0),
        ("\n".join(reversed(KNOWN.splitlines())), 0),
        (KNOWN.replace("e:name 1", "e:name 1 ; e:p 1").replace("e:p 3 ;", ""), 1),
        (KNOWN + "[] a e:T ; e:name 1 .", 1),
    ],
)
def test_a_baseline_knows_a_blank_node_by_what_is_said_of_it(icigraph: Run, text: str, new: int) -> None:
    head = "@prefix e: <http://e.example/> .\n"
    Path("data/d.ttl").write_text(head + KNOWN)
    checked(icigraph, "--write-baseline", "known.json")
    Path("data/d.ttl").write_text(head + text)
    document = json.loads(checked(icigraph, "--baseline", "known.json", "--format", "json").out)
    assert sum(document["counts"].values()) == new


@pytest.mark.parametrize(
    "text", ['{"results": ["abc"]}', '{"results": [["a"]]}', "[]", '{"results": 3}', "{"]
)
def test_what_is_no_baseline_hides_nothing(icigraph: Run, text: str) -> None:
    Path("known.json").write_text(text)
    ran = checked(icigraph, "--baseline", "known.json")
    assert (ran.code, "not a baseline file" in ran.err) == (2, True)


@pytest.mark.parametrize("form", ["text", "github", "sarif", "junit", "html"])
def test_a_value_neither_floods_nor_commands_a_terminal(icigraph: Run, form: str) -> None:
    Path("s.ttl").write_text(SHAPES.replace("sh:maxCount 0", 'sh:maxLength 1 ; sh:message "bad {$value}"'))
    long, odd = "x" * 100_000, "\x1b[31mred \\u0007"
    Path("data/d.ttl").write_text(DATA.replace("e:q 1", f'e:q "{long}" , "{odd}"'))
    ran = checked(icigraph, "--format", form)
    assert ran.code == 1 and "red" in ran.out
    assert len(ran.out) < 20_000 and not {"\x1b", "\x07"} & set(ran.out)
    whole = json.loads(checked(icigraph, "--format", "json").out)
    assert f'"{long}"' in [
        one["value"] for each in whole["causes"] for one in each["results"] if "value" in one
    ]


def test_rdf_xml_that_is_not_well_formed_is_told_with_its_line(icigraph: Run) -> None:
    Path("data/d.rdf").write_text(
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">\n'
        '  <e:T r:about="http://e.example/a">\n    <e:q>1</e:p>\n  </e:T>\n</r:RDF>\n'
    )
    assert "data/d.rdf:3:" in checked(icigraph, data="data/d.rdf").out


def test_a_context_on_the_web_is_told_as_what_it_is(icigraph: Run) -> None:
    Path("data/d.jsonld").write_text('{"@id": "x:a",\n "@context": "https://schema.org/",\n "name": "a"}\n')
    ran = checked(icigraph, data="data/d.jsonld")
    assert ran.code == 1 and "data/d.jsonld:2:14" in ran.out
    assert "the context https://schema.org/ is on the web" in ran.out


RULES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:when ;
    sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ; sh:minLength 4 ] ) ] ;
  sh:property [ sh:path e:home ; sh:node [ sh:property [ sh:path e:zip ; sh:pattern "^[0-9]+$" ] ] ] ;
  sh:property [ sh:path e:plate ;
    e:ends "X" ] ;
  sh:sparql [ sh:select \"\"\"SELECT $this ?value WHERE { $this <http://e.example/knows> ?value .
    ?value <http://e.example/age> ?a . $this <http://e.example/age> ?b FILTER(?b > ?a) }\"\"\" ] .
e:EndsComponent a sh:ConstraintComponent ; sh:parameter [ sh:path e:ends ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRENDS(STR($value), $ends)) }" ] .
"""
PEOPLE = """@prefix e: <http://e.example/> .
e:a a e:T ; e:when "soon" ; e:home [ e:zip "x" ] ; e:plate "B-1" ;
  e:age 60 ,
    70 ;
  e:knows e:b ,
    e:c .
e:b e:age 50 .
e:c e:age 90 .
"""


@pytest.fixture
def causes(icigraph: Run) -> dict[str, dict[str, Any]]:
    Path("s.ttl").write_text(RULES)
    Path("data/d.ttl").write_text(PEOPLE)
    found = json.loads(checked(icigraph, "--format", "json").out)["causes"]
    return {cause["component"].rpartition("#")[2].rpartition("/")[2]: cause for cause in found}


def test_a_shape_without_a_name_is_told_by_what_it_asks(causes: dict[str, dict[str, Any]]) -> None:
    assert causes["OrConstraintComponent"]["expected"] == (
        "one of (sh:datatype xsd:date), (sh:datatype xsd:gYear; sh:minLength 4)"
    )
    told = causes["NodeConstraintComponent"]["expected"]
    assert told == 'what (sh:property (e:zip; sh:pattern "^[0-9]+$")) asks'


def test_a_component_of_ones_own_is_told_with_its_parameters(causes: dict[str, dict[str, Any]]) -> None:
    cause = causes["EndsComponent"]
    assert (cause["why"], cause["expected"]) == (
        "the constraint e:EndsComponent is broken on e:plate",
        'e:ends "X"',
    )
    assert cause["results"][0]["shapePlace"]["line"] == 8


def test_a_query_names_the_triples_at_fault_once_and_no_others(causes: dict[str, dict[str, Any]]) -> None:
    (result,) = causes["SPARQLConstraintComponent"]["results"]
    assert [one["line"] for one in result["evidence"]] == [5, 3, 4, 7]


def test_engines_that_differ_are_told_with_what_differs(icigraph: Run) -> None:
    Path("s.ttl").write_text(RULES.replace("sh:sparql [", "sh:sparql [ sh:severity sh:Warning ;"))
    Path("data/d.ttl").write_text(PEOPLE)
    said = checked(icigraph, "--engine", "both").out
    assert "only shacl: sh:SPARQLConstraintComponent on e:a, e:b, sh:Warning" in said
    assert "only pyshacl: sh:SPARQLConstraintComponent on e:a, e:b, sh:Violation" in said


@pytest.mark.parametrize(
    "bad", ['sh:pattern "["', 'sh:minCount "one"', 'sh:severity sh:Info ; sh:maxCount "x"']
)
def test_shapes_that_cannot_be_used_are_told_with_their_place(icigraph: Run, bad: str) -> None:
    good = "\ne:Q a sh:NodeShape ; sh:property [ sh:path e:z ; sh:minCount 1 ; sh:pattern 'a' ] ."
    Path("s.ttl").write_text(SHAPES.replace("sh:maxCount 0", bad) + good)
    ran = checked(icigraph)
    assert ran.code == 2
    assert "s.ttl:3:" in ran.out and "the shapes cannot be used" in ran.out


def test_a_file_without_shapes_does_not_pass_for_a_check(icigraph: Run) -> None:
    Path("s.ttl").write_text(DATA)
    ran = checked(icigraph)
    assert (ran.code, "error[no-shapes]: no shape is there: s.ttl" in ran.out) == (2, True)
