"""How terms are named in reports: by the files' own prefixes and labels, as Turtle has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from tests.conftest import Ran

from icigraph.rdf.prefixes import Prefixes

Run = Callable[..., Ran]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://ex.example/> .\n"
PREFIXES = {
    "ex": "http://ex.example/",
    "": "http://ex.example/a#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run) -> Callable[[str, str], str]:
    monkeypatch.chdir(tmp_path)

    def run(shapes: str, data: str, suffix: str = "ttl") -> str:
        Path("s.ttl").write_text(HEAD + shapes)
        Path(f"d.{suffix}").write_text(data)
        return icigraph("validate", f"d.{suffix}", "--shapes", "s.ttl").out

    return run


_LOCALS = st.text(st.sampled_from("aZ9_-.:/#%~!$&'()*+,;=?@é·²ª\u0300/"), max_size=6)
_LEXICAL = st.text(st.sampled_from('0123456789+-.eE٣ truefalsINF"\\\n'), max_size=6)
_TERMS = st.one_of(
    st.builds(
        lambda local: NamedNode(f"http://ex.example/{local}"),
        _LOCALS.filter(lambda text: "%" not in text and text.count("#") < 2),
    ),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(PREFIXES["xsd"] + name)),
        _LEXICAL,
        st.sampled_from(["integer", "decimal", "double", "boolean", "string", "date"]),
    ),
    st.builds(lambda text: Literal(text, language="en-gb"), _LEXICAL),
)


@given(_TERMS)
@example(NamedNode("http://ex.example/city/berlin"))
@example(NamedNode("http://ex.example/ª"))
@example(NamedNode("http://ex.example/%C3%BC"))
@example(Literal("٣", datatype=NamedNode(PREFIXES["xsd"] + "integer")))
@example(
    Triple(NamedNode("http://ex.example/a"), NamedNode("http://ex.example/b/c"), Literal("x", language="en"))
)
def test_what_is_shown_is_turtle_that_says_the_same(term: NamedNode | Literal | Triple) -> None:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    text = f"{head}<x:s> <x:p> {Prefixes(PREFIXES).show(term)} ."
    (quad,) = parse(text, format=RdfFormat.TURTLE)
    assert quad.object == term


def test_a_prefix_of_the_files_own_goes_before_a_usual_one(told: Callable[[str, str], str]) -> None:
    data = "@prefix dct: <http://purl.org/dc/terms/> .\n@prefix ex: <http://ex.example/> .\nex:a a ex:T .\n"
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
      sh:property [ sh:path <http://purl.org/dc/terms/title> ; sh:minCount 1 ] ."""
    out = told(shapes, data)
    assert "dct:title" in out and "dcterms:" not in out


def test_the_w3c_report_declares_what_it_uses(told: Callable[..., str], icigraph: Run) -> None:
    data = "@prefix dct: <http://purl.org/dc/terms/> .\n@prefix ex: <http://ex.example/> .\nex:a a ex:T .\n"
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
      sh:property [ sh:path <http://purl.org/dc/terms/title> ; sh:minCount 1 ] ."""
    told(shapes, data)
    text = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", "turtle").out
    assert "sh:resultPath dct:title" in text
    declared = [line.split()[1] for line in text.split("\n") if line.startswith("@prefix ")]
    assert declared == ["dct:", "ex:", "sh:"]


def test_messages_call_blank_nodes_as_the_report_does(told: Callable[[str, str], str]) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ;
        sh:message "not {?value}" ] ;
      sh:sparql [ sh:message "has {?x}" ; sh:select "SELECT * { $this <http://ex.example/p> ?x }" ] ."""
    out = told(shapes, "@prefix ex: <http://ex.example/> .\nex:a a ex:T ; ex:p [ ex:q 1 ] .\n")
    assert "_:0_" not in out
    assert "value _:b0" in out and "not _:b0" in out and "has _:b0" in out


def test_of_an_inverse_path_the_subject_is_underlined(told: Callable[[str, str], str]) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
      sh:property [ sh:path [ sh:inversePath ex:parent ] ; sh:class ex:R ] ,
        [ sh:path ( ex:q [ sh:inversePath ex:parent ] ) ; sh:maxCount 0 ] ."""
    data = """@prefix ex: <http://ex.example/> .
ex:child a ex:Q ;
  ex:parent ex:b .
ex:b a ex:T ; ex:q ex:b .
"""
    out = told(shapes, data)
    assert out.count("--> d.ttl:2:1\n") == 2 and "d.ttl:3:13" not in out
    assert "    2 | ex:child a ex:Q ;\n      | ^^^^^^^^\n" in out


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (
            "rdf",
            """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://ex.example/">
 <ex:T r:about="http://ex.example/a">
  <ex:q>1</ex:q>
 </ex:T>
</r:RDF>""",
        ),
        ("jsonld", '{"@id": "http://ex.example/a", "@type": "http://ex.example/T"}'),
    ],
)
def test_no_place_to_add_is_named_where_none_is_known(
    told: Callable[..., str], suffix: str, data: str
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    out = told(shapes, data, suffix)
    assert "too few values" in out and "could be added" not in out
