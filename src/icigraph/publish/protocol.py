"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, spoken to one store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from icigraph.publish.http import Http, Request, UnreachableError
from icigraph.publish.spool import SpooledGraph, spool_graph
from icigraph.publish.targets import Endpoints, Target, detect_kind, endpoints_of, http_of
from icigraph.rdf.faults import Fault, ServiceError

__all__ = ["Row", "Service", "open_service", "results_of"]

Row = Mapping[str, NamedNode | BlankNode | Literal]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_QUADS = "application/n-quads"
_VIRTUOSO_ASK = "__ASK_RETVAL"


@dataclass(frozen=True, slots=True)
class Service:
    """One store, addressed: its kind, its URLs and the client that talks to it."""

    target: Target
    kind: str
    endpoints: Endpoints
    http: Http

    def query(self, text: str, accept: str = _RESULTS) -> bytes:
        """The store's answer to a query, in the media type `accept` (SPARQL 1.1 Protocol, 2.1.2)."""
        headers = (("Accept", accept), ("Content-Type", "application/x-www-form-urlencoded"))
        body = urlencode({"query": text}).encode()
        return self.http.fetch(Request("POST", self.endpoints.query, headers, body))

    def select(self, text: str) -> list[Row]:
        """The solutions of a SELECT query, each as a mapping of bound variable names to terms."""
        results = self._results(text)
        if not isinstance(results, QuerySolutions):
            raise ServiceError(Fault(f"{self.endpoints.query}: answered a SELECT query with no solutions"))
        names = [variable.value for variable in results.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in results]

    def ask(self, text: str) -> bool:
        """The answer to an ASK query."""
        return bool(self._results(text))

    def _results(self, text: str) -> QuerySolutions | QueryBoolean:
        return results_of(self.query(text), self.endpoints.query)

    def construct(self, text: str) -> bytes:
        """The triples that a CONSTRUCT or DESCRIBE query gives, as N-Triples."""
        return self.query(text, _TRIPLES)

    def update(self, body: Path | bytes) -> None:
        """Run a SPARQL Update request, its text streamed (SPARQL 1.1 Protocol, 2.2.2)."""
        headers = (("Content-Type", "application/sparql-update; charset=utf-8"),)
        self.http.fetch(Request("POST", self.endpoints.update, headers, body, repeatable=False))

    def add_quads(self, body: Path) -> None:
        """Add N-Quads to the dataset in one request."""
        headers = (("Content-Type", _QUADS),)
        self.http.fetch(Request("POST", self.endpoints.dataset, headers, body, repeatable=False))

    def read_graph(self, iri: str, folder: Path) -> SpooledGraph:
        """The graph `iri` as the store has it, brought to canonical lines in `folder`; empty where there is
        none.
        """
        path = folder / "read.nt"
        request = Request("GET", self.endpoints.graph(iri), (("Accept", _TRIPLES),))
        for attempt in range(self.http.attempts):
            try:
                self._read_to(path, request)
                return spool_graph(path, folder)
            except UnreachableError:
                if attempt + 1 == self.http.attempts:
                    raise
            except SyntaxError as error:
                if attempt + 1 == self.http.attempts:
                    raise self._unreadable(error) from None
        raise AssertionError("attempts is at least 1")

    def _unreadable(self, error: SyntaxError) -> ServiceError:
        return ServiceError(Fault(f"{self.target.url}: answered no N-Triples: {error.msg}"))

    def _read_to(self, path: Path, request: Request) -> None:
        with self.http.open(request, accepted=(404,)) as reply, path.open("wb") as file:
            if reply.status != 404:
                file.writelines(reply.blocks)

    def add_to_graph(self, iri: str, lines: Path) -> None:
        """Add N-Triples to the graph `iri` (Graph Store HTTP Protocol, 5.5)."""
        headers = (("Content-Type", _TRIPLES),)
        self.http.fetch(Request("POST", self.endpoints.graph(iri), headers, lines, repeatable=False))

    def drop_graphs(self, iris: Iterable[str]) -> None:
        """Remove whole graphs, if they are there."""
        text = " ;\n".join(f"DROP SILENT GRAPH <{iri}>" for iri in iris)
        if text:
            self.update(text.encode())


def results_of(answer: bytes, url: str) -> QuerySolutions | QueryBoolean:
    """What SPARQL 1.1 JSON results from `url` say; a `ServiceError` if they are none.

    >>> bool(results_of(b'{"head": {}, "boolean": false}', "http://localhost/"))
    False
    """
    try:
        found = parse_query_results(answer, format=QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(Fault(f"{url}: not SPARQL results: {error}")) from None
    if isinstance(found, QuerySolutions) and [name.value for name in found.variables] == [_VIRTUOSO_ASK]:
        # Virtuoso answers ASK with a row for true and no row for false.
        boolean = b"true" if any(True for _ in found) else b"false"
        return results_of(b'{"head": {}, "boolean": ' + boolean + b"}", url)
    return found


def open_service(target: Target) -> Service:
    """The store at `target`, its kind detected where it is not configured."""
    http = http_of(target)
    kind = detect_kind(target, http)
    return Service(target, kind, endpoints_of(target, kind), http)
