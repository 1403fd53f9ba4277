"""What each engine does with SHACL 1.2 and the advanced features: the table of the page, row by row.

Each row has shapes that use the feature alone and data that breaks them. An engine *runs* it where the
results are there, it is *told* where the lint says that it is not run, and *refused* where the shapes cannot
be used.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from icigraph.base.faults import InputError
from icigraph.rdf.documents import Source
from icigraph.validation.validate import validate

PAGE = Path(__file__).parent.parent.parent / "docs" / "validate.md"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dash: <http://datashapes.org/dash#> .
"""
ID = "sh:property [ sh:path e:id ; sh:minCount 1 ]"
T = "e:S a sh:NodeShape ; sh:targetClass e:T ; "
P = T + "sh:property [ sh:path e:p ; {} ] ."
A = "e:a a e:T ; "

CASES: dict[str, tuple[str, str, int]] = {
    "sh:targetWhere": (
        f"e:S a sh:NodeShape ; sh:targetWhere [ sh:class e:T ] ; {ID} .",
        "e:a a e:T . e:b a e:U .",
        1,
    ),
    "sh:targetNode with a node expression": (
        f"e:S a sh:NodeShape ; sh:targetNode [ sh:instancesOf e:T ] ; {ID} .",
        "e:a a e:T .",
        1,
    ),
    "sh:ShapeClass": (f"e:S a sh:ShapeClass ; {ID} .", "e:a a e:S .", 1),
    "sh:target with sh:SPARQLTarget": (
        "e:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; "
        f'sh:select "SELECT ?this WHERE {{ ?this <http://e/p> ?x }}" ] ; {ID} .',
        "e:a e:p 1 .",
        1,
    ),
    "sh:target with sh:SPARQLTargetType": (
        "e:TT a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:parameter [ sh:path e:in ] ; "
        'sh:select "SELECT ?this WHERE { ?this <http://e/at> $in }" . '
        f"e:S a sh:NodeShape ; sh:target [ a e:TT ; e:in e:x ] ; {ID} .",
        "e:a e:at e:x .",
        1,
    ),
    "sh:expression": (T + "sh:expression [ sh:path e:ok ] .", A + "e:ok false .", 1),
    "sh:expression with sh:sparqlExpr": (
        T + 'sh:expression [ sh:sparqlExpr "EXISTS { ?this <http://e/q> ?x }" ] .',
        A + "e:p 1 .",
        1,
    ),
    "sh:expression with functions": (T + "sh:expression [ sh:exists [ sh:path e:q ] ] .", A + "e:p 1 .", 1),
    "sh:nodeByExpression": (
        T + f"sh:nodeByExpression [ sh:path e:shape ] . e:N a sh:NodeShape ; {ID} .",
        A + "e:shape e:N .",
        1,
    ),
    "sh:values": (P.format("sh:values [ sh:path e:q ] ; sh:maxCount 0"), A + "e:q 1 .", 1),
    "sh:rule with sh:TripleRule": (
        T + "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object true ] ; "
        "sh:property [ sh:path e:p ; sh:maxCount 0 ] .",
        A + "e:q 1 .",
        1,
    ),
    "sh:rule with sh:SPARQLRule": (
        T + 'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this <http://e/p> true } WHERE {}" ] ; '
        "sh:property [ sh:path e:p ; sh:maxCount 0 ] .",
        A + "e:q 1 .",
        1,
    ),
    "sh:SPARQLFunction": (
        "e:f a sh:SPARQLFunction ; sh:parameter [ sh:path e:op ; sh:datatype xsd:integer ] ; "
        'sh:returnType xsd:integer ; sh:select "SELECT ($op + 1 AS ?r) WHERE {}" . '
        + T
        + 'sh:sparql [ sh:select "SELECT $this WHERE { $this <http://e/n> ?n '
        'FILTER(<http://e/f>(?n) > 5) }" ] .',
        A + "e:n 9 .",
        1,
    ),
    "sh:js": (T + 'sh:js [ sh:jsFunctionName "f" ] .', A + "e:p 1 .", 1),
    "sh:resultAnnotation": (
        T + 'sh:sparql [ sh:select "SELECT $this ?n WHERE { $this <http://e/n> ?n }" ; '
        'sh:resultAnnotation [ sh:annotationProperty e:n ; sh:annotationVarName "n" ] ] .',
        A + "e:n 9 .",
        1,
    ),
    "sh:class with a list": (P.format("sh:class ( e:U e:V )"), A + "e:p e:x , e:y . e:y a e:V .", 1),
    "sh:datatype with a list": (P.format("sh:datatype ( xsd:string xsd:integer )"), A + "e:p 1.5 , 1 .", 1),
    "sh:nodeKind with a list": (P.format("sh:nodeKind ( sh:IRI sh:BlankNode )"), A + "e:p 1 , e:x .", 1),
    "sh:closed sh:ByTypes": (
        "e:S a sh:NodeShape, rdfs:Class ; sh:closed sh:ByTypes ; sh:property [ sh:path e:p ] .",
        "e:a a e:S ; e:p 1 ; e:q 2 .",
        1,
    ),
    "sh:equals and others with a path": (P.format("sh:equals ( e:q e:r )"), A + "e:p 5 .", 1),
    "sh:singleLine": (P.format("sh:singleLine true"), A + 'e:p "a\\nb" .', 1),
    "sh:someValue": (P.format("sh:someValue [ sh:class e:U ]"), A + "e:p e:x .", 1),
    "sh:subsetOf": (P.format("sh:subsetOf e:q"), A + "e:p 1 , 2 ; e:q 1 .", 1),
    "sh:rootClass": (P.format("sh:rootClass e:Root"), A + "e:p e:X .", 1),
    "sh:memberShape": (P.format("sh:memberShape [ sh:datatype xsd:integer ]"), A + 'e:p ( 1 "x" ) .', 1),
    "sh:uniqueMembers": (P.format("sh:uniqueMembers true"), A + "e:p ( 1 1 ) .", 1),
    "sh:minListLength": (P.format("sh:minListLength 3"), A + "e:p ( 1 1 ) .", 1),
    "sh:maxListLength": (P.format("sh:maxListLength 1"), A + "e:p ( 1 1 ) .", 1),
    "sh:uniqueValuesFor": (T + "sh:uniqueValuesFor e:p .", A + "e:p 1 . e:b a e:T ; e:p 1 .", 2),
    "sh:reifierShape": (
        P.format("sh:reifierShape [ sh:property [ sh:path e:since ; sh:minCount 1 ] ]"),
        A + "e:p 1 ~ e:r .",
        1,
    ),
    "sh:reificationRequired": (
        P.format("sh:reificationRequired true ; sh:reifierShape e:N") + " e:N a sh:NodeShape .",
        A + "e:p 1 .",
        1,
    ),
    "sh:severity sh:Debug, sh:Trace": (P.format("sh:minCount 1 ; sh:severity sh:Debug"), A + "e:q 1 .", 1),
    "DASH without its components": (P.format("dash:hasValueIn ( 1 )"), A + "e:q 1 .", 1),
}


