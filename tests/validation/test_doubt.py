"""What may be missing only because text could not be read is told as that, and never as certain."""

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

from icigraph.rdf.namespaces import SH
from icigraph.rdf.placed.lexer import tokens
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.reading.inputs import FORMATS, Source
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


def told(report: ValidationReport) -> tuple[list[str], list[str]]:
    """What is certain and what is not: component and focus node of each."""
    assert report.faults and not report.conforms
    names = [
        f"{one.component.value.partition('#')[2].removesuffix('ConstraintComponent')} "
        f"{str(one.focus).rpartition('/')[2].rstrip('>')}"
        for one in report.results
    ]
    unsure = [name for name, one in zip(names, report.results, strict=True) if one.doubt]
    return [name for name in names if name not in unsure], unsure


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d.ttl").write_text(BROKEN)
    (tmp_path / "s.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)


def test_what_a_cut_off_statement_may_hold_is_not_told_as_missing() -> None:
    report = report_on(BROKEN)
    assert told(report) == (["MinCount b", "MaxCount b"], ["MinCount a"])
    assert report.counts() == {"Violation": 2}
    doubt = next(one.doubt for one in report.results if one.doubt)
    assert (str(doubt.place), doubt.message) == (
        "d.ttl:2:1",
        "the statement at d.ttl:2:1 could not be read whole: what is missing may stand there",
    )


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html", "csv", "turtle"])
def test_every_form_says_what_is_not_certain_and_the_exit_code_stays_1(icigraph: Run, form: str) -> None:
    for options in ((), ("--fail-on", "violation"), ("--only", "e:S"), ("--max", "1")):
        assert icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form, *options).code == 1
    said = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form).out
    assert "the statement at d.ttl:2:1 could not be read whole" in said
    check: dict[str, Callable[[str], object]] = {
        "text": lambda text: (
            "perhaps violation: too few values of e:p\n" in text
            and "2 violations, 1 error, 1 result perhaps only because" in text
        ),
        "json": _json,
        "sarif": _sarif,
        "junit": _junit,
        "github": lambda text: text.count("::error") == 3 and text.count("::notice") == 1,
        "html": lambda text: (
            ">perhaps Violation</b>" in text and "2 violations, 1 error, 1 result perhaps" in text
        ),
        "csv": lambda text: text.count("d.ttl,2,1,unsure,") == 1 and text.count("#Violation") == 2,
        "turtle": _turtle,
    }
    assert check[form](said)


def _json(text: str) -> bool:
    document: dict[str, Any] = json.loads(text)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    (last,) = document["causes"][-1]["results"]
    unsure = [one for cause in document["causes"] for one in cause["results"] if "doubt" in one]
    return (document["counts"], document["doubtful"], unsure) == ({"Violation": 2}, 1, [last])


def _sarif(text: str) -> bool:
    results = json.loads(text)["runs"][0]["results"]
    return [(one.get("kind"), one["level"]) for one in results].count(("open", "none")) == 1


def _junit(text: str) -> bool:
    tree = ElementTree.fromstring(text)
    return (tree.attrib["failures"], len(tree.findall(".//failure")), len(tree.findall(".//skipped"))) == (
        "2",
        2,
        1,
    )


def _turtle(text: str) -> bool:
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return len(list(store.quads_for_pattern(None, SH["result"], None))) == 2 and "\n# e:a: perhaps" in text


@pytest.mark.usefixtures("_here")
def test_what_is_not_certain_is_neither_mended_nor_taken_for_known(icigraph: Run) -> None:
    Path("s.ttl").write_text(SHAPES.replace("sh:minCount 1", 'sh:hasValue "x"'))
    patch = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--fix", "--unsafe", "--dry-run").out
    assert '+e:b a e:T ; e:q 1 , 2 ; e:p "x" .' in patch and "+e:a" not in patch
    icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--write-baseline", "known.json")
    assert "example/b" in Path("known.json").read_text() and "example/a" not in Path("known.json").read_text()


