"""SPARQL constraints asked of all focus nodes at once: the results are those of asking for each by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from icigraph.base.faults import InputError
from icigraph.rdf.documents import Source
from icigraph.rdf.queries import syntax_error
from icigraph.validation.engines import screening
from icigraph.validation.engines import shacl as engine_shacl
from icigraph.validation.engines.given import Given
from icigraph.validation.engines.screened_query import screening_queries
from icigraph.validation.engines.screening import screened
from icigraph.validation.reading.dataset import from_sources
from icigraph.validation.report import Result, UnusableShapes
from icigraph.validation.shapes.class_targets import class_targets
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.validate import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:onto sh:declare [ sh:prefix "" ; sh:namespace "http://e.org/" ] .
"""
VARIABLES = st.sampled_from(["$this", "?this", "?a", "?b", "?c"])
PATHS = st.sampled_from([":p", ":q", ":p/:q", ":p*", "^:p", ":p|:q", "a", "?r"])
VALUES = st.sampled_from(["?a", "?b", "?c", "$this", ":x1", "1", '"1"'])
TRIPLES = st.builds(lambda s, p, o: f"{s} {p} {o} .", VARIABLES, PATHS, VALUES)
CONDITIONS = st.sampled_from(
    [
        *("?a != ?b", "bound(?a)", "!bound(?b)", "$this != ?a", "isIRI(?c)", "STR(?a) = '1'", "?a = 1"),
        *("STRENDS(STR($this), '1')", "?a IN (1, :x1, $this)", "?a < ?b", "bound($this)", "false || ?c = ?a"),
        *("EXISTS { $this :p ?a }", "NOT EXISTS { ?a :q ?b } || ?a = :x1", "(NOT EXISTS { $this :q ?d })"),
    ]
)
FILTERS = CONDITIONS.map(lambda condition: f"FILTER({condition})")


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda one: f"OPTIONAL {{ {one} }}"),
        inner.map(lambda one: f"FILTER NOT EXISTS {{ {one} }}"),
        inner.map(lambda one: f"FILTER (NOT EXISTS {{ {one} }}) ."),
        inner.map(lambda one: f"FILTER EXISTS {{ {one} }}"),
        inner.map(lambda one: f"{{ {one} }}"),
        st.tuples(inner, inner).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} }}"),
        inner.map(lambda one: f"{{ SELECT DISTINCT $this ?a WHERE {{ {one} }} }}"),
        inner.map(lambda one: f"{{ SELECT * {{ {one} }} }}"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    )


GROUPS = st.recursive(
    st.one_of(TRIPLES, TRIPLES, FILTERS, st.just("BIND(STR($this) AS ?d)")), nested, max_leaves=6
)
HEADS = st.sampled_from(
    ["SELECT $this", "SELECT DISTINCT ?this ?a", "SELECT $this (?a AS ?value)", "SELECT *"]
)
QUERIES = st.builds(lambda head, body: f"{head} WHERE {{ {body} }}", HEADS, GROUPS).filter(
    lambda query: syntax_error(query, {"": "http://e.org/"}) is None
)
NODES = [":x1", ":x2", ":x3", ":x4", "_:b", ":A", ":B"]
LITERALS = ["1", "01", '"1"', '"a"@en', '"2.0"^^<http://www.w3.org/2001/XMLSchema#decimal>']
FACTS = st.builds(
    lambda s, p, o: f"{s} {p} {o} .",
    st.sampled_from(NODES),
    st.sampled_from([":p", ":q", "a", "a", "rdfs:subClassOf"]),
    st.sampled_from([*NODES, *LITERALS]),
)
TARGETS = st.sampled_from(
    [
        ":S sh:targetClass :A ; sh:sparql :c .",
        ":A a owl:Class ; sh:sparql :c .",
        ":S sh:targetNode :x1, :x2, :x3 ; sh:targetObjectsOf :p ; sh:sparql :c .",
        ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :q ; sh:severity sh:Warning ; sh:sparql :c ] .",
        ":S sh:targetSubjectsOf :p ; sh:property :P . :T sh:targetClass :B ; sh:property :P . "
        ":P sh:path [ sh:inversePath :p ] ; sh:sparql :c .",
        ":S sh:targetSubjectsOf :p ; "
        "sh:property [ sh:path :q ; sh:property [ sh:path :p ; sh:sparql :c ] ] .",
        ":S sh:targetClass :A ; sh:not :T . :T sh:targetSubjectsOf :q ; sh:sparql :c .",
        ":S sh:targetClass :A ; sh:or ( :T ) . :T sh:sparql :c .",
        ":S sh:targetSubjectsOf :p ; sh:deactivated true ; sh:sparql :c . "
        ":T sh:targetNode :x1 ; sh:sparql :c .",
    ]
)


def source(text: str, name: str) -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE, "http://e.org/base")


