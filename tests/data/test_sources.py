"""The manners of sources and of the facts that rest on them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from icigraph.project.graph_project import bundled_project
from icigraph.project.load import tables_of
from icigraph.rdf.namespaces import DCTERMS, ICI, RDF
from icigraph.rdf.terms import Term

ROOT = Path(__file__).parents[2]
DATA = sorted((ROOT / "data").glob("*.ttl"))
SOURCES = sorted((ROOT / "data" / "sources").glob("*.ttl"))
BASE = "https://w3id.org/icigraph/id/"


def load(*files: Path) -> Store:
    store = Store()
    for file in files:
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def data() -> Store:
    store = load(*DATA, *SOURCES)
    for table in tables_of(bundled_project()):
        store.extend(Quad(*placed.quad.triple) for placed in table.document.quads)
    return store


def plain(term: Term) -> str:
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return term.value


def subjects(store: Store, predicate: NamedNode, value: NamedNode | None = None) -> set[str]:
    return {plain(quad.subject) for quad in store.quads_for_pattern(None, predicate, value)}


def objects(store: Store, subject: str | None, predicate: NamedNode) -> set[str]:
    start = NamedNode(subject) if subject else None
    return {plain(quad.object) for quad in store.quads_for_pattern(start, predicate, None)}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_file_holds_one_source_and_its_citations(file: Path) -> None:
    store = load(file)
    source = f"{BASE}source/{file.stem}"
    assert subjects(store, RDF["type"], ICI["Source"]) == {source}
    assert objects(store, None, ICI["source"]) == {source}
    citations = subjects(store, RDF["type"], ICI["Citation"])
    assert {citation.startswith(f"{BASE}citation/{file.stem}-") for citation in citations} == {True}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_source_says_who_published_it_where_and_when(file: Path) -> None:
    store = load(file)
    source = f"{BASE}source/{file.stem}"
    assert objects(store, source, DCTERMS["publisher"])
    assert objects(store, source, ICI["url"])
    assert objects(store, source, DCTERMS["issued"]) or objects(store, source, ICI["latestIssued"])


def test_every_citation_supports_a_fact(data: Store) -> None:
    assert subjects(data, RDF["type"], ICI["Citation"]) == objects(data, None, ICI["citation"])


def test_every_ranked_fact_is_cited(data: Store) -> None:
    assert subjects(data, ICI["rank"]) == subjects(data, ICI["citation"])


def test_nothing_is_described_in_two_files() -> None:
    homes = [
        (subject, file.name) for file in [*DATA, *SOURCES] for subject in subjects(load(file), RDF["type"])
    ]
    ordered = sorted(homes)
    assert [pair for pair in pairwise(ordered) if pair[0][0] == pair[1][0]] == []


def test_facts_that_disagree_are_of_one_kind_and_one_may_prevail(data: Store) -> None:
    for quad in data.quads_for_pattern(None, ICI["disagreesWith"], None):
        one, other = plain(quad.subject), plain(quad.object)
        assert objects(data, one, RDF["type"]) == objects(data, other, RDF["type"])
        ranks = objects(data, one, ICI["rank"]) | objects(data, other, ICI["rank"])
        assert len(ranks) == 2 or ranks == {ICI["normal"].value}
