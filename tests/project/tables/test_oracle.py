"""The same mapping run by another implementation of TARQL's dialect (which counts no rows)."""

from __future__ import annotations

from pathlib import Path

import tarka_rdf as tarka
from pyoxigraph import RdfFormat, parse

from .conftest import Lights

MAPPING = """PREFIX x: <http://example.org/x#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
CONSTRUCT {
  ?node a x:Row ; x:name ?name ; x:start ?date ; x:also ?other ; x:long ?long .
}
WHERE {
  BIND(IRI(CONCAT("http://example.org/", ENCODE_FOR_URI(?id))) AS ?node)
  BIND(IF(STRLEN(?start) = 4, xsd:gYear, IF(STRLEN(?start) = 7, xsd:gYearMonth, xsd:date)) AS ?precision)
  BIND(STRDT(?start, ?precision) AS ?date)
  BIND(IF(BOUND(?name), CONCAT(UCASE(?name), "!"), "nobody") AS ?long)
}
"""
ROWS = '''id,name,start,other
a,Ada,1920,
b,"Bo, ""B""",1920-02,x
"c d",,1920-02-29,"two
lines"
é,Émile,1921,🗼
e,,,
'''


def test_tarka_makes_the_same_triples(lights: Lights, tmp_path: Path) -> None:
    table = lights.table(ROWS.encode(), MAPPING)
    assert table.faults == ()
    ours = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in (placed.quad for placed in table.document.quads)
    }
    out = tmp_path / "theirs.nt"
    source = Path("data/tables/watches.csv")
    tarka.Mapping.tarql(MAPPING).run_csv(source, out, format="nt")
    theirs = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in parse(out.read_bytes(), format=RdfFormat.N_TRIPLES)
    }
    assert len(ours) == 20
    assert ours == theirs
