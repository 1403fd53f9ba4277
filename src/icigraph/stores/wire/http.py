"""HTTP for triple stores: streamed bodies both ways, authentication by challenge, verified TLS, and the one
place of retries and limits.

Only requests that may be repeated are tried again; whoever sends another kind learns of the failure and
decides. A reply that ends before its announced length is an error, never a shorter reply. Each request has
one deadline for all of its tries, each wait and each reply a bound of its own, and an interrupt ends any of
them.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from icigraph.base.faults import Fault, ServiceError
from icigraph.base.printable import printable
from icigraph.stores.wire.abandonable import awaited
from icigraph.stores.wire.addresses import address_shown
from icigraph.stores.wire.authorization import Authorization
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.redirects import FOLLOWED_AT_MOST, REDIRECTS, moved_to, without_end
from icigraph.stores.wire.tls import TlsConnection, trusting, untrusted

__all__ = ["Http", "Reply", "Request", "UnreachableError"]

_BLOCK = 1 << 16
_PASSING = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 30.0
# Of a refusal: bytes that are read, seconds that they may take, characters that are shown.
_WORDS, _WORDS_WITHIN, _WORDS_SHOWN = 4000, 2.0, 300

Taken = TypeVar("Taken")


class UnreachableError(ServiceError):
    """The service gave no whole answer: whether it acted on the request is not known.

    `pause` is how many seconds it asked to be left alone, if it did; `passes` whether another try may help.
    """

    pause: float | None = None
    passes: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. A body in a file is streamed, with its length announced: not every store reads
    chunks.

    `within` so many seconds it must be done, if not in those that the client has for any; `largest` is how
    many bytes its reply may have, likewise.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: Path | bytes | None = None
    repeatable: bool = True
    within: float | None = None
    largest: int | None = None

    @property
    def asks(self) -> bool:
        """Whether it only asks: a query comes by POST as well, but may be repeated as no update may."""
        return self.method in ("GET", "HEAD") or (self.method == "POST" and self.repeatable)


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers (names in lower case) and the body as blocks of bytes."""

    status: int
    headers: dict[str, str]
    blocks: Iterator[bytes]

    def read(self) -> bytes:
        """The whole body."""
        return b"".join(self.blocks)


class _Flight:
    """The connections of one request, so that another thread can end them."""

    def __init__(self) -> None:
        self.abandoned = False
        self._connections: list[http.client.HTTPConnection] = []
        self._sockets: list[socket.socket] = []

    def boards(self, connection: http.client.HTTPConnection) -> None:
        self._connections.append(connection)

    def has_connected(self, connection: http.client.HTTPConnection) -> None:
        # A connection that closes after its reply does not know its socket any more while that is read.
        self._sockets.append(connection.sock)

    def abandon(self) -> None:
        self.abandoned = True
        for taken in (*self._sockets, *(each.sock for each in self._connections)):
            with suppress(OSError, AttributeError, ValueError):
                # Closing it would not wake who reads from it.
                taken.shutdown(socket.SHUT_RDWR)


