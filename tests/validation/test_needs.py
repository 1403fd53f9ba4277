"""Which triples shapes can look at: what else there is never changes the verdict."""

# ruff: noqa: E501 (one shape a line)
from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from icigraph.rdf.documents import Source
from icigraph.validation.reading.dataset import from_sources
from icigraph.validation.shapes.predicates_needed import predicates_needed
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.validate import validate

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .\n"
DATA = """@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Gull rdfs:subClassOf :Bird . :a a :Gull ; :p :b ; :q 2 ; :noise :x . :b a :Fish ; :r :c ; :q 1 ; :noise :y .
:c :p :a ; :q 3 ; :s 2 .
"""
SHAPES = {
    "class": ":S sh:targetClass :Bird ; sh:property [ sh:path :p ; sh:class :Bird ] .",
    "path": ":S sh:targetSubjectsOf :p ; sh:property [ sh:path ( :p [ sh:inversePath :p ] ) ; sh:minCount 3 ] .",
    "repeat": ":S sh:targetNode :a ; sh:property [ sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( :p :r ) ] ] ; sh:maxCount 1 ] .",
    "compare": ":S sh:targetSubjectsOf :s ; sh:property [ sh:path :q ; sh:lessThan :s ] .",
    "objects": ":S sh:targetObjectsOf :r ; sh:node [ sh:property [ sh:path :s ; sh:in ( 1 ) ] ] .",
    "qualified": ":S sh:targetNode :a ; sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :Bird ] ; sh:qualifiedMinCount 1 ] .",
}


def source(text: str, name: str = "d.ttl") -> Source:
    return Source(name, text.encode(), RdfFormat.TURTLE, "http://example.org/")


def needed(shapes: Source) -> frozenset[NamedNode] | None:
    return predicates_needed(ShapeGraph(from_sources((shapes,))))


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_the_needed_triples_give_every_result(text: str) -> None:
    shapes = source(HEAD + text, "s.ttl")
    wanted = needed(shapes)
    assert wanted is not None
    assert NamedNode("http://example.org/noise") not in wanted
    kept = (quad.triple for quad in parse(DATA, RdfFormat.TURTLE) if quad.predicate in wanted)
    less = Source(
        "d.nt", serialize(kept, format=RdfFormat.N_TRIPLES), RdfFormat.N_TRIPLES, "http://example.org/"
    )
    whole, part = (validate(data, shapes).results for data in (source(DATA), less))
    assert whole
    assert {result.key for result in part} == {result.key for result in whole}


@pytest.mark.parametrize(
    "text",
    [
        ":S sh:targetNode :a ; sh:closed true .",
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this WHERE { $this ?p 2 }" ] .',
    ],
)
def test_closed_shapes_and_sparql_need_the_whole_graph(text: str) -> None:
    assert needed(source(HEAD + text)) is None
