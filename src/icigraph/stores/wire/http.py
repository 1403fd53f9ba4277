"""HTTP for triple stores: streamed bodies both ways, authentication by challenge, verified TLS, and the one
place of retries and limits.

Only requests that may be repeated are tried again; whoever sends another kind learns of the failure and
decides. A reply that ends before its announced length is an error, never a shorter reply. Each request has
one deadline for all of its tries, each wait and each reply a bound of its own, and an interrupt ends any of
them.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, InvalidHeader, ProxyError
from urllib3.util import parse_url

from icigraph.base.faults import Fault, ServiceError
from icigraph.base.printable import printable
from icigraph.stores.wire.abandonable import awaited
from icigraph.stores.wire.addresses import address_shown
from icigraph.stores.wire.authorization import Authorization
from icigraph.stores.wire.connections import Flight, pools, proxy_for
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.redirects import FOLLOWED_AT_MOST, REDIRECTS, moved_to, without_end
from icigraph.stores.wire.tls import trusting, untrusted

__all__ = ["Http", "Reply", "Request", "UnreachableError"]

_BLOCK = 1 << 16
_ENCODINGS = "gzip, deflate"
_PASSING = frozenset({429, 502, 503, 504})
# Reads what a server asks for, and waits no longer than this.
_PAUSES = Retry(retry_after_max=30)
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

    >>> Request("POST", "https://e/sparql").asks, Request("POST", "https://e/update", repeatable=False).asks
    (True, False)
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
    """Status, headers (names in lower case) and the body as blocks of bytes.

    >>> Reply(200, {"content-type": "text/plain"}, iter([b"a", b"b"])).read()
    b'ab'
    """

    status: int
    headers: dict[str, str]
    blocks: Iterator[bytes]

    def read(self) -> bytes:
        """The whole body."""
        return b"".join(self.blocks)


@dataclass(slots=True)
class Http:
    """Sends requests with one set of credentials, and follows redirects of what only asks, on one server.

    `timeout` bounds every wait for the network in seconds, `total` one request with all its tries and its
    reply, `largest` the bytes of a reply; `attempts` is how often a repeatable request is tried. Servers with
    one of the `certificates` are trusted besides those that the system trusts.
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
    _managers: dict[str | None, PoolManager] = field(default_factory=dict, init=False, repr=False)
    _flights: set[Flight] = field(default_factory=set, init=False, repr=False)
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
            flight = Flight()
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
        flight: Flight,
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
        self, flight: Flight, request: Request, taken: Callable[[Reply], Taken], accepted: frozenset[int]
    ) -> Taken:
        with flight.under_way():
            if self._authorization.waits and request.body is not None:
                self._learn_challenge(flight, request.url)
            try:
                response = self._send_on(flight, request)
            except (HTTPError, OSError) as error:
                raise self._no_answer(request.url, error) from None
            try:
                if response.status >= 300 and response.status not in accepted:
                    raise self._refusal(request, response, _words(flight, response))
                headers = {name.lower(): value for name, value in response.headers.items()}
                return taken(Reply(response.status, headers, self._blocks(request, response)))
            finally:
                # One that was read to its end is in use by others already.
                response.close()

    def _learn_challenge(self, flight: Flight, url: str) -> None:
        """Ask without a body, so that a long body is not sent only to be refused."""
        with suppress(HTTPError, OSError):
            _words(flight, self._send_with_authority(flight, Request("GET", url)))

    def _send_on(self, flight: Flight, request: Request) -> BaseHTTPResponse:
        """The first answer that is no redirect."""
        for _ in range(1 + FOLLOWED_AT_MOST):
            response = self._send_with_authority(flight, request)
            if response.status not in REDIRECTS:
                return response
            _words(flight, response)
            answered = f"{response.status} {response.reason}"
            # 303 sends to what is got without a body, and a query is in the body.
            follows = request.asks and not (response.status == 303 and request.method == "POST")
            location = response.headers.get("Location") or ""
            try:
                request = replace(request, url=moved_to(request.url, answered, location, follows=follows))
            except ServiceError as error:
                raise error.again(*map(self._clean, error.faults)) from None
        endless = without_end(request.url, answered)
        raise endless.again(*map(self._clean, endless.faults))

    def _send_with_authority(self, flight: Flight, request: Request) -> BaseHTTPResponse:
        sent = self._authorization.header(request.method, _sent_as(request.url))
        response = self._send(request, sent)
        asked = response.headers.getlist("WWW-Authenticate")
        if response.status != 401 or not self._authorization.learn(asked, sent):
            return response
        _words(flight, response)
        return self._send(request, self._authorization.header(request.method, _sent_as(request.url)))

    def _send(self, request: Request, authority: str | None) -> BaseHTTPResponse:
        headers: dict[str, Any] = {"User-Agent": "icigraph", "Accept-Encoding": _ENCODINGS}
        headers |= dict(request.headers)
        if authority:
            # As bytes: a user's name is not always Latin-1.
            headers["Authorization"] = authority.encode()
        with ExitStack() as opened:
            body: Any = request.body
            if isinstance(body, Path):
                headers["Content-Length"] = str(body.stat().st_size)
                body = opened.enter_context(body.open("rb"))
            return self._pools(request.url).urlopen(
                request.method,
                _sent_as(request.url),
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=Timeout(connect=self.timeout, read=self.timeout),
            )

    def _pools(self, url: str) -> PoolManager:
        proxy = proxy_for(url)
        with self._lock:
            if proxy not in self._managers:
                secured = url.startswith("https:") or (proxy or "").startswith("https:")
                self._managers[proxy] = pools(proxy, trusting(self.certificates) if secured else None)
            return self._managers[proxy]

    def _blocks(self, request: Request, response: BaseHTTPResponse) -> Iterator[bytes]:
        most, read = request.largest or self.largest, 0
        try:
            while block := response.read1(_BLOCK):
                read += len(block)
                if max(read, response.tell()) > most:
                    raise ServiceError(self._fault(request.url, f"the reply is larger than {most:,} bytes"))
                yield block
        except (HTTPError, OSError) as error:
            raise self._no_answer(request.url, error) from None

    def _refusal(self, request: Request, response: BaseHTTPResponse, words: str) -> ServiceError:
        said = f": {words[:_WORDS_SHOWN]}" if words else ""
        hint = self._authorization.advice() if response.status == 401 else _HINTS.get(response.status)
        message = self._fault(request.url, f"answered {response.status} {response.reason}{said}", hint)
        if response.status not in _PASSING:
            return ServiceError(message, status=response.status, words=words)
        error = UnreachableError(message, status=response.status, words=words)
        with suppress(InvalidHeader):
            error.pause = _PAUSES.get_retry_after(response)
        return error

    def _no_answer(self, url: str, error: Exception) -> ServiceError:
        cause = _cause(error)
        if isinstance(cause, ssl.SSLError) and (refused := untrusted(address_shown(url), cause)):
            return refused
        found = self._unreachable(url, _reason(cause), _hint(url, error))
        # Who was silent for so long is not asked to be so again.
        found.passes = not isinstance(cause, TimeoutError)
        return found

    def _unreachable(self, url: str, said: str, hint: str) -> UnreachableError:
        return UnreachableError(self._fault(url, said, hint))

    def _fault(self, url: str, said: str, hint: str | None = None) -> Fault:
        return self._clean(Fault(f"{address_shown(url)}: {said}", hint=hint))

    def _clean(self, fault: Fault) -> Fault:
        """What is told of a server, which may repeat what it was sent and send what steers a terminal: all
        that is told goes through here.
        """
        return Fault(printable(self._authorization.redacted(fault.message)), fault.place, fault.hint)


