"""Ways to validate: watching files, reasoning first, standard input, an endpoint's graph."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.conftest import Ran
from tests.servers.server import free_port

Run = Callable[..., Ran]
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:Bird ; sh:property [ sh:path e:name ; sh:minCount 1 ] .
e:R a sh:NodeShape ; sh:targetSubjectsOf e:kin ; sh:property [ sh:path e:kin ; sh:class e:Bird ] .
"""
MODEL = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:Gull rdfs:subClassOf e:Bird .
e:kin a owl:SymmetricProperty .
"""
DATA = """@prefix e: <http://e.example/> .
e:a a e:Gull .
e:b a e:Gull ; e:name "b" ;
  e:kin e:c .
e:c e:name "c" .
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("shapes.ttl", SHAPES), ("model.ttl", MODEL), ("data.ttl", DATA)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def results(ran: Ran) -> list[dict[str, Any]]:
    return [result for cause in json.loads(ran.out)["causes"] for result in cause["results"]]


def asked(icigraph: Run, *options: str) -> list[dict[str, Any]]:
    given = ("validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "json", *options)
    return results(icigraph(*given))


@pytest.mark.usefixtures("files")
def test_reasoning_first_adds_what_follows(icigraph: Run) -> None:
    """SHACL itself follows rdfs:subClassOf in the data graph; symmetry it does not know."""
    plain = {(each["focusNode"], each["value"]) for each in asked(icigraph)}
    assert plain == {("<http://e.example/b>", "<http://e.example/c>")}
    rdfs = {each["focusNode"] for each in asked(icigraph, "--ontology", "model.ttl", "--reason", "rdfs")}
    assert rdfs == {"<http://e.example/a>", "<http://e.example/b>"}
    closed = asked(icigraph, "--ontology", "model.ttl", "--reason", "owl-rl")
    assert {each["focusNode"] for each in closed} == {"<http://e.example/a>", "<http://e.example/b>"}


def test_an_inferred_triple_at_fault_leads_to_the_line_it_comes_from(files: Path, icigraph: Run) -> None:
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:N a sh:NodeShape ; sh:targetNode e:c ; sh:property [ sh:path e:kin ; sh:maxCount 0 ] ,
  [ sh:path e:kin ; sh:in ( e:a ) ] .
"""
    (files / "shapes.ttl").write_text(shape)
    found = asked(icigraph, "--ontology", "model.ttl", "--reason", "owl-rl")
    assert len(found) == 2
    for each in found:
        places = [(evidence["file"], evidence["line"]) for evidence in each["evidence"]]
        assert ("data.ttl", 4) in places, each


@pytest.mark.usefixtures("files")
def test_standard_input_is_data_like_any_other() -> None:
    command = [
        sys.executable,
        "-m",
        "icigraph",
        "validate",
        "-",
        "--data-format",
        "ttl",
        "--shapes",
        "shapes.ttl",
    ]
    ran = subprocess.run(command, input=DATA, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "<stdin>:4:" in ran.stdout


def test_watching_checks_again_after_each_change(files: Path) -> None:
    command = [sys.executable, "-m", "icigraph", "validate", "data.ttl", "--shapes", "shapes.ttl", "--watch"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watching:
        try:
            told = lines_of(watching)
            assert "does not conform" in until_waiting(told)
            (files / "data.ttl").write_text(DATA.replace("e:c e:name", "e:c a e:Bird ; e:name"))
            assert "does not conform" not in until_waiting(told)
            (files / "data.ttl").write_text(DATA + "broken")
            assert "data.ttl:6:" in until_waiting(told)
        finally:
            watching.terminate()


def lines_of(process: subprocess.Popen[str]) -> queue.Queue[str]:
    """What the process says, line by line, without waiting for it for ever."""
    told: queue.Queue[str] = queue.Queue()
    assert process.stdout
    stream = process.stdout
    threading.Thread(target=lambda: [told.put(line) for line in stream], daemon=True).start()
    return told


def until_waiting(told: queue.Queue[str]) -> str:
    said = ""
    while "watching for changes" not in said:
        said += told.get(timeout=30)
    return said


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[str]:
    """A SPARQL endpoint with the data in a named graph and nothing in the default one."""
    store = Store(str(tmp_path / "store"))
    store.load(DATA, RdfFormat.TURTLE, to_graph=NamedNode("http://e.example/g"))
    store.flush()
    del store
    port = free_port()
    command = [str(Path(sys.executable).parent / "oxigraph"), "serve-read-only"]
    command += ["--location", str(tmp_path / "store"), "--bind", f"127.0.0.1:{port}"]
    if not Path(command[0]).exists():
        pytest.skip("no oxigraph server here")
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


@pytest.mark.server
@pytest.mark.usefixtures("files")
def test_a_graph_of_an_endpoint_is_data_like_any_other(endpoint: str, icigraph: Run) -> None:
    given = (
        "validate",
        endpoint,
        "--shapes",
        "shapes.ttl",
        "--graph",
        "http://e.example/g",
        "--format",
        "json",
    )
    for _ in range(100):
        ran = icigraph(*given)
        if ran.code != 3:
            break
        time.sleep(0.1)
    assert ran.code == 1
    assert [each["focusNode"] for each in results(ran)] == ["<http://e.example/b>"]
