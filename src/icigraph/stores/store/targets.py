"""Targets: which store, of which kind, and where it answers queries, updates and whole graphs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.stores.wire.addresses import address_shown, server_of
from icigraph.stores.wire.credentials import credentials_for
from icigraph.stores.wire.http import Http, Request

__all__ = ["KINDS", "Endpoints", "Target", "detect_kind", "endpoints_of", "http_of", "target_of"]

_AS_URL = "give a URL such as http://localhost:7878"
_URLS = ("query", "update", "graphs")
_NO_URL = re.compile("[\x00-\x20\x7f-\x9f]")
_AFTER_QUERY = re.compile("[?#].*", re.DOTALL)
# Of the settings that are not strings.
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "timeout": (int, float),
    "total_timeout": (int, float),
    "largest_answer": (int, float),
    "plain_secrets": bool,
    "strings": bool,
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The URLs of one store's SPARQL 1.1 Protocol and of its graphs.

    `graphs` answers `?PARAMETER=IRI` (the Graph Store Protocol's `graph`, RDF4J's `context`); `dataset` takes
    N-Quads.

    >>> Endpoints("https://e/sparql", "https://e/update", "https://e/data", "https://e/data").graph("x:g")
    'https://e/data?graph=x%3Ag'
    """

    query: str
    update: str
    graphs: str
    dataset: str
    graph_parameter: str = "graph"
    graph_quotes: str = ""

    def graph(self, iri: str) -> str:
        """The URL of one named graph."""
        opened, closed = self.graph_quotes[:1], self.graph_quotes[1:]
        joint = "&" if "?" in self.graphs else "?"
        return f"{self.graphs}{joint}{self.graph_parameter}={quote(opened + iri + closed, safe='')}"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish: the URL a user gave, its name in `icigraph.toml`, if any, and the kind of store.

    `timeout` bounds any wait for the store in seconds, `total_timeout` one request with its tries and its
    reply, `largest_answer` what it may answer to one query, in MiB. `strings` lets a literal that the store
    cannot hold go there as a plain string; `certificates` is a PEM file that is trusted besides what the
    system trusts.
    """

    url: str
    name: str | None = None
    kind: str | None = None
    query: str | None = None
    update: str | None = None
    graphs: str | None = None
    timeout: float = 300.0
    total_timeout: float = 1800.0
    largest_answer: float = 256.0
    plain_secrets: bool = False
    strings: bool = False
    certificates: str | None = None


def _fuseki(url: str) -> Endpoints:
    return Endpoints(f"{url}/sparql", f"{url}/update", f"{url}/data", f"{url}/data")


def _rdf4j(url: str) -> Endpoints:
    statements = f"{url}/statements"
    return Endpoints(url, statements, f"{statements}?infer=false", statements, "context", "<>")


def _virtuoso(url: str) -> Endpoints:
    root = url
    for ending in ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud"):
        root = root.removesuffix(ending)
    graphs = f"{root}/sparql-graph-crud-auth"
    query = f"{root}/sparql" if url.endswith("/sparql") else f"{root}/sparql-auth"
    return Endpoints(query, f"{root}/sparql-auth", graphs, graphs)


def _oxigraph(url: str) -> Endpoints:
    root = url.removesuffix("/query").removesuffix("/store")
    return Endpoints(f"{root}/query", f"{root}/update", f"{root}/store", f"{root}/store")


def _generic(url: str) -> Endpoints:
    return Endpoints(url, url, url, url)


KINDS: dict[str, Callable[[str], Endpoints]] = {
    "generic": _generic,
    "fuseki": _fuseki,
    "rdf4j": _rdf4j,
    "virtuoso": _virtuoso,
    "oxigraph": _oxigraph,
}


def target_of(text: str, named: Mapping[str, Mapping[str, object]] | None = None) -> Target:
    """The target that `text` means: a URL, or a name among `named` (the `[targets]` of `icigraph.toml`).

    >>> target_of("lab", {"lab": {"url": "https://example.org/ds/", "kind": "fuseki"}})  # doctest: +ELLIPSIS
    Target(url='https://example.org/ds', name='lab', kind='fuseki', ...)
    >>> target_of("https://ada:secret@example.org/ds")
    Traceback (most recent call last):
    icigraph.base.faults.InputError: the target's URL holds credentials
      hint: put them in the environment, netrc or keyring instead
    """
    if "://" in text:
        return Target(_checked_url(text))
    known = named or {}
    if text not in known:
        listed = f"the targets in icigraph.toml are: {', '.join(known)}" if known else _AS_URL
        raise InputError(Fault(f"no target is called {text!r}", hint=did_you_mean(text, known) or listed))
    return _from_settings(text, known[text])


def _from_settings(name: str, settings: Mapping[str, object]) -> Target:
    fields = tuple(field.name for field in dataclasses.fields(Target) if field.name != "name")
    unknown = sorted(set(settings) - set(fields))
    if unknown or "url" not in settings:
        wrong = f"does not know {', '.join(unknown)}" if unknown else "has no url"
        hint = f"it may have {', '.join(fields)}"
        raise InputError(Fault(f"icigraph.toml: [targets.{name}] {wrong}", hint=hint))
    kind = settings.get("kind")
    if kind is not None and kind not in KINDS:
        raise InputError(Fault(f"[targets.{name}]: no kind {kind!r}", hint=f"one of {', '.join(KINDS)}"))
    for field, value in settings.items():
        wanted = _TYPES.get(field, str)
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise InputError(Fault(f"[targets.{name}]: {field} may not be {value!r}"))
    url = _checked_url(str(settings["url"]))
    values = {field: settings[field] for field in fields[1:] if field in settings}
    values |= {field: _endpoint(name, field, str(values[field]), url) for field in _URLS if field in values}
    return Target(url, name, **values)  # type: ignore[arg-type]


def _endpoint(name: str, field: str, text: str, url: str) -> str:
    """One of the URLs of a target, on the server that its credentials are for."""
    checked = _checked_url(text, keeps_end=True)
    if server_of(checked) != server_of(url):
        message = f"icigraph.toml: [targets.{name}]: {field} is on another server than url"
        hint = "credentials are for one server: make it a target of its own"
        raise InputError(Fault(message, hint=hint))
    return checked


def _checked_url(text: str, *, keeps_end: bool = False) -> str:
    """The URL, as it can be sent; an `InputError` says why it is none. What may be secret in it is not
    shown.
    """
    parts = _split(text)
    if parts.username is not None or parts.password is not None:
        hint = "put them in the environment, netrc or keyring instead"
        raise InputError(Fault("the target's URL holds credentials", hint=hint))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(Fault(f"{address_shown(text)}: not an http or https URL", hint=_AS_URL))
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        message = f"{address_shown(text)}: the target's URL has a query or a fragment"
        raise InputError(
            Fault(message, hint="leave out what begins with ? or #; keys go where credentials go")
        )
    host = parts.hostname.encode("idna").decode()
    place = f"[{host}]" if ":" in host else host
    path = quote(parts.path, safe="%/:@!$&'()*+,;=~-._")
    url = f"{parts.scheme}://{place}{f':{parts.port}' if parts.port else ''}{path}"
    return url if keeps_end else url.rstrip("/")


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        # What would fail only when the store is asked: a port that is none, a host that no name may be.
        name = (parts.hostname or "").encode("idna")
        sound = parts.port != 0 and name and not _NO_URL.search(text)
    except ValueError:
        sound = False
    if not sound:
        # Whatever it is, it may hold a secret.
        shown = _AFTER_QUERY.sub("", text.rpartition("@")[2])
        raise InputError(Fault(f"{shown}: not an http or https URL", hint=_AS_URL))
    return parts


def http_of(target: Target) -> Http:
    """A client with the credentials of `target`.

    >>> http_of(Target("https://example.org/ds", timeout=5)).timeout
    5
    """
    host = urlsplit(target.url).hostname or ""
    credentials = credentials_for(target.name, host)
    certificates = Path(target.certificates) if target.certificates else None
    return Http(
        credentials,
        timeout=target.timeout,
        total=target.total_timeout,
        largest=int(target.largest_answer * (1 << 20)),
        plain_secrets=target.plain_secrets,
        certificates=certificates,
    )


def endpoints_of(target: Target, kind: str) -> Endpoints:
    """Where a store of `kind` at `target` answers; the target's own `query`, `update` and `graphs` go first.

    >>> endpoints_of(Target("http://localhost:3030/ds"), "fuseki").graph("http://a.org/g")
    'http://localhost:3030/ds/data?graph=http%3A%2F%2Fa.org%2Fg'
    """
    usual = KINDS[kind](target.url)
    return Endpoints(
        target.query or usual.query,
        target.update or usual.update,
        target.graphs or usual.graphs,
        target.graphs or usual.dataset,
        usual.graph_parameter,
        usual.graph_quotes,
    )


def detect_kind(target: Target, http: Http) -> str:
    """The kind of the store at `target`: as configured, else by its URL, else by how it answers an empty
    query.

    >>> target = Target("https://example.org/ds", kind="fuseki")
    >>> detect_kind(target, Http())
    'fuseki'
    """
    return target.kind or _kind_by_url(target.url) or _kind_by_answer(target, http)


def _kind_by_url(url: str) -> str | None:
    path = urlsplit(url).path
    marks = {"/repositories/": "rdf4j", "/sparql-auth": "virtuoso"}
    return next((kind for mark, kind in marks.items() if mark in path), None)


def _kind_by_answer(target: Target, http: Http) -> str:
    root = "" if urlsplit(target.url).path else "/"
    asked = Request("GET", f"{target.url}{root}?query=ASK%7B%7D")
    headers = http.exchange(asked, lambda reply: reply.headers, accepted=range(400, 500))
    if "fuseki-request-id" in headers:
        return "fuseki"
    server = headers.get("server", "").lower()
    return next((kind for kind in ("oxigraph", "virtuoso") if kind in server), "generic")