CONSTRAINTS = {
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
def test_what_is_broken_by_something_missing_is_not_certain(body: str) -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."
    data = (
        "@prefix e: <http://e.example/> .\ne:k e:n 1 ] ; e:p 1 .\ne:a a e:T ; e:q 1 ; e:k e:k ; ] e:p 1 .\n"
    )
    assert told(report_on(data, shapes)) == ([], [f"{CONSTRAINTS[body]} a"])


@pytest.mark.parametrize(
    "body",
    [
        "sh:property [ sh:path e:q ; sh:maxCount 0 ]",
        "sh:property [ sh:path e:q ; sh:nodeKind sh:IRI ]",
        "sh:closed true",
        "sh:node [ sh:property [ sh:path e:p ; sh:minCount 1 ] , [ sh:path e:q ; sh:maxCount 0 ] ]",
        "sh:or ( [ sh:property [ sh:path e:q ; sh:maxCount 0 ] ] [ sh:nodeKind sh:Literal ] )",
        "sh:sparql [ sh:select 'SELECT $this WHERE { $this <http://e.example/q> ?x }' ]",
    ],
)
def test_what_is_broken_by_what_is_there_stays_certain(body: str) -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."
    data = "@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 .\ne:z e:r 1 ] e:s e:a .\n"
    certain, unsure = told(report_on(data, shapes))
    assert certain and not unsure


UNREAD = {
    "a prefix that is not declared": ("e:a a e:T .\nx:a e:p 1 .\ne:b a e:T .\n", ["b"], ["a"]),
    "a text that is not closed": ('e:a a e:T .\ne:c e:n """x .\ne:a e:p 1 .\ne:b a e:T .\n', [], ["a"]),
    "a prefix that is broken": ("e:a a e:T .\n@prefix n: http://e.example/ .\nn:a e:p 1 .\n", [], ["a"]),
    "a full stop too early": ("e:a a e:T . ; e:p 1 .\ne:b a e:T .\n", ["b"], ["a"]),
    "a name written in full": (
        "e:a a e:T .\ne:c e:n 1 .\n<http://e.example/a> ] e:p 1 .\ne:b a e:T .\n",
        ["b"],
        ["a"],
    ),
    "a name with an escape": (
        "e:a a e:T .\ne:c e:n 1 .\n<http://e.example/\\u0061> ] e:p 1 .\ne:b a e:T .",
        ["b"],
        ["a"],
    ),
    "the end of a file that was cut": ("e:a a e:T .\ne:b a e:T .\ne:c e:p", [], ["a", "b"]),
    "a namesake elsewhere": ("e:a a e:T .\ne:c e:n 1 .\n<http://other.example/a> ] e:p 1 .\n", ["a"], []),
}


@pytest.mark.parametrize("what", UNREAD)
def test_a_node_is_in_doubt_where_unreadable_text_may_be_about_it(what: str) -> None:
    text, certain, unsure = UNREAD[what]
    found = told(report_on(f"@prefix e: <http://e.example/> .\n{text}"))
    assert found == ([f"MinCount {name}" for name in certain], [f"MinCount {name}" for name in unsure])


def test_blank_nodes_of_a_broken_statement_are_in_doubt() -> None:
    data = "@prefix e: <http://e.example/> .\ne:x e:y [ a e:T ; e:n ] .\n[] a e:T .\n_:l a e:T .\n_:l e:n .\n"
    certain, unsure = told(report_on(data))
    assert (len(certain), len(unsure)) == (1, 2)


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
    assert told(validate([sound, broken], shapes)) == (["MinCount z"], ["MinCount a"])


def test_a_shape_that_could_not_be_read_whole_decides_nothing() -> None:
    cut = "e:R a sh:NodeShape ; sh:targetClass e:T ; sh:closed true ; ] sh:ignoredProperties ( e:q ) .\n"
    shapes = f"{SHAPES}\ne:T e:n 1 .\n{cut}"
    certain, unsure = told(report_on("@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 .\n", shapes))
    assert certain == ["MinCount a"]
    assert unsure == ["Closed a", "Closed a"]


def test_a_triple_of_a_statement_that_goes_wrong_may_say_something_else() -> None:
    shapes = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:maxCount 1 ] ."
    comma_for_semicolon = "@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 , e:r 2 .\n"
    assert told(report_on(comma_for_semicolon, shapes)) == ([], ["MaxCount a"])


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
  sh:xone ( [ sh:property [ sh:path e:r ; sh:maxCount 0 ] ]
    [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] ) .
e:P a sh:NodeShape ; sh:property [ sh:path e:p ; sh:minCount 2 ] .
e:A a sh:NodeShape ; sh:closed true ; sh:property [ sh:path e:zip ; sh:minCount 1 ] ,
  [ sh:path e:city ; sh:hasValue "X" ] .
"""


@pytest.mark.parametrize("stray", ["]", ".", '"', '"' * 3, "<", "[", "(", ";", "@@", "x:y"])
def test_a_stray_mark_in_sound_data_makes_nothing_certain(stray: str) -> None:
    """Wherever it stands: without it nothing is wrong."""
    broken = 0
    for match in tokens(CONFORMING):
        at = match.end() - len(match[match.lastindex or 0])
        report = report_on(f"{CONFORMING[:at]}{stray} {CONFORMING[at:]}", MANY)
        if report.faults:
            broken += 1
            assert not report.conforms
            assert report.certain == (), (CONFORMING[:at][-30:], report.faults, report.certain[0])
    assert broken > 50


def test_data_that_was_cut_anywhere_makes_nothing_certain() -> None:
    for end in range(60, len(CONFORMING), 7):
        report = report_on(CONFORMING[:end], MANY)
        assert report.certain == () or not report.faults, CONFORMING[:end][-30:]


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
    assert (document["conforms"], document["counts"], document["doubtful"]) == (False, {}, 0)
