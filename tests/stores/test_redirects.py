"""Redirects and servers without TLS, against small servers of our own: what is asked goes on to where it has
moved on the same server; nothing, and no secret, goes to another.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fetch import system_program
from tests.servers.gate import certificate_for, gated
from tests.servers.server import UnavailableError

from icigraph.base.faults import ServiceError
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http, Request

Icigraph = Callable[..., Ran]

SECRET = "s3cret-word"
TRUE = b'{"head": {}, "boolean": true}'
GRAPH = "https://example.org/lighthouses/graph/data/keepings"
TERMS = {"graph": GRAPH, "property": "https://w3id.org/icigraph/published#pending", "value": "urn:x"}
MANIFEST = json.dumps(
    {
        "head": {"vars": list(TERMS)},
        "results": {"bindings": [{name: {"type": "uri", "value": term} for name, term in TERMS.items()}]},
    }
).encode()


@dataclass
class Server:
    """A server on a free local port: `moves` are the redirects by path, `seen` what came in."""

    url: str
    moves: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    asks_password: bool = False

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.seen]


class Handler(BaseHTTPRequestHandler):
    known: Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        authority = self.headers.get("Authorization", "")
        self.known.seen.append((self.command, self.path, authority, body))
        true = MANIFEST if b"published" in body or b"manifest" in body else TRUE
        path = self.path.partition("?")[0]
        if path in self.known.moves:
            status, location = self.known.moves[path]
            self.answer(status, b"moved", Location=location)
        elif self.known.asks_password and not authority:
            self.answer(401, b"", WWW_Authenticate='Basic realm="x"')
        else:
            self.answer(200, true)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silent."""


