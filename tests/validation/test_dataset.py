"""The data graph's text: blank nodes renamed, everything else left as it was written."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, RdfFormat

from icigraph.rdf.documents import Source
from icigraph.validation.validate import validate

SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path <urn:p> ; sh:nodeKind sh:IRI ] ."""


@pytest.mark.parametrize("value", ["see _:b", "_:b", "_:b .", "a _:b c", 'say "_:b"', "_:b\n_:c ."])
@pytest.mark.parametrize("syntax", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES])
def test_text_that_looks_like_a_blank_node_stays_text(value: str, syntax: RdfFormat) -> None:
    data = Source("d", f"_:b <urn:p> {Literal(value)} .\n".encode(), syntax, "urn:d")
    report = validate(data, Source("s.ttl", SHAPES, RdfFormat.TURTLE, "urn:s"))
    assert [result.value for result in report.results] == [Literal(value)]
    assert report.faults == ()
