"""RDF/XML and JSON-LD that are broken: each fault that can be found is told with its line and column."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations, permutations
from pathlib import Path

import pytest
from pyoxigraph import parse
from tests.conftest import Ran

from icigraph.base.faults import Fault
from icigraph.rdf.documents import Source
from icigraph.validation.reading.dataset import parse_source
from icigraph.validation.reading.inputs import FORMATS

Run = Callable[..., Ran]

# Each is wrong in one way, at the mark.
XML_FAULTS = {
    '<e:T r:ID="^1a"/>': '"1a" cannot be an rdf:ID',
    '<e:T r:nodeID="^a b"/>': '"a b" cannot be an rdf:nodeID',
    '<e:T r:about="^http://a b/"/>': "<http://a b/> is not an IRI: Invalid IRI code point ' '",
    '<e:T><e:p r:resource="^%zz"/></e:T>': "<%zz> is not an IRI: Invalid IRI percent encoding '%zz'",
    '<e:T><e:p r:datatype="^x y">1</e:p></e:T>': "<x y> is not an IRI: Invalid IRI code point ' '",
    '<e:T xml:base="^rel"/>': "<rel> cannot be a base: No scheme found in an absolute IRI",
    '<e:T><e:p xml:lang="^e n">t</e:p></e:T>': '"e n" is no language tag',
    '<^e:T r:about="x:a" r:ID="both"/>': "rdf:about and rdf:ID cannot both",
    '<e:T><^e:p r:resource="x:a" r:nodeID="b"/></e:T>': "rdf:resource and rdf:nodeID cannot both",
    '<e:T r:aboutEach="^x"/>': "rdf:aboutEach cannot be an attribute",
    '<e:T about="^x:a"/>': "the attribute about has no namespace",
    "<^T/>": "T has no namespace",
    "<e:T><^r:Description/></e:T>": "rdf:Description cannot be an element here",
    "<^r:li/>": "rdf:li cannot be an element here",
    "<e:T>^stray</e:T>": "text cannot stand here",
    '<e:T><e:p r:resource="x:a">^text</e:p></e:T>': "text cannot stand here",
    "<e:T><e:p>text<^e:U/></e:p></e:T>": "this property has a value already",
    "<e:T><e:p><e:U/><^e:V/></e:p></e:T>": "this property has a value already",
    "<e:T><e:p>a<![CDATA[^b]]></e:p></e:T>": "a comment or CDATA parts this text",
    '<e:T><^e:p r:parseType="Literal"/></e:T>': "an XML literal cannot be empty",
    '<e:T r:ID="same"/><e:T r:ID="^same"/>': 'the rdf:ID "same" is taken',
}
XML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">
<!-- <e:T r:ID="1"/> stray -->
<e:T r:about="x:good" e:attribute="1">
  <e:p>a &amp; b<!-- c --></e:p><r:li r:parseType="Literal"><b>x</b> y</r:li>
  <e:list r:parseType="Collection"><e:T/><e:T r:ID="x"/></e:list>
  <e:q r:parseType="Resource"><e:p>1</e:p></e:q></e:T>
%s
</r:RDF>
"""
JSON_FAULTS = {
    '{"@id": ^5, "e:p": 1}': "@id value must be a string",
    '{"@type": ^5}': "@type value must be a string",
    '{"e:p": [1, {"@value": ^["x"]}]}': "@value value must be a string",
    '{"e:p": ^{"@value": "x", "@language": "en", "@type": "e:t"}}': "@type and @language cannot be used",
    '{"e:p": ^{"@list": [1], "@id": "e:b"}}': "@list and @set must be the only keys of an object",
    '{"id": "e:a", "@reverse": ^5}': "@reverse value must be a JSON object",
    '{"e:p": {"@value": "x", "@direction": ^"up"}}': "The allowed @direction values are",
    '{"@id": "e:a", "@index": ^[]}': "@index value must be a string",
    '{"@context": {"good": "e:g", "bad": ^5}, "good": 1}': "Term definition value must be",
    '{"@context": [{"@language": ^5}], "e:p": "x"}': "@language value must be a string or null",
    '{"@context": {"@vocab": ^[]}, "p": "x"}': "@vocab value must be a string",
    '{"@context": {"t": ^{"@id": "e:t", "@container": "@foo"}}, "t": 1}': "Not supported @container value",
    '^{"@id": "e:a", "@id": "e:b"}': "@id is defined twice",
    '{"e:p": {"e:q": [{"e:r": {"id": ^{}}}]}}': "@id value must be a string",
}
JSON = """{
  "@context": {"e": "http://e.example/", "id": "@id", "p": {"@id": "e:p", "@type": "@id"}, "rest": "p"},
  "@graph": [
    {"id": "e:good", "p": "e:other", "e:text": {"@value": "@id", "@language": "en"}, "unknown": {"@id": "x"}},
%s
  ]
}
"""
FORMS = {"rdf": (XML, XML_FAULTS, "\n"), "jsonld": (JSON, JSON_FAULTS, ",\n")}
CASES = [(suffix, case) for suffix, (_, cases, _) in FORMS.items() for case in cases]