@contextlib.contextmanager
def served() -> Iterator[Server]:
    handler = type("Here", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        known = handler.known = Server(f"http://127.0.0.1:{listening.server_port}")  # type: ignore[attr-defined]
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield known
        finally:
            listening.shutdown()


@pytest.fixture
def here() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with served() as server:
        yield server


def query(url: str) -> Request:
    return Request("POST", url, (("Content-Type", "application/x-www-form-urlencoded"),), b"query=ASK%7B%7D")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_question_goes_on_to_where_it_has_moved(status: int, here: Server) -> None:
    here.moves = {"/sparql": (status, "/sparql/"), "/sparql/": (status, f"{here.url}/n%C3%A9w?x=1#part")}
    assert Http().fetch(query(f"{here.url}/sparql")) == TRUE
    assert Http().fetch(Request("GET", f"{here.url}/sparql?query=ASK%7B%7D")) == TRUE
    assert here.paths[:3] == ["/sparql", "/sparql/", "/n%C3%A9w?x=1"]
    assert {(method, body) for method, _, _, body in here.seen} == {
        ("POST", b"query=ASK%7B%7D"),
        ("GET", b""),
    }


def test_a_password_goes_on_to_the_same_server_once_it_asks(here: Server) -> None:
    here.moves, here.asks_password = {"/sparql": (301, "ds/sparql")}, True
    assert Http(Credentials("ada", SECRET)).fetch(query(f"{here.url}/sparql")) == TRUE
    assert [path for _, path, authority, _ in here.seen if authority] == ["/ds/sparql"]


@pytest.mark.parametrize("credentials", [Credentials("ada", SECRET), Credentials(token=SECRET), None])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_goes_to_another_server(
    status: int, credentials: Credentials | None, here: Server, elsewhere: Server
) -> None:
    here.moves = {"/ds/sparql": (status, f"{elsewhere.url}/ds/sparql?token={SECRET}")}
    for request in (query(f"{here.url}/ds/sparql"), Request("GET", f"{here.url}/ds/sparql")):
        with pytest.raises(ServiceError) as caught:
            Http(credentials).fetch(request)
        (fault,) = caught.value.faults
        assert fault.message.startswith(f"{here.url}/ds/sparql: answered {status} ")
        assert fault.message.endswith(f": moved to {elsewhere.url}/ds/sparql")
        assert SECRET not in str(caught.value)
    assert elsewhere.seen == []


def test_another_scheme_or_user_is_another_server(here: Server) -> None:
    port = here.url.rpartition(":")[2]
    for location in (f"https://127.0.0.1:{port}/", f"http://ada:x@127.0.0.1:{port}/", f"//localhost:{port}/"):
        here.moves = {"/sparql": (308, location)}
        with pytest.raises(ServiceError, match="moved to") as caught:
            Http().fetch(query(f"{here.url}/sparql"))
        assert "nothing was sent there" in str(caught.value) and "ada:x" not in str(caught.value)
    assert here.paths == ["/sparql"] * 3


@pytest.mark.parametrize(
    "location", ["", "ftp://127.0.0.1/ds", "http://[", "http://127.0.0.1:x/", "mailto:a"]
)
def test_an_address_that_is_none_is_told(location: str, here: Server) -> None:
    here.moves = {"/sparql": (302, location)}
    with pytest.raises(ServiceError, match="answered 302 Found without an address to go to"):
        Http().fetch(query(f"{here.url}/sparql"))


@pytest.mark.parametrize("location", ["/sparql", "sparql/a"])
def test_a_circle_of_redirects_ends(location: str, here: Server) -> None:
    here.moves = {"/sparql" + "/a" * number: (307, location) for number in range(9)}
    here.moves |= {f"/{'sparql/' * number}a": (307, location) for number in range(9)}
    with pytest.raises(ServiceError, match="again and again"):
        Http().fetch(query(f"{here.url}/sparql"))
    assert len(here.seen) == 6


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_changes_a_store_goes_nowhere_else(method: str, status: int, here: Server) -> None:
    here.moves = {"/update": (status, "/elsewhere")}
    request = Request(method, f"{here.url}/update", body=b"DROP ALL", repeatable=method == "PUT")
    with pytest.raises(ServiceError, match=f"moved to {here.url}/elsewhere") as caught:
        Http().fetch(request)
    assert "give the target by its new address" in str(caught.value)
    assert here.paths == ["/update"]


@pytest.mark.parametrize("status", [300, 304])
def test_any_other_answer_of_that_kind_is_no_answer(status: int, here: Server) -> None:
    here.moves = {"/sparql": (status, "/elsewhere")}
    with pytest.raises(ServiceError, match=f"answered {status}"):
        Http().fetch(query(f"{here.url}/sparql"))


def test_the_command_line_follows_and_tells(
    lights: Path, here: Server, elsewhere: Server, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICIGRAPH_TOKEN", SECRET)
    monkeypatch.setenv("ICIGRAPH_HOST", "127.0.0.1")
    project = ("--project", str(lights))
    here.moves = {"/ds": (301, "/ds/")}
    asked = icigraph(*project, "query", "-e", "ASK {}", "--endpoint", f"{here.url}/ds")
    assert (asked.code, "true" in asked.out) == (0, True), asked
    here.moves = {"/ds": (308, f"{elsewhere.url}/ds")}
    for verb in (
        ("query", "-e", "ASK {}", "--endpoint"),
        ("ask", "keepers", "--endpoint"),
        ("push",),
        ("verify",),
    ):
        ran = icigraph(*project, *verb, f"{here.url}/ds")
        assert (ran.code, SECRET in ran.err) == (3, False), ran
        assert f"moved to {elsewhere.url}/ds" in ran.err
        assert f"begin the target's URL with {elsewhere.url}, not {here.url}" in ran.err
    assert elsewhere.seen == []


@contextlib.contextmanager
def patient_server() -> Iterator[int]:
    """Speaks HTTP and no TLS, and waits for the end of a line however long that takes."""

    def answer(taken: socket.socket) -> None:
        with contextlib.suppress(OSError), taken:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (block := taken.recv(4096)):
                    return
                head += block
            taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "verb",
    [("query", "-e", "ASK {}", "--endpoint"), ("ask", "keepers", "--endpoint"), ("push",), ("verify",)],
)
def test_silence_instead_of_tls_is_told_with_the_question_whether_it_is_http(
    verb: tuple[str, ...], lights: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICIGRAPH_LAB_TOKEN", SECRET)
    icigraph("--project", str(lights), "build", "--quiet")
    config = lights / "icigraph.toml"
    with patient_server() as port:
        url = f"https://127.0.0.1:{port}/ds"
        config.write_text(f'{config.read_text("utf-8")}\n[targets.lab]\nurl = "{url}"\ntimeout = 0.5\n')
        ran = icigraph("--project", str(lights), *verb, "lab")
    assert (ran.code, url in ran.err, SECRET in ran.err) == (3, True, False), ran
    assert "timed out" in ran.err and "is it https that it speaks there, not http?" in ran.err


@contextlib.contextmanager
def slow_tls(store: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, Path]]:
    try:
        system_program("openssl")
    except UnavailableError as error:
        pytest.skip(str(error))
    certificate = certificate_for("IP:127.0.0.1", folder)
    with gated(int(store.rpartition(":")[2]), certificate=certificate) as gate:
        wrap = gate.tls.wrap_socket  # type: ignore[union-attr]

        class Slow:
            def wrap_socket(self, taken: socket.socket, server_side: bool) -> socket.socket:
                time.sleep(1.5)
                return wrap(taken, server_side=server_side)

        monkeypatch.setattr(gate, "tls", Slow())
        yield gate.port, certificate.public


def test_a_server_that_is_slow_with_tls_gets_the_time_that_the_user_gives(
    here: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with slow_tls(here.url, tmp_path, monkeypatch) as (port, public):
        url = f"https://127.0.0.1:{port}/ds"
        assert Http(timeout=20, certificates=public).fetch(Request("GET", url)) == TRUE
        with pytest.raises(ServiceError, match="timed out"):
            Http(timeout=0.3, attempts=1, certificates=public).fetch(Request("GET", url))


def test_nobody_there_is_told_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServiceError, match="refused"):
        Http(attempts=1).fetch(Request("GET", f"https://127.0.0.1:{port}/"))
