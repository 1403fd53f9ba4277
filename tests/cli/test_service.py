"""No query reaches the network unasked: not while a project is built, validated or asked, however SERVICE is
spelled; and what the engine cannot run is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]


class Listener:
    """A server that counts who connects to it, and answers nothing of use."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()


@pytest.fixture
def project(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is the working folder."""
    assert icigraph("init", str(tmp_path / "p")).code == 0
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


FORMS = {
    "select": "SELECT ?s { SERVICE <URL> { ?s ?p ?o } }",
    "ordered": "SELECT ?s { SERVICE <URL> { ?s ?p ?o } } ORDER BY ?s",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { service<URL>{ ?s ?p ?o } }",
}
SPELLINGS = {
    "no space": "ASK { SERVICE<URL> { ?s ?p ?o } }",
    "small": "ASK { service <URL> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "silent grown together": "ASK { SERVICESILENT<URL> { ?s ?p ?o } }",
    "prefixed": "PREFIX : <URL> ASK { SERVICE: { ?s ?p ?o } }",
    "prefixed, not apart": "PREFIX x: <URL> ASK { SERVICEx: { ?s ?p ?o } }",
    "prefix like the keyword": "PREFIX service: <URL> ASK { service service: { ?s ?p ?o } }",
    "comment between": "ASK { SERVICE # here\n <URL> { ?s ?p ?o } }",
    "variable": "ASK { BIND(<URL> AS ?there) SERVICE ?there { ?s ?p ?o } }",
    "variable bound behind": "ASK { SERVICE ?there { ?s ?p ?o } BIND(<URL> AS ?there) }",
    "after a number": "ASK { ?a ?b 1SERVICE <URL> { ?s ?p ?o } }",
    "after a word": "ASK { ?a ?b trueSERVICE <URL> { ?s ?p ?o } }",
    "in EXISTS": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in a subquery": "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "behind what looks like a string": 'ASK { BIND(1 AS ?a) FILTER(?a<?b#>"""\n) SERVICE <URL> {} #"""\n }',
}  # fmt: skip
HARMLESS = {
    "string": 'ASK { ?s ?p "SERVICE <URL> { ?s ?p ?o }" }',
    "long string": "ASK { ?s ?p '''\nSERVICE <URL> { ?s ?p ?o } ''' }",
    "comment": "ASK { # SERVICE <URL> { ?s ?p ?o }\n ?s ?p ?o }",
    "IRI": "ASK { ?s <URLservice> ?o }",
    "name": "PREFIX service: <URL> ASK { ?s service:service ?o }",
    "graph": "PREFIX service: <URL> ASK { GRAPH service:g { ?s ?p ?o } }",
    "variable": "ASK { ?service ?p ?Service }",
    "blank node": "ASK { _:service ?p ?o }",
    "many": 'ASK { VALUES ?v { ' + '"customer service" ' * 500 + "} ?service ?p ?v }",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verb", [("build",), ("validate",), ("check",), ("info",), ("ask", "keepers")])
def test_a_project_with_such_a_question_asks_nobody(
    icigraph: Run, project: Path, listener: Listener, form: str, verb: tuple[str, ...]
) -> None:
    (project / "queries" / "away.rq").write_text(
        "#+ summary: away\n" + FORMS[form].replace("URL", listener.url)
    )
    icigraph(*verb)
    assert listener.connections == 0


def test_a_question_with_service_is_refused_unless_it_is_allowed(
    icigraph: Run, project: Path, listener: Listener
) -> None:
    (project / "queries" / "away.rq").write_text(
        "#+ summary: away\n" + FORMS["select"].replace("URL", listener.url)
    )
    ran = icigraph("ask", "away")
    assert (ran.code, listener.connections) == (2, 0)
    assert "queries/away.rq:2:13: SERVICE" in ran.err
    assert "--allow-service" in ran.err
    assert icigraph("ask", "away", "--allow-service").code == 2
    assert listener.connections > 0


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("spelling", [*FORMS, *SPELLINGS])
def test_every_spelling_is_found(icigraph: Run, listener: Listener, spelling: str) -> None:
    text = {**FORMS, **SPELLINGS}[spelling].replace("URL", listener.url)
    ran = icigraph("query", "-e", text)
    assert (ran.code, listener.connections) == (2, 0)
    assert "--allow-service" in ran.err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("spelling", HARMLESS)
def test_what_only_looks_like_it_is_run(icigraph: Run, spelling: str) -> None:
    ran = icigraph("query", "-e", HARMLESS[spelling].replace("URL", "http://127.0.0.1:9/"))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_derivation_cannot_ask_elsewhere(
    icigraph: Run, project: Path, listener: Listener, silent: str
) -> None:
    (project / "ontology" / "rules").mkdir()
    (project / "ontology" / "rules" / "away.rq").write_text(
        "CONSTRUCT { ?s ?p ?s } WHERE { ?s ?p ?o "
        f"FILTER(EXISTS {{ SERVICE {silent}<{listener.url}> {{ ?s ?p ?o }} }}) }}"
    )
    ran = icigraph("build")
    assert (ran.code, listener.connections) == (2, 0)
    assert "ontology/rules/away.rq:1:57: a derivation asks no other endpoint" in ran.err


def test_reading_a_question_does_not_run_it(icigraph: Run, project: Path) -> None:
    """Sorting what this gives would take hours."""
    many = " ".join(map(str, range(100)))
    blocks = " ".join(f"VALUES ?v{at} {{ {many} }}" for at in range(8))
    (project / "queries" / "long.rq").write_text(f"#+ summary: long\nSELECT * {{ {blocks} }} ORDER BY ?v0")
    assert icigraph("build").code == 0


def test_a_function_that_the_engine_lacks_is_told_and_stops_nothing_else(
    icigraph: Run, project: Path
) -> None:
    (project / "queries" / "other.rq").write_text(
        "#+ summary: other\nPREFIX afn: <http://jena.apache.org/ARQ/function#>\n"
        "SELECT ?n { ?s ?p ?o BIND(afn:localname(?p) AS ?n) }"
    )
    assert [icigraph(*verb).code for verb in (("ask", "keepers"), ("build",), ("validate",))] == [0, 0, 0]
    ran = icigraph("ask", "other")
    assert ran.code == 2
    assert "queries/other.rq: the query cannot be evaluated" in ran.err
    assert "http://jena.apache.org/ARQ/function#localname" in ran.err
