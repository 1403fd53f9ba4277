"""Two pushes at once: the store ends as one of the two, and its manifest says which."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of
from tests.servers.server import Running

from icigraph.base.faults import ServiceError
from icigraph.rdf.spool import SpooledGraph, spool_quads
from icigraph.stores.push import push as pushing
from icigraph.stores.push.adapters import commit
from icigraph.stores.push.manifest import manifest_of, read_manifest
from icigraph.stores.push.plan import Plan
from icigraph.stores.push.push import plan_push, push
from icigraph.stores.push.verify import verify
from icigraph.stores.store.protocol import Service

pytestmark = pytest.mark.server

Icigraph = Callable[..., Ran]

BASE = "https://example.org/graph/"
LIGHTS = "https://example.org/lighthouses/"


@pytest.fixture(scope="module", params=["oxigraph", "fuseki", "rdf4j"])
def store(request: pytest.FixtureRequest, shared_store: SharedStores) -> Running:
    return shared_store(request.param)


def version(folder: Path, name: str) -> dict[str, SpooledGraph]:
    """Two graphs, of which every fifth statement tells the version, and one with blank nodes."""
    lines = [
        f'<{BASE}s{n}> <{BASE}p> "{n} {name if n % 5 == 0 else ""}" <{BASE}data/{graph}> .\n'
        for n in range(60)
        for graph in ("a", "b")
    ]
    lines += [f'_:x{n} <{BASE}p> "{n} {name}" <{BASE}data/c> .\n' for n in range(3)]
    return spool_quads((line.encode() for line in lines), folder)


def holds(service: Service, local: dict[str, SpooledGraph]) -> bool:
    entries = read_manifest(service, BASE)
    whole = entries.entries == manifest_of(local) and entries.mentioned == set(local)
    return whole and all(check.exact for check in verify(service, local))


@pytest.mark.parametrize("first", ["empty", "old"])
def test_both_plan_and_then_both_commit(first: str, store: Running, tmp_path: Path) -> None:
    """What a store held before matters: only what is there is removed."""
    service = service_of(store)
    old, left, right = (version(tmp_path / name, name) for name in ("old", "left", "right"))
    push(service, BASE, old if first == "old" else {})
    plans = []
    for name, local in (("left", left), ("right", right)):
        folder = tmp_path / f"plan-{name}"
        folder.mkdir()
        plans.append((plan_push(service, BASE, local, folder), folder))
    (one, its_folder), (other, other_folder) = plans
    commit(service, one, its_folder)
    if store.recipe.kind == "rdf4j" and first == "old":
        # It looks once more in its transaction.
        with pytest.raises(ServiceError, match="another push came between"):
            commit(service, other, other_folder)
        assert holds(service, left)
    else:
        commit(service, other, other_folder)
        assert not holds(service, left) and not holds(service, right)
    # The next push of either finds that nothing is known, and mends it.
    assert push(service, BASE, right).exact
    assert holds(service, right)
    assert push(service, BASE, left).exact
    assert holds(service, left)
    push(service, BASE, {})


def test_a_push_that_another_met_goes_on_until_its_own_stands(
    store: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one commits in between plan and commit of this one."""
    service = service_of(store)
    old, left, right = (version(tmp_path / name, name) for name in ("old", "left", "right"))
    push(service, BASE, old)
    met: list[Plan] = []

    def commit_late(service: Service, plan: Plan, folder: Path) -> None:
        if not met:
            met.append(plan)
            assert push(service_of(store), BASE, right).exact
        commit(service, plan, folder)

    monkeypatch.setattr(pushing, "commit", commit_late)
    monkeypatch.setattr(pushing, "_PAUSE", 0.01)
    assert push(service, BASE, left).exact
    assert holds(service, left)
    push(service, BASE, {})


def test_what_another_push_put_there_meanwhile_is_no_graph_of_others(
    store: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_of(store)
    left, right = (version(tmp_path / name, name) for name in ("left", "right"))
    make, met = pushing.make_plan, list[Path]()

    def made_late(of: Service, base: str, local: dict[str, SpooledGraph], *rest: Any, **options: Any) -> Plan:
        if not met:
            met.append(tmp_path)
            assert push(service_of(store), BASE, right).exact
        return make(of, base, local, *rest, **options)

    monkeypatch.setattr(pushing, "make_plan", made_late)
    assert push(service, BASE, left).exact
    assert holds(service, left)
    push(service, BASE, {})


@pytest.mark.parametrize("store", ["rdf4j"], indirect=True, scope="module")
def test_rdf4j_looks_in_its_transaction_whether_another_came_between(store: Running, tmp_path: Path) -> None:
    service = service_of(store)
    old, left, right = (version(tmp_path / name, name) for name in ("old", "left", "right"))
    push(service, BASE, old)
    folder = tmp_path / "plan"
    folder.mkdir()
    plan = plan_push(service, BASE, left, folder)
    assert push(service, BASE, right).exact
    with pytest.raises(ServiceError, match="another push came between") as caught:
        commit(service, plan, folder)
    assert caught.value.status == 409 and holds(service, right)
    push(service, BASE, {})


def test_pushes_at_once_end_as_one_of_them(store: Running, tmp_path: Path) -> None:
    versions = [version(tmp_path / name, name) for name in ("one", "two", "three")]
    push(service_of(store), BASE, versions[0])
    for _ in range(3):
        faults: list[BaseException] = []

        def run(local: dict[str, SpooledGraph], faults: list[BaseException] = faults) -> None:
            try:
                push(service_of(store), BASE, local)
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=run, args=(local,)) for local in versions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert sum(holds(service_of(store), local) for local in versions) == 1
    push(service_of(store), BASE, {})


def test_two_processes_end_as_one_of_the_two(store: Running, tmp_path: Path, icigraph: Icigraph) -> None:
    url = store.url.rstrip("/")
    projects = [tmp_path / name for name in ("left", "right")]
    for project in projects:
        assert icigraph("init", str(project)).code == 0
    for number in range(3):
        for project in projects:
            lines = (f'<{LIGHTS}s{n}> <{LIGHTS}p> "{project.name} {number}" .\n' for n in range(500))
            (project / "data" / "more.ttl").write_text("".join(lines))
        commands = [
            [sys.executable, "-m", "icigraph", "--project", str(project), "push", url] for project in projects
        ]
        running = [
            subprocess.Popen(each, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for each in commands
        ]
        said = [each.communicate(timeout=180)[0].decode() for each in running]
        assert {each.returncode for each in running} <= {0, 1}, said
        # One that was overtaken says so.
        assert all(
            each.returncode == 0 or "another push followed" in out
            for each, out in zip(running, said, strict=True)
        )
        codes = [icigraph("--project", str(project), "verify", url).code for project in projects]
        assert sorted(codes) == [0, 1], said
    push(service_of(store), f"{LIGHTS}graph/", {})
