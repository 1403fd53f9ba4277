"""OWL 2 RL by the standard, beyond the public cases: each datatype of its map, each rule on instances and on the
vocabulary itself."""

# ruff: noqa: E501 (one case a line)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from icigraph.rules.contradictions.by_rules import contradictions_in
from icigraph.rules.entailment import entails

PREFIXES = """@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
Graph = Callable[[str], Path]


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """Writes a graph as a file: a store would rewrite numbers before they could be judged."""

    def write(turtle: str) -> Path:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.ttl"
        file.write_text(PREFIXES + turtle)
        return file

    return write


@dataclass(frozen=True)
class Datatype:
    """Literals of a datatype: valid ones, pairs with one value, pairs with two, and ill-typed ones."""

    valid: list[str]
    same: list[tuple[str, str]]
    different: list[tuple[str, str]]
    ill: list[str]


DATATYPES = {
    "anyURI": Datatype(
        ["http://www.example.org/", "x/y", ""],
        [("http://a.b/", "http://a.b/")],
        [("http://a.b/", "http://a.c/")],
        ["http://www.example.org/##", "http://exa mple%zz", ":xyz", "http://[::1"],
    ),
    "base64Binary": Datatype(
        ["aGVsbG8=", "", "YWI="], [("aGVs bG8=", "aGVsbG8=")], [("aGVsbG8=", "YWI=")], ["a", "aGVsbG8", "?"]
    ),
    "hexBinary": Datatype(["0FB7", "", "0fb7"], [("0FB7", "0fb7")], [("0FB7", "0FB8")], ["F", "0FG7", "xyz"]),
    "boolean": Datatype(
        ["true", "false", "0", "1"],
        [("true", "1"), ("false", "0")],
        [("true", "false"), ("1", "0")],
        ["TRUE", "2", "yes", ""],
    ),
    "byte": Datatype(["-128", "127", "0", "+5"], [("42", "+042")], [("1", "2")], ["128", "-129", "1.5", "x"]),
    "short": Datatype(["-32768", "32767"], [("42", "+042")], [("1", "2")], ["32768", "-32769"]),
    "int": Datatype(
        ["-2147483648", "2147483647"], [("42", "+042")], [("1", "2")], ["2147483648", "-2147483649"]
    ),
    "long": Datatype(
        ["-9223372036854775808", "9223372036854775807"],
        [("42", "+042")],
        [("1", "2")],
        ["9223372036854775808", "-9223372036854775809"],
    ),
    "unsignedByte": Datatype(["0", "255"], [("42", "+042")], [("1", "2")], ["256", "-1"]),
    "unsignedShort": Datatype(["0", "65535"], [("42", "+042")], [("1", "2")], ["65536", "-1"]),
    "unsignedInt": Datatype(["0", "4294967295"], [("42", "+042")], [("1", "2")], ["4294967296", "-1"]),
    "unsignedLong": Datatype(
        ["0", "18446744073709551615"], [("42", "+042")], [("1", "2")], ["18446744073709551616", "-1"]
    ),
    "integer": Datatype(
        ["-1", "+0", "00", "123456789012345678901234567890"],
        [("42", "+042"), ("-0", "0")],
        [("1", "2")],
        ["1.0", "abc", "1e3", ""],
    ),
    "nonNegativeInteger": Datatype(["0", "+1"], [("42", "+042"), ("0", "-0")], [("1", "2")], ["-1", "a"]),
    "nonPositiveInteger": Datatype(["0", "-1"], [("-42", "-042")], [("-1", "-2")], ["1", "a"]),
    "positiveInteger": Datatype(["1", "+1"], [("42", "+042")], [("1", "2")], ["0", "-1"]),
    "negativeInteger": Datatype(["-1"], [("-42", "-042")], [("-1", "-2")], ["0", "1"]),
    "decimal": Datatype(
        ["1.5", "-.5", "+1.", "210", "0.0"],
        [("1.50", "+1.5"), ("-1.0", "-01")],
        [("1.5", "1.51")],
        ["1e3", "abc", "INF", "."],
    ),
    "float": Datatype(
        ["1", "1.5E3", "INF", "-INF", "NaN", "-0", "1e-45"],
        [("1.50", "15e-1"), ("100", "1E2")],
        [("1", "2"), ("INF", "-INF")],
        ["abc", "1e39", "-1e39", "inf", "Inf"],
    ),
    "double": Datatype(
        ["1", "1.5E3", "INF", "-INF", "NaN"],
        [("1.50", "15e-1"), ("100", "1E2")],
        [("1", "2")],
        ["abc", "1e400", "-1e400", "1.0E"],
    ),
    "string": Datatype(["", "abc", " a\\n"], [("abc", "abc")], [("abc", "abcd")], ["a\\u0001"]),
    "normalizedString": Datatype(
        ["abc", " a b "], [("a b", "a b")], [("a", "b")], ["a\\tb", "a\\nb", "a\\rb"]
    ),
    "token": Datatype(["abc", "a b"], [("a b", "a b")], [("a", "b")], [" a", "a ", "a  b", "a\\tb"]),
    "language": Datatype(
        ["en", "de-CH", "x-klingon"], [("en", "en")], [("en", "de")], ["12", "a-", "abcdefghi", "e n"]
    ),
    "Name": Datatype(["abc", ":a", "_a", "a.b-c"], [("a", "a")], [("a", "b")], ["1a", "a b", "-a"]),
    "NCName": Datatype(["abc", "_a", "a.b-c"], [("a", "a")], [("a", "b")], ["1a", "a:b", ":a"]),
    "NMTOKEN": Datatype(["abc", "1a", ":a", "-"], [("a", "a")], [("a", "b")], ["a b", "a,b", ""]),
    "dateTime": Datatype(
        [
            "2009-04-21T12:30:15",
            "2009-04-21T12:30:15Z",
            "2009-04-21T24:00:00",
            "-0001-01-01T00:00:00.5+14:00",
        ],
        [
            ("2009-04-21T12:30:15Z", "2009-04-21T12:30:15.000Z"),
            ("2009-04-21T12:30:15Z", "2009-04-21T12:30:15+00:00"),
        ],
        [("2009-04-21T12:30:15Z", "2009-04-21T12:30:16Z")],
        [
            "2009-04-21",
            "2009-13-21T12:30:15Z",
            "2009-04-31T12:30:15Z",
            "2009-04-21T25:30:15Z",
            "2009-04-21T12:30:15+15:00",
        ],
    ),
    "dateTimeStamp": Datatype(
        ["2009-04-21T12:30:15Z", "2009-04-21T12:30:15-05:00"],
        [("2009-04-21T12:30:15Z", "2009-04-21T12:30:15.0Z")],
        [("2009-04-21T12:30:15Z", "2009-04-22T12:30:15Z")],
        ["2009-04-21T12:30:15", "2009-04-21"],
    ),
    "PlainLiteral": Datatype(
        ["abc@en", "abc@", "a@b@de"],
        [("abc@de", "abc@DE")],
        [("abc@de", "abc@en"), ("abc@", "abd@")],
        ["abc", "abc@12", "abc@e n", "abc@-"],
    ),
    "XMLLiteral": Datatype(
        ["<a/>", "text", "<a x='1'>t</a><b/>", ""],
        [("<a x='1'/>", '<a x=\\"1\\"></a>')],
        [("<a/>", "<b/>")],
        ["<a", "<a></b>", "&x;"],
    ),
}


def literal(text: str, name: str) -> str:
    return f'"{text}"^^{iri(name)}'


def iri(name: str) -> str:
    return f"rdf:{name}" if name in ("PlainLiteral", "XMLLiteral") else f"xsd:{name}"


@pytest.mark.parametrize("name", DATATYPES)
def test_a_datatype_of_the_map(name: str, graph: Graph) -> None:
    kind = DATATYPES[name]
    assert entails([], graph(f"{iri(name)} a rdfs:Datatype ."))
    told = " ".join(f"ex:w{n} owl:sameAs {literal(text, name)} ." for n, text in enumerate(kind.valid))
    typed = " ".join(f"ex:w{n} a {iri(name)} ." for n in range(len(kind.valid)))
    assert entails(graph(told), graph(typed))
    assert not contradictions_in(graph(told + typed))
    for pairs, relation in ((kind.same, "sameAs"), (kind.different, "differentFrom")):
        told = " ".join(
            f"ex:w{n} owl:sameAs {literal(left, name)} . ex:v{n} owl:sameAs {literal(right, name)} ."
            for n, (left, right) in enumerate(pairs)
        )
        related = " ".join(f"ex:w{n} owl:{relation} ex:v{n} ." for n in range(len(pairs)))
        assert entails(graph(told), graph(related)), relation
    for left, right in kind.different:
        assert contradictions_in(graph(f"ex:w owl:sameAs {literal(left, name)} , {literal(right, name)} ."))
    for text in kind.ill:
        assert contradictions_in(graph(f"ex:x ex:p {literal(text, name)} .")), text


INSIDE = [
    ("42", "xsd:byte"),
    ("42", "xsd:positiveInteger"),
    ('"42"^^xsd:byte', "xsd:integer"),
    ('"42.0"^^xsd:decimal', "xsd:integer"),
    ('"abc"^^xsd:string', "xsd:token"),
    ('"abc"', "rdf:PlainLiteral"),
    ('"abc"@en', "rdf:PlainLiteral"),
    ('"abc"^^xsd:token', "xsd:string"),
    ('"abc"^^xsd:NCName', "xsd:Name"),
    ("42", "rdfs:Literal"),
    ('"2009-04-21T12:30:15Z"^^xsd:dateTimeStamp', "xsd:dateTime"),
    ('"2009-04-21T12:30:15Z"^^xsd:dateTime', "xsd:dateTimeStamp"),
    ('"x"@en', "rdfs:Literal"),
    ('"x"', "rdfs:Literal"),
]
OUTSIDE = [
    ("42", "xsd:string"),
    ('"-1"^^xsd:integer', "xsd:nonNegativeInteger"),
    ("1.5", "xsd:integer"),
    ('"abc"', "xsd:integer"),
    ('"x"@en', "xsd:string"),
    ("1e0", "xsd:decimal"),
    ('"1"^^xsd:float', "xsd:double"),
    ('"300"^^xsd:int', "xsd:byte"),
    ('"a b"', "xsd:NCName"),
    ('"2009-04-21T12:30:15"^^xsd:dateTime', "xsd:dateTimeStamp"),
]


@pytest.mark.parametrize(("value", "kind"), INSIDE)
def test_a_value_is_of_every_datatype_that_holds_it(value: str, kind: str, graph: Graph) -> None:
    assert entails(graph(f"ex:v owl:sameAs {value} ."), graph(f"ex:v a {kind} ."))


@pytest.mark.parametrize(("value", "kind"), OUTSIDE)
def test_a_value_is_of_no_datatype_that_lacks_it(value: str, kind: str, graph: Graph) -> None:
    assert contradictions_in(graph(f"ex:v a {kind} ; owl:sameAs {value} ."))
    assert contradictions_in(graph(f"ex:p rdfs:range {kind} . ex:a ex:p {value} ."))
    assert not entails(graph(f"ex:v owl:sameAs {value} ."), graph(f"ex:v a {kind} ."))


FOLLOWS = [
    (
        "annotation",
        "",
        "rdfs:comment a owl:AnnotationProperty . rdfs:isDefinedBy a owl:AnnotationProperty . rdfs:label a owl:AnnotationProperty . rdfs:seeAlso a owl:AnnotationProperty .",
    ),
    (
        "annotation of ontologies",
        "",
        "owl:deprecated a owl:AnnotationProperty . owl:versionInfo a owl:AnnotationProperty . owl:priorVersion a owl:AnnotationProperty . owl:backwardCompatibleWith a owl:AnnotationProperty . owl:incompatibleWith a owl:AnnotationProperty .",
    ),
    ("classes", "", "owl:Thing a owl:Class . owl:Nothing a owl:Class . rdfs:Literal a rdfs:Datatype ."),
    (
        "class terms",
        "ex:c a owl:Class .",
        "ex:c rdfs:subClassOf owl:Thing . owl:Nothing rdfs:subClassOf ex:c .",
    ),
    ("values", "ex:v1 owl:sameAs 42 . ex:v2 owl:sameAs 42.0 .", "ex:v1 owl:sameAs ex:v2 ."),
    ("other values", 'ex:v1 owl:sameAs "1" . ex:v2 owl:sameAs 1 .', "ex:v1 owl:differentFrom ex:v2 ."),
    ("bool-int", "ex:c owl:intersectionOf (ex:x ex:y) . ex:z a ex:x, ex:y .", "ex:z a ex:c ."),
    ("bool-int-expr", "ex:c owl:intersectionOf (ex:x ex:y) . ex:z a ex:c .", "ex:z a ex:x, ex:y ."),
    ("bool-uni", "ex:c owl:unionOf (ex:x ex:y) . ex:z a ex:y .", "ex:z a ex:c ."),
    (
        "bool-uni-term",
        "ex:c owl:unionOf (ex:x ex:y) .",
        "ex:x rdfs:subClassOf ex:c . ex:y rdfs:subClassOf ex:c .",
    ),
    ("bool-uni-1", "ex:c owl:unionOf (ex:x) . ex:z a ex:x .", "ex:z a ex:c ."),
    (
        "chain",
        "ex:p owl:propertyChainAxiom (ex:p1 ex:p2) . ex:a ex:p1 ex:b . ex:b ex:p2 ex:c .",
        "ex:a ex:p ex:c .",
    ),
    ("char-tr", "ex:p a owl:TransitiveProperty . ex:a ex:p ex:b . ex:b ex:p ex:c .", "ex:a ex:p ex:c ."),
    (
        "functional, to data",
        'ex:p a owl:FunctionalProperty . ex:a ex:p ex:b, "1"^^xsd:int .',
        'ex:b owl:sameAs "1"^^xsd:int .',
    ),
    ("eqclass-inst", "ex:c owl:equivalentClass ex:d . ex:x a ex:d .", "ex:x a ex:c ."),
    (
        "eqclass-subst",
        "ex:c owl:equivalentClass ex:d . ex:c rdfs:subClassOf ex:e .",
        "ex:d rdfs:subClassOf ex:e .",
    ),
    (
        "eqclass-subcl1",
        "ex:c owl:equivalentClass ex:d .",
        "ex:c rdfs:subClassOf ex:d . ex:d rdfs:subClassOf ex:c .",
    ),
    (
        "eqclass-trans",
        "ex:c owl:equivalentClass ex:d . ex:d owl:equivalentClass ex:e .",
        "ex:c owl:equivalentClass ex:e .",
    ),
    (
        "eqclass-subcl2",
        "ex:c rdfs:subClassOf ex:d . ex:d rdfs:subClassOf ex:c .",
        "ex:c owl:equivalentClass ex:d .",
    ),
    ("eqclass-refl", "ex:c a owl:Class .", "ex:c owl:equivalentClass ex:c ; rdfs:subClassOf ex:c ."),
    (
        "eqprop-refl",
        "ex:p a owl:ObjectProperty .",
        "ex:p owl:equivalentProperty ex:p ; rdfs:subPropertyOf ex:p .",
    ),
    (
        "eqprop-refl-d",
        "ex:p a owl:DatatypeProperty .",
        "ex:p owl:equivalentProperty ex:p ; rdfs:subPropertyOf ex:p .",
    ),
    (
        "eqprop-subprop2",
        "ex:p rdfs:subPropertyOf ex:q . ex:q rdfs:subPropertyOf ex:p .",
        "ex:p owl:equivalentProperty ex:q .",
    ),
    ("eqprop-sym", "ex:p owl:equivalentProperty ex:q .", "ex:q owl:equivalentProperty ex:p ."),
    (
        "sameas-refl",
        "ex:s ex:p ex:o .",
        "ex:s owl:sameAs ex:s . ex:p owl:sameAs ex:p . ex:o owl:sameAs ex:o .",
    ),
    ("sameas-sym", "ex:a owl:sameAs ex:b .", "ex:b owl:sameAs ex:a ."),
    ("subst-pred", "ex:p owl:sameAs ex:q . ex:a ex:p ex:b .", "ex:a ex:q ex:b ."),
    ("subst-obj", "ex:x owl:sameAs ex:y . ex:a ex:p ex:x .", "ex:a ex:p ex:y ."),
    ("subst-class", "ex:c owl:sameAs ex:d . ex:a a ex:c .", "ex:a a ex:d ."),
    ("meta", "ex:c owl:sameAs ex:d .  ex:c rdfs:subClassOf ex:e .", "ex:d rdfs:subClassOf ex:e ."),
    ("inv", "ex:p owl:inverseOf ex:q . ex:a ex:p ex:b .", "ex:b ex:q ex:a ."),
    ("dom", "ex:p rdfs:domain ex:c . ex:a ex:p ex:b .", "ex:a a ex:c ."),
    ("rng", "ex:p rdfs:range ex:c . ex:a ex:p ex:b .", "ex:b a ex:c ."),
    ("rng-lit", "ex:p rdfs:range xsd:integer . ex:a ex:p ex:b .", "ex:b a xsd:integer ."),
    ("domsub", "ex:p rdfs:domain ex:c . ex:q rdfs:subPropertyOf ex:p .", "ex:q rdfs:domain ex:c ."),
    ("rngsub", "ex:p rdfs:range ex:c . ex:q rdfs:subPropertyOf ex:p .", "ex:q rdfs:range ex:c ."),
    ("domsup", "ex:p rdfs:domain ex:c . ex:c rdfs:subClassOf ex:d .", "ex:p rdfs:domain ex:d ."),
    (
        "subclass, transitive",
        "ex:a rdfs:subClassOf ex:b . ex:b rdfs:subClassOf ex:c .",
        "ex:a rdfs:subClassOf ex:c .",
    ),
    (
        "subproperty, transitive",
        "ex:a rdfs:subPropertyOf ex:b . ex:b rdfs:subPropertyOf ex:c .",
        "ex:a rdfs:subPropertyOf ex:c .",
    ),
    (
        "avf-inst",
        "ex:r owl:allValuesFrom ex:c ; owl:onProperty ex:p . ex:z a ex:r ; ex:p ex:w .",
        "ex:w a ex:c .",
    ),
    (
        "svf-inst",
        "ex:r owl:someValuesFrom ex:c ; owl:onProperty ex:p . ex:z ex:p ex:w . ex:w a ex:c .",
        "ex:z a ex:r .",
    ),
    (
        "svf-thing",
        "ex:r owl:someValuesFrom owl:Thing ; owl:onProperty ex:p . ex:z ex:p ex:w .",
        "ex:z a ex:r .",
    ),
    ("svf-lit", "ex:r owl:someValuesFrom xsd:integer ; owl:onProperty ex:p . ex:z ex:p 4 .", "ex:z a ex:r ."),
    (
        "svf-literal",
        'ex:r owl:someValuesFrom rdfs:Literal ; owl:onProperty ex:p . ex:z ex:p "x" .',
        "ex:z a ex:r .",
    ),
    ("hv-obj", "ex:r owl:hasValue ex:u ; owl:onProperty ex:p . ex:z a ex:r .", "ex:z ex:p ex:u ."),
    ("hv-lit", 'ex:r owl:hasValue 4 ; owl:onProperty ex:p . ex:z ex:p "04"^^xsd:byte .', "ex:z a ex:r ."),
    (
        "avf-cmp-class",
        "ex:x1 owl:allValuesFrom ex:c1 ; owl:onProperty ex:p . ex:x2 owl:allValuesFrom ex:c2 ; owl:onProperty ex:p . ex:c1 rdfs:subClassOf ex:c2 .",
        "ex:x1 rdfs:subClassOf ex:x2 .",
    ),
    (
        "svf-cmp-class",
        "ex:x1 owl:someValuesFrom ex:c1 ; owl:onProperty ex:p . ex:x2 owl:someValuesFrom ex:c2 ; owl:onProperty ex:p . ex:c1 rdfs:subClassOf ex:c2 .",
        "ex:x1 rdfs:subClassOf ex:x2 .",
    ),
    (
        "svf-cmp-prop",
        "ex:x1 owl:someValuesFrom ex:c ; owl:onProperty ex:p1 . ex:x2 owl:someValuesFrom ex:c ; owl:onProperty ex:p2 . ex:p1 rdfs:subPropertyOf ex:p2 .",
        "ex:x1 rdfs:subClassOf ex:x2 .",
    ),
    (
        "avf-cmp-prop",
        "ex:x1 owl:allValuesFrom ex:c ; owl:onProperty ex:p1 . ex:x2 owl:allValuesFrom ex:c ; owl:onProperty ex:p2 . ex:p1 rdfs:subPropertyOf ex:p2 .",
        "ex:x2 rdfs:subClassOf ex:x1 .",
    ),
    (
        "hv-cmp",
        "ex:x1 owl:hasValue ex:v ; owl:onProperty ex:p1 . ex:x2 owl:hasValue ex:v ; owl:onProperty ex:p2 . ex:p1 rdfs:subPropertyOf ex:p2 .",
        "ex:x1 rdfs:subClassOf ex:x2 .",
    ),
    (
        "maxc1",
        'ex:r owl:maxCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty ex:p . ex:w a ex:r ; ex:p ex:x, ex:y .',
        "ex:x owl:sameAs ex:y .",
    ),
    (
        "maxq1",
        'ex:r owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty ex:p ; owl:onClass ex:c . ex:w a ex:r ; ex:p ex:x, ex:y . ex:x a ex:c . ex:y a ex:c .',
        "ex:x owl:sameAs ex:y .",
    ),
    (
        "maxq1thing",
        'ex:r owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty ex:p ; owl:onClass owl:Thing . ex:w a ex:r ; ex:p ex:x, ex:y .',
        "ex:x owl:sameAs ex:y .",
    ),
    (
        "key",
        'ex:c owl:hasKey (ex:p1 ex:p2) . ex:x a ex:c ; ex:p1 ex:z ; ex:p2 "data" . ex:y a ex:c ; ex:p1 ex:z ; ex:p2 "data" .',
        "ex:x owl:sameAs ex:y .",
    ),
    (
        "ifp-data",
        'ex:p a owl:InverseFunctionalProperty . ex:x ex:p "data" . ex:y ex:p "data" .',
        "ex:x owl:sameAs ex:y .",
    ),
    ("graph-bnode", "ex:s ex:p ex:o .", "_:a ex:p _:b ."),
    ("graph-bnode2", "_:s ex:p ex:o .", "_:t ex:p _:b ."),
    ("empty", "ex:s ex:p ex:o .", ""),
    ("sym-refl", "ex:p a owl:SymmetricProperty . _:x ex:p ex:y .", "ex:y ex:p _:x ."),
    ("oneof-term", "ex:e owl:oneOf (ex:x ex:y) .", "ex:x a ex:e ."),
    ("sc-eq-oneof", "ex:e owl:oneOf (ex:x) . ex:e owl:equivalentClass ex:f . ", "ex:x a ex:f ."),
    (
        "inverse-anon-chain",
        "ex:q owl:propertyChainAxiom ([ owl:inverseOf ex:p ] ex:p) . ex:b ex:p ex:a . ex:b ex:p ex:c .",
        "ex:a ex:q ex:c .",
    ),
    (
        "svf-reflexive-meta",
        "ex:p rdfs:subPropertyOf rdfs:subClassOf . ex:c ex:p ex:d . ex:x a ex:c .",
        "ex:x a ex:d .",
    ),
    (
        "meta2",
        "ex:P a ex:M . ex:M rdfs:subClassOf owl:TransitiveProperty . ex:a ex:P ex:b . ex:b ex:P ex:c .",
        "ex:a ex:P ex:c .",
    ),
    (
        "meta3",
        "rdfs:subClassOf rdfs:subPropertyOf ex:sub . ex:a rdfs:subClassOf ex:b .",
        "ex:a ex:sub ex:b .",
    ),
    (
        "meta4",
        "owl:sameAs a ex:C .  ex:p owl:sameAs rdfs:subClassOf . ex:c ex:p ex:d . ex:x a ex:c .",
        "ex:x a ex:d .",
    ),
    ("meta5", "rdf:type rdfs:subPropertyOf ex:t . ex:x a ex:c .", "ex:x ex:t ex:c ."),
    ("meta6", "ex:t rdfs:subPropertyOf rdf:type . ex:x ex:t ex:c .", "ex:x a ex:c ."),
    (
        "meta7",
        "owl:sameAs owl:propertyChainAxiom (ex:p ex:q) . ex:a ex:p ex:b . ex:b ex:q ex:c . ex:c ex:r ex:d .",
        "ex:a ex:r ex:d .",
    ),
    ("litsame", 'ex:x owl:sameAs "a" . ex:y ex:p ex:x .', 'ex:y ex:p "a" .'),
    (
        "listsame",
        "ex:c owl:intersectionOf ex:l . ex:l rdf:first ex:d ; rdf:rest rdf:nil . ex:x a ex:d .",
        "ex:x a ex:c .",
    ),
    ("eqclass-oneof", "ex:c owl:equivalentClass [ owl:oneOf (ex:a ex:b) ] .", "ex:a a ex:c ."),
]


@pytest.mark.parametrize(
    ("premise", "conclusion"), [case[1:] for case in FOLLOWS], ids=[case[0] for case in FOLLOWS]
)
def test_what_follows(premise: str, conclusion: str, graph: Graph) -> None:
    assert entails(graph(premise), graph(conclusion))


def test_what_is_not_told_does_not_follow(graph: Graph) -> None:
    for premise in (
        "",
        "ex:s ex:p ex:o .",
        "ex:p a owl:TransitiveProperty . ex:a ex:p ex:b . ex:b ex:p ex:c .",
    ):
        assert not entails(graph(premise), graph("ex:c ex:p ex:a ."))


CONTRADICTS = [
    ("member of nothing", "ex:x a owl:Nothing ."),
    ("compl", "ex:c owl:complementOf ex:d . ex:x a ex:c, ex:d ."),
    ("asym", "ex:p a owl:AsymmetricProperty . ex:x ex:p ex:y . ex:y ex:p ex:x ."),
    ("irr", "ex:p a owl:IrreflexiveProperty . ex:x ex:p ex:x ."),
    ("irr2", "ex:p a owl:IrreflexiveProperty . ex:x ex:p ex:y . ex:x owl:sameAs ex:y ."),
    ("diffirr", "ex:x owl:differentFrom ex:x ."),
    ("disclass", "ex:c owl:disjointWith ex:d . ex:x a ex:c, ex:d ."),
    ("disprop", "ex:p owl:propertyDisjointWith ex:q . ex:x ex:p ex:y ; ex:q ex:y ."),
    ("dispropirr", "ex:p owl:propertyDisjointWith ex:p . ex:x ex:p ex:y ."),
    ("disclassirr", "ex:c owl:disjointWith ex:c . ex:x a ex:c ."),
    ("alldiff", "[] a owl:AllDifferent ; owl:members (ex:a ex:b ex:c) . ex:a owl:sameAs ex:c ."),
    ("alldiff2", "[] a owl:AllDifferent ; owl:distinctMembers (ex:a ex:b ex:c) . ex:a owl:sameAs ex:c ."),
    ("alldisc", "[] a owl:AllDisjointClasses ; owl:members (ex:a ex:b ex:c) . ex:x a ex:a, ex:c ."),
    (
        "alldisp",
        "[] a owl:AllDisjointProperties ; owl:members (ex:p ex:q ex:r) . ex:x ex:p ex:y ; ex:r ex:y .",
    ),
    (
        "npa",
        "[] owl:sourceIndividual ex:a ; owl:assertionProperty ex:p ; owl:targetIndividual ex:b . ex:a ex:p ex:b .",
    ),
    (
        "npad",
        '[] owl:sourceIndividual ex:a ; owl:assertionProperty ex:p ; owl:targetValue "x" . ex:a ex:p "x" .',
    ),
    (
        "npad2",
        '[] owl:sourceIndividual ex:a ; owl:assertionProperty ex:p ; owl:targetValue 1 . ex:a ex:p "01"^^xsd:byte .',
    ),
    (
        "maxc0",
        'ex:r owl:maxCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty ex:p . ex:w a ex:r ; ex:p ex:x .',
    ),
    (
        "maxq0",
        'ex:r owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty ex:p ; owl:onClass ex:c . ex:w a ex:r ; ex:p ex:x . ex:x a ex:c .',
    ),
    (
        "maxq0t",
        'ex:r owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty ex:p ; owl:onClass owl:Thing . ex:w a ex:r ; ex:p ex:x .',
    ),
    ("maxc1lit", "ex:r owl:maxCardinality 1 ; owl:onProperty ex:p . ex:w a ex:r ; ex:p 1, 2 ."),
    ("fplit", "ex:p a owl:FunctionalProperty . ex:w ex:p 1, 2 ."),
    ("fplit2", 'ex:p a owl:FunctionalProperty . ex:w ex:p "a", "a"@en .'),
    ("samediff", "ex:a owl:sameAs ex:b ; owl:differentFrom ex:b ."),
    ("samediff2", "ex:a owl:sameAs ex:b . ex:b owl:differentFrom ex:a ."),
    ("nothingsub", "ex:c rdfs:subClassOf owl:Nothing . ex:x a ex:c ."),
    ("rangelit", 'ex:p rdfs:range xsd:integer . ex:a ex:p "x" .'),
    ("avfdt", 'ex:r owl:allValuesFrom xsd:integer ; owl:onProperty ex:p . ex:z a ex:r ; ex:p "w" .'),
    ("diffsamelit", 'ex:a owl:differentFrom ex:b . ex:a owl:sameAs 1 . ex:b owl:sameAs "01"^^xsd:int .'),
    ("annotinc", "ex:p a owl:AnnotationProperty . ex:x owl:differentFrom ex:x ."),
    (
        "npasub",
        "ex:p rdfs:subPropertyOf ex:q . [] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:a ; owl:assertionProperty ex:q ; owl:targetIndividual ex:b . ex:a ex:p ex:b .",
    ),
]


@pytest.mark.parametrize("premise", [case[1] for case in CONTRADICTS], ids=[case[0] for case in CONTRADICTS])
def test_what_contradicts(premise: str, graph: Graph) -> None:
    assert contradictions_in(graph(premise))
