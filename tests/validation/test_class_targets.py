"""Classes that are shapes: their instances are targets, however the class is typed (SHACL section
2.1.3.3).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from icigraph.rdf.documents import Source
from icigraph.validation.validate import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
NEEDS_NAME = "sh:property [ sh:path :name ; sh:minCount 1 ]"
DATA = ":a a :Thing . :b a :Below . :Below rdfs:subClassOf :Thing . :c a :Other ."
WITH_TARGETS = {
    "rdfs:Class": f":Thing a rdfs:Class, sh:NodeShape ; {NEEDS_NAME} .",
    "owl:Class": f":Thing a owl:Class, sh:NodeShape ; {NEEDS_NAME} .",
    "owl:Class, not typed a shape": f":Thing a owl:Class ; {NEEDS_NAME} .",
    "a subclass of rdfs:Class": ":Kind rdfs:subClassOf rdfs:Class . "
    f":Thing a :Kind, sh:NodeShape ; {NEEDS_NAME} .",
    "one far below": ":Kind rdfs:subClassOf rdfs:Class . :Kinds rdfs:subClassOf :Kind . "
    f":Thing a :Kinds, sh:NodeShape ; {NEEDS_NAME} .",
    "sh:ShapeClass": f":Thing a sh:ShapeClass ; {NEEDS_NAME} .",
    "a constraint alone": ":Thing a owl:Class ; sh:pattern 'never' .",
    "a property shape": ":Thing a owl:Class, sh:PropertyShape ; sh:path :name ; sh:minCount 1 .",
}
WITHOUT = {
    "no class": f":Thing a sh:NodeShape ; {NEEDS_NAME} .",
    "another kind": f":Kind a rdfs:Class . :Thing a :Kind, sh:NodeShape ; {NEEDS_NAME} .",
    "a blank node": f"[] a owl:Class, sh:NodeShape ; {NEEDS_NAME} .",
}


def source(text: str, name: str) -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE, "http://example.org/base")


def found(shapes: str, engine: str) -> list[str]:
    report = validate(source(DATA, "d.ttl"), source(shapes, "s.ttl"), engine=engine)
    return sorted(str(result.focus).rpartition("/")[2][:-1] for result in report.results)


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("shapes", WITH_TARGETS.values(), ids=WITH_TARGETS.keys())
def test_instances_of_a_class_that_is_a_shape_are_validated(shapes: str, engine: str) -> None:
    assert found(shapes, engine) == ["a", "b"]


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("shapes", WITHOUT.values(), ids=WITHOUT.keys())
def test_what_is_no_class_or_has_no_name_selects_nothing(shapes: str, engine: str) -> None:
    assert found(shapes, engine) == []


def test_what_the_data_says_of_classes_makes_no_targets() -> None:
    shapes = source(f":Thing a :Kind, sh:NodeShape ; {NEEDS_NAME} .", "s.ttl")
    data = source(DATA + " :Kind rdfs:subClassOf rdfs:Class . :Thing a :Kind .", "d.ttl")
    assert validate(data, shapes).conforms


def test_the_command_line_finds_them(tmp_path: Path, icigraph) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "s.ttl").write_text(HEAD + WITH_TARGETS["owl:Class"])
    (tmp_path / "d.ttl").write_text(HEAD + DATA)
    ran = icigraph("validate", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl"), "-f", "json")
    report = json.loads(ran.out)
    assert ran.code == 1
    assert sum(cause["count"] for cause in report["causes"]) == 2


def test_details_of_nested_shapes_hold_only_what_is_asked_against_them() -> None:
    """Copies of shapes, by which details are found, have no targets of their own."""
    shapes = source(
        ":Kind rdfs:subClassOf rdfs:Class . :Thing a :Kind, sh:NodeShape ; sh:node :Named . "
        f":Named {NEEDS_NAME} .",
        "s.ttl",
    )
    report = validate(source(DATA, "d.ttl"), shapes)
    parts = [[cause.count for part in result.parts for cause in part.causes] for result in report.results]
    assert parts == [[1], [1]]
