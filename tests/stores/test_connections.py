"""Connections: kept open, through proxies, compressed, made later where a server asks for it."""

from __future__ import annotations

import email.utils
import gzip
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fetch import system_program
from tests.servers.fixtures import SharedStores
from tests.servers.forward import forwarding
from tests.servers.gate import certificate_for, gated
from tests.servers.hostile import answering, reply
from tests.servers.proxy import proxied
from tests.servers.server import Running, UnavailableError

from icigraph.base.faults import InputError, ServiceError
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http, Request, UnreachableError

Icigraph = Callable[..., Ran]

SECRET = "s3cret-word"
ELSEWHERE = "store.icigraph.test"
GRAPHS = 40


@pytest.fixture(scope="module")
def oxigraph(shared_store: SharedStores) -> Running:
    return shared_store("oxigraph")


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def lights(lights: Path) -> Path:
    """The project with many graphs more."""
    for number in range(GRAPHS):
        path = lights / "data" / f"more{number}.ttl"
        path.write_text(f"<https://example.org/s{number}> <https://example.org/p> {number} .\n", "utf-8")
    return lights


@pytest.mark.server
def test_connections_are_kept_open(oxigraph: Running, lights: Path, icigraph: Icigraph) -> None:
    """A push reads every graph back, and needs no connection for each."""
    with proxied(oxigraph.port) as counting:
        url = f"http://127.0.0.1:{counting.port}"
        pushed = icigraph("--project", str(lights), "push", url, "--kind", "oxigraph")
        assert pushed.code == 0 and "exact" in pushed.out + pushed.err, pushed
        assert 0 < counting.connections <= 10 < GRAPHS
        before = counting.connections
        assert icigraph("--project", str(lights), "verify", url, "--kind", "oxigraph").code == 0
        assert counting.connections - before <= 8


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew() -> None:
    taken: list[int] = []

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        taken.append(handler.client_address[1])
        handler.protocol_version = "HTTP/1.1"
        reply(handler, 200, b"in")
        # Without a word of it in the reply.
        handler.close_connection = len(taken) % 2 == 0

    http = Http(attempts=1)
    with answering(answer) as url:
        for _ in range(6):
            assert http.fetch(Request("POST", url, body=b"x", repeatable=False)) == b"in"
            time.sleep(0.05)
    assert len(taken) == 6 and len(set(taken)) == 3


