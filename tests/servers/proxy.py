"""A proxy between a client and a store that breaks one connection, in one of several ways, at a chosen
byte.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

__all__ = ["FAULTS", "Fault", "Proxy", "proxied"]

FAULTS = ("cut-request", "cut-answer", "unavailable", "silence", "truncate", "action")
_BLOCK = 4096


@dataclass(slots=True)
class Fault:
    """What goes wrong: `kind` of `FAULTS`, once `after` bytes of all requests (or answers, for those kinds)
    passed.

    `action` is called at that moment, for the kind of that name.
    """

    kind: str
    after: int
    action: Callable[[], None] = lambda: None
    struck: threading.Event = field(default_factory=threading.Event)


class Proxy:
    """Listens on a free local port and hands every connection on to the store's port."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self._fault: Fault | None = None
        self._sent = {"request": 0, "answer": 0}
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def arm(self, fault: Fault | None) -> None:
        """Break the traffic from now on as `fault` says, once; None lets all pass."""
        with self._lock:
            self._fault = fault
            self._sent = {"request": 0, "answer": 0}

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._to), timeout=60)
        except OSError:
            client.close()
            return
        answer = threading.Thread(target=self._pump, args=(server, client, "answer"), daemon=True)
        answer.start()
        self._pump(client, server, "request")
        answer.join()
        client.close()
        server.close()

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(_BLOCK):
                if self._strike(way, len(block)):
                    self._break(source, sink, block)
                    return
                sink.sendall(block)
            sink.shutdown(socket.SHUT_WR)

    def _strike(self, way: str, size: int) -> bool:
        with self._lock:
            self._sent[way] += size
            fault = self._fault
            if fault is None or fault.struck.is_set() or _way(fault.kind) != way:
                return False
            if self._sent[way] < fault.after:
                return False
            fault.struck.set()
            return True

    def _break(self, source: socket.socket, sink: socket.socket, block: bytes) -> None:
        fault = self._fault
        kind = fault.kind if fault else ""
        if kind == "unavailable":
            source.sendall(
                b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        elif kind == "truncate":
            sink.sendall(block[: len(block) // 2])
        elif kind == "silence":
            # Longer than the client waits: it must give up by itself.
            threading.Event().wait(3)
        elif kind == "action" and fault:
            fault.action()
        for side in (source, sink):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)


def _way(kind: str) -> str:
    return "answer" if kind in ("cut-answer", "truncate", "silence") else "request"


@contextlib.contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    """A proxy to `port` while the block lasts."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
