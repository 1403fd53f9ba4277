"""What may be missing only because text could not be read is held back and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from pyoxigraph import RdfFormat, Store
from tests.conftest import Ran

from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH
from icigraph.rdf.placed.lexer import tokens
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.reading.inputs import FORMATS
from icigraph.validation.report import ValidationReport
from icigraph.validation.validate import validate

Run = Callable[..., Ran]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
SHAPES = f"""{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:p ; sh:minCount 1 ] , [ sh:path e:q ; sh:maxCount 1 ] ."""
BROKEN = """@prefix e: <http://e.example/> .
e:a a e:T ; e:q 1 ; ] e:p 1 .
e:b a e:T ; e:q 1 , 2 .
"""


def report_on(data: str, shapes: str = SHAPES, suffix: str = "ttl") -> ValidationReport:
    given = Source(f"d.{suffix}", data.encode(), FORMATS[suffix], "http://e.example/d")
    return validate(given, Source("s.ttl", shapes.encode(), RdfFormat.TURTLE, "http://e.example/s"))


def told(report: ValidationReport) -> tuple[list[str], int]:
    """What is told, component and focus node of each, and how many results are held back."""
    assert report.faults and not report.conforms
    names = [
        f"{one.component.value.partition('#')[2].removesuffix('ConstraintComponent')} "
        f"{str(one.focus).rpartition('/')[2].rstrip('>')}"
        for one in report.results
    ]
    return names, report.held_back


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d.ttl").write_text(BROKEN)
    (tmp_path / "s.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)


def test_what_is_broken_by_what_is_there_is_told_and_what_is_missing_is_counted() -> None:
    report = report_on(BROKEN)
    assert told(report) == (["MaxCount b"], 1)
    assert report.counts() == {"Violation": 1}


LINE = "1 result held back until the syntax errors are mended"


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html", "csv", "turtle"])
def test_every_form_says_how_many_are_held_back_and_the_exit_code_stays_1(icigraph: Run, form: str) -> None:
    for options in ((), ("--fail-on", "violation"), ("--only", "e:S"), ("--max", "1")):
        assert icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form, *options).code == 1
    said = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form).out
    check: dict[str, Callable[[str], object]] = {
        "text": lambda text: (
            f"1 violation, 1 error in 1 file, 3 triples, 3 shapes, 1 focus node; {LINE}\n" in text
        ),
        "json": _json,
        "sarif": lambda text: json.loads(text)["runs"][0]["properties"]["heldBack"] == 1,
        "junit": lambda text: (
            ElementTree.fromstring(text).find(".//property[@name='heldBack'][@value='1']") is not None
        ),
        "github": lambda text: text.count("::error") == 2 and LINE in text,
        "html": lambda text: LINE in text,
        "csv": lambda text: f",held back,,,,,,{LINE},," in text and text.count("#Violation") == 1,
        "turtle": _turtle,
    }
    assert check[form](said)


def _json(text: str) -> bool:
    document: dict[str, Any] = json.loads(text)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    return (document["counts"], document["heldBack"]) == ({"Violation": 1}, 1)


def _turtle(text: str) -> bool:
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return len(list(store.quads_for_pattern(None, SH["result"], None))) == 1 and f"; {LINE}\n" in text


@pytest.mark.usefixtures("_here")
def test_a_baseline_is_not_called_stale_for_what_is_held_back(icigraph: Run) -> None:
    Path("whole.ttl").write_text(BROKEN.replace("] e:p 1", ""))
    icigraph("validate", "whole.ttl", "--shapes", "s.ttl", "--write-baseline", "known.json")
    given = ("--shapes", "s.ttl", "--baseline", "known.json", "--format", "json")
    document = json.loads(icigraph("validate", "d.ttl", *given).out)
    assert (document["stale"], document["known"], document["heldBack"]) == ([], 1, 1)
    Path("s.ttl").write_text(SHAPES.replace("sh:minCount 1", 'sh:hasValue "x"'))
    patch = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--fix", "--unsafe", "--dry-run").out
    assert patch == ""


CONSTRAINTS = {
    "sh:property [ sh:path e:p ; sh:minCount 1 ]": "MinCount",
    "sh:property [ sh:path e:p ; sh:hasValue 9 ]": "HasValue",
    "sh:class e:U": "Class",
    "sh:property [ sh:path e:q ; sh:equals e:r ]": "Equals",
    "sh:property [ sh:path ( e:k e:p ) ; sh:minCount 1 ]": "MinCount",
    "sh:property [ sh:path e:k ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape "
    "[ sh:class e:U ] ]": "QualifiedMinCount",
    "sh:node [ sh:property [ sh:path e:p ; sh:minCount 1 ] ]": "Node",
    "sh:and ( [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] )": "And",
    "sh:or ( [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] "
    "[ sh:property [ sh:path e:q ; sh:maxCount 0 ] ] )": "Or",
    "sh:not [ sh:property [ sh:path e:p ; sh:maxCount 0 ] ]": "Not",
    "sh:sparql [ sh:select 'SELECT $this WHERE { "
    "FILTER NOT EXISTS { $this <http://e.example/p> ?x } }' ]": "SPARQL",
}


@pytest.mark.parametrize("body", CONSTRAINTS)
def test_what_is_broken_by_something_missing_is_held_back(body: str) -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."
    data = "@prefix e: <http://e.example/> .\ne:k e:n 1 ] ; e:p 1 .\ne:a a e:T ; e:q 1 ; e:k e:k .\n"
    assert told(report_on(data, shapes)) == ([], 1)
    whole = report_on(data.replace(" ] ; e:p 1", ""), shapes)
    assert [one.component for one in whole.results] == [SH[f"{CONSTRAINTS[body]}ConstraintComponent"]]


@pytest.mark.parametrize(
    "body",
    [
        "sh:property [ sh:path e:q ; sh:maxCount 0 ]",
        "sh:property [ sh:path e:q ; sh:nodeKind sh:IRI ]",
        "sh:closed true",
        "sh:sparql [ sh:select 'SELECT $this WHERE { $this <http://e.example/q> ?x }' ]",
    ],
)
def test_what_is_broken_by_what_is_there_is_told(body: str) -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."
    data = "@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 .\ne:z e:r 1 ] e:s e:a .\n"
    results, held_back = told(report_on(data, shapes))
    assert results and not held_back


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("nt", "<http://e.example/a> <http://e.example/p> 1 .\n<http://e.example/c> <x:n> no .\n"),
        ("rdf", '<r:RDF xmlns:e="http://e.example/"><e:T r:about="http://e.example/a"/>'),
        ("jsonld", '{"@id": "http://e.example/a", "http://e.example/p": 1'),
    ],
)
def test_a_broken_file_of_any_syntax_may_hold_what_is_missing(suffix: str, text: str) -> None:
    broken = Source(f"b.{suffix}", text.encode(), FORMATS[suffix], "http://e.example/b")
    sound = Source("d.ttl", f"{HEAD}e:a a e:T . e:z a e:T .".encode(), RdfFormat.TURTLE, "http://e.example/d")
    shapes = Source("s.ttl", SHAPES.encode(), RdfFormat.TURTLE, "http://e.example/s")
    assert told(validate([sound, broken], shapes)) == ([], 2)


def test_a_shape_that_could_not_be_read_whole_decides_nothing() -> None:
    cut = "e:R a sh:NodeShape ; sh:targetClass e:T ; sh:closed true ; ] sh:ignoredProperties ( e:q ) .\n"
    shapes = f"{SHAPES}\ne:T e:n 1 .\n{cut}"
    assert told(report_on("@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 .\n", shapes)) == ([], 1)


def test_nothing_is_taken_from_a_statement_that_goes_wrong() -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:maxCount 1 ] ."
    comma_for_semicolon = "@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 , e:r 2 .\n"
    assert told(report_on(comma_for_semicolon, shapes)) == ([], 0)


CONFORMING = """@prefix e: <http://e.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:T1 a e:T ; e:p "a" , "b" ;
  e:kind e:k1 ; e:home [ e:zip "1" ; e:city "X" ] ;
  e:r 1 , 2 ; e:s 2 , 1 ; e:knows e:T2 .
