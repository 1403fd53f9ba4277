"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, spoken to one store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    RdfFormat,
    parse_query_results,
)

from icigraph.base.faults import Fault, InputError, ServiceError
from icigraph.rdf.nesting import Levels, must_not_nest, must_not_nest_json
from icigraph.rdf.spool import SpooledGraph, spool_graph
from icigraph.stores.store.targets import Endpoints, Target, detect_kind, endpoints_of, http_of
from icigraph.stores.wire.http import Http, Reply, Request, UnreachableError

__all__ = ["Row", "Service", "open_service", "results_of", "rows_of"]

Row = Mapping[str, NamedNode | BlankNode | Literal]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_QUADS = "application/n-quads"
_FORM = "application/x-www-form-urlencoded"
_VIRTUOSO_ASK = "__ASK_RETVAL"
_VIRTUOSO_BLANK = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
# It goes to the disk.
_LARGEST_GRAPH = 64 << 30
_IN_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Service:
    """One store, addressed: its kind, its URLs and the client that talks to it."""

    target: Target
    kind: str
    endpoints: Endpoints
    http: Http

    def query(self, text: str, accept: str = _RESULTS, over: Iterable[str] = ()) -> bytes:
        """The store's answer to a query, in the media type `accept` (SPARQL 1.1 Protocol, 2.1.2).

        Where graphs are given to ask `over`, the query sees those alone, their union as default graph
        (2.1.4).
        """
        headers = (("Accept", accept), ("Content-Type", _FORM))
        body = self._over("query", text, over, ("default-graph-uri", "named-graph-uri"))
        return self.http.fetch(Request("POST", self.endpoints.query, headers, body))

    def select(self, text: str, over: Iterable[str] = ()) -> list[Row]:
        """The solutions of a SELECT query, each as a mapping of bound variable names to terms."""
        return rows_of(self.query(text, over=over), self.endpoints.query)

    def ask(self, text: str, over: Iterable[str] = ()) -> bool:
        """The answer to an ASK query."""
        found = results_of(self.query(text, over=over), self.endpoints.query)
        if not isinstance(found, QueryBoolean):
            raise ServiceError(Fault(f"{self.endpoints.query}: answered an ASK query with solutions"))
        return bool(found)

    def construct(self, text: str, over: Iterable[str] = ()) -> bytes:
        """The triples that a CONSTRUCT or DESCRIBE query gives, as N-Triples."""
        answer = self.query(text, _TRIPLES, over)
        try:
            must_not_nest(answer, RdfFormat.N_TRIPLES, self.endpoints.query)
        except InputError as error:
            raise ServiceError(*error.faults) from None
        return answer

    def update(self, body: Path | bytes) -> None:
        """Run a SPARQL Update request, its text streamed (SPARQL 1.1 Protocol, 2.2.2)."""
        headers = (("Content-Type", "application/sparql-update; charset=utf-8"),)
        self.http.fetch(Request("POST", self.endpoints.update, headers, body, repeatable=False))

    def update_over(self, text: str, over: Iterable[str]) -> None:
        """Run a SPARQL Update request of which each WHERE sees those graphs alone, their union as default
        graph (SPARQL 1.1 Protocol, 2.2.3).
        """
        body = self._over("update", text, over, ("using-graph-uri", "using-named-graph-uri"))
        headers = (("Content-Type", _FORM),)
        self.http.fetch(Request("POST", self.endpoints.update, headers, body, repeatable=False))

    def _over(self, kind: str, text: str, over: Iterable[str], names: tuple[str, str]) -> bytes:
        if self.kind == "virtuoso":
            # It repeats each graph of the protocol in a header of its own, more than a client takes.
            defined = ("define input:default-graph-uri", "define input:named-graph-uri")
            head = "".join(f"{name} <{iri}>\n" for iri in over for name in defined)
            return urlencode([(kind, head + text)]).encode()
        return urlencode([(kind, text), *((name, iri) for iri in over for name in names)]).encode()

    def add_quads(self, body: Path) -> None:
        """Add N-Quads to the dataset in one request."""
        headers = (("Content-Type", _QUADS),)
        self.http.fetch(Request("POST", self.endpoints.dataset, headers, body, repeatable=False))

    def read_graph(self, iri: str, folder: Path) -> SpooledGraph:
        """The graph `iri` as the store has it, brought to canonical lines in `folder`; empty where there is
        none.
        """
        headers = (("Accept", _TRIPLES),)
        request = Request("GET", self.endpoints.graph(iri), headers, largest=_LARGEST_GRAPH)

        def spooled(reply: Reply) -> SpooledGraph:
            path = folder / "read.nt"
            with path.open("wb") as file:
                if reply.status != 404:
                    file.writelines(self._shallow(reply.blocks))
            try:
                return spool_graph(path, folder)
            except SyntaxError as error:
                # A reply that was cut may come whole the next time.
                raise UnreachableError(
                    Fault(f"{self.target.url}: answered no N-Triples: {error.msg}")
                ) from None

        return self.http.exchange(request, spooled, accepted=(404,))

    def _shallow(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        levels = Levels()
        for block in blocks:
            if levels.nest_too_deep(block):
                raise ServiceError(
                    Fault(f"{self.target.url}: gives triple terms that nest too deep to be read")
                )
            yield block

    def read_whole(self, iri: str, folder: Path, expected: int | None) -> SpooledGraph:
        """The same, and no less than the store has: a reply that ends where a line ends looks whole. If it
        has not the `expected` number of triples the store is asked how many there are.
        """
        for _ in range(self.http.attempts):
            graph = self.read_graph(iri, folder)
            if graph.triples == expected or graph.triples == self.counts([iri])[iri]:
                return graph
        raise self.cut(iri)

    def cut(self, iri: str) -> ServiceError:
        """What is said of a store that gives another number of triples of a graph than it counts."""
        message = f"{self.target.url}: gives another number of triples of {iri} than it says that there are"
        return ServiceError(Fault(message, hint="is it cut by a proxy, or by a limit of the store?"))

    def counts(self, iris: Sequence[str], predicates: Iterable[NamedNode] | None = None) -> dict[str, int]:
        """How many triples each of the graphs has, or how many with one of the `predicates`."""
        chosen = "" if predicates is None else f"VALUES ?p {{ {' '.join(sorted(map(str, predicates)))} }} "
        found = dict.fromkeys(iris, 0)
        for some in _some(iris):
            query = (
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {chosen}VALUES ?g {{ {some} }} "
                "GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
            )
            rows = [row for row in self.select(query) if "g" in row]
            found |= {self._value(row, "g"): self._number(row, "n") for row in rows}
        return found

    def present(self, iris: Sequence[str]) -> set[str]:
        """Those of the graphs that have any triple, asked of all of them at once."""
        return {
            self._value(row, "g")
            for some in _some(iris)
            for row in self.select(
                f"SELECT DISTINCT ?g WHERE {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            )
        }

    def count(self, pattern: str, over: Iterable[str] = ()) -> int:
        """How many solutions a pattern has."""
        rows = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", over)
        return self._number(rows[0] if rows else {}, "n")

    def _number(self, row: Row, name: str) -> int:
        digits = self._value(row, name)
        if not (digits.isascii() and digits.isdigit()):
            raise ServiceError(Fault(f"{self.endpoints.query}: told {digits!r} where a number was asked for"))
        return int(digits)

    def _value(self, row: Row, name: str) -> str:
        """What a row of the store says of a variable that the query has."""
        if name not in row or isinstance(row[name], BlankNode):
            message = f"{self.endpoints.query}: answered another query than it was asked: ?{name} is missing"
            raise ServiceError(Fault(message, hint="is it a SPARQL endpoint?"))
        return row[name].value

    def add_to_graph(self, iri: str, lines: Path) -> None:
        """Add N-Triples to the graph `iri` (Graph Store HTTP Protocol, 5.5)."""
        headers = (("Content-Type", _TRIPLES),)
        self.http.fetch(Request("POST", self.endpoints.graph(iri), headers, lines, repeatable=False))

    def drop_graphs(self, iris: Iterable[str]) -> None:
        """Remove whole graphs, if they are there."""
        text = " ;\n".join(f"DROP SILENT GRAPH <{iri}>" for iri in iris)
        if text:
            self.update(text.encode())


def _some(iris: Sequence[str]) -> Iterator[str]:
    """The IRIs as rows of VALUES, so many in a query."""
    for start in range(0, len(iris), _IN_A_QUERY):
        yield " ".join(f"<{iri}>" for iri in iris[start : start + _IN_A_QUERY])


def rows_of(answer: bytes, url: str) -> list[Row]:
    """The solutions in SPARQL 1.1 JSON results from `url`; a `ServiceError` if there are none.

    >>> row = '{"s": {"type": "uri", "value": "x:a"}}'
    >>> answer = f'{{"head": {{"vars": ["s"]}}, "results": {{"bindings": [{row}]}}}}'
    >>> rows_of(answer.encode(), "https://example.org/sparql")
    [{'s': <NamedNode value=x:a>}]
    """
    results = results_of(answer, url)
    if not isinstance(results, QuerySolutions):
        raise ServiceError(Fault(f"{url}: answered a SELECT query with no solutions"))
    names = [variable.value for variable in results.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in results]


def results_of(answer: bytes, url: str) -> QuerySolutions | QueryBoolean:
    """What SPARQL 1.1 JSON results from `url` say; a `ServiceError` if they are none.

    >>> bool(results_of(b'{"head": {}, "boolean": false}', "http://localhost/"))
    False
    """
    # Virtuoso's names of blank nodes are none; outside of strings no quote stands without a backslash.
    answer = _VIRTUOSO_BLANK.sub(rb"\1", answer)
    try:
        must_not_nest_json(answer, url)
        # Solutions are read when they are asked for: what is wrong with any is to be told here.
        if isinstance(read := parse_query_results(answer, format=QueryResultsFormat.JSON), QuerySolutions):
            for _ in read:
                pass
        found = parse_query_results(answer, format=QueryResultsFormat.JSON)
    except InputError as error:
        raise ServiceError(*error.faults) from None
    except (SyntaxError, ValueError) as error:
        raise ServiceError(Fault(f"{url}: not SPARQL results: {error}")) from None
    if isinstance(found, QuerySolutions) and [name.value for name in found.variables] == [_VIRTUOSO_ASK]:
        # Virtuoso answers ASK with a row for true and no row for false.
        boolean = b"true" if any(True for _ in found) else b"false"
        return results_of(b'{"head": {}, "boolean": ' + boolean + b"}", url)
    return found


def open_service(target: Target) -> Service:
    """The store at `target`, its kind detected where it is not configured.

    >>> open_service(Target("https://example.org/ds", kind="fuseki")).endpoints.update
    'https://example.org/ds/update'
    """
    http = http_of(target)
    kind = detect_kind(target, http)
    return Service(target, kind, endpoints_of(target, kind), http)