def faults_of(suffix: str, text: str) -> tuple[Fault, ...]:
    return parse_source(Source(f"d.{suffix}", text.encode(), FORMATS[suffix], "http://d.example/d"))[1]


def document(suffix: str, cases: list[str]) -> tuple[str, list[tuple[int, int, str]]]:
    """A document of several faulty lines, and where each is wrong in which way."""
    frame, known, apart = FORMS[suffix]
    first = frame[: frame.index("%s")].count("\n") + 1
    expected = [(first + number, case.index("^") + 1, known[case]) for number, case in enumerate(cases)]
    return frame.replace("%s", apart.join(case.replace("^", "") for case in cases)), expected


def told(suffix: str, text: str) -> list[tuple[int, int, str]]:
    """Where each fault is, and as much of what it says as these tests know."""
    found = [(one.place, one.message) for one in faults_of(suffix, text) if one.place]
    known = [*FORMS[suffix][1].values(), "not well-formed XML: mismatched tag"]
    return [
        (place.line or 0, place.column or 0, next((one for one in known if message.startswith(one)), message))
        for place, message in found
    ]


@pytest.mark.parametrize(("suffix", "case"), CASES)
def test_one_fault_is_told_with_its_line_and_column(suffix: str, case: str) -> None:
    text, expected = document(suffix, [case])
    assert told(suffix, text) == expected


def test_all_faults_of_rdf_xml_are_told() -> None:
    text, expected = document("rdf", [*XML_FAULTS])
    assert told("rdf", text) == expected


def test_any_two_faults_of_rdf_xml_do_not_hide_each_other() -> None:
    for pair in combinations(XML_FAULTS, 2):
        text, expected = document("rdf", list(pair))
        assert told("rdf", text) == expected


def test_the_first_fault_of_json_ld_is_told_whatever_follows() -> None:
    for pair in permutations(JSON_FAULTS, 2):
        text, expected = document("jsonld", list(pair))
        assert told("jsonld", text) == expected[:1]


@pytest.mark.parametrize("suffix", FORMS)
def test_what_surrounds_the_faults_is_well_formed(suffix: str) -> None:
    frame = FORMS[suffix][0].replace("%s", "{}" if suffix == "jsonld" else "")
    assert len(list(parse(frame, format=FORMATS[suffix], base_iri="http://d.example/d"))) >= 2
    assert faults_of(suffix, frame) == ()


def test_faults_before_the_place_where_xml_ends_are_told_too() -> None:
    text, expected = document("rdf", ['<e:T r:ID="^1a"/>', "<^T/>"])
    cut = text.replace("</r:RDF>", "</r:RD>")
    assert told("rdf", cut)[:2] == expected
    assert told("rdf", cut)[2][::2] == (9, "not well-formed XML: mismatched tag")


