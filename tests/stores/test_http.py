"""HTTP against a small server of our own: secrets, retries, short replies, refusals."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.servers.hostile import reply

from icigraph.base.faults import InputError, ServiceError
from icigraph.stores.store.targets import target_of
from icigraph.stores.wire.credentials import Credentials, credentials_for
from icigraph.stores.wire.http import Http, Request, UnreachableError

SECRET = "s3cret-word"


class Handler(BaseHTTPRequestHandler):
    failures = 0
    seen: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Handler.seen.append(self.headers.get("Authorization", ""))
        getattr(self, "answer_" + self.path.strip("/").replace("-", "_"))()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def answer_busy(self) -> None:
        Handler.failures += 1
        if Handler.failures < 3:
            reply(self, 503, b"later", Retry_After="0")
        else:
            reply(self, 200, b"done")

    def answer_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")

    def answer_private(self) -> None:
        if self.headers.get("Authorization", "").startswith("Basic "):
            reply(self, 200, b"in")
        else:
            reply(self, 401, b"", WWW_Authenticate='Basic realm="x"')

    def answer_refused(self) -> None:
        reply(self, 400, b"line 1: unexpected token")

    def log_message(self, *args: object) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[str]:
    Handler.failures, Handler.seen = 0, []
    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def test_a_busy_store_is_asked_again(server: str) -> None:
    assert Http(pause=0.01).fetch(Request("GET", f"{server}/busy")) == b"done"


def test_what_may_not_be_repeated_is_sent_once(server: str) -> None:
    with pytest.raises(UnreachableError, match="503"):
        Http(pause=0.01).fetch(Request("POST", f"{server}/busy", body=b"x", repeatable=False))
    assert Handler.failures == 1


def test_a_reply_that_ends_early_is_no_reply(server: str) -> None:
    with pytest.raises(UnreachableError, match=r"short|incomplete|read"):
        Http(pause=0.01, attempts=2).fetch(Request("GET", f"{server}/short"))
    assert len(Handler.seen) == 2


def test_the_stores_words_reach_the_user(server: str) -> None:
    with pytest.raises(ServiceError, match=r"400.*unexpected token"):
        Http().fetch(Request("GET", f"{server}/refused"))


def test_a_password_is_sent_only_when_asked_for_and_never_told(server: str) -> None:
    http = Http(Credentials("ada", SECRET))
    assert http.fetch(Request("GET", f"{server}/private")) == b"in"
    assert Handler.seen[0] == "" and Handler.seen[1].startswith("Basic ")
    with pytest.raises(ServiceError) as caught:
        http.fetch(Request("GET", f"{server}/refused"))
    assert SECRET not in f"{caught.value} {http!r} {http.credentials!r}"


def test_no_password_goes_in_the_clear_to_another_machine() -> None:
    http = Http(Credentials(token=SECRET))
    with pytest.raises(InputError, match="unprotected") as caught:
        http.fetch(Request("GET", "http://store.example.org/ds"))
    assert SECRET not in str(caught.value)


def test_nobody_there_is_a_service_error() -> None:
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1:9"):
        Http(attempts=1).fetch(Request("GET", "http://127.0.0.1:9/ds"))


def test_credentials_in_a_url_are_refused_without_showing_them() -> None:
    with pytest.raises(InputError) as caught:
        target_of(f"https://ada:{SECRET}@example.org/ds")
    assert SECRET not in str(caught.value)


def test_netrc_is_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("home") / "netrc"
    path.write_text(f"machine example.org login ada password {SECRET}\n", "utf-8")
    found = credentials_for(None, "example.org", {"NETRC": str(path)})
    assert found == Credentials("ada", SECRET)
    assert credentials_for(None, "other.org", {"NETRC": str(path)}) is None


def test_an_unknown_target_or_setting_is_named() -> None:
    with pytest.raises(InputError, match="no target is called") as caught:
        target_of("lba", {"lab": {"url": "https://example.org"}})
    assert "lab" in str(caught.value)
    with pytest.raises(InputError, match="password"):
        target_of("lab", {"lab": {"url": "https://example.org", "password": "x"}})
    for wrong in ({"timeout": "long"}, {"strings": 1}, {"certificates": 5}, {"timeout": True}):
        with pytest.raises(InputError, match=f"{next(iter(wrong))} may not be"):
            target_of("lab", {"lab": {"url": "https://example.org", **wrong}})
