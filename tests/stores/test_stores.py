"""Publishing to real stores: exact, atomic, incremental, resumable; asked and reasoned there as here."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, Literal, NamedNode, RdfFormat, Store, Triple, serialize
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of
from tests.servers.gate import gated
from tests.servers.proxy import FAULTS, Fault, Proxy, proxied
from tests.servers.recipes import RECIPES
from tests.servers.server import Running

from icigraph.base.faults import IcigraphError
from icigraph.project.front_matter import front_matter
from icigraph.project.graph_project import GraphProject, bundled_project, open_project
from icigraph.project.load import load_project
from icigraph.project.question import question_of
from icigraph.questions.answer import Asking
from icigraph.rdf.spool import SpooledGraph, spool_quads
from icigraph.rules.project_rules import rules_of
from icigraph.snapshot.dataset import spool_project
from icigraph.snapshot.opening import open_snapshot
from icigraph.stores.endpoint import EndpointStore, reason_remotely
from icigraph.stores.push.manifest import Entry, manifest_of, read_manifest
from icigraph.stores.push.push import push
from icigraph.stores.push.verify import verify
from icigraph.stores.store.protocol import Service
from icigraph.stores.store.targets import detect_kind
from icigraph.stores.wire.http import Http

pytestmark = pytest.mark.server

BASE = "https://example.org/graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"
# Oxigraph stores any integer as xsd:integer, and Virtuoso has durations as text.
REWRITING = ("oxigraph", "virtuoso")


@pytest.fixture(scope="module", params=list(RECIPES))
def store(request: pytest.FixtureRequest, shared_store: SharedStores) -> Running:
    return shared_store(request.param)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> GraphProject:
    """The real graph with all its facts in one file: one that is asked FROM thirty takes many times
    as long, and whether it can is tested in test_foreign_graphs.py and by every verb below.
    """
    real, folder = bundled_project(), tmp_path_factory.mktemp("real")
    for part in ("ontology", "queries"):
        shutil.copytree(real.root / part, folder / part)
    shutil.copy(real.root / "icigraph.toml", folder)
    shutil.copytree(real.root / "data" / "tables", folder / "data" / "tables")
    facts = "\n".join(path.read_text("utf-8") for path in real.data_files)
    (folder / "data" / "facts.ttl").write_text(facts, "utf-8")
    return open_project(folder)


@pytest.fixture(scope="module")
def published(store: Running, project: GraphProject, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """That graph, pushed with what is inferred."""
    service = service_of(store)
    folder = tmp_path_factory.mktemp("real")
    pushed = push(service, project.graphs, spool_project(project, folder, (), open_snapshot(project)))
    assert pushed.faithful
    return service


@pytest.fixture
def url(store: Running, monkeypatch: pytest.MonkeyPatch) -> str:
    """The target as a user types it, with the store's credentials where the commands look for them."""
    given = store.recipe.credentials or ()
    for name, secret in zip(("ICIGRAPH_USER", "ICIGRAPH_PASSWORD"), given, strict=False):
        monkeypatch.setenv(name, secret)
    return store.url.rstrip("/")


def version(folder: Path, number: int, size: int = 400, base: str = BASE) -> dict[str, SpooledGraph]:
    """Two graphs whose every tenth triple tells the version, and one with blank nodes."""
    lines = [
        f'<{base}s{i}> <{base}p{i % 7}> "{i} {number if i % 10 == 0 else ""}" <{base}{graph}> .\n'
        for i in range(size)
        for graph in ("data/a", "data/b")
    ]
    lines += [f'<{base}v> <{base}version> "{number}" <{base}{graph}> .\n' for graph in ("data/a", "data/b")]
    lines += [f"_:x{i} <{base}next> _:x{i + 1} <{base}ontology> .\n" for i in range(4)]
    return spool_quads((line.encode() for line in lines), folder)


VERSIONS = f"SELECT ?v WHERE {{ GRAPH ?g {{ <{BASE}v> <{BASE}version> ?v }} }}"


