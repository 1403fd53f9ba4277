"""HTTP for triple stores: streamed bodies both ways, authentication by challenge, retries, time limits,
verified TLS.

Only requests that may be repeated are retried; whoever sends another kind learns of the failure and
decides. A reply that ends before its announced length is an error, never a shorter reply.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from icigraph.publish.addresses import address_shown
from icigraph.publish.authorization import Authorization
from icigraph.publish.credentials import Credentials
from icigraph.publish.redirects import FOLLOWED_AT_MOST, REDIRECTS, moved_to, without_end
from icigraph.publish.tls import TlsConnection, trusting, untrusted
from icigraph.rdf.faults import Fault, ServiceError

__all__ = ["Http", "Reply", "Request", "UnreachableError"]

_BLOCK = 1 << 16
_PASSING = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 30.0


class UnreachableError(ServiceError):
    """The service gave no whole answer: whether it acted on the request is not known."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. A body in a file is streamed, with its length announced: not every store reads
    chunks.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: Path | bytes | None = None
    repeatable: bool = True

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


@dataclass(slots=True)
class Http:
    """Sends requests with one set of credentials, and follows redirects of what only asks, on one server.

    `timeout` bounds every wait for the network in seconds, `attempts` how often a repeatable request is
    tried; servers with one of the `certificates` are trusted besides those that the system trusts.
    """

    credentials: Credentials | None = None
    timeout: float = 300.0
    attempts: int = 4
    pause: float = 0.5
    plain_secrets: bool = False
    certificates: Path | None = None
    _authorization: Authorization = field(init=False, repr=False)
    _tls: ssl.SSLContext | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._authorization = Authorization(self.credentials, self.plain_secrets)

    @contextmanager
    def open(self, request: Request, accepted: Iterable[int] = ()) -> Iterator[Reply]:
        """The reply to `request`, its body still to be read.

        A status of 300 or more that is not `accepted` is a `ServiceError` with the store's own words; no
        answer at all is `UnreachableError`.
        """
        connection, response = self._connect(request, frozenset(accepted))
        try:
            headers = {name.lower(): value for name, value in response.getheaders()}
            yield Reply(response.status, headers, _blocks(response, request.url))
        finally:
            response.close()
            connection.close()

    def fetch(self, request: Request, accepted: Iterable[int] = ()) -> bytes:
        """The whole body of the reply to `request`; a repeatable request is tried again if the reply breaks
        off.
        """
        for attempt in range(self.attempts):
            try:
                with self.open(request, accepted) as reply:
                    return reply.read()
            except UnreachableError:
                if not request.repeatable or attempt + 1 == self.attempts:
                    raise
                time.sleep(self.pause * 2**attempt)
        raise AssertionError("attempts is at least 1")

    def _connect(
        self, request: Request, accepted: frozenset[int]
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        if self._authorization.waits and request.body is not None:
            self._learn_challenge(request.url)
        for attempt in range(self.attempts if request.repeatable else 1):
            last = not request.repeatable or attempt + 1 == self.attempts
            try:
                connection, response = self._send_on(request)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, ssl.SSLError) and (told := untrusted(address_shown(request.url), error)):
                    raise told from None
                if last:
                    raise _unreachable(request.url, error) from None
                time.sleep(self.pause * 2**attempt)
                continue
            if response.status < 300 or response.status in accepted:
                return connection, response
            if last or response.status not in _PASSING:
                raise self._refusal(request, connection, response)
            connection.close()
            time.sleep(_asked_pause(response, self.pause * 2**attempt))
        raise AssertionError("attempts is at least 1")

    def _learn_challenge(self, url: str) -> None:
        """Ask without a body, so that a long body is not sent only to be refused."""
        with suppress(OSError, http.client.HTTPException):
            connection, _ = self._send_with_authority(Request("GET", url))
            connection.close()

    def _send_on(self, request: Request) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """The first answer that is no redirect."""
        for _ in range(1 + FOLLOWED_AT_MOST):
            connection, response = self._send_with_authority(request)
            if response.status not in REDIRECTS:
                return connection, response
            connection.close()
            answered = f"{response.status} {response.reason}"
            # 303 sends to what is got without a body, and a query is in the body.
            follows = request.asks and not (response.status == 303 and request.method == "POST")
            location = self._authorization.redacted(response.getheader("Location") or "")
            request = replace(request, url=moved_to(request.url, answered, location, follows=follows))
        raise without_end(request.url, answered)

    def _send_with_authority(
        self, request: Request
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        sent = self._authorization.header(request.method, request.url)
        connection, response = self._send(request, sent)
        asked = response.headers.get_all("WWW-Authenticate") or []
        if response.status != 401 or not self._authorization.learn(asked, sent):
            return connection, response
        connection.close()
        return self._send(request, self._authorization.header(request.method, request.url))

    def _send(
        self, request: Request, authority: str | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        parts = urlsplit(request.url)
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        # As bytes: a user's name is not always Latin-1.
        secret = {"Authorization": authority.encode()} if authority else {}
        headers: dict[str, str | bytes] = {"User-Agent": "icigraph", **dict(request.headers), **secret}
        path = parts.path or "/"
        try:
            connection.connect()
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

    def _refusal(
        self, request: Request, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
    ) -> ServiceError:
        words = ""
        with suppress(OSError, http.client.HTTPException):
            words = " ".join(response.read(2000).decode("utf-8", "replace").split())
        connection.close()
        said = f": {self._authorization.redacted(words)[:300]}" if words else ""
        kind = UnreachableError if response.status in _PASSING else ServiceError
        hint = self._authorization.advice() if response.status == 401 else _HINTS.get(response.status)
        return kind(
            Fault(
                f"{address_shown(request.url)}: answered {response.status} {response.reason}{said}", hint=hint
            )
        )


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


def _blocks(response: http.client.HTTPResponse, url: str) -> Iterator[bytes]:
    try:
        while block := response.read(_BLOCK):
            yield block
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(url, error) from None
    if response.length:
        raise _unreachable(url, f"the reply ended {response.length} bytes short")


def _unreachable(url: str, error: object) -> UnreachableError:
    said = error.strerror if isinstance(error, OSError) else None
    reason = said or str(error) or type(error).__name__
    return UnreachableError(
        Fault(f"{address_shown(url)}: {reason}", hint="is the store running and reachable?")
    )


_HINTS = {
    403: "this user may not do that at the store",
    404: "is the path of the target right?",
    413: "the store takes no request as large as this; raise its limit",
}


def _asked_pause(response: http.client.HTTPResponse, otherwise: float) -> float:
    asked = response.getheader("Retry-After") or ""
    return min(float(asked), _LONGEST_PAUSE) if asked.isdigit() else otherwise
