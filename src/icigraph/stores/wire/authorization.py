"""Authorization: what one store is shown of a user's credentials, and when.

A token goes with every request; a password only once the store has asked, in the strongest way that it asks
for and we speak. Nothing that could be read on the way goes unprotected to another machine.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlsplit

from icigraph.base.faults import Fault, InputError
from icigraph.stores.wire.addresses import address_shown, is_this_machine
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http_digest import digest_answer, is_known

__all__ = ["Authorization", "Challenge"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?:\s+(?=[^=\s])(.*))?$", re.DOTALL)
_NONE = (
    "give the credentials in the environment, netrc or keyring (see `icigraph push --help`); for a target "
    "that is a URL, ICIGRAPH_HOST names the host that they are for"
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """One way in which a store asks for credentials: the scheme in lower case, and its parameters."""

    scheme: str
    asked: dict[str, str]


def _challenges_of(headers: Iterable[str]) -> list[Challenge]:
    """What the `WWW-Authenticate` headers of a reply ask for.

    >>> _challenges_of(['Digest realm="a, b", nonce="x", qop="auth,auth-int", Basic realm="c"'])[1]
    Challenge(scheme='basic', asked={'realm': 'c'})
    """
    found: list[Challenge] = []
    for item in itertools.chain.from_iterable(map(urllib.request.parse_http_list, headers)):
        begun = _SCHEME.match(item)
        if begun:
            found.append(Challenge(begun[1].lower(), {}))
        name, _, value = (begun[2] or "" if begun else item).partition("=")
        if found and name.strip():
            found[-1].asked[name.strip().lower()] = _unquoted(value.strip())
    return found


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] == text[-1:] == '"' else text


@dataclass(slots=True)
class Authorization:
    """The credentials for one store and what it has asked for so far; safe to share between threads.

    >>> authorization = Authorization(Credentials(user="ada", password="secret"))
    >>> authorization.header("GET", "https://example.org/ds")
    >>> authorization.learn(['Basic realm="store"'], sent=None)
    True
    >>> authorization.header("GET", "https://example.org/ds")
    'Basic YWRhOnNlY3JldA=='
    """

    credentials: Credentials | None = None
    plain_secrets: bool = False
    _chosen: Challenge | None = field(default=None, repr=False)
    _schemes: tuple[str, ...] = field(default=(), repr=False)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def waits(self) -> bool:
        """Whether there is a password that the store has not asked for yet."""
        return bool(self.credentials and not self.credentials.token and not self._chosen)

    def header(self, method: str, url: str) -> str | None:
        """The Authorization header of a request, if it needs one."""
        if self.credentials and self.credentials.token:
            self._guard(url, "token")
            return f"Bearer {self.credentials.token}"
        with self._lock:
            chosen, number = self._chosen, next(self._numbers) if self._chosen else 0
        if not self.credentials or not chosen:
            return None
        user, password = self.credentials.user, self.credentials.password
        if chosen.scheme == "digest":
            return digest_answer(chosen.asked, user, password, (method, _uri(url)), number)
        self._guard(url, "password")
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def learn(self, headers: Iterable[str], sent: str | None) -> bool:
        """Take in that a request, `sent` with an Authorization header or none, was refused with these
        `WWW-Authenticate` headers; whether to try it again.
        """
        if not self.credentials or self.credentials.token:
            return False
        asked = _challenges_of(headers) or [Challenge("basic", {})]
        spoken = [each for each in asked if each.scheme == "digest" and is_known(each.asked)]
        spoken += [each for each in asked if each.scheme == "basic"]
        with self._lock:
            self._schemes = tuple(each.scheme for each in asked)
            if self._chosen != (chosen := spoken[0] if spoken else None):
                self._chosen, self._numbers = chosen, itertools.count(1)
        # A digest may be refused because its nonce has grown old; a password that was sent stays wrong.
        renewed = (
            chosen is not None and chosen.scheme == "digest" and chosen.asked["nonce"] not in (sent or "")
        )
        return chosen is not None and (sent is None or renewed)

    def advice(self) -> str:
        """What to do about a refusal."""
        if not self.credentials:
            return _NONE
        source = f" from {self.credentials.source}" if self.credentials.source else ""
        if self.credentials.token:
            return f"the store does not accept the token{source}: is it right, and still valid?"
        if self._schemes and not self._chosen:
            return f"the store asks for {' or '.join(self._schemes)}; basic, digest and bearer are spoken"
        return f"the store does not accept the user and password{source}: are they right?"

    def redacted(self, text: str) -> str:
        """The text without the secrets, should a store have repeated them, as they are or as they were
        sent.
        """
        for secret in self._secrets():
            text = text.replace(secret, "…")
        return text

    def _secrets(self) -> list[str]:
        """In every form that they are sent or repeated in, the longest first."""
        if not self.credentials:
            return []
        user, password, token = self.credentials.user, self.credentials.password, self.credentials.token
        plain = [each for each in (token, password, f"{user}:{password}" if password else "") if each]
        forms = (str, quote, quote_plus, html.escape, _in_json, _in_base64, _in_bytes)
        return sorted({form(each) for each in plain for form in forms}, key=len, reverse=True)

    def _guard(self, url: str, what: str) -> None:
        local = is_this_machine(urlsplit(url).hostname or "")
        if urlsplit(url).scheme != "https" and not local and not self.plain_secrets:
            hint = "use https, or set plain_secrets = true for the target on a network you trust"
            message = f"{address_shown(url)}: would send the {what} unprotected over http"
            raise InputError(Fault(message, hint=hint))


def _in_json(secret: str) -> str:
    return json.dumps(secret)[1:-1]


def _in_base64(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode().rstrip("=")


def _in_bytes(secret: str) -> str:
    # Who takes the bytes of a header for Latin-1, as HTTP once had it.
    return secret.encode().decode("latin-1")


def _uri(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
