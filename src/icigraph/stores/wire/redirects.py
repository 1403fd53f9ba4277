"""Redirects: a question goes on to where the same server says that it has moved; nothing goes to another
server, and nothing that changes a store goes anywhere but where the user said.
"""

from __future__ import annotations

from urllib.parse import quote, urldefrag, urljoin, urlsplit

from icigraph.base.faults import Fault, ServiceError
from icigraph.stores.wire.addresses import address_shown, server_of

__all__ = ["FOLLOWED_AT_MOST", "REDIRECTS", "moved_to", "without_end"]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOLLOWED_AT_MOST = 5


def moved_to(url: str, answered: str, location: str, *, follows: bool) -> str:
    """Where to ask what was asked at `url`, after an answer that names another `location`.

    A `ServiceError` tells of an address that is not followed: on another server, or if the request is not one
    that `follows`.

    >>> moved_to("http://e.org/ds", "301 Moved Permanently", "/ds/", follows=True)
    'http://e.org/ds/'
    >>> moved_to("http://e.org/ds", "301 Moved Permanently", "https://e.org/ds", follows=True)
    Traceback (most recent call last):
    icigraph.base.faults.ServiceError: http://e.org/ds: answered 301 Moved Permanently: moved to https://e.org/ds
      hint: nothing was sent there; if you trust it, begin the target's URL with https://e.org, not http://e.org
    """
    head = f"{address_shown(url)}: answered {answered}"
    try:
        new = urldefrag(urljoin(url, _quoted(location)))[0]
        here, there = server_of(url), server_of(new)
    except ValueError:
        there, new = None, ""
    if not location or there is None:
        raise ServiceError(
            Fault(f"{head} without an address to go to", hint="is the URL of the target right?")
        )
    if follows and here == there and not urlsplit(new).username:
        return new
    raise ServiceError(Fault(f"{head}: moved to {address_shown(new)}", hint=_advice(url, new)))


def without_end(url: str, answered: str) -> ServiceError:
    """What to tell of a server that sends from one address to the next for ever.

    >>> print(without_end("https://example.org/ds", "302 Found"))
    https://example.org/ds: answered 302 Found again and again
      hint: is the URL of the target right?
    """
    hint = "is the URL of the target right?"
    return ServiceError(Fault(f"{address_shown(url)}: answered {answered} again and again", hint=hint))


def _quoted(location: str) -> str:
    # Headers come as Latin-1; what servers put in them without asking is UTF-8.
    return quote(location.encode("latin-1", "replace"), safe="%/:=&?~#+!$,;'@()*[]")


def _advice(url: str, new: str) -> str:
    before, after = _begin(url), _begin(new)
    if urlsplit(url).path.rstrip("/") == urlsplit(new).path.rstrip("/") and before != after:
        return f"nothing was sent there; if you trust it, begin the target's URL with {after}, not {before}"
    return "nothing was sent there; if you trust it, give the target by its new address"


def _begin(url: str) -> str:
    parts = urlsplit(address_shown(url))
    return f"{parts.scheme}://{parts.netloc}"
