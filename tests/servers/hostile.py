"""Servers on a free local port that mean no good: they hang, drip, flood, echo what they were sent, or hand
on what a real store says with its end cut off.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Answer", "QuietServer", "answering", "cutting", "reply", "silent"]

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


class _Handler(BaseHTTPRequestHandler):
    answer: Answer

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with contextlib.suppress(OSError):
            type(self).answer(self, body)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Silent."""


class QuietServer(ThreadingHTTPServer):
    """Tells nothing of its clients."""

    daemon_threads = True
    # A client that waits is no reason to wait for its thread.
    block_on_close = False

    def handle_error(self, *_request: object) -> None:
        """Silent: clients that turn away are what the tests want."""


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer a request so; the names of headers have `_` for `-`."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextlib.contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The URL of a server that answers every request as `answer` does, while the block lasts."""
    handler = type("Here", (_Handler,), {"answer": staticmethod(answer)})
    with QuietServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()


@contextlib.contextmanager
def silent(kind: str) -> Iterator[str]:
    """The URL of a server that never answers: its backlog is full so that no connection is made
    (`connect`), it reads and says nothing (`read`), or it says one byte of its answer now and then
    (`drip`), or of the head of it (`head`).
    """
    if kind == "connect":
        with contextlib.ExitStack() as opened:
            listening = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
            for _ in range(4):
                taken = opened.enter_context(socket.socket())
                taken.setblocking(False)
                taken.connect_ex(listening.getsockname())
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        return
    with answering(_SILENCES[kind]) as url:
        yield url


def _reads(_handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    time.sleep(120)


def _drips(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.end_headers()
    _drop_by_drop(handler)


def _drips_head(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    _drop_by_drop(handler)


def _drop_by_drop(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(1200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


_SILENCES: dict[str, Answer] = {"read": _reads, "drip": _drips, "head": _drips_head}


@contextlib.contextmanager
def cutting(store: str, lines: int, path: str = "/store") -> Iterator[str]:
    """The URL of a server that hands all on to the `store`, and gives but so many lines of what it answers
    to GET of a `path`, without saying how much there is.
    """

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        cuts = handler.command == "GET" and handler.path.startswith(path)
        headers = {
            name: value for name, value in handler.headers.items() if name in ("Accept", "Content-Type")
        }
        asked = urllib.request.Request(
            store.rstrip("/") + handler.path, body or None, headers, method=handler.command
        )
        with urllib.request.urlopen(asked, timeout=60) as reply:
            said = reply.read()
            handler.send_response(reply.status)
            handler.send_header("Server", reply.headers.get("Server", ""))
            handler.send_header("Content-Type", reply.headers.get("Content-Type", ""))
        if cuts:
            said = b"".join(said.splitlines(keepends=True)[:lines])
        else:
            handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)

    with answering(answer) as url:
        yield url
