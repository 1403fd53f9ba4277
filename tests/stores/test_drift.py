"""What is told and mended where a store does not hold what was published there, and what a push leaves
alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, service_of
from tests.servers.hostile import cutting
from tests.servers.proxy import proxied
from tests.servers.server import Running

from icigraph.stores.push.manifest import PUBLISHED, manifest_graph, read_manifest
from icigraph.stores.store.protocol import Service

pytestmark = pytest.mark.server

Icigraph = Callable[..., Ran]
Run = Callable[..., Ran]

LIGHTS = "https://example.org/lighthouses/"
BASE = f"{LIGHTS}graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def store(shared_store: SharedStores) -> Running:
    return shared_store("oxigraph")


@pytest.fixture
def service(store: Running) -> Iterator[Service]:
    """The store, empty before and after."""
    found = service_of(store)
    found.update(b"DROP ALL")
    yield found
    found.update(b"DROP ALL")


@pytest.fixture
def run(lights: Path, store: Running, icigraph: Icigraph) -> Run:
    """A verb on the project and the store: `run("push", "--recheck")`."""
    return lambda verb, *options: icigraph("--project", str(lights), verb, store.url.rstrip("/"), *options)


def write(lights: Path, *lines: str, name: str = "more") -> None:
    (lights / "data" / f"{name}.ttl").write_text("".join(f"{line} .\n" for line in lines), "utf-8")


def do(service: Service, graph: str, inside: str, verb: str = "INSERT") -> None:
    service.update(f"{verb} DATA {{ GRAPH <{BASE}{graph}> {{ {inside} }} }}".encode())


def count(service: Service, graph: str) -> int:
    (row,) = service.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(row["n"].value)


def test_what_is_lost_behind_many_rewritten_literals_is_found(
    lights: Path, service: Service, run: Run
) -> None:
    """Oxigraph rewrites the first 1,500; the others are deleted behind them."""
    number = f'"7"^^<{XSD}nonNegativeInteger>'
    write(
        lights,
        *(f"<{LIGHTS}a{n:04}> <{LIGHTS}p> {number}" for n in range(1500)),
        *(f'<{LIGHTS}b{n:04}> <{LIGHTS}p> "{n}"' for n in range(1500)),
    )
    assert run("push").code == 0
    behind = f"FILTER(STRSTARTS(STR(?s), '{LIGHTS}b') && ?o >= '5')"
    service.update(
        f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {behind} }}".encode()
    )
    left = count(service, f"{BASE}data/more")
    ran = run("verify", "--format", "json")
    (check,) = [each for each in json.loads(ran.out) if each["graph"].endswith("data/more")]
    assert (ran.code, check["missing_count"], check["altered_count"]) == (1, 3000 - left, 1500)
    assert (len(check["missing"]), check["spoiled_count"], check["extra_count"]) == (3000 - left, 0, 0)
    told = run("verify")
    assert "DIFFERS  data/more" in told.out and f"and {3000 - left - 10:,} more missing" in told.out
    assert "icigraph push" in told.err and "--recheck" in told.err


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ('"Gift"@en', '"Gift"@de'),
        ('"Gift"@en', '"Gift"'),
        ('"Gift"', '"Gift"@en'),
        (f'"2004-06"^^<{XSD}gYearMonth>', '"2004-06"'),
        (f'"2004-06-28"^^<{XSD}date>', f'"2004-06-28Z"^^<{XSD}date>'),
        (f'"0.1"^^<{XSD}decimal>', f'"0.1"^^<{XSD}double>'),
        (f'"12345678901234567890.123456789"^^<{XSD}decimal>', f'"12345678901234567890.1"^^<{XSD}decimal>'),
    ],
)
def test_another_language_or_datatype_is_a_difference(
    sent: str, found: str, lights: Path, service: Service, run: Run
) -> None:
    write(lights, f"<{LIGHTS}a> <{LIGHTS}p> {sent}")
    assert run("push").code == 0
    do(service, "data/more", f"<{LIGHTS}a> <{LIGHTS}p> {sent}", "DELETE")
    do(service, "data/more", f"<{LIGHTS}a> <{LIGHTS}p> {found}")
    ran = run("verify")
    assert (ran.code, "DIFFERS  data/more" in ran.out, "altered: " in ran.out) == (1, True, True), ran


def test_the_same_value_in_other_words_is_none(lights: Path, service: Service, run: Run) -> None:
    pairs = [
        (f'"042"^^<{XSD}integer>', f'"42"^^<{XSD}integer>'),
        (f'"7"^^<{XSD}int>', f'"7"^^<{XSD}integer>'),
        (f'"1.50"^^<{XSD}decimal>', f'"1.5"^^<{XSD}decimal>'),
        (f'"1"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>'),
        (f'"0aFF"^^<{XSD}hexBinary>', f'"0AFF"^^<{XSD}hexBinary>'),
        ('"Gift"@en-GB', '"Gift"@en-gb'),
    ]
    write(lights, *(f"<{LIGHTS}a{n}> <{LIGHTS}p> {sent}" for n, (sent, _) in enumerate(pairs)))
    assert run("push").code == 0
    for number, (sent, found) in enumerate(pairs):
        do(service, "data/more", f"<{LIGHTS}a{number}> <{LIGHTS}p> {sent}", "DELETE")
        do(service, "data/more", f"<{LIGHTS}a{number}> <{LIGHTS}p> {found}")
    ran = run("verify")
    assert (ran.code, "altered  data/more" in ran.out) == (0, True), ran
    assert run("verify", "--exact").code == 1


def test_a_push_mends_what_a_verify_found(lights: Path, service: Service, run: Run) -> None:
    write(lights, *(f'<{LIGHTS}a{n}> <{LIGHTS}p> "{n}"' for n in range(20)))
    assert run("push").code == 0
    do(service, "data/more", f'<{LIGHTS}a3> <{LIGHTS}p> "3"', "DELETE")
    do(service, "data/more", f'<{LIGHTS}a3> <{LIGHTS}p> "three"')
    # Nobody has seen it yet, and the manifest says that all is well.
    assert run("push").out.endswith("graphs unchanged\n")
    assert run("verify").code == 1
    mended = run("push")
    assert (mended.code, "1 graph sent, +1 -1 triples" in mended.out) == (0, True), mended
    assert run("verify").code == 0
    assert run("push").out.endswith("graphs unchanged\n")


def test_recheck_mends_what_changed_behind_the_manifest(lights: Path, service: Service, run: Run) -> None:
    write(lights, f"<{LIGHTS}a> <{LIGHTS}p> 1", f'<{LIGHTS}b> <{LIGHTS}p> "7"^^<{XSD}byte>')
    assert run("push").code == 0
    # What a store rewrites is no reason to send it again.
    assert run("push", "--recheck").out.endswith("graphs unchanged\n")
    do(service, "data/more", f"<{LIGHTS}a> <{LIGHTS}p> 2")
    assert "1 graph sent" in run("push", "--recheck").out
    assert run("verify").code == 0


def test_a_push_leaves_what_it_did_not_publish(lights: Path, service: Service, run: Run) -> None:
    assert run("push").code == 0
    other = "http://other.org/important"
    service.update(f"INSERT DATA {{ GRAPH <{other}> {{ <x:a> <x:p> <x:b> }} }}".encode())
    said = f'<{other}> <{PUBLISHED}digest> "ab" ; <{PUBLISHED}triples> 1'
    service.update(f"INSERT DATA {{ GRAPH <{manifest_graph(BASE)}> {{ {said} }} }}".encode())
    do(service, "notes", "<x:a> <x:p> <x:b>")
    write(lights, f"<{LIGHTS}a> <{LIGHTS}p> 1")
    assert run("push").code == 0
    assert count(service, other) == count(service, f"{BASE}notes") == 1
    (lights / "data" / "more.ttl").unlink()
    gone = run("push")
    assert (gone.code, "1 graph removed" in gone.out, count(service, f"{BASE}data/more")) == (0, True, 0)
    assert count(service, other) == count(service, f"{BASE}notes") == 1
    assert run("verify").code == run("pull").code == 0


@pytest.mark.parametrize("by", ["push", "reason"])
def test_what_was_inferred_is_renewed_and_removed_only_if_told(
    by: str, lights: Path, service: Service, run: Run, store: Running, icigraph: Icigraph
) -> None:
    if by == "push":
        assert run("push", "--with-inferred").code == 0
    else:
        assert run("push").code == 0
        told = ("--project", str(lights), "reason", "--endpoint", store.url.rstrip("/"))
        assert icigraph(*told).code == 0
    inferred = count(service, f"{BASE}inferred")
    assert inferred
    write(lights, f"<{LIGHTS}a> <{LIGHTS}p> 1")
    assert run("push", "--graphs", "data/").code == 0
    assert count(service, f"{BASE}inferred") == inferred
    assert run("push").code == run("verify").code == 0
    assert count(service, f"{BASE}inferred") == inferred
    assert run("push", "--without-inferred").code == run("verify").code == 0
    assert count(service, f"{BASE}inferred") == 0
    assert not [
        iri for iri in read_manifest(service, BASE).mentioned if iri.endswith(("inferred", "derived"))
    ]


def test_a_graph_that_others_wrote_is_replaced_only_if_told(service: Service, run: Run) -> None:
    do(service, "data/keepings", "<x:colleague> <x:wrote> <x:this>")
    refused = run("push")
    assert (refused.code, refused.out) == (2, "")
    assert f"{BASE}data/keepings" in refused.err and "--adopt" in refused.err
    assert not read_manifest(service, BASE).mentioned
    assert count(service, f"{BASE}data/keepings") == 1
    assert run("push", "--adopt").code == run("verify").code == 0
    assert not service.ask(f"ASK {{ GRAPH <{BASE}data/keepings> {{ <x:colleague> ?p ?o }} }}")
    assert run("push").out.endswith("graphs unchanged\n")


@pytest.mark.usefixtures("service")
def test_a_pull_that_is_cut_is_none(
    lights: Path, run: Run, store: Running, icigraph: Icigraph, tmp_path: Path
) -> None:
    write(lights, *(f'<{LIGHTS}a{n}> <{LIGHTS}p> "{n}"' for n in range(1000)))
    assert run("push").code == 0
    with cutting(store.url, 3) as url:
        out = tmp_path / "pulled.nq"
        for arguments in (("pull", url, "-o", str(out)), ("diff", url), ("verify", url)):
            ran = icigraph("--project", str(lights), *arguments)
            assert (ran.code, "another number of triples" in ran.err) == (3, True), ran
        assert not out.exists()
        assert icigraph("--project", str(lights), "push", url, "--recheck").code == 3
    assert run("verify").code == 0


def test_a_pull_of_what_was_not_published_is_told(service: Service, run: Run, tmp_path: Path) -> None:
    assert run("push").code == 0
    do(service, "data/keepings", "<x:colleague> <x:wrote> <x:this>")
    out = tmp_path / "pulled.nq"
    refused = run("pull", "-o", str(out))
    assert (refused.code, f"{BASE}data/keepings: " in refused.err, out.exists()) == (1, True, False)
    assert run("pull", "--as-is", "-o", str(out)).code == 0
    assert b"<x:colleague>" in out.read_bytes()
    assert run("diff").code == 1


def test_a_first_push_asks_once_what_is_there(store: Running, service: Service, icigraph: Icigraph) -> None:
    """On the bundled graph of some hundred files: the kind, the manifest, what is there, the push, the
    manifest, and each graph as it is read back.
    """
    with proxied(store.port) as proxy:
        url = f"http://127.0.0.1:{proxy.port}"
        ran = icigraph("push", url)
        graphs = len(read_manifest(service, "https://w3id.org/icigraph/graph/").mentioned)
        assert ran.code == 0 and graphs > 50
        assert proxy.connections <= graphs + 8
        (line, *_) = [line for line in ran.out.splitlines() if " sent, " in line]
        assert line.startswith(f"{graphs} graphs sent, +") and "read back: " in line
        listed = [line for line in ran.out.splitlines() if line.startswith(("change", "replace"))]
        assert listed == []
    service.update(b"DROP ALL")
    assert icigraph("push", store.url.rstrip("/"), "-v").out.count("\nchange ") >= graphs - 1


def test_what_pushes_say_of_one_graph_twice_is_not_believed(service: Service, run: Run) -> None:
    assert run("push").code == 0
    said = f'<{BASE}data/keepings> <{PUBLISHED}digest> "another" , <urn:x>'
    service.update(f"INSERT DATA {{ GRAPH <{manifest_graph(BASE)}> {{ {said} }} }}".encode())
    do(service, "data/keepings", "<x:colleague> <x:wrote> <x:this>")
    assert run("pull").code == 1
    assert run("push").code == run("verify").code == run("pull").code == 0
    assert f"{BASE}data/keepings" in read_manifest(service, BASE).entries
