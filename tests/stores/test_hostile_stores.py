"""Stores that mean no good: what they say, where they lead, and how much they send. No secret goes anywhere
but where it belongs, nothing of theirs steers a terminal, and every answer has a bound.
"""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.hostile import answering, reply

from icigraph.base.faults import InputError, ServiceError
from icigraph.stores.store.targets import target_of
from icigraph.stores.wire.authorization import Authorization
from icigraph.stores.wire.credentials import Credentials, credentials_for
from icigraph.stores.wire.http import Http, Request

Icigraph = Callable[..., Ran]

SECRET = "T0PSECRET"
BASIC = base64.b64encode(f"ada:{SECRET}".encode()).decode()


@pytest.fixture
def lights(lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, and netrc with a password for this machine."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ada password {SECRET}\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    return lights


def asking(
    answer: Callable[[BaseHTTPRequestHandler], None],
) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """A store that first asks for a password, in the weakest way."""

    def answered(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        if "Authorization" in handler.headers:
            answer(handler)
        else:
            reply(handler, 401, WWW_Authenticate='Basic realm="x"')

    return answered


def echoes_headers(handler: BaseHTTPRequestHandler) -> None:
    reply(handler, 400, str(handler.headers).encode())


def echoes_password(handler: BaseHTTPRequestHandler) -> None:
    said = base64.b64decode(handler.headers["Authorization"].split()[1])
    reply(handler, 400, json.dumps({"said": said.decode()}).encode())


def echoes_in_the_reason(handler: BaseHTTPRequestHandler) -> None:
    said = base64.b64decode(handler.headers["Authorization"].split()[1])
    handler.wfile.write(b"HTTP/1.1 400 you are " + said + b"\r\nContent-Length: 0\r\n\r\n")


def echoes_in_no_http(handler: BaseHTTPRequestHandler) -> None:
    said = base64.b64decode(handler.headers["Authorization"].split()[1])
    handler.wfile.write(said + b" is not HTTP\r\n\r\n")


def echoes_in_a_location(handler: BaseHTTPRequestHandler) -> None:
    reply(handler, 308, Location=f"https://elsewhere.example/{SECRET}/")


ECHOES = [echoes_headers, echoes_password, echoes_in_the_reason, echoes_in_no_http, echoes_in_a_location]


@pytest.mark.parametrize("echo", ECHOES, ids=lambda echo: echo.__name__)
@pytest.mark.parametrize("verb", ["push", "pull"])
def test_what_a_server_repeats_of_a_secret_is_not_shown(
    echo: Callable[[BaseHTTPRequestHandler], None], verb: str, lights: Path, icigraph: Icigraph
) -> None:
    with answering(asking(echo)) as url:
        ran = icigraph("--project", str(lights), verb, url, "--kind", "oxigraph")
    assert ran.code == 3 and "127.0.0.1" in ran.err
    assert SECRET not in ran.out + ran.err and BASIC not in ran.out + ran.err


def test_a_password_that_is_part_of_an_address_does_not_change_where_we_go() -> None:
    paths: list[str] = []

    def moves(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        paths.append(handler.path)
        if handler.path == "/ds":
            reply(handler, 308, Location="/sparql/")
        elif "Authorization" in handler.headers:
            reply(handler, 200, b"in")
        else:
            reply(handler, 401, WWW_Authenticate='Basic realm="x"')

    with answering(moves) as url:
        assert Http(Credentials("ada", "sparql")).fetch(Request("GET", f"{url}/ds")) == b"in"
    assert set(paths) == {"/ds", "/sparql/"}


@pytest.mark.parametrize("where", ["words", "reason"])
def test_what_a_server_says_steers_no_terminal(where: str, lights: Path, icigraph: Icigraph) -> None:
    said = "\x1b[2K all 103 graphs unchanged\x1b[8m\x9b2J\u202e"

    def steers(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        if where == "words":
            reply(handler, 400, said.encode())
        else:
            handler.wfile.write(b"HTTP/1.1 400 " + said.encode("latin-1", "replace") + b"\r\n\r\n")

    with answering(steers) as url:
        ran = icigraph("--project", str(lights), "verify", url, "--kind", "oxigraph")
    assert ran.code == 3 and "103 graphs unchanged" in ran.err
    assert not {"\x1b", "\x9b", "\u202e"} & set(ran.err) and "\\x1b[2K" in ran.err


@pytest.mark.parametrize(
    "host", ["127.evil.example", "127.0.0.1.nip.io", "localhost.evil.example", "128.0.0.1", "[::2]"]
)
def test_only_an_address_of_the_loopback_is_this_machine(host: str) -> None:
    for credentials in (Credentials(token=SECRET), Credentials("ada", SECRET)):
        authorization = Authorization(credentials)
        authorization.learn(['Basic realm="x"'], None)
        with pytest.raises(InputError, match="unprotected") as caught:
            authorization.header("GET", f"http://{host}/ds?key={SECRET}")
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]", "LOCALHOST"])
def test_the_loopback_is_this_machine(host: str) -> None:
    assert Authorization(Credentials(token=SECRET)).header("GET", f"http://{host}/ds") == f"Bearer {SECRET}"


@pytest.mark.parametrize("field", ["query", "update", "graphs"])
def test_an_endpoint_on_another_server_gets_nothing(field: str, lights: Path, icigraph: Icigraph) -> None:
    """A project that somebody else wrote, and a password for the server that it names first."""
    seen: list[str] = []
    config = lights / "icigraph.toml"

    def steals(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        seen.append(handler.headers.get("Authorization", ""))
        reply(handler, 401, WWW_Authenticate='Basic realm="x"')

    with answering(steals) as url:
        settings = (
            f'\n[targets.lab]\nurl = "http://127.0.0.1:9/ds"\nkind = "generic"\n{field} = "{url}/steal"\n'
        )
        config.write_text(config.read_text("utf-8") + settings, "utf-8")
        ran = icigraph("--project", str(lights), "pull", "lab")
    assert (ran.code, seen) == (2, [])
    assert f"[targets.lab]: {field} is on another server than url" in ran.err


@pytest.mark.parametrize(
    "url",
    [
        f"http://ada:{SECRET}@127.0.0.1/ds",
        f"http://{SECRET}@127.0.0.1/ds",
        f"http://127.0.0.1/ds?key={SECRET}",
        f"http://127.0.0.1/ds#{SECRET}",
        f"ftp://ada:{SECRET}@127.0.0.1/ds",
        f"http://127.0.0.1:99999/ds?key={SECRET}",
        f"http://127.0.0.1 /ds?key={SECRET}",
        f"file:///etc/passwd?{SECRET}",
        f"http://[::1/?{SECRET}",
    ],
)
def test_a_url_that_is_none_is_told_without_its_secrets(url: str) -> None:
    for settings in ({"url": url}, {"url": "http://127.0.0.1/", "query": url}):
        with pytest.raises(InputError) as caught:
            target_of("lab", {"lab": settings})
        assert SECRET not in str(caught.value)
    with pytest.raises(InputError):
        target_of(url)


def test_a_url_beyond_ascii_is_sent_as_http_has_it(lights: Path, icigraph: Icigraph) -> None:
    paths: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        paths.append(handler.path)
        reply(handler, 404)

    with answering(answer) as url:
        ran = icigraph("--project", str(lights), "push", f"{url}/é ü".replace(" ", ""), "--kind", "generic")
    assert (ran.code, set(paths)) == (3, {"/%C3%A9%C3%BC"}), ran


def test_a_token_without_a_name_goes_nowhere(
    lights: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setenv("NETRC", "/dev/null")
    monkeypatch.setenv("ICIGRAPH_TOKEN", SECRET)

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        seen.append(handler.headers.get("Authorization", ""))
        reply(handler, 401, WWW_Authenticate='Bearer realm="x"')

    with answering(answer) as url:
        verify = ("--project", str(lights), "verify", url, "--kind", "generic")
        ran = icigraph(*verify)
        assert (ran.code, set(seen), "ICIGRAPH_HOST" in ran.err) == (3, {""}, True), ran
        monkeypatch.setenv("ICIGRAPH_HOST", "127.0.0.1")
        assert icigraph(*verify).code == 3
        assert seen[-1] == f"Bearer {SECRET}"
        monkeypatch.setenv("ICIGRAPH_HOST", "store.example.org")
        assert icigraph(*verify).code == 3
        assert seen[-1] == ""
    monkeypatch.setenv("ICIGRAPH_USER", "ada")
    monkeypatch.setenv("ICIGRAPH_PASSWORD", SECRET)
    monkeypatch.delenv("ICIGRAPH_HOST")
    monkeypatch.delenv("ICIGRAPH_TOKEN")
    assert credentials_for(None, "store.example.org") is None
    assert credentials_for(None, "127.0.0.1") == Credentials("ada", SECRET)


def test_an_answer_without_end_is_refused(lights: Path, icigraph: Icigraph) -> None:
    sent = [0]

    def floods(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(4_000):
            handler.wfile.write(b" " * 65536)
            sent[0] += 65536

    config = lights / "icigraph.toml"
    before = config.read_text("utf-8")
    with answering(floods) as url:
        settings = f'\n[targets.lab]\nurl = "{url}"\nkind = "generic"\nlargest_answer = 2\n'
        config.write_text(before + settings, "utf-8")
        for verb in (("verify", "lab"), ("query", "-e", "ASK {}", "--endpoint", "lab")):
            sent[0] = 0
            ran = icigraph("--project", str(lights), *verb)
            assert (ran.code, "larger than 2,097,152 bytes" in ran.err) == (3, True), ran
            assert sent[0] < 64 << 20


def test_a_refusal_that_drips_is_told_soon() -> None:
    def drips(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(400)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(600):
            handler.wfile.write(b"no ")
            handler.wfile.flush()
            time.sleep(0.1)

    with answering(drips) as url, pytest.raises(ServiceError, match="answered 400 Bad Request: no") as caught:
        began = time.monotonic()
        Http().fetch(Request("GET", url))
    assert time.monotonic() - began < 30 and caught.value.status == 400


@pytest.mark.parametrize("word", ["conflict", "40001", "deadlock", "no space left on device"])
def test_a_word_that_a_server_repeats_is_no_reason_to_try_again(
    word: str, lights: Path, icigraph: Icigraph
) -> None:
    updates: list[int] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.path.startswith("/update"):
            updates.extend([len(body)] if body else [])
            reply(handler, 400, f"parse error at <https://example.org/{word}>".encode())
        else:
            reply(handler, 200, b'{"head": {"vars": []}, "results": {"bindings": []}}')

    config = lights / "icigraph.toml"
    with answering(answer) as url:
        settings = f'\n[targets.lab]\nurl = "{url}"\nkind = "generic"\nupdate = "{url}/update"\n'
        config.write_text(config.read_text("utf-8") + settings, "utf-8")
        ran = icigraph("--project", str(lights), "push", "lab")
    assert (ran.code, len(updates), "disk" in ran.err.partition("hint")[2]) == (3, 1, False), ran


def test_a_prefix_called_describe_makes_no_graph_of_a_query(lights: Path, icigraph: Icigraph) -> None:
    accepted: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        accepted.extend([handler.headers["Accept"]] if body else [])
        told = {"graph": "https://example.org/lighthouses/graph/a", "property": "urn:p", "value": "urn:v"}
        row = {name: {"type": "uri", "value": value} for name, value in told.items()}
        rows = [row] if b"manifest" in body else []
        reply(
            handler, 200, json.dumps({"head": {"vars": list(told)}, "results": {"bindings": rows}}).encode()
        )

    query = "PREFIX x: <http://example.org/describe/> # CONSTRUCT\nSELECT ?graph { ?graph x:construct ?o }"
    with answering(answer) as url:
        ran = icigraph("--project", str(lights), "query", "-e", query, "--endpoint", url)
    assert ran.code == 0, ran
    assert set(accepted[1:]) == {"application/sparql-results+json"}


def test_an_update_that_finds_nobody_is_not_sent_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServiceError, match="refused"):
        Http(pause=60).fetch(Request("POST", f"http://127.0.0.1:{port}/", body=b"x", repeatable=False))


@pytest.mark.parametrize(
    "term",
    [
        {"type": "uri", "value": "x> ; DROP ALL ; #"},
        {"type": "uri", "value": "no scheme"},
        {"type": "bnode", "value": "a b"},
        {"type": "literal", "value": "a", "xml:lang": "no language"},
        {"type": "nothing", "value": "a"},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "verb", [("push",), ("pull",), ("query", "-e", "SELECT * { ?s ?p ?o }", "--endpoint")]
)
def test_solutions_that_are_none_are_told(
    verb: tuple[str, ...], term: dict[str, str], lights: Path, icigraph: Icigraph
) -> None:
    """In whatever row they stand."""
    good = {"type": "uri", "value": "https://example.org/lighthouses/graph/a"}
    rows = [dict.fromkeys(("graph", "property", "value"), each) for each in (good, good, term)]
    said = json.dumps(
        {"head": {"vars": ["graph", "property", "value"]}, "results": {"bindings": rows}}
    ).encode()
    config = lights / "icigraph.toml"
    with answering(lambda handler, _body: reply(handler, 200, said)) as url:
        settings = f'\n[targets.lab]\nurl = "{url}"\nkind = "generic"\n'
        config.write_text(config.read_text("utf-8") + settings, "utf-8")
        ran = icigraph("--project", str(lights), *verb, "lab")
    assert (ran.code, "not SPARQL results" in ran.err) == (3, True), ran


@pytest.mark.parametrize("verb", [("push",), ("reason", "--endpoint")])
def test_an_answer_to_another_query_is_told(verb: tuple[str, ...], lights: Path, icigraph: Icigraph) -> None:
    """As of a proxy that gives what it gave before."""
    said = {
        "graph": "https://example.org/lighthouses/graph/a",
        "property": "https://w3id.org/icigraph/published#digest",
        "value": "ab",
    }
    row = {name: {"type": "uri" if name != "value" else "literal", "value": said[name]} for name in said}
    results = json.dumps({"head": {"vars": list(said)}, "results": {"bindings": [row]}}).encode()
    with answering(lambda handler, _body: reply(handler, 200, results)) as url:
        ran = icigraph("--project", str(lights), *verb, url)
    assert (ran.code, "error: " in ran.err) == (3, True), ran
