"""Connections to servers: kept open between requests, made through the proxy that the environment names, and
ended by another thread where nobody waits for them any more.
"""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from ssl import SSLContext
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from icigraph.base.faults import Fault, InputError
from icigraph.stores.wire.addresses import address_shown, is_this_machine

__all__ = ["Flight", "pools", "proxy_for"]

_BLOCK = 1 << 16
# As many as requests are under way at once.
_KEPT_OPEN = 8


class Flight:
    """One request under way: the connections that it uses, so that another thread can end them.

    >>> flight = Flight()
    >>> with flight.under_way():
    ...     flight.abandon()
    >>> flight.abandoned
    True
    """

    def __init__(self) -> None:
        self.abandoned = False
        self._connections: list[HTTPConnection] = []
        self._sockets: list[socket.socket] = []

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """What this thread connects to meanwhile is of this flight."""
        reset = _FLIGHT.set(self)
        try:
            yield
        finally:
            _FLIGHT.reset(reset)

    def uses(self, connection: HTTPConnection) -> None:
        """Note a connection, and the socket that it has now: it forgets that of a last reply."""
        self._connections.append(connection)
        if connection.sock:
            self._sockets.append(connection.sock)

    def wait_at_most(self, seconds: float) -> None:
        """Bound each wait for the rest of the reply."""
        for taken in self._sockets:
            with suppress(OSError):
                taken.settimeout(seconds)

    def abandon(self) -> None:
        """End the request in whatever state it is; it fails in its own thread."""
        self.abandoned = True
        for taken in (*self._sockets, *(each.sock for each in self._connections)):
            with suppress(OSError, AttributeError, ValueError):
                # Closing it would not wake who reads from it.
                taken.shutdown(socket.SHUT_RDWR)


_FLIGHT: ContextVar[Flight] = ContextVar("flight")


class _Connection(HTTPConnection):
    def connect(self) -> None:
        _FLIGHT.get().uses(self)
        super().connect()

    def request(self, *arguments: Any, **named: Any) -> None:
        flight = _FLIGHT.get()
        flight.uses(self)
        try:
            super().request(*arguments, **named)
        finally:
            flight.uses(self)


class _TlsConnection(_Connection, HTTPSConnection):
    """The same with TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def pools(proxy: str | None, tls: SSLContext | None) -> PoolManager:
    """Connections to any server, through the `proxy` if there is one. An `InputError` says that no such proxy
    is spoken to.

    >>> sorted(pools(None, None).pool_classes_by_scheme)
    ['http', 'https']
    """
    options: dict[str, Any] = {"maxsize": _KEPT_OPEN, "blocksize": _BLOCK}
    if tls:
        options["ssl_context"] = tls
    if proxy is None:
        manager = PoolManager(**options)
    else:
        try:
            manager = ProxyManager(address_shown(proxy), proxy_headers=_proxy_headers(proxy), **options)
        except (HTTPError, ValueError):
            message = f"{address_shown(proxy)}: no proxy that can be used"
            hint = "the environment names it (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY): http or https is spoken"
            raise InputError(Fault(message, hint=hint)) from None
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return manager


def proxy_for(url: str) -> str | None:
    """The proxy that the environment, or the system, names for a URL; none for this machine, so that what is
    safe to send there unprotected stays here.

    >>> proxy_for("http://127.0.0.1:3030/ds")
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_this_machine(host) or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _proxy_headers(proxy: str) -> dict[str, str]:
    parts = urlsplit(proxy)
    if parts.username is None:
        return {}
    secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