def results(shapes: ShapeGraph, data: str, *, alone: bool) -> Counter[Result] | str:
    """What the engine says when it is asked for each focus node `alone`, or when screened."""
    graph = from_sources((source(data, "d.ttl"),)).data
    least = 10**9 if alone else 0
    with (
        mock.patch.object(engine_shacl, "WORTH_SCREENING", least),
        mock.patch.object(screening, "_LOADED", 1_000),
    ):
        try:
            return Counter(engine_shacl.run(shapes, graph, targets=class_targets(shapes)))
        except InputError as error:
            return error.faults[0].message


def shapes_of(text: str, query: str) -> ShapeGraph:
    constraint = f''':c sh:prefixes :onto ; sh:message "no {{?a}} at {{$this}}" ; sh:select """{query}""" .'''
    return ShapeGraph(from_sources((source(text + constraint, "s.ttl"),)))


@settings(max_examples=300)
@given(TARGETS, QUERIES, st.lists(FACTS, max_size=14))
def test_the_results_are_those_of_each_focus_node_alone(text: str, query: str, facts: list[str]) -> None:
    shapes, data = shapes_of(text, query), "\n".join(facts)
    assert results(shapes, data, alone=False) == results(shapes, data, alone=True)


DATA = " ".join(f":n{number} a :A ; :p {number} ; :q :n{number % 7} ." for number in range(60))


def given_to_the_engine(text: str, query: str, data: str = DATA) -> Given:
    return screened(shapes_of(text, query), from_sources((source(data, "d.ttl"),)).data, "")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this :p ?v FILTER(?v > 100) }",
        "SELECT $this { $this :q ?v FILTER NOT EXISTS { $this :p ?w } }",
        "SELECT $this { { $this :r ?v } UNION { ?v :r $this } }",
    ],
)
def test_a_query_that_no_focus_node_has_results_of_is_not_run_for_each(query: str) -> None:
    given = given_to_the_engine(":S sh:targetClass :A ; sh:sparql :c .", query)
    assert "shacl#sparql>" not in given.text


def test_a_query_is_run_for_the_focus_nodes_that_have_results() -> None:
    given = given_to_the_engine(":S sh:targetClass :A ; sh:sparql :c .", "SELECT $this { $this :p 3 }")
    assert given.text.count("shacl#targetNode>") == 1
    assert "<http://e.org/n3>" in given.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this (COUNT(?v) AS ?n) { $this :r ?v } GROUP BY $this HAVING (?n > 1)",
        "SELECT $this { $this :r ?v } LIMIT 1",
        "SELECT $this { $this :r ?v MINUS { ?w :p ?v } }",
        "SELECT $this { VALUES ?v { 1 } $this :r ?v }",
        "SELECT $this { SERVICE :x { $this :r ?v } }",
        "SELECT $this { GRAPH ?g { $this :r ?v } }",
        "SELECT $this { BIND(:a AS ?this) }",
        "SELECT $this { { SELECT ?v { $this :r ?v } } }",
        "SELECT $this { $this $PATH ?v }",
        "SELECT $this { GRAPH $shapesGraph { $currentShape :r ?v } }",
        "no query",
        "ASK { $this :r ?v }",
    ],
)
def test_what_means_something_else_for_all_nodes_is_asked_for_each(query: str) -> None:
    assert screening_queries(query, "") == ()


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    """An endpoint's URL, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(500)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { SERVICE <URL> { $this :p ?v } }",
        "SELECT $this { service<URL>{ $this :p ?v } }",
        "SELECT $this { SERVICE SILENT <URL> { $this :p ?v } }",
        "PREFIX : <URL> SELECT $this { SERVICE:x{ $this :p ?v } }",
        "SELECT $this { { SELECT $this { $this :p ?v OPTIONAL { SERVICE ?v { ?a ?b ?c } } } } }",
    ],
)
@pytest.mark.parametrize("kind", ["sparql", "select", "ask"])
def test_no_constraint_asks_another_endpoint(
    query: str, kind: str, engine: str, endpoint: tuple[str, list[str]]
) -> None:
    url, asked = endpoint
    text = query.replace("URL", url)
    shapes = {
        "sparql": f':S sh:targetClass :A ; sh:sparql [ sh:prefixes :onto ; sh:select "{text}" ] .',
        "select": ":S sh:targetClass :A ; :limit 1 . :K sh:parameter [ sh:path :limit ] ; "
        f'sh:nodeValidator [ sh:prefixes :onto ; sh:select "{text}" ] .',
        "ask": ":S sh:targetClass :A ; :limit 1 . :K sh:parameter [ sh:path :limit ] ; sh:validator "
        f'[ sh:prefixes :onto ; sh:ask "{text.replace("SELECT $this {", "ASK {", 1)}" ] .',
    }
    shapes["select"] = shapes["select"].replace(":K ", ":K a sh:ConstraintComponent ; ")
    shapes["ask"] = shapes["ask"].replace(":K ", ":K a sh:ConstraintComponent ; ")
    data = DATA + f" :n1 :p <{url}> ."
    with suppress(InputError, UnusableShapes):
        validate(source(data, "d.ttl"), source(shapes[kind], "s.ttl"), engine=engine)
    assert asked == []
