"""Of nested shapes the same is told whether the engine looks at the whole data again or at the part of it
that can matter.
"""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store
from pytest import MonkeyPatch

from icigraph.rdf.documents import Source
from icigraph.validation.engines import probing
from icigraph.validation.formats import render
from icigraph.validation.report import ValidationReport
from icigraph.validation.validate import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PREDICATES = ("e:p", "e:q", "e:r")
NODES = ("e:a", "e:b", "e:c", "e:d", "_:x", "_:y")
LITERALS = ("1", "2", '"one"', '"one two"')

_step = st.sampled_from((*PREDICATES, *(f"[ sh:inversePath {one} ]" for one in PREDICATES)))
_path = st.one_of(
    _step,
    st.lists(_step, min_size=2, max_size=3).map(lambda parts: f"( {' '.join(parts)} )"),
    st.lists(_step, min_size=2, max_size=2).map(
        lambda parts: f"[ sh:alternativePath ( {' '.join(parts)} ) ]"
    ),
    st.tuples(st.sampled_from(("zeroOrMore", "oneOrMore", "zeroOrOne")), _step).map(
        lambda pair: f"[ sh:{pair[0]}Path {pair[1]} ]"
    ),
)
_simple = st.one_of(
    st.just("sh:class e:C"),
    st.just("sh:datatype xsd:integer"),
    st.just("sh:nodeKind sh:IRI"),
    st.just("sh:closed true ; sh:property [ sh:path e:p ]"),
    st.just("sh:in ( e:a e:b 1 )"),
    st.tuples(
        _path, st.sampled_from(("sh:minCount 1", "sh:maxCount 1", "sh:hasValue e:b", "sh:class e:C"))
    ).map(lambda pair: f"sh:property [ sh:path {pair[0]} ; {pair[1]} ]"),
    st.sampled_from(("equals", "disjoint", "lessThan")).map(
        lambda name: f"sh:property [ sh:path e:p ; sh:{name} e:q ]"
    ),
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    listed = st.lists(inner.map(lambda shape: f"[ {shape} ]"), min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        st.tuples(st.sampled_from(("or", "and", "xone")), listed).map(
            lambda pair: f"sh:{pair[0]} ( {pair[1]} )"
        ),
        st.tuples(st.sampled_from(("not", "node")), inner).map(lambda pair: f"sh:{pair[0]} [ {pair[1]} ]"),
        st.tuples(_path, inner).map(
            lambda pair: f"sh:property [ sh:path {pair[0]} ; sh:node [ {pair[1]} ] ]"
        ),
        st.tuples(_path, inner, inner).map(
            lambda parts: " ; ".join(
                f"sh:property [ sh:path {parts[0]} ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ; "
                f"sh:qualifiedValueShapesDisjoint true ; sh:qualifiedValueShape [ {one} ] ]"
                for one in parts[1:]
            )
        ),
    )


_shape = st.recursive(_simple, _compound, max_leaves=5)
_triple = st.tuples(
    st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from((*NODES, *LITERALS))
).map(" ".join)
_typed = st.tuples(st.sampled_from(NODES), st.sampled_from(("e:C", "e:D"))).map(
    lambda pair: f"{pair[0]} a {pair[1]}"
)
_data = st.lists(st.one_of(_triple, _triple, _typed), min_size=1, max_size=14)


def _validated(data: str, shapes: str) -> ValidationReport:
    return validate(
        Source("d.ttl", (HEAD + data).encode(), RdfFormat.TURTLE, "http://e.example/d"),
        Source("s.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE, "http://e.example/s"),
    )


@settings(max_examples=150, deadline=None)
@given(_data, _shape)
def test_a_part_of_the_data_tells_what_all_of_it_tells(statements: list[str], shape: str) -> None:
    data = " .\n".join([*statements, "e:D rdfs:subClassOf e:C"]) + " .\n"
    shapes = f"e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:targetObjectsOf e:q ; {shape} .\n"
    part = _validated(data, shapes)
    with MonkeyPatch.context() as patch:
        patch.setattr(probing, "predicates_needed", lambda _: None)
        whole = _validated(data, shapes)
    assert render(part, "json") == render(whole, "json")


def test_a_query_among_the_shapes_sees_all_of_the_data() -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:not [ sh:sparql [ sh:select
      "SELECT $this WHERE { FILTER NOT EXISTS { ?far <http://e.example/q> 7 } }" ] ] ."""
    report = _validated("e:a e:p e:b . e:far e:q 7 .", shapes)
    assert [(str(r.component).rpartition("#")[2], [p.conforms for p in r.parts]) for r in report.results] == [
        ("NotConstraintComponent>", [True])
    ]


def test_text_with_other_separators_of_lines_stays_whole() -> None:
    store = Store()
    e, text = "http://e.example/", "one\u2028two\x85three"
    for name, value in (("c", text), ("a", "x"), ("b", text + "<")):
        store.add(Quad(NamedNode(e + name), NamedNode(e + "p"), Literal(value)))
    store.add(Quad(BlankNode("z"), NamedNode(e + "p"), Literal(text)))
    shapes = HEAD + "e:S sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ; sh:maxLength 1 ] ."
    report = validate(store, Source("s.ttl", shapes.encode(), RdfFormat.TURTLE, "urn:s"))
    assert report.data_triples == 4
    assert {result.value for result in report.results} == {Literal(text), Literal(text + "<")}