def test_the_kind_is_found_out(store: Running) -> None:
    service = service_of(store)
    assert detect_kind(service.target, service.http) == store.recipe.kind


def test_push_sends_only_what_changed_and_leaves_nothing_behind(store: Running, tmp_path: Path) -> None:
    service = service_of(store)
    first = push(service, BASE, version(tmp_path / "1", 1))
    assert first.exact and len(first.checks) == 3
    second = push(service, BASE, version(tmp_path / "2", 2))
    sizes = {c.graph: (c.additions, c.removals, c.clear) for c in second.plan.changes}
    assert sizes[BASE + "data/a"] == (41, 41, False)
    assert second.exact and second.plan.unchanged == (BASE + "ontology",)
    gone = push(service, BASE, {})
    assert all(change.clear for change in gone.plan.changes[:-1])
    left = service.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert not [row for row in left if row["g"].value.startswith(BASE)]


def test_a_push_with_nothing_to_do_is_one_request(store: Running, tmp_path: Path) -> None:
    local = version(tmp_path / "1", 1)
    push(service_of(store), BASE, local)
    with gated(store.port) as gate:
        service = service_of(store, gate.port)
        # The first challenge of a store that wants credentials is not a round trip of the push.
        service.ask("ASK { }")
        before = len(gate.seen)
        assert not push(service, BASE, local).plan.changes
        assert len(gate.seen) == before + 1
    push(service_of(store), BASE, {})


def test_readers_see_one_version_only(store: Running, tmp_path: Path) -> None:
    assert_readers_see_one_version(store, tmp_path)


def test_readers_of_virtuoso_see_one_version_after_a_request_that_failed_row_by_row(
    shared_store: SharedStores, tmp_path: Path
) -> None:
    """It leaves the thread that such a request failed on in that mode, and gives it the next request."""
    virtuoso = shared_store("virtuoso")
    insert, broken = b"INSERT DATA { GRAPH <urn:x> { <urn:x> <urn:x> 1 } }", b"LOAD <http://127.0.0.1:1/>"
    for _ in range(12):
        with pytest.raises(IcigraphError):
            service_of(virtuoso).update(b"DEFINE sql:log-enable 3\n" + insert + b" ; " + broken)
    assert_readers_see_one_version(virtuoso, tmp_path)


