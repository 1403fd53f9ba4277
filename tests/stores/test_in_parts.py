"""A push in parts, where a store does not take it at once: Virtuoso's graph endpoint, and what breaks."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of
from tests.servers.proxy import FAULTS, Fault, Proxy, proxied
from tests.servers.server import Running

from icigraph.base.faults import Fault as Told
from icigraph.base.faults import IcigraphError, ServiceError
from icigraph.rdf.spool import SpooledGraph, spool_quads
from icigraph.stores.push.manifest import read_manifest
from icigraph.stores.push.parts import commit_in_parts
from icigraph.stores.push.push import plan_push, push
from icigraph.stores.push.verify import verify
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.http import Http

pytestmark = pytest.mark.server

BASE = "https://example.org/graph/"
LIGHTS = "https://example.org/lighthouses/"
LIGHTS_GRAPHS = f"{LIGHTS}graph/"


@pytest.fixture(scope="module")
def store(shared_store: SharedStores) -> Running:
    return shared_store("virtuoso")


@pytest.fixture
def url(store: Running, monkeypatch: pytest.MonkeyPatch) -> str:
    user, password = store.recipe.credentials or ("", "")
    monkeypatch.setenv("ICIGRAPH_USER", user)
    monkeypatch.setenv("ICIGRAPH_PASSWORD", password)
    return store.url


# What a request may hold is told in bytes: a few long texts take less time than many short ones.
LONG = "x" * 400


def mark(project: Path, number: int, count: int = 12_000) -> None:
    """So many statements in each of two graphs; every tenth tells the version."""
    for name in ("first", "second"):
        lines = (
            f'<{LIGHTS}s{n}> <{LIGHTS}p> "{number if n % 10 == 0 else "always"} {n} of {name}{LONG}" .\n'
            for n in range(count)
        )
        (project / "data" / f"{name}.ttl").write_text("".join(lines), "utf-8")


def version(folder: Path, number: int, size: int = 2_500, blank: int = 300) -> dict[str, SpooledGraph]:
    """Two graphs that are too large for a small request, and one with blank nodes."""
    lines = [
        f'<{BASE}s{n:06}> <{BASE}p> "{n} {number if n % 3 == 0 else ""}{LONG}" <{BASE}data/{graph}> .\n'
        for graph in ("a", "b")
        for n in range(size)
    ]
    lines += [f'_:x{n} <{BASE}p> "{n} {number}" <{BASE}data/c> .\n' for n in range(blank)]
    lines += [f"_:x{n} <{BASE}next> _:x{n + 1} <{BASE}data/c> .\n" for n in range(0, 40, 2)]
    return spool_quads((line.encode() for line in lines), folder)


def told_and_not_whole(service: Service, folder: Path, base: str = BASE) -> list[str]:
    """The graphs that the manifest tells of and that are not what it says."""
    folder.mkdir(exist_ok=True)
    told = read_manifest(service, base).entries.items()
    return [graph for graph, entry in told if service.read_graph(graph, folder).digest != entry.digest]


def test_a_user_is_led_to_a_push_in_parts(
    url: str, store: Running, icigraph: Callable[..., Ran], lights: Path
) -> None:
    mark(lights, 1)
    project = ("--project", str(lights))
    refused = icigraph(*project, "push", url)
    assert refused.code != 0 and "--in-parts" in refused.err
    assert not read_manifest(service_of(store), LIGHTS_GRAPHS).mentioned
    sent = icigraph(*project, "push", url, "--in-parts")
    assert sent.code == 0 and "DIFFERS" not in sent.out
    assert sent.out.endswith("readers may have seen some of it without the rest.\n")
    again = icigraph(*project, "push", url, "--in-parts").out
    assert len(again.splitlines()) == 1 and again.endswith("graphs unchanged\n")
    assert icigraph(*project, "verify", url).code == 0
    push(service_of(store), LIGHTS_GRAPHS, {})


def test_most_of_large_graphs_is_replaced_and_outlives_a_kill(store: Running, tmp_path: Path) -> None:
    service, versions = service_of(store), [version(tmp_path / str(n), n) for n in (1, 2)]
    for wanted in (*versions, versions[0]):
        assert push(service, BASE, wanted, in_parts=True).exact
    store.kill()
    store.restart()
    assert all(check.exact for check in verify(service, versions[0]))
    push(service, BASE, {})


def test_blank_nodes_beyond_one_request_are_refused_with_the_way_out(store: Running, tmp_path: Path) -> None:
    service = service_of(store)
    blank = {BASE + "data/c": version(tmp_path, 1, 1, 5_200)[BASE + "data/c"]}
    with pytest.raises(IcigraphError, match=r"blank nodes in one request(.|\n)*--in-parts"):
        push(service, BASE, blank)
    assert push(service, BASE, blank, in_parts=True).exact
    push(service, BASE, {})


@pytest.mark.parametrize(
    "text",
    [
        '<html><body about="x">',
        "<!DOCTYPE html>",
        '<?xml version="1.0"?><rdf:RDF/>',
        "@prefix : <x> .",
        "{}",
        "y" * 90_000,
    ],
)
def test_text_of_any_look_is_sent_as_it_is(store: Running, tmp_path: Path, text: str) -> None:
    """The graph endpoint guesses the syntax from the first of what it gets."""
    quoted = text.replace('"', '\\"')
    lines = [f'<{BASE}a> <{BASE}p> "{quoted}" <{BASE}data/a> .\n']
    lines += [f'<{BASE}s{n}> <{BASE}p> "{LONG}" <{BASE}data/a> .\n' for n in range(2_600)]
    local = spool_quads((line.encode() for line in sorted(lines)), tmp_path)
    assert push(service_of(store), BASE, local, in_parts=True).exact
    push(service_of(store), BASE, {})


def test_what_the_store_cannot_hold_is_told_before_anything_is_sent(store: Running, tmp_path: Path) -> None:
    service = service_of(store)
    strict = replace(service, target=replace(service.target, strings=False))
    nan = f'<{BASE}s> <{BASE}p> "NaN"^^<http://www.w3.org/2001/XMLSchema#double> <{BASE}data/z> .\n'
    lines = [*(f'<{BASE}s{n}> <{BASE}p> "{n}" <{BASE}data/a> .\n' for n in range(10)), nan]
    with pytest.raises(IcigraphError, match="NaN"):
        push(strict, BASE, spool_quads((line.encode() for line in lines), tmp_path), in_parts=True)
    assert not service.ask(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}')) }}")


def test_after_a_fault_the_manifest_tells_only_of_what_is_whole(store: Running, tmp_path: Path) -> None:
    versions = [version(tmp_path / str(n), n) for n in (1, 2)]
    chance, direct, struck = random.Random("parts"), service_of(store), 0
    kinds = [kind for kind in FAULTS if kind != "action"]
    count = int(os.environ.get("ICIGRAPH_FAULTS", "5"))
    push(direct, BASE, versions[0], in_parts=True)
    with proxied(store.port) as proxy:
        for number in range(count):
            wanted, kind = versions[(number + 1) % 2], kinds[number % len(kinds)]
            most = 2_000_000 if kind in ("cut-request", "unavailable") else 200_000
            fault = Fault(kind, int(chance.random() * most))
            push_through(proxy, store, wanted, fault)
            struck += fault.struck.is_set()
            assert told_and_not_whole(direct, tmp_path / "read") == [], fault
            push(direct, BASE, wanted, in_parts=True)
            assert all(check.exact for check in verify(direct, wanted)), fault
    assert struck > count * 0.5
    push(direct, BASE, {})


def push_through(proxy: Proxy, store: Running, wanted: dict[str, SpooledGraph], fault: Fault) -> None:
    service = service_of(store, proxy.port)
    hasty = Http(service.http.credentials, timeout=2 if fault.kind == "silence" else 60, attempts=1)
    proxy.arm(fault)
    try:
        push(replace(service, http=hasty), BASE, wanted, in_parts=True, tries=1)
    except IcigraphError as error:
        assert fault.struck.is_set() or "timed out" in str(error)
    finally:
        proxy.arm(None)


def test_a_store_killed_meanwhile_tells_only_of_what_is_whole(store: Running, tmp_path: Path) -> None:
    before, after = (version(tmp_path / str(n), n) for n in (1, 2))
    push(service_of(store), BASE, before, in_parts=True)
    for moment in (100_000, 1_000_000, 3_000_000):
        with proxied(store.port) as proxy:
            push_through(proxy, store, after, Fault("action", moment, store.kill))
        store.restart()
        assert told_and_not_whole(service_of(store), tmp_path / "read") == []
    push(service_of(store), BASE, after, in_parts=True)
    assert all(check.exact for check in verify(service_of(store), after))
    push(service_of(store), BASE, {})


def test_a_push_that_is_killed_goes_on_where_it_ended(
    url: str, store: Running, icigraph: Callable[..., Ran], lights: Path, tmp_path: Path
) -> None:
    service, pushing = service_of(store), ("--project", str(lights), "push", url, "--in-parts")
    for number in (1, 2):
        mark(lights, number, 4_000)
        command = [sys.executable, "-m", "icigraph", *pushing]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _until(partial(holds_a_part, service, number))
            process.kill()
        assert process.returncode == -9
        assert told_and_not_whole(service, tmp_path / "read", LIGHTS_GRAPHS) == []
        assert icigraph(*pushing).code == 0
        assert icigraph("--project", str(lights), "verify", url).code == 0
    push(service, LIGHTS_GRAPHS, {})


def holds_a_part(service: Service, number: int) -> bool:
    return service.ask(f'ASK {{ GRAPH ?g {{ <{LIGHTS}s0> <{LIGHTS}p> "{number} 0 of first{LONG}" }} }}')


def _until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_readers_do_not_keep_a_push_in_parts_from_its_end(store: Running, tmp_path: Path) -> None:
    stop, answers = threading.Event(), []

    def read() -> None:
        reader = service_of(store)
        while not stop.is_set():
            with contextlib.suppress(IcigraphError):
                answers.append(
                    len(reader.select(f"SELECT ?o WHERE {{ GRAPH ?g {{ <{BASE}s000000> ?p ?o }} }}"))
                )
            time.sleep(0.02)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in (1, 2):
            assert push(service_of(store), BASE, version(tmp_path / str(number), number), in_parts=True).exact
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert answers[-1] == 2
    push(service_of(store), BASE, {})


def test_a_small_part_that_loses_against_a_reader_goes_row_by_row(store: Running, tmp_path: Path) -> None:
    lost: list[bytes] = []

    class Losing(Service):
        def update(self, body: Path | bytes) -> None:
            if not lost:
                lost.append(Path(body).read_bytes() if isinstance(body, Path) else body)
                said = "Virtuoso 40001 Error SR172: Transaction deadlocked"
                raise ServiceError(Told(f"answered 500 {said}"), status=500, words=said)
            Service.update(self, body)

    direct = service_of(store)
    versions = [version(tmp_path / str(number), number, size=200, blank=1) for number in (1, 2)]
    push(direct, BASE, versions[0], in_parts=True)
    folder = tmp_path / "plan"
    folder.mkdir()
    losing = Losing(direct.target, direct.kind, direct.endpoints, direct.http)
    commit_in_parts(losing, plan_push(direct, BASE, versions[1], folder), folder)
    assert b"DELETE DATA" in lost[0] and b"INSERT DATA" in lost[0]
    assert all(check.exact for check in verify(direct, versions[1]))
    push(direct, BASE, {})
