"""Large stores, and those on disk: whichever way triples are added, the closure is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Variable, parse

from icigraph.rdf.namespaces import XSD
from icigraph.rules.close import compile_from
from icigraph.rules.compile.rule import Pattern
from icigraph.rules.run import bulk, engine, evaluation
from icigraph.rules.run.bulk import add_in_bulk
from icigraph.rules.run.materialise import INFERRED, materialise
from icigraph.rules.run.sparql import insertion

DATA, TARGET = NamedNode("http://a/data"), NamedNode("http://a/target")
EVERYWHERE = "GRAPH ?g { ?s ?p ?o }"

things = st.sampled_from([NamedNode("http://a/é"), NamedNode("http://a/b"), BlankNode("b1"), BlankNode("b2")])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
numbers = st.sampled_from(["1", "01", "+5", "5.", ".5", "1e5", "INF", "true", "TRUE", "-0", "_:b1"])
kinds = st.sampled_from([XSD[name] for name in ("integer", "decimal", "double", "boolean", "string", "byte")])
values = st.one_of(
    things,
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "en-GB", "ar"])),
    st.builds(lambda text, kind: Literal(text, datatype=kind), numbers, kinds),
)
properties = st.sampled_from([NamedNode("http://a/p"), NamedNode("http://a/q")])
quads = st.builds(lambda s, p, o: Quad(s, p, o, DATA), things, properties, values)
heads: st.SearchStrategy[Pattern] = st.tuples(
    st.sampled_from([Variable("s"), Variable("o"), NamedNode("http://a/s")]),
    st.sampled_from([Variable("p"), Variable("o"), NamedNode("http://a/r")]),
    st.sampled_from([Variable("o"), Variable("s"), NamedNode("http://a/t"), Literal('a "b"\n')]),
)


def holding(told: list[Quad]) -> Store:
    store = Store()
    store.extend(told)
    return store


@given(st.lists(quads, max_size=6), heads, st.sampled_from([0, 20_000]))
def test_what_is_added_in_bulk_is_what_an_update_adds(told: list[Quad], head: Pattern, many: int) -> None:
    in_bulk, updated = holding(told), holding(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_MANY", many)
        add_in_bulk(in_bulk, head, EVERYWHERE, TARGET)
    updated.update(insertion(head, EVERYWHERE, TARGET))
    assert set(in_bulk) == set(updated)


def large(facts: int) -> Iterator[str]:
    """Roles below a relation that has an inverse, a domain and a chain; facts with and without a name."""
    yield "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    yield "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    yield ":member rdfs:subPropertyOf :who . :partner rdfs:subPropertyOf :who . :who rdfs:domain :Fact ."
    yield ":factOf owl:inverseOf :who . :what rdfs:range :Thing . :where rdfs:domain :Fact ."
    yield ":memberOf owl:propertyChainAxiom ( :factOf :what ) . :partOf a owl:TransitiveProperty ."
    for number in range(40):
        yield f":place{number} :partOf :place{number + 1} . _:b{number} :member :state{number} ; :what :x ."
    for number in range(facts):
        role = "member" if number % 2 else "partner"
        yield f":fact{number} :{role} :state{number % 97} ; :what :x{number % 13} ; :from {number} ;"
        yield f' :where :place{number % 40} ; :start "{number % 80 + 1949}-01-01" .'


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A graph that counts as large, and whose rules conclude what counts as many."""
    monkeypatch.setattr(engine, "_LARGE", 1000)
    monkeypatch.setattr(evaluation, "_MANY", 300)
    monkeypatch.setattr(bulk, "_MANY", 300)
    return "\n".join(large(1200)).encode()


def closed(text: bytes, folder: Path | None) -> tuple[int, Counter[tuple[str, ...]]]:
    store = Store(str(folder)) if folder else Store()
    store.bulk_load(text, RdfFormat.TURTLE, to_graph=DATA)
    report = materialise(store, compile_from(store), on_disk=folder is not None)
    found = Counter(nameless(quad) for quad in store.quads_for_pattern(None, None, None, INFERRED))
    return report.inferred, found


def nameless(quad: Quad) -> tuple[str, ...]:
    return tuple("_" if isinstance(node, BlankNode) else str(node) for node in quad.triple)


def test_a_large_store_is_closed_as_a_small_one(text: bytes, tmp_path: Path) -> None:
    on_disk, in_memory = closed(text, tmp_path / "store"), closed(text, None)
    assert on_disk[0] > 4000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_LARGE", 100_000)
        assert closed(text, None) == in_memory == on_disk


def test_what_is_told_is_not_inferred(text: bytes, tmp_path: Path) -> None:
    told = b":fact1 a :Fact ; :who :state1 . :fact999 :who :state29 . :state1 :memberOf :x1 ."
    stated = {nameless(quad) for quad in parse(b"@prefix : <http://a/> .\n" + told, RdfFormat.TURTLE)}
    assert len(closed(text, None)[1].keys() & stated) == 4
    for folder in (None, tmp_path / "store"):
        assert not closed(text + told, folder)[1].keys() & stated