def assert_readers_see_one_version(store: Running, tmp_path: Path) -> None:
    service, stop, seen, errors = service_of(store), threading.Event(), Counter[tuple[str, ...]](), []
    versions = [version(tmp_path / str(n), n, 2000) for n in (1, 2)]
    push(service, BASE, versions[0])

    def read() -> None:
        reader = service_of(store)
        while not stop.is_set():
            try:
                seen[tuple(sorted(row["v"].value for row in reader.select(VERSIONS)))] += 1
            except IcigraphError as error:
                # Under strict isolation Virtuoso may end a reader that meets a writer; it reads nothing then.
                errors.append(str(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in (1, 0, 1, 0):
            assert push(service, BASE, versions[number]).exact
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert set(seen) == {("1", "1"), ("2", "2")}
    assert all("40001" in error or "deadlock" in error.lower() for error in errors)
    push(service, BASE, {})


def hard_literals() -> list[Literal]:
    typed = {
        "integer": ["42", "0042", "-1", "123456789012345678901234567890"],
        "nonNegativeInteger": ["42"],
        "int": ["7"],
        "decimal": ["1.5", "12345678901234567890.123456789"],
        "boolean": ["true", "1"],
        "double": ["1e0", "-INF", "NaN"],
        "float": ["1.5"],
        "date": ["2004-06-28", "2004-06-28Z"],
        "dateTime": ["2004-06-28T10:00:00", "2004-06-28T10:00:00.123Z"],
        "time": ["10:00:00"],
        "gYear": ["2004"],
        "gYearMonth": ["2004-06"],
        "gMonthDay": ["--06-28"],
        "duration": ["P10Y", "PT1H"],
        "anyURI": ["https://example.org/é"],
        "hexBinary": ["0aFF"],
        "base64Binary": ["YWI="],
    }
    plain = ["", 'a\r\n\t"q" \\ b', "𝔘 🛰 e\u0301 \u200f \u2028 \x85", "\x01\x0b\x1f\x7f", "x" * 200_000]
    return [
        *(Literal(text) for text in plain),
        Literal("Istanbul", language="en"),
        Literal("مبادرة", language="ar", direction=BaseDirection.RTL),
        *(Literal(text, datatype=NamedNode(XSD + name)) for name, texts in typed.items() for text in texts),
    ]


def test_hard_literals_are_exact_or_reported(store: Running, tmp_path: Path) -> None:
    base, service = "https://example.org/hard/", service_of(store)
    triples = [
        Triple(NamedNode(f"{base}s{n}"), NamedNode(base + "ä/東京"), term)
        for n, term in enumerate(hard_literals())
    ]
    lines = serialize(triples, format=RdfFormat.N_TRIPLES).splitlines(keepends=True)
    quads = [line.removesuffix(b" .\n") + f" <{base}data> .\n".encode() for line in lines]
    (check, *_) = push(service, base, spool_quads(quads, tmp_path)).checks
    assert not check.missing and not check.extra
    assert all(each.keeps_meaning for each in check.altered)
    altered = {each.subject for each in check.altered}
    kept = {
        f"<{base}s{n}>" for n, term in enumerate(hard_literals()) if term.datatype.value == XSD + "string"
    }
    assert not altered & kept
    push(service, base, {})


def faults(count: int, seed: str) -> list[tuple[str, float]]:
    chance = random.Random(seed)
    kinds = [kind for kind in FAULTS if kind != "action"]
    return [(kinds[n % len(kinds)], chance.random()) for n in range(count)]


def test_a_large_push_is_taken_or_refused_beforehand(store: Running, tmp_path: Path) -> None:
    service, long = service_of(store), f'"{"x" * 500_000}"'
    lines = (f"<{BASE}s{n}> <{BASE}p> {long} <{BASE}data/a> .\n".encode() for n in range(21))
    graphs = spool_quads(lines, tmp_path)
    if store.recipe.kind == "virtuoso":
        with pytest.raises(IcigraphError, match=r"MB in one request(.|\n)*--in-parts"):
            push(service, BASE, graphs)
        assert not service.ask(f"ASK {{ GRAPH <{BASE}data/a> {{ ?s ?p ?o }} }}")
    assert push(service, BASE, graphs, in_parts=store.recipe.kind == "virtuoso").exact
    push(service, BASE, {})


def test_a_push_in_parts_ends_with_the_same(store: Running, tmp_path: Path) -> None:
    service, wanted = service_of(store), version(tmp_path / "2", 2)
    push(service, BASE, {f"{BASE}gone": wanted[BASE + "data/a"], **version(tmp_path / "1", 1)})
    assert push(service, BASE, wanted, in_parts=True).exact
    assert read_manifest(service, BASE).entries == manifest_of(wanted)
    assert not push(service, BASE, wanted).plan.changes
    assert not service.ask(f"ASK {{ GRAPH <{BASE}gone> {{ ?s ?p ?o }} }}")
    push(service, BASE, {}, in_parts=True)
    assert not service.ask(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}')) }}")


def test_faults_lose_nothing(store: Running, tmp_path: Path) -> None:
    """Whatever breaks at whatever moment, readers have one whole version and the next push completes."""
    versions = [version(tmp_path / str(n), n, 300) for n in (1, 2)]
    planned = faults(int(os.environ.get("ICIGRAPH_FAULTS", "5")), "seed")
    direct, struck = service_of(store), 0
    push(direct, BASE, versions[0])
    with proxied(store.port) as proxy:
        for number, (kind, moment) in enumerate(planned):
            wanted = versions[(number + 1) % 2]
            fault = Fault(kind, int(moment * 25_000))
            _push_through(proxy, store, wanted, fault)
            struck += fault.struck.is_set()
            found = sorted(row["v"].value for row in direct.select(VERSIONS))
            assert found in (["1", "1"], ["2", "2"]), (kind, moment)
            held = versions[int(found[0]) - 1]
            assert all(check.exact for check in verify(direct, held)), (kind, moment)
            push(direct, BASE, wanted)
            assert all(check.exact for check in verify(direct, wanted)), (kind, moment)
    assert struck > len(planned) * 0.6
    push(direct, BASE, {})


def _push_through(proxy: Proxy, store: Running, wanted: dict[str, SpooledGraph], fault: Fault) -> None:
    service = service_of(store, proxy.port, timeout=2)
    hasty = replace(service, http=Http(service.http.credentials, timeout=2, attempts=1))
    proxy.arm(fault)
    try:
        push(hasty, BASE, wanted, tries=1)
    except IcigraphError:
        assert fault.struck.is_set()
    finally:
        proxy.arm(None)


def test_a_store_killed_during_a_push_keeps_what_it_had(store: Running, tmp_path: Path) -> None:
    before, after = version(tmp_path / "1", 1, 300), version(tmp_path / "2", 2, 300)
    push(service_of(store), BASE, before)
    with proxied(store.port) as proxy:
        _push_through(proxy, store, after, Fault("action", 5_000, store.kill))
    store.restart()
    found = {row["v"].value for row in service_of(store).select(VERSIONS)}
    assert found in ({"1"}, {"2"})
    assert push(service_of(store), BASE, after).exact or all(
        check.exact for check in verify(service_of(store), after)
    )
    push(service_of(store), BASE, {})


def test_a_graph_that_was_replaced_outlives_a_kill(store: Running, tmp_path: Path) -> None:
    """Most of what is there goes, some of it stays: Virtuoso may lose what goes and comes in one request."""
    large, small = version(tmp_path / "1", 1, 4000), version(tmp_path / "2", 2, 300)
    push(service_of(store), BASE, large)
    assert push(service_of(store), BASE, small).exact
    store.kill()
    store.restart()
    assert all(check.exact for check in verify(service_of(store), small))
    push(service_of(store), BASE, {})


def test_thousands_of_blank_nodes_are_sent_and_replaced(store: Running, tmp_path: Path) -> None:
    service, graph = service_of(store), f"<{BASE}data/a>"
    for number, count in enumerate((2000, 1990, 3)):
        lines = [f"_:a{i} <{BASE}p> _:b{i} {graph} .\n" for i in range(count)]
        lines += [f'_:b{i} <{BASE}p> "{i}" {graph} .\n' for i in range(count)]
        lines += [f'<{BASE}s> <{BASE}{p}> "{text}" {graph} .\n' for p, text in (("p", number), ("q", ""))]
        local = spool_quads((line.encode() for line in lines), tmp_path / str(number))
        assert push(service, BASE, local).exact
    push(service, BASE, {})


LIGHTS = "https://example.org/lighthouses/"


def test_a_push_that_is_killed_loses_nothing(
    store: Running, url: str, icigraph: Callable[..., Ran], tmp_path: Path
) -> None:
    """Our own process, killed at any moment: the store has one whole version, and the next push completes."""
    project = str(tmp_path / "lights")
    assert icigraph("init", project).code == 0
    service, chance, killed = service_of(store), random.Random(store.recipe.kind), 0
    _mark(Path(project), 0)
    assert icigraph("--project", project, "push", url).code == 0
    for number in range(1, 4):
        _mark(Path(project), number)
        command = [sys.executable, "-m", "icigraph", "--project", project, "push", url]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as pushing:
            time.sleep(chance.uniform(0.3, 0.9))
            pushing.kill()
        killed += pushing.returncode == -9
        rows = service.select(f"SELECT ?m WHERE {{ GRAPH ?g {{ <{LIGHTS}s0> <{LIGHTS}p> ?m }} }}")
        assert [row["m"].value for row in rows] in ([str(number - 1)] * 2, [str(number)] * 2)
        assert icigraph("--project", project, "push", url).code == 0
        assert icigraph("--project", project, "verify", url).code == 0
    assert killed
    push(service, f"{LIGHTS}graph/", {})


def _mark(project: Path, number: int) -> None:
    """Many statements in two graphs that tell the version."""
    lines = "".join(f'<{LIGHTS}s{each}> <{LIGHTS}p> "{number}" .\n' for each in range(5_000))
    for name in ("first", "second"):
        (project / "data" / f"{name}.ttl").write_text(lines)


def test_every_golden_answer_is_given_there(published: Service, project: GraphProject) -> None:
    """With every set of parameters; a store may order rows that tie as it likes."""
    asking = Asking(EndpointStore(published, project.graphs), project.prefixes)
    asked, differing = 0, []
    for path in project.query_files:
        text = path.read_text("utf-8")
        front = front_matter(text, path.name)
        question = question_of(path.stem, {"file": path.name, **front})
        for name, values in {"": {}, **front.get("tests", {})}.items():
            found = asking.answer(question, asking.query(question, text, values))
            rows = Counter(tuple(term.value if term else "" for term in row) for row in found.rows)
            golden = path.with_suffix(f".{name}.expected.csv" if name else ".expected.csv")
            if rows != _golden(golden):
                differing.append(golden.name)
            asked += 1
    assert not differing
    assert asked > 100


def _golden(path: Path) -> Counter[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(tuple(row) for row in list(csv.reader(file))[1:])


def test_every_verb_speaks_to_the_store(
    store: Running,
    url: str,
    icigraph: Callable[..., Ran],
    tmp_path: Path,
) -> None:
    """What a user types, on the real graph as it is."""
    asked = ("ask", "partners-as-of", "--as-of", "2005-02-10", "--format", "csv")
    assert icigraph("push", url, "--with-inferred", "--strings").code == 0
    again = icigraph("push", url, "--with-inferred", "--strings", "--dry-run").out
    assert again.endswith(" graphs unchanged\n") and len(again.splitlines()) == 1
    assert icigraph("verify", url, "--strings").code == 0
    assert icigraph("diff", url, "--strings").code == 0
    assert icigraph("diff", url, "--strings", "--with-inferred").code == 0
    assert icigraph("diff", url, "--exact").code == (1 if store.recipe.kind in REWRITING else 0)
    assert icigraph(*asked, "--endpoint", url).out == icigraph(*asked).out
    query = ("query", "-e", "SELECT ?s { ?s ici:partnerIn id:ici } ORDER BY ?s", "--format", "csv")
    assert icigraph(*query, "--endpoint", url).out.split() == icigraph(*query).out.split()
    assert icigraph("show", "Manama", "--endpoint", url).out == icigraph("show", "Manama").out
    checked = icigraph("validate", "--endpoint", url)
    causes = [line for line in checked.out.splitlines() if line.startswith("violation[")]
    assert bool(causes) == (store.recipe.kind in REWRITING), checked.out
    assert [cause for cause in causes if "wrong datatype" not in cause] == []
    assert checked.code == (1 if causes else 0)
    pulled = tmp_path / "pulled.nq"
    assert icigraph("pull", url, "-o", str(pulled)).code == 0
    assert pulled.read_bytes().count(b"\n") == sum(entry.triples for entry in _manifest(service_of(store)))


def _manifest(service: Service) -> Iterable[Entry]:
    return read_manifest(service, bundled_project().graphs).entries.values()


def test_reasoning_there_is_reasoning_here(published: Service, project: GraphProject, tmp_path: Path) -> None:
    store = Store()
    load_project(project, store)
    asserted = spool_project(project, tmp_path / "asserted")
    push(published, project.graphs, asserted)
    reason_remotely(
        published,
        project.graphs,
        rules_of(project, store),
        inferred=project.inferred_graph,
        derived=project.derived_graph,
    )
    local = spool_project(project, tmp_path / "closed", ["inferred", "derived"], open_snapshot(project))
    assert all(check.faithful for check in verify(published, local))
