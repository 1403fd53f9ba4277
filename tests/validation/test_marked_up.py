"""Places in RDF/XML and JSON-LD: of each value that is at fault, and of the node that lacks one."""

from __future__ import annotations

import pytest

from icigraph.rdf.documents import Source
from icigraph.validation.reading.inputs import FORMATS
from icigraph.validation.report import Result
from icigraph.validation.validate import validate

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetSubjectsOf e:q ; sh:property [ sh:path e:q ; sh:not [ sh:pattern "wrong" ] ] .
e:R a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:needed ; sh:minCount 1 ] .
"""
XML = """<?xml version="1.0"?>
<!DOCTYPE r:RDF [ <!ENTITY e "http://e.example/"> ]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">
  <e:U r:about="&e;first" e:q="wrong 1"><e:knows r:resource="&e;needy"/></e:U>
  <r:Description>
    <e:é>日本 wrong</e:é><e:q>wrong 日本 2</e:q>
    <e:inner>
      <r:Description><e:q>
        wrong &amp; 3
      </e:q></r:Description>
    </e:inner>
    <e:inner r:parseType="Resource">
      <e:q>right</e:q><e:q>wrong 4</e:q>
    </e:inner>
    <e:list r:parseType="Collection">
      <r:Description r:about="&e;other"/>
      <r:Description><e:q xml:lang="en">wrong 5</e:q></r:Description>
    </e:list>
    <e:q r:resource="&e;wrong-6"/>
    <e:markup r:parseType="Literal"><e:q>wrong</e:q></e:markup>
  </r:Description>
  <e:T r:about="&e;needy"/>
</r:RDF>
"""
JSON = """{
  "@context": {
    "@vocab": "http://v.example/", "e": "http://e.example/", "id": "@id", "type": "@type",
    "q": {"@id": "e:q"}, "link": {"@id": "e:q", "@type": "@id"},
    "list": {"@id": "e:list", "@container": "@list"}
  },
  "@graph": [
    {"id": "e:first", "q": "wrong 1", "q2": "e:needy",
     "knows": {"id": "e:needy", "note": "é"}},
    {"id": "other:needy", "q": ["right",
       "wrong 2"]},
    {"e:inner": [
       {"q": "right"},
       {"q": {"@value":
          "wrong 3"}}],
     "list": ["item",
       {"q": "wrong 4"}]},
    {"id": "e:needy-not", "link": "e:wrong-5"},
    {"id": "e:needy",
     "type": "e:T"}
  ]
}
"""


def results(text: str, suffix: str) -> tuple[Result, ...]:
    data = Source(f"d.{suffix}", text.encode(), FORMATS[suffix], "http://d.example/d")
    shapes = Source("s.ttl", SHAPES.encode(), FORMATS["ttl"], "http://s.example/s")
    return validate(data, shapes).results


@pytest.mark.parametrize(("suffix", "text", "count"), [("rdf", XML, 6), ("jsonld", JSON, 5)])
def test_every_value_at_fault_is_found_where_it_is_written(suffix: str, text: str, count: int) -> None:
    found = [one for one in results(text, suffix) if one.value is not None]
    assert len(found) == count
    lines = text.split("\n")
    for number, result in enumerate(found, 1):
        assert result.place and result.place.line and result.place.column
        rest = lines[result.place.line - 1][result.place.column - 1 :]
        assert "wrong" in rest and str(number) in rest, (result.value, rest)


@pytest.mark.parametrize(("suffix", "text"), [("rdf", XML), ("jsonld", JSON)])
def test_a_node_that_lacks_a_value_is_found_where_it_is_described(suffix: str, text: str) -> None:
    """Not where another node refers to it, nor where a name only looks like its own."""
    (lacking,) = [one for one in results(text, suffix) if one.value is None]
    lines = text.split("\n")
    described = lines.index({"rdf": '  <e:T r:about="&e;needy"/>', "jsonld": '    {"id": "e:needy",'}[suffix])
    assert lacking.place and lacking.place.line == described + 1


@pytest.mark.parametrize("suffix", ["rdf", "jsonld"])
@pytest.mark.parametrize("line", [1, 2])
def test_places_follow_lines_that_are_added(suffix: str, line: int) -> None:
    text = {"rdf": XML, "jsonld": JSON}[suffix]
    lines = text.split("\n")
    moved = "\n".join([*lines[:line], "", *lines[line:]])
    before = [one.place.line for one in results(text, suffix) if one.place and one.place.line]
    after = [one.place.line for one in results(moved, suffix) if one.place and one.place.line]
    assert after == [one + 1 for one in before]