@dataclass(slots=True)
class Http:
    """Sends requests with one set of credentials, and follows redirects of what only asks, on one server.

    `timeout` bounds every wait for the network in seconds, `total` one request with all its tries and its
    reply, `largest` the bytes of a reply; `attempts` is how often a repeatable request is tried. Servers
    with one of the `certificates` are trusted besides those that the system trusts.
    """

    credentials: Credentials | None = None
    timeout: float = 300.0
    total: float = 1800.0
    largest: int = 256 << 20
    attempts: int = 4
    pause: float = 0.5
    plain_secrets: bool = False
    certificates: Path | None = None
    _authorization: Authorization = field(init=False, repr=False)
    _tls: ssl.SSLContext | None = field(default=None, init=False, repr=False)
    _flights: set[_Flight] = field(default_factory=set, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._authorization = Authorization(self.credentials, self.plain_secrets)

    def abandon(self) -> None:
        """End every request that is under way, in whatever thread: each fails, and is not tried again."""
        with self._lock:
            flights = tuple(self._flights)
        for flight in flights:
            flight.abandon()

    def fetch(self, request: Request, accepted: Iterable[int] = ()) -> bytes:
        """The whole body of the reply to `request`."""
        return self.exchange(request, Reply.read, accepted)

    def exchange(
        self, request: Request, taken: Callable[[Reply], Taken], accepted: Iterable[int] = ()
    ) -> Taken:
        """What `taken` makes of the reply to `request`, its body still to be read. A repeatable request is
        tried again if there is no reply or it breaks off, and `taken` called anew.

        A status of 300 or more that is not `accepted` is a `ServiceError` with the store's own words; no
        whole answer is `UnreachableError`.
        """
        end = time.monotonic() + (request.within or self.total)
        for attempt in range(1, self.attempts + 1):
            flight = _Flight()
            try:
                return self._flown(flight, request, taken, frozenset(accepted), end)
            except UnreachableError as error:
                pause = self.pause * 2 ** (attempt - 1) if error.pause is None else error.pause
                last = attempt == self.attempts or time.monotonic() + pause >= end
                if last or flight.abandoned or not (request.repeatable and error.passes):
                    raise
            time.sleep(pause)
        raise AssertionError("attempts is at least 1")

    def _flown(
        self,
        flight: _Flight,
        request: Request,
        taken: Callable[[Reply], Taken],
        accepted: frozenset[int],
        end: float,
    ) -> Taken:
        with self._lock:
            self._flights.add(flight)
        try:
            return awaited(
                lambda: self._once(flight, request, taken, accepted), end - time.monotonic(), flight.abandon
            )
        except TimeoutError:
            hint = "a target in icigraph.toml may give it longer, with total_timeout"
            seconds = request.within or self.total
            raise self._unreachable(request.url, f"no whole answer within {seconds:g} s", hint) from None
        finally:
            with self._lock:
                self._flights.discard(flight)

    def _once(
        self, flight: _Flight, request: Request, taken: Callable[[Reply], Taken], accepted: frozenset[int]
    ) -> Taken:
        if self._authorization.waits and request.body is not None:
            self._learn_challenge(flight, request.url)
        try:
            connection, response = self._send_on(flight, request)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, ssl.SSLError) and (told := untrusted(address_shown(request.url), error)):
                raise told from None
            raise self._no_answer(request.url, error) from None
        try:
            if response.status >= 300 and response.status not in accepted:
                raise self._refusal(request, connection, response)
            headers = {name.lower(): value for name, value in response.getheaders()}
            return taken(Reply(response.status, headers, self._blocks(request, response)))
        finally:
            response.close()
            connection.close()

    def _learn_challenge(self, flight: _Flight, url: str) -> None:
        """Ask without a body, so that a long body is not sent only to be refused."""
        with suppress(OSError, http.client.HTTPException):
            connection, _ = self._send_with_authority(flight, Request("GET", url))
            connection.close()

    def _send_on(
        self, flight: _Flight, request: Request
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """The first answer that is no redirect."""
        for _ in range(1 + FOLLOWED_AT_MOST):
            connection, response = self._send_with_authority(flight, request)
            if response.status not in REDIRECTS:
                return connection, response
            connection.close()
            answered = f"{response.status} {response.reason}"
            # 303 sends to what is got without a body, and a query is in the body.
            follows = request.asks and not (response.status == 303 and request.method == "POST")
            location = response.getheader("Location") or ""
            try:
                request = replace(request, url=moved_to(request.url, answered, location, follows=follows))
            except ServiceError as error:
                raise error.again(*map(self._clean, error.faults)) from None
        told = without_end(request.url, answered)
        raise told.again(*map(self._clean, told.faults))

    def _send_with_authority(
        self, flight: _Flight, request: Request
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        sent = self._authorization.header(request.method, request.url)
        connection, response = self._send(flight, request, sent)
        asked = response.headers.get_all("WWW-Authenticate") or []
        if response.status != 401 or not self._authorization.learn(asked, sent):
            return connection, response
        connection.close()
        return self._send(flight, request, self._authorization.header(request.method, request.url))

    def _send(
        self, flight: _Flight, request: Request, authority: str | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        parts = urlsplit(request.url)
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        flight.boards(connection)
        # As bytes: a user's name is not always Latin-1.
        secret = {"Authorization": authority.encode()} if authority else {}
        headers: dict[str, str | bytes] = {"User-Agent": "icigraph", **dict(request.headers), **secret}
        path = parts.path or "/"
        try:
            connection.connect()
            flight.has_connected(connection)
            _write(connection, request, f"{path}?{parts.query}" if parts.query else path, headers)
            return connection, connection.getresponse()
        except BaseException:
            connection.close()
            raise

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme != "https":
            return http.client.HTTPConnection(host, port, timeout=self.timeout, blocksize=_BLOCK)
        self._tls = self._tls or trusting(self.certificates)
        return TlsConnection(host, port, timeout=self.timeout, context=self._tls, blocksize=_BLOCK)

    def _blocks(self, request: Request, response: http.client.HTTPResponse) -> Iterator[bytes]:
        most = rest = request.largest or self.largest
        try:
            while block := response.read1(_BLOCK):
                rest -= len(block)
                if rest < 0:
                    raise ServiceError(self._told(request.url, f"the reply is larger than {most:,} bytes"))
                yield block
        except (OSError, http.client.HTTPException) as error:
            raise self._no_answer(request.url, error) from None
        if response.length:
            raise self._unreachable(request.url, f"the reply ended {response.length} bytes short")

    def _refusal(
        self, request: Request, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
    ) -> ServiceError:
        words = " ".join(_words(connection, response).split())
        said = f": {words[:_WORDS_SHOWN]}" if words else ""
        passing = response.status in _PASSING
        hint = self._authorization.advice() if response.status == 401 else _HINTS.get(response.status)
        told = self._told(request.url, f"answered {response.status} {response.reason}{said}", hint)
        if not passing:
            return ServiceError(told, status=response.status, words=words)
        error = UnreachableError(told, status=response.status, words=words)
        error.pause = _asked_pause(response)
        return error

    def _no_answer(self, url: str, error: Exception) -> UnreachableError:
        said = error.strerror if isinstance(error, OSError) else None
        found = self._unreachable(url, said or str(error) or type(error).__name__)
        # Who was silent for so long is not asked to be so again.
        found.passes = not isinstance(error, TimeoutError)
        return found

    def _unreachable(
        self, url: str, said: str, hint: str = "is the store running and reachable?"
    ) -> UnreachableError:
        return UnreachableError(self._told(url, said, hint))

    def _told(self, url: str, said: str, hint: str | None = None) -> Fault:
        return self._clean(Fault(f"{address_shown(url)}: {said}", hint=hint))

    def _clean(self, fault: Fault) -> Fault:
        """What is told of a server, which may repeat what it was sent and send what steers a terminal: all
        that is told goes through here.
        """
        return Fault(printable(self._authorization.redacted(fault.message)), fault.place, fault.hint)


def _write(
    connection: http.client.HTTPConnection, request: Request, path: str, headers: dict[str, str | bytes]
) -> None:
    try:
        if isinstance(request.body, Path):
            size = str(request.body.stat().st_size)
            with request.body.open("rb") as body:
                connection.request(
                    request.method, path, body=body, headers={**headers, "Content-Length": size}
                )
        else:
            connection.request(request.method, path, body=request.body, headers=headers)
    except (BrokenPipeError, ConnectionResetError):
        # The store may have refused while we still sent: its answer, if there is one, says why.
        if connection.sock is None:
            raise


def _words(connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> str:
    """The beginning of what a store says to a refusal, as far as it comes soon."""
    end, words = time.monotonic() + _WORDS_WITHIN, b""
    if connection.sock:
        connection.sock.settimeout(_WORDS_WITHIN)
    with suppress(OSError, http.client.HTTPException):
        while len(words) < _WORDS and time.monotonic() < end and (block := response.read1(_WORDS)):
            words += block
    return words[:_WORDS].decode("utf-8", "replace")


_HINTS = {
    403: "this user may not do that at the store",
    404: "is the path of the target right?",
    413: "the store takes no request as large as this; raise its limit",
}


def _asked_pause(response: http.client.HTTPResponse) -> float | None:
    asked = response.getheader("Retry-After") or ""
    return min(float(asked), _LONGEST_PAUSE) if asked.isdecimal() else None
