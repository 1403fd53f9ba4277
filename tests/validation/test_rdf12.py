"""RDF 1.2 in data: triple terms and directions of text are terms like others, in every report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from tests.conftest import Ran

Run = Callable[..., Ran]
DATA = """VERSION "1.2"
PREFIX ex: <http://ex.example/>
ex:c a ex:Person ; ex:says <<( ex:a ex:age _:z )>> , "x"@en--ltr , <<( ex:a ex:b <<( ex:c ex:d "_:z" )>> )>> .
_:z ex:p 1 .
<< ex:a ex:b ex:c >> ex:q 2 .
ex:a ex:b ex:d {| ex:since 3 |} .
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.example/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:says ; sh:nodeKind sh:IRI ;
  sh:maxCount 2 ; sh:class ex:D ; sh:datatype ex:t ; sh:pattern "^x" ; sh:message "no {?value}" ] .
ex:T a sh:NodeShape ; sh:targetObjectsOf rdf:reifies , ex:says ; sh:nodeKind sh:IRI ; sh:closed true ;
  sh:property [ sh:path ex:x ; sh:minCount 1 ] , [ sh:path ( ex:x ex:y ) ; sh:minCount 1 ] ,
    [ sh:path [ sh:inversePath rdf:reifies ] ; sh:maxCount 0 ] ,
    [ sh:path ex:p ; sh:equals ex:q ; sh:minCount 1 ] ;
  sh:node [ sh:nodeKind sh:Literal ] ; sh:sparql [ sh:select "SELECT $this ?value { ?value ?p $this }" ] .
ex:V a sh:NodeShape ; sh:targetSubjectsOf rdf:reifies ;
  sh:property [ sh:path rdf:reifies ; sh:in ( ex:a ) ; sh:lessThan ex:q ; sh:disjoint ex:q ;
    sh:hasValue ex:r ] .
"""


INNER = '<<( <http://ex.example/c> <http://ex.example/d> "_:z" )>>'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)
    Path("d.ttl").write_text(DATA)
    Path("s.ttl").write_text(SHAPES)
    return lambda data, *options: icigraph("validate", data, "--shapes", "s.ttl", *options)


def results(ran: Ran) -> list[dict[str, Any]]:
    return [result for cause in json.loads(ran.out)["causes"] for result in cause["results"]]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "csv", "turtle", "html", "junit", "github"])
def test_every_format_tells_triple_terms(run: Callable[..., Ran], form: str) -> None:
    ran = run("d.ttl", "--format", form)
    assert (ran.code, ran.err) == (1, "")
    if form == "turtle":
        said = [quad.object for quad in parse(ran.out, format=RdfFormat.TURTLE)]
        assert '<<( <http://ex.example/a> <http://ex.example/b> <http://ex.example/c> )>>' in [
            f"<<( {term} )>>" for term in said
        ]  # fmt: skip
    else:
        assert "ex.example/a" in ran.out or "ex:a ex:b ex:c" in ran.out


def test_values_are_underlined_whole_and_their_blank_nodes_are_those_of_the_data(
    run: Callable[..., Ran],
) -> None:
    found = [
        r for r in results(run("d.ttl", "--format", "json")) if "NodeKind" in r["component"] and "path" in r
    ]
    terms = {result["value"]: result["evidence"][0] for result in found}
    aged = "<<( <http://ex.example/a> <http://ex.example/age> _:b0 )>>"
    assert set(terms) == {
        aged,
        '"x"@en--ltr',
        f"<<( <http://ex.example/a> <http://ex.example/b> {INNER} )>>",
    }
    line = DATA.split("\n")[2]
    place = terms[aged]
    assert line[place["caret"][0] - 1 : place["caret"][1] - 1] == "<<( ex:a ex:age _:z )>>"
    assert place["line"] == 3
    assert any(result["messages"][0]["text"] == f"no {aged}" for result in found)


def test_lines_of_triple_terms_give_the_same_results(run: Callable[..., Ran]) -> None:
    quads = parse(DATA, format=RdfFormat.TURTLE)
    Path("d.nt").write_bytes(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")
    text, lines = (results(run(name, "--format", "json")) for name in ("d.ttl", "d.nt"))

    def keys(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        return sorted((r["focusNode"], r.get("path", ""), r.get("value", ""), r["component"]) for r in found)

    assert keys(text) == keys(lines) and text
    assert all(result["evidence"][0]["line"] for result in lines)


@pytest.mark.parametrize(
    "options", [("--reason", "owl-rl"), ("--reason", "rdfs"), ("--fix", "--unsafe"), ("--only", "ex:T")]
)
def test_no_way_to_work_stumbles_over_triple_terms(run: Callable[..., Ran], options: tuple[str, ...]) -> None:
    ran = run("d.ttl", *options)
    assert ran.code == 1 and "does not conform" in ran.out, ran


def test_the_other_engine_says_what_it_does_not_know(run: Callable[..., Ran]) -> None:
    pytest.importorskip("pyshacl")
    ran = run("d.ttl", "--engine", "pyshacl")
    assert (ran.code, ran.out) == (2, "") and "pyshacl knows no triple terms" in ran.err


def test_a_baseline_knows_them_again(run: Callable[..., Ran]) -> None:
    run("d.ttl", "--write-baseline", "known.json")
    ran = run("d.ttl", "--baseline", "known.json")
    assert ran.code == 0 and "nothing new" in ran.out and "no longer there" not in ran.out