NODES = {NamedNode("http://e/a"), NamedNode("http://e/b")}
ROW = re.compile(r"^\| (.+?) \| (\w+) \| (\w+) \|$", re.MULTILINE)


def outcome(name: str, engine: str) -> str:
    shapes, data, wanted = CASES[name]
    rules = Source("s.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE, "http://s/")
    given = Source("d.ttl", (HEAD + data).encode(), RdfFormat.TURTLE, "http://d/")
    try:
        report = validate(given, rules, engine=engine)
    except InputError:
        return "refused"
    if any(one.code == "not-run" for one in report.findings):
        return "told"
    right = len(report.results) == wanted and {one.focus for one in report.results} <= NODES
    return "run" if right else f"silent: {report.results}"


def rows() -> dict[str, tuple[str, ...]]:
    section = PAGE.read_text(encoding="utf-8").partition("### SHACL 1.2 and the advanced features")[2]
    found = ROW.findall(section.partition("\n## ")[0])
    return {name.replace("`", ""): tuple(outcomes) for name, *outcomes in found if name != "feature"}


def test_the_page_has_a_row_for_each_case() -> None:
    assert list(rows()) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_each_engine_does_what_the_page_says(name: str) -> None:
    assert (outcome(name, "shacl"), outcome(name, "pyshacl")) == rows()[name]


@pytest.mark.parametrize("name", [name for name, (ours, _) in rows().items() if ours == "run"])
def test_what_the_default_engine_runs_is_told_in_words(name: str) -> None:
    shapes, data, _ = CASES[name]
    rules = Source("s.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE, "http://s/")
    report = validate(Source("d.ttl", (HEAD + data).encode(), RdfFormat.TURTLE, "http://d/"), rules)
    for cause in report.causes:
        said = f"{cause.why}; {cause.expected}"
        assert "{" not in said and "is broken" not in said and "what it asks" not in said
        assert not cause.expected.endswith(" ")


def test_an_expression_begins_with_what_its_author_says() -> None:
    shapes = HEAD + T + 'sh:expression [ sh:path e:ok ] ; sh:message "it is not ok" .'
    rules = Source("s.ttl", shapes.encode(), RdfFormat.TURTLE, "http://s/")
    data = Source("d.ttl", (HEAD + A + "e:ok false .").encode(), RdfFormat.TURTLE, "http://d/")
    assert [cause.why for cause in validate(data, rules).causes] == ["it is not ok"]


def test_lists_of_alternatives_are_told_as_such() -> None:
    shapes = HEAD + P.format("sh:datatype ( xsd:string xsd:integer )")
    rules = Source("s.ttl", shapes.encode(), RdfFormat.TURTLE, "http://s/")
    data = Source("d.ttl", (HEAD + A + "e:p 1.5 .").encode(), RdfFormat.TURTLE, "http://d/")
    assert [cause.expected for cause in validate(data, rules).causes] == ["a legal xsd:string or xsd:integer"]
