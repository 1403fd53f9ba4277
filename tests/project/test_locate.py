"""Places of triples in files, and differences between datasets."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from icigraph.project.difference import NodeChange, diff
from icigraph.project.difference_formats import as_text
from icigraph.project.graph_project import bundled_project
from icigraph.project.load import load_project
from icigraph.project.locate import Locator
from icigraph.rdf.namespaces import CORE, RDF
from icigraph.rdf.prefixes import Prefixes

GRAPH = NamedNode("http://e.org/g")
E = "http://e.org/"
TURTLE = """@prefix : <http://e.org/> .
# about a
:a :p 1 ,
      2 ;
   :q :b .

:b :p [ :q "inner" ] .
"""


def locator(tmp_path: Path, name: str, content: str | bytes) -> Locator:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Locator([(path, GRAPH)])


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


def test_a_triple_has_the_place_of_its_object(tmp_path: Path) -> None:
    found = locator(tmp_path, "a.ttl", TURTLE)
    place = found.place_of(Triple(node("a"), node("p"), Literal(2)))
    assert place is not None
    assert (place.line, place.column) == (4, 7)
    start = found.subject_place(node("a"))
    assert start is not None
    assert (start.line, start.column) == (3, 1)
    assert found.place_of(Triple(node("a"), node("p"), Literal(3))) is None


def test_a_blank_node_of_another_label_is_found(tmp_path: Path) -> None:
    found = locator(tmp_path, "a.ttl.gz", gzip.compress(TURTLE.encode()))
    place = found.place_of(Triple(BlankNode("other"), node("q"), Literal("inner")))
    assert place is not None
    assert (place.line, place.column) == (7, 12)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.rdf",
            f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{E}">
 <x><p>1</p></x>
  <rdf:Description rdf:about="a"><p>2</p></rdf:Description></rdf:RDF>""",
        ),
        (
            "a.jsonld",
            f"""{{"@context": {{"e": "{E}"}}, "@graph": [

 {{"@id": "e:a",                     "e:p": "2"}}]}}""",
        ),
    ],
)
def test_a_triple_has_its_place_in_other_syntaxes(tmp_path: Path, name: str, content: str) -> None:
    found = locator(tmp_path, name, content)
    place = found.place_of(Triple(node("a"), node("p"), Literal("2")))
    assert place is not None
    assert (place.line, place.column) == (3, content.split("\n")[2].index("2") + (name == "a.rdf"))
    subject = found.subject_place(node("a"))
    assert subject is not None
    assert subject.line == 3


def test_every_triple_of_the_bundled_graph_has_a_place_that_says_it() -> None:
    project, store = bundled_project(), Store()
    load_project(project, store)
    found = Locator(project)
    quads = random.Random(7).sample(sorted(store, key=str), 400)
    assert [quad for quad in quads if found.place_of(quad.triple) is None] == []


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
def test_a_big_file_is_searched_and_gives_the_places_of_every_triple(tmp_path: Path, suffix: str) -> None:
    triples = [Triple(node(f"s{i % 50}"), node(f"p{i % 7}"), Literal(f"a. <b> # {i}")) for i in range(500)]
    form = RdfFormat.TURTLE if suffix == "ttl" else RdfFormat.N_TRIPLES
    content = serialize(triples, format=form, prefixes={"e": E} if suffix == "ttl" else None)
    assert content is not None
    found, lines = locator(tmp_path, f"whole.{suffix}", content), content.decode().split("\n")
    for triple in triples:
        place = found.place_of(triple)
        assert place is not None
        assert lines[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith(str(triple.object))


def test_a_diff_tells_triples_by_graph_and_facts_with_their_claims() -> None:
    fact, gone, lone, who = node("fact"), node("gone"), node("lone"), CORE["subject"]
    said, told, new = node("said"), node("told"), node("new")
    both = [
        Quad(said, CORE["states"], fact, GRAPH),
        Quad(node("x"), who, node("a"), GRAPH),
        Quad(node("kept"), CORE["denies"], lone, GRAPH),
        Quad(lone, RDF["type"], CORE["Fact"], GRAPH),
    ]
    left = [
        *both,
        Quad(said, CORE["start"], Literal("2004"), GRAPH),
        Quad(said, CORE["citation"], node("c"), GRAPH),
        Quad(fact, who, node("a"), GRAPH),
        Quad(gone, RDF["type"], CORE["Occurrent"], GRAPH),
    ]
    right = [
        *both,
        Quad(said, CORE["start"], Literal("2005"), GRAPH),
        Quad(said, CORE["citation"], node("c"), node("h")),
        Quad(fact, who, node("b"), GRAPH),
        Quad(told, CORE["names"], new, GRAPH),
    ]
    found = diff(left, right)
    assert [(str(change.graph), len(change.removed), len(change.added)) for change in found.graphs] == [
        (str(GRAPH), 4, 3),
        (str(node("h")), 0, 1),
    ]

    def named(change: NodeChange) -> tuple[str, str]:
        return str(change.node.value).removeprefix(E), change.kind

    assert [(named(each.fact), *map(named, each.claims)) for each in found.facts] == [
        (("fact", "changed"), ("said", "changed")),
        (("gone", "removed"),),
        (("new", "same"), ("told", "added")),
    ]
    changed = found.facts[0]
    assert (changed.fact.removed, changed.fact.added) == (((who, node("a")),), ((who, node("b")),))
    (claim,) = changed.claims
    assert (claim.removed, claim.added) == (
        ((CORE["start"], Literal("2004")),),
        ((CORE["start"], Literal("2005")),),
    )
    text = as_text(found, Prefixes({"e": E, "core": str(CORE)}), [*left, *right])
    assert text.startswith(
        "changed e:fact\n  - core:subject e:a\n  + core:subject e:b\n"
        '  changed e:said\n    - core:start "2004"\n    + core:start "2005"\n    cited: e:c\n'
    )
    assert diff(left, left).same


def shown(found: Locator, *values: int) -> list[str]:
    places = (found.place_of(Triple(node("a"), node("p"), Literal(value))) for value in values)
    return [f"{place.line}:{place.column}" for place in places if place]


def test_statements_of_turtle_are_found_however_their_subject_is_written(tmp_path: Path) -> None:
    text = """@prefix : <http://e.org/> . :a :p 1 . [ :p :a ] :q :b .
    PREFIX q: <http://e.org/> q:a q:p 2 .
    :b :p ( :a ) . <http://e.org/a> :p 3 .
    """
    found = locator(tmp_path, "a.ttl", text)
    assert shown(found, 1, 2, 3) == ["1:35", "2:39", "3:40"]
    place = found.place_of(Triple(BlankNode(), node("q"), node("b")))
    assert place is not None
    assert (place.line, place.column) == (1, 52)


def test_a_prefix_may_change_its_meaning_midway(tmp_path: Path) -> None:
    text = """@prefix : <http://e.org/> . :a :p 1 .
    @prefix : <http://other.org/> . :a :p 2 .
    @prefix : <http://e.org/> . :a :p 3 ."""
    assert shown(locator(tmp_path, "a.ttl", text), 1, 2, 3) == ["1:35", "3:39"]


def test_only_files_of_the_graphs_that_hold_a_triple_are_looked_into(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(TURTLE, encoding="utf-8")
    other = NamedNode("http://e.org/other")
    found = Locator([(tmp_path / "missing.ttl", other), (tmp_path / "a.ttl", GRAPH)])
    place = found.place_of(Triple(node("a"), node("p"), Literal(1)), {GRAPH})
    assert place is not None
    assert (place.line, place.column) == (3, 7)
