"""Bounds on nesting: what is deeper is refused, what is not is never, however it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import InputError
from icigraph.rdf.nesting import (
    DEEPEST_JSON,
    DEEPEST_TERM,
    DEEPEST_XML,
    Levels,
    must_not_nest,
    must_not_nest_json,
)
from icigraph.rdf.sparql import overflow

SPACES = st.sampled_from([b"", b" ", b"\t\r\n", b"# )>> <<( \n", b"#\r"])
SUBJECTS = st.sampled_from(
    [b"<x:a>", b"<x:(>", b"<x:)>", b"x:a ", b"x:\\(b ", b"_:b ", b"[]", b"[ \n]", b": "]
)
PREDICATES = st.sampled_from([b"<x:p>", b"x:p ", b"a ", b"x:\\) ", b"x:%41 "])
NOISE = st.sampled_from(
    [b"", b'x:s x:p "' + b"<<( cout << a " * 200 + b'" .\n', b"# " + b"<<( " * 200 + b".\n"]
)
DEPTHS = st.one_of(st.integers(1, 12), st.sampled_from([DEEPEST_TERM, DEEPEST_TERM + 1, 3 * DEEPEST_TERM]))


def is_refused(content: bytes, form: RdfFormat) -> bool:
    try:
        must_not_nest(content, form, "a")
    except InputError:
        return True
    return False


@given(DEPTHS, st.data())
def test_turtle_is_refused_exactly_where_triple_terms_nest_too_deep(depth: int, data: st.DataObject) -> None:
    draw = data.draw
    levels = [
        b"".join((b"<<(", draw(SPACES), draw(SUBJECTS), draw(SPACES), draw(PREDICATES), draw(SPACES)))
        for _ in range(min(depth, 12))
    ]
    opened = b"".join(levels[at % len(levels)] for at in range(depth))
    head = b"@prefix x: <x:> . @prefix : <x:> .\n" + draw(NOISE)
    content = head + b"x:s x:p " + opened + b"x:o " + b" )>>" * depth + b" .\n"
    assert is_refused(content, RdfFormat.TURTLE) == (depth > DEEPEST_TERM)
    assert [quad.subject for quad in parse(content, format=RdfFormat.TURTLE)]


@given(DEPTHS, st.lists(st.integers(1, 4000), max_size=20))
@example(DEEPEST_TERM + 1, [1] * 20)
def test_pieces_tell_what_the_whole_tells(depth: int, sizes: list[int]) -> None:
    flat = b"<x:s> <x:p> <<( <x:a> <x:b> <x:c> )>> .\n"
    content = (
        flat * 3 + b"<x:s> <x:p> " + b"<<( <x:a> <x:b> " * depth + b"<x:c> " + b")>> " * depth + b".\n" + flat
    )
    levels, start, deep = Levels(), 0, False
    for size in [*sizes, len(content)]:
        deep = deep or levels.nest_too_deep(content[start : start + size])
        start += size
    assert deep == (depth > DEEPEST_TERM)


def depth_of(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


TEXTS = st.text(alphabet='a"\\[]{}:,', max_size=6)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)


@given(VALUES, st.sampled_from([0, DEEPEST_JSON - 3, DEEPEST_JSON, DEEPEST_JSON + 1, 4000]))
def test_json_is_refused_exactly_where_it_nests_too_deep(value: object, more: int) -> None:
    content = (b'{"}":' * more) + json.dumps(value).encode() + b"}" * more
    deep = depth_of(value) + more > DEEPEST_JSON
    if deep:
        with pytest.raises(InputError, match="nest more than 500 deep"):
            must_not_nest_json(content, "a.json")
    else:
        must_not_nest_json(content, "a.json")


def test_json_that_is_never_closed_is_refused_too() -> None:
    with pytest.raises(InputError):
        must_not_nest_json(b'[{"a":' * 5000, "a.json")


@pytest.mark.parametrize("element", [b"<x:p>", b"<x:p a='/'>", b'<x:p a=">">'])
def test_xml_is_refused_where_it_nests_too_deep(element: bytes) -> None:
    def nested(depth: int) -> bytes:
        return b"<?xml version='1.0'?><!-- < -->" + element * depth + b"<x:q/>" * 5000 + b"</x:p>" * depth

    assert not is_refused(nested(DEEPEST_XML // 2), RdfFormat.RDF_XML)
    assert is_refused(nested(2 * DEEPEST_XML), RdfFormat.RDF_XML)


QUERIES: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "SELECT * {" + "{" * n + "}" * n + "}",
    "exists": lambda n: "SELECT * {" + "FILTER EXISTS {" * n + "}" * n + "}",
    "functions": lambda n: "SELECT * { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "paths": lambda n: "SELECT * { ?s " + "(" * n + "<x:p>" + ")" * n + " ?o }",
    "blank nodes": lambda n: "SELECT * { ?s ?p " + "[ ?p " * n + "1" + "]" * n + " }",
    "triple terms": lambda n: "SELECT * { ?s ?p " + "<<( ?a ?b " * (n // 2) + "1" + " )>>" * (n // 2) + " }",
    "reified": lambda n: "SELECT * { ?s ?p " + "<< ?a ?b " * n + "1" + " >>" * n + " }",
    "in what looks like an IRI": lambda n: f"ASK {{ FILTER(?a<{'(' * n}1{')' * n}&&2>?b) }}",
    "after a string": lambda n: (
        'ASK { ?s ?p "}}", "\\")", ' + "'''}\n}''' " + "[ ?p " * n + "1" + "]" * n + " }"
    ),
}
CHAINS: dict[str, Callable[[int], str]] = {
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "or": lambda n: "ASK { FILTER(" + "?a || " * n + "true) }",
    "sum": lambda n: "ASK { FILTER(" + "?a + " * n + "1) }",
    "unions": lambda n: "ASK {" + "{} UNION " * n + "{}}",
    "optional": lambda n: "ASK {" + "OPTIONAL {} " * n + "}",
    "minus": lambda n: "ASK {" + "MINUS {} " * n + "}",
    "binds": lambda n: "ASK {" + "".join(f"BIND(1 AS ?v{at}) " for at in range(n)) + "}",
    "alternatives": lambda n: "ASK { ?s <x:p>" + "|<x:p>" * n + " ?o }",
    "lower case": lambda n: "ASK {" + "{} union " * n + "{}}",
}


@pytest.mark.parametrize("kind", QUERIES)
def test_a_query_is_refused_where_it_nests_too_deep(kind: str) -> None:
    assert overflow(QUERIES[kind](90)) is None
    assert "nests more than a hundred" in str(overflow(QUERIES[kind](150)))
    assert "nests more than a hundred" in str(overflow(QUERIES[kind](100_000)))


@pytest.mark.parametrize("kind", CHAINS)
def test_a_query_is_refused_where_it_chains_too_much(kind: str) -> None:
    assert overflow(CHAINS[kind](900)) is None
    assert "chains more than a thousand" in str(overflow(CHAINS[kind](2_100)))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?x { " + "-1 +2.5 1e-3 " * 5_000 + "} ?s ?p ?x }",
        "SELECT * { VALUES ?x { " + "<http://e.org/a/b(c)-d> " * 5_000 + "} ?s ?p ?x }",
        "SELECT * { VALUES (?x ?y) { " + "(1 <x:a>) " * 5_000 + "} ?s ?p ?x }",
        "SELECT * { ?s ?p " + '"((((/////" , ' * 5_000 + "1 }",
        "SELECT * {" + "?s ?p ?o . " * 5_000 + "}",
        "SELECT * { ?s ?p ?o FILTER(?s IN (" + "<http://e.org/a> , " * 5_000 + "1)) }",
        "# " + "((((" * 5_000 + "\nASK {}",
    ],
    ids=["numbers", "iris", "rows", "strings", "triples", "list", "comment"],
)
def test_a_long_query_that_nests_nowhere_is_read(text: str) -> None:
    assert overflow(text) is None


def test_the_place_of_what_nests_too_deep_is_told() -> None:
    told = str(overflow("ASK {\n FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }"))
    assert re.match(r"error at 2:107: ", told), told
