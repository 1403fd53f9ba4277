"""A store whose disk fills up in the middle of a push: nothing is lost, and the next push completes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import started
from tests.servers.recipes import RECIPES
from tests.servers.server import Running
from tests.stores.test_stores import LIGHTS, service_of

pytestmark = pytest.mark.server

DISK = "size=400m"
LEFT = 128 << 10
# Where RDF4J still has room for the terms and none for its indexes, it breaks down (docs/stores/rdf4j.md).
LEFT_FOR = {"rdf4j": 0}
FEW, MANY = 200, 2_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place, mount = tmp_path / "disk", shutil.which("mount")
    place.mkdir()
    if not mount:
        pytest.skip("no small disk can be had: the program mount is not installed")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", DISK, "none", place], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk can be had: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture(params=list(RECIPES))
def store(request: pytest.FixtureRequest, disk: Path) -> Iterator[Running]:
    yield from started(RECIPES[request.param], disk)


def test_a_disk_that_fills_up_during_a_push_loses_nothing(
    store: Running,
    disk: Path,
    icigraph: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, secret in zip(
        ("ICIGRAPH_USER", "ICIGRAPH_PASSWORD"), store.recipe.credentials or (), strict=False
    ):
        monkeypatch.setenv(name, secret)
    url, folder = store.url.rstrip("/"), tmp_path / "lights"
    project = ("--project", str(folder))
    assert icigraph("init", str(folder)).code == 0
    _write(folder, "old", FEW)
    assert icigraph(*project, "push", url).code == 0

    graphs = _graphs(store)

    _write(folder, "new", MANY)
    balloon = _fill(disk, LEFT_FOR.get(store.recipe.kind, LEFT))
    refused = icigraph(*project, "push", url)
    assert refused.code == 3, refused
    assert "the store's disk seems to be full: make room there, restart the store" in refused.err
    assert "Traceback" not in refused.err
    assert _held(store) == {("old", FEW)}

    balloon.unlink()
    # As the message says: Oxigraph refuses to write until then, and Virtuoso's log is cut off.
    store.kill()
    store.restart()
    assert _held(store) == {("old", FEW)}
    assert icigraph(*project, "push", url).code == 0
    store.kill()
    store.restart()
    assert icigraph(*project, "verify", url).code == 0
    assert _graphs(store) == graphs


def _write(project: Path, word: str, count: int) -> None:
    """Two graphs of statements that tell the version."""
    lines = "".join(f'<{LIGHTS}s{each}> <{LIGHTS}p> "{word}" .\n' for each in range(count))
    for name in ("first", "second"):
        (project / "data" / f"{name}.ttl").write_text(lines)


def _fill(disk: Path, left: int) -> Path:
    """A file that leaves almost no room."""
    balloon = disk / "balloon"
    room = os.statvfs(disk)
    with balloon.open("wb") as file:
        for _ in range((room.f_bavail * room.f_frsize - left) >> 12):
            file.write(bytes(1 << 12))
    return balloon


def _held(store: Running) -> set[tuple[str, int]]:
    """The version in each of the two graphs and how many statements tell it."""
    rows = service_of(store).select(
        f"SELECT ?g ?v (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s <{LIGHTS}p> ?v }} }} GROUP BY ?g ?v"
    )
    assert len(rows) == 2
    return {(row["v"].value, int(row["n"].value)) for row in rows}


def _graphs(store: Running) -> set[str]:
    rows = service_of(store).select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    return {row["g"].value for row in rows if row["g"].value.startswith(LIGHTS)}
