"""A store that holds graphs of others as well, some of which say what ours would: questions and reasoning
see ours alone, whatever the store takes for its default graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of, started
from tests.servers.recipes import RECIPES
from tests.servers.server import Recipe, Running

pytestmark = pytest.mark.server

Icigraph = Callable[..., Ran]

CORE = "https://w3id.org/icigraph/core#"
LIGHTS = "https://example.org/lighthouses/"


def without_union(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    """Oxigraph whose default graph is the one without a name."""
    return [word for word in RECIPES["oxigraph"].command(had, folder, port) if "union" not in word]


def fuseki_without_union(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    command = RECIPES["fuseki"].command(had, folder, port)
    config = folder / "config.ttl"
    config.write_text(config.read_text("utf-8").replace("; tdb2:unionDefaultGraph true", ""), "utf-8")
    return command


STORES: dict[str, Recipe] = {
    **RECIPES,
    "oxigraph without union": replace(RECIPES["oxigraph"], command=without_union),
    "fuseki without union": replace(RECIPES["fuseki"], command=fuseki_without_union),
}


@pytest.fixture(scope="module", params=list(STORES))
def store(
    request: pytest.FixtureRequest, shared_store: SharedStores, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    if request.param in RECIPES:
        yield shared_store(request.param)
    else:
        yield from started(STORES[request.param], tmp_path_factory.mktemp("store"))


@pytest.fixture
def lights(lights: Path) -> Path:
    """The project with so many graphs that a store cannot repeat each in its answer's head."""
    for number in range(60):
        (lights / "data" / f"more{number}.ttl").write_text(f'<{LIGHTS}s{number}> <{LIGHTS}p> "{number}" .\n')
    return lights


def test_others_graphs_are_neither_asked_nor_reasoned_over(
    lights: Path, store: Running, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, secret in zip(
        ("ICIGRAPH_USER", "ICIGRAPH_PASSWORD"), store.recipe.credentials or (), strict=False
    ):
        monkeypatch.setenv(name, secret)
    url, project = store.url.rstrip("/"), ("--project", str(lights))
    ident, term = f"{LIGHTS}id/", f"{LIGHTS}ontology#"
    atlantis = (
        f"<{ident}atlantis> a <{term}Lighthouse> . "
        f"<{ident}keeping/poseidon> a <{term}Keeping> ; "
        f"<{CORE}subject> <{ident}poseidon> ; <{CORE}object> <{ident}atlantis> . "
        f"<{ident}poseidon> <{term}hasKept> <{ident}atlantis> ."
    )
    foreign = f"INSERT DATA {{ GRAPH <http://other.org/g> {{ {atlantis} }} }}"
    service_of(store).update(foreign.encode())
    assert icigraph(*project, "push", url).code == 0
    assert icigraph(*project, "reason", "--endpoint", url).code == 0
    assert icigraph(*project, "verify", url).code == 0
    everything = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!isBlank(?s) && isIRI(?o)) } ORDER BY ?s ?p ?o"
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    for query in (everything, graphs, "ASK { ?s ?p <" + LIGHTS + "id/atlantis> }"):
        asked = (*project, "query", "-e", query, "--format", "csv")
        there, here = icigraph(*asked, "--endpoint", url), icigraph(*asked)
        assert (there.code, sorted(there.out.split("\n"))) == (0, sorted(here.out.split("\n")))
        assert "atlantis" not in there.out and "other.org" not in there.out
    for asked in (("ask", "keepers"), ("show", "ada-quill")):
        there, here = icigraph(*project, *asked, "--endpoint", url), icigraph(*project, *asked)
        assert (there.code, there.out) == (here.code, here.out), asked
    # Whoever names the graph means it.
    named = "SELECT ?s FROM <http://other.org/g> { ?s a ?c } ORDER BY ?s"
    assert "atlantis" in icigraph(*project, "query", "-e", named, "--endpoint", url).out
    checked = icigraph(*project, "validate", "--endpoint", url)
    assert "focus nodes" in checked.out and "atlantis" not in checked.out
    service_of(store).update(b"DROP SILENT GRAPH <http://other.org/g>")


def test_nothing_is_answered_where_nothing_is_published(
    store: Running, icigraph: Icigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, secret in zip(
        ("ICIGRAPH_USER", "ICIGRAPH_PASSWORD"), store.recipe.credentials or (), strict=False
    ):
        monkeypatch.setenv(name, secret)
    project = tmp_path / "empty"
    assert icigraph("init", str(project)).code == 0
    for file in (path for path in project.rglob("*") if path.suffix in {".toml", ".ttl", ".rq"}):
        file.write_text(file.read_text("utf-8").replace("/lighthouses/", "/nowhere/"), "utf-8")
    for verb in (("query", "-e", "ASK {}", "--endpoint"), ("reason", "--endpoint"), ("pull",), ("diff",)):
        ran = icigraph("--project", str(project), *verb, store.url.rstrip("/"))
        assert (ran.code, "nothing is published below" in ran.err) == (2, True), ran
