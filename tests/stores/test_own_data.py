"""RDF of one's own at a store, without a project: named after its files, exact, and told when it differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of
from tests.servers.server import Running

import icigraph as library
from icigraph.base.faults import InputError

pytestmark = pytest.mark.server

Icigraph = Callable[..., Ran]

BELOW = "https://example.org/own/"
TEXT = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:knows a owl:SymmetricProperty . :ada :knows :bob , [ :age 4 ] . <#here> :age 042 .
"""
NAMED = f'<x:s> <x:p> <x:o> <{BELOW}named> .\n<x:s> <x:p> "loose" .\n'


@pytest.fixture(scope="module", params=["oxigraph"])
def store(request: pytest.FixtureRequest, shared_store: SharedStores) -> Running:
    return shared_store(request.param)


@pytest.fixture
def url(store: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The store's URL; the working folder has files and no project. What a test before pushed is gone."""
    monkeypatch.chdir(tmp_path)
    service = service_of(store)
    rows = service.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    for row in rows:
        service.update(f"DROP SILENT GRAPH {row['g']}".encode())
    Path("family.ttl").write_text(TEXT, "utf-8")
    Path("more.nq").write_text(NAMED, "utf-8")
    return service.target.url


def graphs(store: Running) -> dict[str, int]:
    query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = service_of(store).select(query)
    found = {str(row["g"])[1:-1]: int(str(row["n"]).split('"')[1]) for row in rows}
    return {iri.removeprefix(BELOW): count for iri, count in found.items() if iri != f"{BELOW}manifest"}


def test_files_go_to_graphs_of_their_names_and_are_verified(
    icigraph: Icigraph, url: str, store: Running
) -> None:
    own = ("--data", "family.ttl", "--data", "more.nq", "--below", BELOW)
    pushed = icigraph("push", url, *own)
    assert (pushed.code, pushed.err) == (0, "")
    assert "3 graphs sent, +7 -0 triples, read back: altered" in pushed.out
    assert graphs(store) == {"family": 5, "more": 1, "named": 1}
    verified = icigraph("verify", url, *own)
    assert verified.code == 0
    assert [line.split()[1] for line in verified.out.splitlines() if line[0] != " "] == [
        "family",
        "more",
        "named",
    ]
    assert icigraph("push", url, *own).out == "3 graphs unchanged\n"


def test_relative_iris_are_those_of_the_graph_not_of_this_machine(url: str, store: Running) -> None:
    assert library.load("family.ttl").push(url, below=BELOW).faithful
    query = f"ASK {{ GRAPH <{BELOW}family> {{ <{BELOW}family#here> ?p ?o }} }}"
    assert library.load("family.ttl").push(url, below=BELOW).plan.changes == ()
    assert service_of(store).ask(query)


def test_what_follows_is_published_on_request_and_goes_with_the_next_push(
    icigraph: Icigraph, url: str, store: Running
) -> None:
    own = ("--data", "family.ttl", "--below", BELOW)
    assert icigraph("push", url, *own, "--reason").code == 0
    assert graphs(store) == {"family": 5, "inferred": 2}
    assert icigraph("verify", url, *own, "--reason").code == 0
    assert icigraph("push", url, *own).out.startswith("1 graph removed")
    assert graphs(store) == {"family": 5}


def test_what_another_changed_there_is_told(icigraph: Icigraph, url: str, store: Running) -> None:
    own = ("--data", "family.ttl", "--below", BELOW)
    assert icigraph("push", url, *own).code == 0
    service_of(store).update(f"INSERT DATA {{ GRAPH <{BELOW}family> {{ <x:s> <x:p> <x:o> }} }}".encode())
    ran = icigraph("verify", url, *own)
    assert (ran.code, "extra: <x:s> <x:p> <x:o> ." in ran.out) == (1, True)
    assert "--recheck" in ran.err
    assert icigraph("push", url, *own, "--recheck").code == 0
    assert icigraph("verify", url, *own).code == 0


def test_graphs_of_others_are_left_alone(icigraph: Icigraph, url: str, store: Running) -> None:
    service_of(store).update(f"INSERT DATA {{ GRAPH <{BELOW}family> {{ <x:s> <x:p> <x:o> }} }}".encode())
    ran = icigraph("push", url, "--data", "family.ttl", "--below", BELOW)
    assert (ran.code, "--adopt" in ran.err) == (2, True)
    assert graphs(store) == {"family": 1}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--data", "family.ttl"], "--data is published below an IRI that --below names"),
        (["--below", BELOW], "--below is for data of your own"),
        (["--data", "family.ttl", "--below", "own"], "'own' is no IRI that names of graphs could begin with"),
        (["--data", "more.nq", "--below", "https://other.org/"], "not below https://other.org/: "),
        (["--data", "none.ttl", "--below", BELOW], "none.ttl: no such file or folder"),
        (["--data", "family.ttl", "--below", BELOW, "--with-inferred"], "--with-inferred is for the graph"),
        (["--data", "family.ttl", "--below", BELOW, "--graphs", "fam"], "no graph is called 'fam'"),
        (["--data", "manifest.ttl", "--below", BELOW], "is the graph that tells what is published"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_sent(
    icigraph: Icigraph, url: str, store: Running, given: list[str], said: str
) -> None:
    Path("manifest.ttl").write_text(TEXT, "utf-8")
    ran = icigraph("push", url, *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert graphs(store) == {}


def test_the_library_says_so_too(url: str) -> None:
    with pytest.raises(InputError, match="names of graphs could begin with"):
        library.load("family.ttl").publication(url, below="https://example.org/own")
