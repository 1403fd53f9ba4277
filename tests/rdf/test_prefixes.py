"""Short names of IRIs: what Turtle and SPARQL take, the engine being the judge."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

from icigraph.rdf.prefixes import Prefixes

BASE = "http://e.org/"
PREFIXES = Prefixes({"ex": BASE, "deep": f"{BASE}deep/"})
# Whatever may stand in an IRI, the letters that are none to Turtle among them.
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=' <>"{}|^`\\')


@given(st.text(LETTERS, max_size=8))
@example("µ")
@example("ª")
@example("x²")
@example("½")
@example("-a")
@example("a.")
@example("a..b")
@example("\u00b7a")
@example("٣")
@example("deep/")
def test_a_short_name_is_read_back_by_turtle_and_sparql(local: str) -> None:
    try:
        node = NamedNode(BASE + local)
    except ValueError:
        return
    name = PREFIXES.shrink(node)
    (quad,) = parse(f"{PREFIXES.turtle()}{name} <x:p> <x:o> .", RdfFormat.TURTLE)
    assert quad.subject == node
    rows = Store().query(f"SELECT ?s {{ VALUES ?s {{ {name} }} }}", prefixes=dict(PREFIXES.names))
    assert isinstance(rows, QuerySolutions)
    assert [row["s"] for row in rows] == [node]


@pytest.mark.parametrize(
    ("local", "name"),
    [
        ("a", "ex:a"),
        ("é", "ex:é"),
        ("a.b-c", "ex:a.b-c"),
        ("", "ex:"),
        ("deep/x", "deep:x"),
        ("a/b", "<http://e.org/a/b>"),
    ],
)
def test_what_can_be_short_is(local: str, name: str) -> None:
    assert PREFIXES.shrink(NamedNode(BASE + local)) == name
