"""A forward proxy, as offices have one: it hands on requests with a whole URL, and makes tunnels for CONNECT.
Whatever the host is called, it is a store on this machine.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.servers.hostile import QuietServer

__all__ = ["ForwardProxy", "forwarding"]


@dataclass
class ForwardProxy:
    """A proxy on a free local port to the port `store`; it wants the `login` (user:password) if there is one,
    and keeps what it was `asked`.
    """

    store: int
    login: str = ""
    asked: list[str] = field(default_factory=list)
    port: int = 0


class _Handler(BaseHTTPRequestHandler):
    known: ForwardProxy
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        if not self.lets_in():
            return
        with socket.create_connection(("127.0.0.1", self.known.store), timeout=60) as store:
            self.send_response(200)
            self.end_headers()
            sides = {self.connection: store, store: self.connection}
            while ready := select.select(list(sides), [], [], 60)[0]:
                for side in ready:
                    if not (block := side.recv(1 << 16)):
                        self.close_connection = True
                        return
                    sides[side].sendall(block)

    def hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.lets_in():
            return
        parts = urlsplit(self.path)
        passed = {name: value for name, value in self.headers.items() if not name.startswith("Proxy-")}
        store = http.client.HTTPConnection("127.0.0.1", self.known.store, timeout=60)
        with contextlib.closing(store):
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            store.request(self.command, path, body, passed)
            answer = store.getresponse()
            said = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in (
                    "transfer-encoding",
                    "content-length",
                    "connection",
                    "server",
                    "date",
                ):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_DELETE = hand_on  # noqa: N815

    def lets_in(self) -> bool:
        self.known.asked.append(f"{self.command} {self.path}")
        wanted = f"Basic {base64.b64encode(self.known.login.encode()).decode()}"
        if not self.known.login or self.headers.get("Proxy-Authorization") == wanted:
            return True
        self.send_response(407)
        self.send_header("Proxy-Authenticate", 'Basic realm="office"')
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def log_message(self, *args: object) -> None:
        """Silent."""


@contextlib.contextmanager
def forwarding(store: int, login: str = "") -> Iterator[ForwardProxy]:
    """A proxy while the block lasts."""
    proxy = ForwardProxy(store, login)
    handler = type("Here", (_Handler,), {"known": proxy})
    with QuietServer(("127.0.0.1", 0), handler) as listening:
        proxy.port = listening.server_port
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield proxy
        finally:
            listening.shutdown()