e:k1 a e:D .
e:D rdfs:subClassOf e:C .
e:T2 e:knows e:T1 ; e:kind e:k1 .
e:T2 a e:T ; e:p "a b" , "c" ; e:home _:h ; e:r 3 ; e:s 3 .
_:h e:zip "2" ; e:city \"\"\"X\"\"\" .
"""
MANY = f"""{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:p ; sh:minCount 2 ] , [ sh:path e:kind ; sh:class e:C ; sh:minCount 1 ] ,
    [ sh:path e:home ; sh:node e:A ] , [ sh:path ( e:home e:city ) ; sh:minCount 1 ] ,
    [ sh:path e:r ; sh:equals e:s ] , [ sh:path [ sh:inversePath e:knows ] ; sh:minCount 1 ] ,
    [ sh:path e:knows ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape e:P ] ;
  sh:or ( e:P [ sh:property [ sh:path e:n ; sh:minCount 1 ] ] ) ;
  sh:not [ sh:property [ sh:path e:p ; sh:maxCount 1 ] ] ;
  sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path e:p ; sh:maxCount 2 ; sh:datatype <http://www.w3.org/2001/XMLSchema#string> ;
      sh:minLength 1 ] , [ sh:path e:kind ; sh:maxCount 1 ; sh:in ( e:k1 ) ] ,
    [ sh:path e:home ; sh:maxCount 1 ; sh:nodeKind sh:BlankNode ] , [ sh:path e:r ; sh:maxInclusive 3 ] ,
    [ sh:path e:s ] , [ sh:path e:knows ; sh:disjoint e:kind ] ,
    [ sh:path ( e:home e:city ) ; sh:maxCount 1 ; sh:in ( "X" ) ] ;
  sh:xone ( [ sh:property [ sh:path e:r ; sh:maxCount 0 ] ]
    [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] ) .
