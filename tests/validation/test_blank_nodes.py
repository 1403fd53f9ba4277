"""Blank nodes: what is said of one is found again, whichever engine, store or closure it went through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import BlankNode, RdfFormat, Store
from pytest import MonkeyPatch
from tests.conftest import Ran

from icigraph.rdf.documents import Source
from icigraph.validation.formats import render
from icigraph.validation.validate import validate

Run = Callable[..., Ran]
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def _source(text: str, name: str) -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE, "http://e.example/" + name)


BACK = """e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path [ sh:inversePath e:p ] ;
  sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:property [ sh:path e:q ; sh:maxCount 0 ] ] ] ."""


def test_a_path_back_to_a_blank_node_is_followed() -> None:
    report = validate(_source("_:x e:p e:a ;\n  e:q 1 .\n", "d.ttl"), _source(BACK, "s.ttl"))
    [part] = report.results[0].parts
    inside = part.causes[0].results[0].place
    assert part.node == BlankNode("b0") and inside is not None
    assert inside.line == HEAD.count("\n") + 2


def test_nodes_of_a_store_are_held_against_nested_shapes() -> None:
    store = Store()
    store.load((HEAD + "_:x e:p e:a ; e:q 1 .").encode(), format=RdfFormat.TURTLE)
    [node] = {quad.subject for quad in store}
    report = validate(store, _source(BACK, "s.ttl"))
    assert [part.node for part in report.results[0].parts] == [node]


def test_what_owl_entails_of_blank_nodes_has_its_place() -> None:
    data = "e:D rdfs:subClassOf e:C .\n[] a e:D ;\n  e:p 1 .\ne:a e:q [ a e:D ] .\n"
    shapes = "e:S sh:targetClass e:C ; sh:property [ sh:path e:r ; sh:minCount 1 ] ."
    first, again = (
        validate(_source(data, "d.ttl"), _source(shapes, "s.ttl"), reason="owl-rl") for _ in range(2)
    )
    lines = [result.place.line for result in first.results if result.place]
    assert [line - HEAD.count("\n") for line in lines if line] == [2, 4]
    assert render(first, "json") == render(again, "json")


def test_what_follows_of_a_blank_node_of_a_project_is_said_of_it(
    icigraph: Run, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert icigraph("init", ".").code == 0
    head = (tmp_path / "data" / "keepings.ttl").read_text().partition("\n\n")[0]
    said = """[] core:states keeping:ada-quill ;
    core:rank core:normal ; core:start "1904"^^xsd:gYear ; core:citation citation:log-start"""
    file = tmp_path / "data" / "unnamed.ttl"
    file.write_text(f"{head}\n\n{said} .\n")
    # That it is a claim follows from its properties.
    assert icigraph("validate").code == 0
    file.write_text(f"{head}\n\n{said.replace('core:rank core:normal ;', '')} .\n")
    ran = icigraph("validate")
    line = head.count("\n") + 3
    assert (ran.code, ran.out.count("data/unnamed.ttl:")) == (1, 2)
    assert f"data/unnamed.ttl:{line}:1" in ran.out