@pytest.mark.server
@pytest.mark.parametrize("login", ["", "ada:sëcret/word"])
def test_a_proxy_of_the_environment_is_used(
    login: str, oxigraph: Running, lights: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = ("--project", str(lights), "push", f"http://{ELSEWHERE}", "--kind", "oxigraph")
    with forwarding(oxigraph.port, login) as proxy:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        if login:
            refused = icigraph(*target)
            assert refused.code == 3 and "answered 407" in refused.err and "HTTP_PROXY" in refused.err
            monkeypatch.setenv("http_proxy", f"http://ada:s%C3%ABcret%2Fword@127.0.0.1:{proxy.port}")
        assert icigraph(*target).code == 0
        assert all(ELSEWHERE in each for each in proxy.asked)
        asked = len(proxy.asked)
        monkeypatch.setenv("no_proxy", f"other.example,{ELSEWHERE}")
        direct = icigraph(*target)
        assert direct.code == 3 and len(proxy.asked) == asked


def test_this_machine_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may go there unprotected must not go through another."""
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        seen.append(handler.headers.get("Authorization", ""))
        reply(handler, 200, b"in")

    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    with answering(answer) as url:
        assert Http(Credentials(token=SECRET)).fetch(Request("GET", url)) == b"in"
        assert Http().fetch(Request("GET", url.replace("127.0.0.1", "localhost"))) == b"in"
    assert seen == [f"Bearer {SECRET}", ""]


@pytest.mark.server
def test_a_secret_goes_through_a_proxy_in_a_tunnel_only(
    oxigraph: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        system_program("openssl")
    except UnavailableError as error:
        pytest.skip(str(error))
    certificate = certificate_for(f"DNS:{ELSEWHERE}", tmp_path)
    ask = Request("GET", f"https://{ELSEWHERE}/query?query=ASK%7B%7D")
    with (
        gated(oxigraph.port, certificate=certificate, token=SECRET) as gate,
        forwarding(gate.port, "ada:x") as proxy,
    ):
        monkeypatch.setenv("https_proxy", f"http://ada:x@127.0.0.1:{proxy.port}")
        http = Http(Credentials(token=SECRET), certificates=certificate.public, attempts=1)
        assert b"true" in http.fetch(ask)
        assert proxy.asked == [f"CONNECT {ELSEWHERE}:443"] and gate.seen == [f"Bearer {SECRET}"]
        with pytest.raises(ServiceError, match="not trusted"):
            Http(Credentials(token=SECRET), attempts=1).fetch(ask)
        monkeypatch.setenv("https_proxy", f"http://ada:wrong-{SECRET}@127.0.0.1:{proxy.port}")
        with pytest.raises(ServiceError, match="407") as caught:
            Http(certificates=certificate.public, attempts=1).fetch(ask)
    assert f"the proxy http://127.0.0.1:{proxy.port}" in str(caught.value) and SECRET not in str(caught.value)


def test_a_proxy_that_is_not_there_or_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Request("GET", f"http://{ELSEWHERE}/")
    monkeypatch.setenv("http_proxy", f"http://ada:{SECRET}@127.0.0.1:9")
    with pytest.raises(UnreachableError, match=r"refused[^\0]*proxy http://127\.0\.0\.1:9") as caught:
        Http(attempts=1).fetch(ask)
    assert SECRET not in str(caught.value)
    monkeypatch.setenv("http_proxy", f"socks5://ada:{SECRET}@127.0.0.1:9")
    with pytest.raises(InputError, match="no proxy that can be used") as refused:
        Http(attempts=1).fetch(ask)
    assert SECRET not in str(refused.value)


def test_compressed_replies_are_read() -> None:
    body = b"<urn:s> <urn:p> <urn:o> .\n" * 50_000

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        accepted.append(handler.headers["Accept-Encoding"])
        packed = gzip.compress(body) if handler.path == "/gzip" else zlib.compress(body)
        reply(
            handler,
            200,
            packed[: len(packed) // 2] if handler.path == "/not" else packed,
            **{"Content_Encoding": "gzip" if handler.path in ("/gzip", "/not") else "deflate"},
        )

    accepted: list[str] = []
    with answering(answer) as url:
        for path in ("gzip", "deflate"):
            assert Http().fetch(Request("GET", f"{url}/{path}")) == body
        with pytest.raises(UnreachableError, match="not compressed as it says"):
            Http(attempts=1).fetch(Request("GET", f"{url}/not"))
    assert set(accepted) == {"gzip, deflate"}


@pytest.mark.parametrize("status", [200, 400])
def test_what_unpacks_without_end_is_refused(status: int) -> None:
    block, sent = b" " * (1 << 20), [0]
    packer = zlib.compressobj(wbits=31)
    packed = b"".join([*(packer.compress(block) for _ in range(200)), packer.flush()])

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        sent[0] += 1
        reply(handler, status, packed, Content_Encoding="gzip")

    assert len(packed) < 1 << 20
    with answering(answer) as url, pytest.raises(ServiceError) as caught:
        Http(largest=2 << 20).fetch(Request("GET", url))
    assert ("larger than 2,097,152 bytes" if status == 200 else "answered 400") in str(caught.value)
    assert sent == [1]


def test_what_unpacks_to_nothing_for_ever_is_refused() -> None:
    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        member = gzip.compress(b" ") * 10_000
        for _ in range(1_000):
            handler.wfile.write(member)

    with answering(answer) as url, pytest.raises(ServiceError, match="larger than 1,048,576 bytes"):
        Http(largest=1 << 20).fetch(Request("GET", url))


@pytest.mark.parametrize("form", ["seconds", "date", "neither"])
def test_a_server_that_asks_for_time_gets_it(form: str) -> None:
    moments: list[float] = []
    asked = {
        "seconds": lambda: "1",
        "date": lambda: email.utils.formatdate(time.time() + 2, usegmt=True),
        "neither": lambda: "soon",
    }

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        moments.append(time.monotonic())
        if len(moments) > 1:
            reply(handler, 200, b"in")
        else:
            reply(handler, 503, Retry_After=asked[form]())

    with answering(answer) as url:
        assert Http(pause=0.01).fetch(Request("GET", url)) == b"in"
    # A date has whole seconds.
    assert (moments[1] - moments[0] >= 0.9) == (form != "neither")