e:P a sh:NodeShape ; sh:property [ sh:path e:p ; sh:minCount 2 ] .
e:A a sh:NodeShape ; sh:closed true ; sh:property [ sh:path e:zip ; sh:minCount 1 ] ,
  [ sh:path e:city ; sh:hasValue "X" ] .
"""


@pytest.mark.parametrize("stray", ["]", ".", '"', '"' * 3, "<", "[", "(", ";", "@@", "x:y"])
def test_a_stray_mark_in_sound_data_has_no_result(stray: str) -> None:
    """Wherever it stands: without it nothing is wrong."""
    broken = 0
    for match in tokens(CONFORMING):
        at = match.end() - len(match[match.lastindex or 0])
        report = report_on(f"{CONFORMING[:at]}{stray} {CONFORMING[at:]}", MANY)
        if report.faults:
            broken += 1
            assert not report.conforms
            assert report.results == (), (CONFORMING[:at][-30:], report.faults, report.results[0])
    assert broken > 50


def test_data_that_was_cut_anywhere_has_no_result() -> None:
    for end in range(60, len(CONFORMING), 7):
        report = report_on(CONFORMING[:end], MANY)
        assert report.results == () or not report.faults, CONFORMING[:end][-30:]


def test_one_broken_file_of_a_project_does_not_hide_what_follows_from_the_others(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert icigraph("init", "mine").code == 0
    monkeypatch.chdir("mine")
    broken = sorted(Path("data").rglob("*.ttl"))[0]
    broken.write_text(broken.read_text() + "\n<urn:x> <urn:p> ] .\n")
    document = json.loads(icigraph("validate", "--format", "json").out)
    assert len(document["faults"]) == 1
    assert (document["conforms"], document["counts"], document["heldBack"]) == (False, {}, 0)
