"""A gate before a store: it speaks TLS, asks for a bearer token, or both."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.fetch import system_program

__all__ = ["Certificate", "Gate", "certificate_for", "gated"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate and its key, as PEM files."""

    public: Path
    key: Path


def certificate_for(names: str, folder: Path) -> Certificate:
    """A certificate for `names`, such as `DNS:localhost,IP:127.0.0.1`, valid for two days."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names_of = ["-subj", "/CN=icigraph test", "-addext", f"subjectAltName={names}"]
    files = ["-keyout", str(made.key), "-out", str(made.public)]
    openssl = str(system_program("openssl"))
    subprocess.run([openssl, "req", *kind, *names_of, *files], check=True, capture_output=True)
    return made


class _Passage(socketserver.StreamRequestHandler):
    """One request: looked at, then handed on, and the store's answer handed back."""

    server: Gate

    def setup(self) -> None:
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        head = list(iter(self.rfile.readline, b"\r\n"))
        fields = dict(line.decode("latin-1").rstrip().split(": ", 1) for line in head[1:])
        body = self.rfile.read(int(fields.get("Content-Length", 0)))
        given = fields.get("Authorization", "")
        self.server.seen.append(given)
        self.server.watch()
        if self.server.token and given != f"Bearer {self.server.token}":
            # As some servers do, it repeats what it was given.
            self._refuse(f"no such token: {given}".encode())
        else:
            self._hand_on(b"".join(head) + b"Connection: close\r\n\r\n" + body)

    def _refuse(self, words: bytes) -> None:
        head = b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm="lab"\r\n'
        self.wfile.write(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(words) + words)

    def _hand_on(self, request: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.server.store), timeout=60) as store:
            store.sendall(request)
            while block := store.recv(1 << 16):
                self.wfile.write(block)

    def finish(self) -> None:
        super().finish()
        self.request.close()


class Gate(socketserver.ThreadingTCPServer):
    """Listens on a free local port; `seen` are the Authorization headers of the requests so far, and `watch`
    is called during each of them.
    """

    daemon_threads = True

    def __init__(self, store: int, tls: ssl.SSLContext | None, token: str, watch: Callable[[], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.store, self.tls, self.token, self.watch = store, tls, token, watch
        self.seen: list[str] = []

    @property
    def port(self) -> int:
        port: int = self.server_address[1]
        return port

    def handle_error(self, *_request: object) -> None:
        """Silent: a client that turns away from a certificate is what the tests want."""


@contextlib.contextmanager
def gated(
    store: int,
    *,
    certificate: Certificate | None = None,
    token: str = "",
    watch: Callable[[], None] = lambda: None,
) -> Iterator[Gate]:
    """A gate to the port `store` while the block lasts."""
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate.public, certificate.key)
    with Gate(store, tls, token, watch) as gate:
        threading.Thread(target=gate.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield gate
        finally:
            gate.shutdown()