def test_json_that_is_none_is_told_with_its_line() -> None:
    (fault,) = faults_of("jsonld", '{"@id": "e:a",\n "e:p" 1}\n')
    assert fault.place and fault.place.line == 2


def test_the_fault_of_a_large_document_is_found() -> None:
    nodes = [
        {"@id": f"e:n{number}", "e:p": {"@value": {} if number == 2500 else 1}} for number in range(3000)
    ]
    text = json.dumps(nodes)
    (fault,) = faults_of("jsonld", text)
    assert fault.place and fault.place.column == text.index("{}") + 1


@pytest.mark.parametrize("suffix", FORMS)
def test_the_command_tells_faults_with_the_line(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text, expected = document(suffix, [*FORMS[suffix][1]][:3])
    Path(f"d.{suffix}").write_text(text)
    Path("s.ttl").write_text("<x:S> <http://www.w3.org/ns/shacl#targetNode> <x:a> .")
    ran = icigraph("validate", f"d.{suffix}", "--shapes", "s.ttl")
    assert ran.code == 1
    found = expected if suffix == "rdf" else expected[:1]
    assert all(f"d.{suffix}:{line}:{column}" in ran.out for line, column, _ in found)
    assert f"{len(found)} error" in ran.out


# The parser takes these and leaves out what the mark stands before.
LEFT_OUT = {
    '{"@id": ^"http://a b/", "e:p": 1}': "is not an IRI",
    '{"@id": "e:a", "e:p": {"@id": ^"e:%zz"}}': "is not an IRI",
    '{"@id": "e:a", "@type": ["e:T", ^"e:not good"]}': "is not an IRI",
    '{"@id": "e:a", ^"http://e /p": 1}': "is not an IRI",
    '{"id": "e:a", "p": ["e:b", ^"not available"]}': "is not an IRI",
    '{"id": ^"e:{a}", "e:p": "1"}': "is not an IRI",
    '{"@id": "e:a", "e:p": {"@value": "x", "@language": ^"en_US"}}': "is no language tag",
    '{"@context": {"@language": ^"e n"}, "id": "e:a", "e:p": "x"}': "is no language tag",
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_the_parser_leaves_out_is_told(case: str) -> None:
    text = JSON.replace("%s", case.replace("^", ""))
    (fault,) = faults_of("jsonld", text)
    assert fault.place and (fault.place.line, fault.place.column) == (5, case.index("^") + 1)
    assert LEFT_OUT[case] in fault.message and "left out" in fault.message


def test_everything_that_is_left_out_is_told_at_once() -> None:
    text = JSON.replace("%s", ",\n".join(case.replace("^", "") for case in LEFT_OUT))
    assert [one.place and one.place.line for one in faults_of("jsonld", text)] == [
        *range(5, 5 + len(LEFT_OUT))
    ]


@pytest.mark.parametrize(
    "node",
    [
        '{"id": "e:a", "e:text": "a text with spaces: {x} <y>"}',
        '{"id": "e:a", "e:text": "say \\"@id\\": \\"a b\\" and \\"x: y\\": 1"}',
        '{"id": "e:a", "unknown": {"@id": "a b"}, "a note": "x"}',
        '{"id": "e:a", "e:text": {"@value": "x", "@language": "en-GB"}}',
        '{"id": "e:a", "p": "http://e.example/é%20x"}',
        '{"id": "e:a", "e:json": {"@type": "@json", "@value": {"@id": "a b", "x: y": 1}}}',
    ],
)
def test_what_only_looks_wrong_is_not(node: str) -> None:
    assert faults_of("jsonld", JSON.replace("%s", node)) == ()


def test_data_that_is_left_out_does_not_conform(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.jsonld").write_text('{"@id": "x:a",\n "x:p": {"@id": "not an IRI"}}')
    Path("s.ttl").write_text("<x:S> <http://www.w3.org/ns/shacl#targetNode> <x:a> .")
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl")
    assert ran.code == 1 and "d.jsonld:2:17" in ran.out and "does not conform" in ran.out
