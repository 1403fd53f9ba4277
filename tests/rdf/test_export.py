"""Exports: every syntax reads back to the same dataset, and equal datasets give equal bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Store, Triple, parse
from tests.conftest import Ran

from icigraph import KnowledgeGraph
from icigraph.base.faults import InputError
from icigraph.rdf.canonical import canonical_quads, canonical_triples
from icigraph.rdf.export import exported
from icigraph.rdf.syntax import FORMATS, syntax_named
from icigraph.snapshot.dataset import select_graphs

BASE = "https://example.org/graph/"
P = NamedNode("https://example.org/p")
S = NamedNode("https://example.org/s")
HARD = [
    Literal("plain"),
    Literal(""),
    Literal('a\r\n\t"quoted" \\ back'),
    Literal("𝔘nicode 🛰 e\u0301 \u200f \u2028 \x85"),
    Literal("Istanbul", language="en-GB"),
    Literal("2004", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
    Literal("2004-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")),
    Literal("01.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    Literal("-INF", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double")),
    Literal("x" * 100_000),
    NamedNode("https://example.org/ä/東京?q=1&r=<".replace("<", "%3C")),
]


def dataset(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


def hard_store() -> Store:
    graph = NamedNode(BASE + "data/hard")
    return dataset(*(Quad(S, P, term, graph) for term in HARD))


@pytest.mark.parametrize("name", FORMATS)
def test_hard_terms_survive_every_format(name: str) -> None:
    store, form = hard_store(), syntax_named(name)
    written = exported(store, form, {"e": "https://example.org/"})
    back = parse(written, format=form.format)
    assert canonical_triples(quad.triple for quad in back) == canonical_triples(quad.triple for quad in store)


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdfxml"])
def test_rdflib_reads_what_was_written(name: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    store, form = hard_store(), syntax_named(name)
    read = rdflib.Dataset() if form.holds_graphs else rdflib.Graph()
    read.parse(data=exported(store, form), format=form.media_type)
    objects = {str(row[2]) for row in (read.quads() if form.holds_graphs else read)}
    # rdflib normalises the lexical form of known datatypes; the plain and odd strings must be exact.
    normalised = {"01.50", "1", "-INF"}
    assert {term.value for term in HARD} - normalised <= objects


def test_json_ld_keeps_named_graphs() -> None:
    store, form = hard_store(), syntax_named("jsonld")
    back = parse(exported(store, form), format=form.format)
    assert canonical_quads(back) == canonical_quads(store)


@given(st.permutations(range(6)), st.text("aé𝔘", max_size=3))
@settings(max_examples=30, deadline=None)
def test_equal_datasets_give_equal_bytes(order: list[int], label: str) -> None:
    def chain(prefix: str) -> list[Quad]:
        nodes = [BlankNode(f"{prefix}{i}") for i in range(6)]
        graph = NamedNode(BASE + "ontology")
        return [Quad(nodes[i], P, nodes[i + 1] if i < 5 else Literal(label), graph) for i in range(6)]

    forward, other = chain("a"), chain("zz")
    first, second = dataset(*forward), dataset(*(other[i] for i in order))
    for form in FORMATS.values():
        assert exported(first, form) == exported(second, form)


def test_graphs_are_chosen_by_iri_name_or_folder() -> None:
    present = [BASE + name for name in ("data/a", "data/b/c", "derived")]
    assert select_graphs(present, BASE) == tuple(present)
    assert select_graphs(present, BASE, ["derived", BASE + "data/a"]) == (present[0], present[2])
    assert select_graphs(present, BASE, ["data/"]) == (present[0], present[1])


def test_unknown_graph_is_named_with_what_there_is() -> None:
    with pytest.raises(InputError, match="no graph is called 'dat'") as caught:
        select_graphs([BASE + "data/hard"], BASE, ["dat"])
    assert "data/hard" in str(caught.value)


def test_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="trig"):
        syntax_named("n3")


@pytest.mark.parametrize(
    ("triple", "reason"),
    [
        (Triple(S, P, Literal("a\x01")), r"U\+0001"),
        (Triple(S, NamedNode("https://example.org/p/1"), Literal("a")), "no XML name"),
    ],
)
def test_rdfxml_reports_what_it_cannot_write(triple: Triple, reason: str) -> None:
    graph = NamedNode(BASE + "data/x")
    store = dataset(Quad(triple.subject, triple.predicate, triple.object, graph))
    with pytest.raises(InputError, match=reason):
        exported(store, syntax_named("rdfxml"))


def test_direction_survives_where_the_syntax_has_it() -> None:
    graph = NamedNode(BASE + "data/x")
    right_to_left = Literal("مبادرة", language="ar", direction=BaseDirection.RTL)
    store = dataset(Quad(S, P, right_to_left, graph))
    for name in ("ttl", "nt", "nq", "trig", "rdfxml", "jsonld"):
        form = syntax_named(name)
        (back,) = parse(exported(store, form), format=form.format)
        assert back.object == right_to_left, name


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_line_and_the_library_export_the_same_bytes(
    form: str, tmp_path: Path, icigraph: Callable[..., Ran]
) -> None:
    lights = tmp_path / "lights"
    assert icigraph("init", str(lights)).code == 0
    for options, graphs, inferred in (
        ((), (), False),
        (("--with-inferred",), (), True),
        (("--graph", "data/keepings", "--graph", "inferred"), ("data/keepings", "inferred"), False),
    ):
        out = tmp_path / "exported"
        export = ("export", "--format", form, *options, "--output", str(out))
        assert icigraph("--project", str(lights), *export).code == 0
        graph = KnowledgeGraph.open(lights)
        assert out.read_bytes() == graph.export(form, graphs=graphs, with_inferred=inferred)