def _sent_as(url: str) -> str:
    """The URL as it goes over the wire, which is what a digest is made of."""
    return parse_url(url).url


def _words(flight: Flight, response: BaseHTTPResponse) -> str:
    """The beginning of a body that nobody asked for, as far as it comes soon, in one line. A connection that
    has more to say is closed.
    """
    end, words = time.monotonic() + _WORDS_WITHIN, b""
    flight.wait_at_most(_WORDS_WITHIN)
    with suppress(HTTPError, OSError):
        while len(words) < _WORDS and time.monotonic() < end and (block := response.read1(_WORDS)):
            words += block
    response.close()
    return " ".join(words[:_WORDS].decode("utf-8", "replace").split())


def _cause(error: BaseException) -> BaseException:
    """What went wrong at the bottom of what wraps it."""
    inner = getattr(error, "original_error", None) or error.__cause__
    inner = inner or next((each for each in error.args if isinstance(each, BaseException)), None)
    return error if inner is None or isinstance(error, DecodeError) else _cause(inner)


def _reason(cause: BaseException) -> str:
    if isinstance(cause, DecodeError):
        return "the reply is not compressed as it says"
    if isinstance(cause, IncompleteRead) and cause.expected:
        return f"the reply ended {cause.expected} bytes short"
    if isinstance(cause, TimeoutError):
        return "timed out"
    said = cause.strerror if isinstance(cause, OSError) else None
    return said or str(cause) or type(cause).__name__


def _hint(url: str, error: Exception) -> str:
    if isinstance(error, ProxyError) or "Tunnel connection failed" in str(error):
        proxy = address_shown(proxy_for(url) or "")
        return f"the way there is the proxy {proxy}, from the environment; NO_PROXY names hosts without one"
    if url.startswith("https:"):
        return "is the store running and reachable, and is it https that it speaks there, not http?"
    return "is the store running and reachable?"


_HINTS = {
    403: "this user may not do that at the store",
    404: "is the path of the target right?",
    407: "give the proxy's user and password in its URL, in HTTP_PROXY or HTTPS_PROXY",
    413: "the store takes no request as large as this; raise its limit",
}
