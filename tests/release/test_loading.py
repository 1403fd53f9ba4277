"""The loading recipes of a release, run word for word: afterwards the store holds every graph of it."""

from __future__ import annotations

import csv
import gzip
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pyoxigraph import Quad, RdfFormat, Store, parse
from tests.servers.fixtures import fetched
from tests.servers.recipes import RECIPES
from tests.servers.server import Running, running

from icigraph.stores.store.protocol import Service
from icigraph.stores.store.targets import Target, endpoints_of
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http

HEADINGS = {
    "fuseki": "Apache Jena Fuseki",
    "rdf4j": "Eclipse RDF4J",
    "virtuoso": "OpenLink Virtuoso",
}


def recipe_below(heading: str, bundle: Path) -> str:
    tokens = MarkdownIt().parse((bundle / "README.md").read_text("utf-8"))
    at = next(i for i, token in enumerate(tokens) if token.type == "inline" and token.content == heading)
    return next(token.content for token in tokens[at:] if token.type == "code_block")


def unpacked(bundle: Path) -> bytes:
    return gzip.decompress((bundle / "dataset.nq.gz").read_bytes())


@pytest.fixture(scope="module")
def sizes(bundle: Path) -> Counter[str]:
    """How many statements each graph of the release has."""
    quads: list[Quad] = list(parse(unpacked(bundle), format=RdfFormat.N_QUADS))
    return Counter(quad.graph_name.value for quad in quads)


def here(store: Running, folder: Path) -> Callable[[str], str]:
    """Puts the place and the password of a started store where a recipe has those of a usual one."""
    sql_port = ""
    if store.recipe.kind == "virtuoso":
        settings = (store.folder / "virtuoso.ini").read_text("utf-8")
        sql_port = re.findall(r"127\.0\.0\.1:(\d+)", settings)[0]
    changes = {
        r"http://localhost:3030/DATASET": store.url,
        r"http://localhost:8080/rdf4j-server/repositories/ID": store.url,
        r"isql 1111 dba PASSWORD": f"{shutil.which('isql-vt') or 'isql'} {sql_port} dba dba",
        r"FOLDER": str(folder),
    }

    def changed(command: str) -> str:
        for usual, actual in changes.items():
            command = command.replace(usual, actual)
        return command

    return changed


@pytest.mark.server
@pytest.mark.parametrize("kind", HEADINGS)
def test_a_store_holds_the_release(kind: str, bundle: Path, sizes: Counter[str], tmp_path: Path) -> None:
    recipe = fetched(RECIPES[kind])
    folder = tmp_path / kind
    folder.mkdir()
    # Virtuoso reads only below its own folder.
    shutil.copy(bundle / "dataset.nq.gz", folder)
    with running(recipe, folder) as store:
        command = here(store, folder)(recipe_below(HEADINGS[kind], bundle))
        ran = subprocess.run(
            ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=120
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        credentials = Credentials(*recipe.credentials) if recipe.credentials else None
        target = Target(store.url.rstrip("/"))
        service = Service(target, kind, endpoints_of(target, kind), Http(credentials, timeout=60))
        rows = service.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    held = {row["g"].value: int(row["n"].value) for row in rows}
    assert {graph: held.get(graph) for graph in sizes} == dict(sizes)


def test_an_oxigraph_folder_holds_the_release(bundle: Path, sizes: Counter[str], tmp_path: Path) -> None:
    unpack, load, serve = recipe_below("Oxigraph", bundle).splitlines()
    program = RECIPES["oxigraph"].fetch()["program"]
    shutil.copy(bundle / "dataset.nq.gz", tmp_path)
    command = f"{unpack} && {load.replace('oxigraph ', f'{program} ', 1)}"
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "serve --location data" in serve
    assert Counter(quad.graph_name.value for quad in Store.read_only(str(tmp_path / "data"))) == sizes


def test_python_and_duckdb_read_the_release(
    bundle: Path, sizes: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(bundle)
    space: dict[str, Store] = {}
    exec(recipe_below("Python", bundle), space)
    assert len(space["store"]) == sizes.total()
    with duckdb.connect() as database:
        rows = database.execute(recipe_below("DuckDB", bundle)).fetchall()
    with (bundle / "tables" / "claims.csv").open(encoding="utf-8", newline="") as claims:
        assert len(rows) == sum(bool(row["fact"]) for row in csv.DictReader(claims))
    assert any(row[:3] == ("Kuwait", "ici:Partnership", "Istanbul Cooperation Initiative") for row in rows)
