"""The manners of sources, and of the claims that rest on them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from icigraph.project.graph_project import bundled_project
from icigraph.project.load import tables_of
from icigraph.rdf.namespaces import CORE, DCTERMS, RDF
from icigraph.rdf.terms import Term

ROOT = Path(__file__).parents[2]
DATA = sorted((ROOT / "data").glob("*.ttl"))
SOURCES = sorted((ROOT / "data" / "sources").glob("*.ttl"))
BASE = "https://w3id.org/icigraph/id/"
KINDS = ("states", "denies", "announces", "names")


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


def sources_of(store: Store, claim: str) -> set[str]:
    return {
        source
        for citation in objects(store, claim, CORE["citation"])
        for source in objects(store, citation, CORE["source"])
    }


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_file_holds_one_source_and_its_citations(file: Path) -> None:
    store = load(file)
    source = f"{BASE}source/{file.stem}"
    assert subjects(store, RDF["type"], CORE["Source"]) == {source}
    assert objects(store, None, CORE["source"]) == {source}
    citations = subjects(store, RDF["type"], CORE["Citation"])
    assert {citation.startswith(f"{BASE}citation/{file.stem}-") for citation in citations} == {True}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_source_says_who_published_it_where_and_when(file: Path) -> None:
    store = load(file)
    source = f"{BASE}source/{file.stem}"
    assert objects(store, source, DCTERMS["publisher"])
    assert objects(store, source, CORE["url"])
    assert objects(store, source, DCTERMS["issued"]) or objects(store, source, CORE["latestIssued"])


def test_every_citation_supports_a_claim(data: Store) -> None:
    assert subjects(data, RDF["type"], CORE["Citation"]) == objects(data, None, CORE["citation"])


def test_every_claim_is_ranked_and_cited(data: Store) -> None:
    assert subjects(data, CORE["rank"]) == subjects(data, CORE["citation"])


def test_a_source_makes_one_claim_of_a_kind_about_an_occurrent(data: Store) -> None:
    """Of a name it may make several, one for each name."""
    made = Counter(
        (kind, plain(quad.object), source)
        for kind in KINDS[:3]
        for quad in data.quads_for_pattern(None, CORE[kind], None)
        for source in sources_of(data, plain(quad.subject))
    )
    assert [claims for claims, times in made.items() if times > 1] == []


def test_a_claim_is_called_after_what_it_is_about_and_its_source(data: Store) -> None:
    for kind in KINDS:
        for quad in data.quads_for_pattern(None, CORE[kind], None):
            claim, about = plain(quad.subject), plain(quad.object).removeprefix(BASE).replace("/", "-")
            [source] = sources_of(data, claim)
            name = claim.removeprefix(f"{BASE}claim/")
            assert name.startswith("name-" if kind == "names" else f"{about}-"), claim
            assert name.endswith(f"-{source.removeprefix(f'{BASE}source/')}"), claim


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.stem)
def test_claims_follow_their_occurrent(file: Path) -> None:
    """In its file, before the next thing is described."""
    last, lines = "", file.read_text(encoding="utf-8").splitlines()
    for line, following in pairwise(lines):
        subject = line.split(" ", 1)[0]
        if subject.startswith("claim:") and "core:names" not in following:
            assert following.split()[:2][1] == last, line
        elif line[:1].isalpha() and " a " in line:
            last = subject


def test_nothing_is_described_in_two_files() -> None:
    homes = [
        (subject, file.name) for file in [*DATA, *SOURCES] for subject in subjects(load(file), RDF["type"])
    ]
    ordered = sorted(homes)
    assert [pair for pair in pairwise(ordered) if pair[0][0] == pair[1][0]] == []


def test_what_is_preferred_has_its_reason(data: Store) -> None:
    preferred = subjects(data, CORE["rank"], CORE["preferred"])
    deprecated = subjects(data, CORE["rank"], CORE["deprecated"])
    assert preferred | deprecated == subjects(data, CORE["rankReason"])
