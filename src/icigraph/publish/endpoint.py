"""A store on the web in the place of one in process: the same questions, and the same rules run there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from icigraph.publish.manifest import Entry, manifest_graph, manifest_lines, manifest_of, read_manifest
from icigraph.publish.protocol import Service, results_of
from icigraph.publish.spool import SpooledGraph
from icigraph.rdf.faults import Fault, InputError, ServiceError
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rdf.progress import Progress, silent
from icigraph.reason.engine import Engine
from icigraph.reason.materialise import Report, close
from icigraph.reason.ruleset import RuleSet

__all__ = ["EndpointStore", "engine_of", "reason_remotely"]

_BATCH = 50
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([^\s:]*):")
_GRAPH_FORM = re.compile(r"(?i)\b(CONSTRUCT|DESCRIBE)\b|\b(SELECT|ASK)\b")
_COMMENT = re.compile(r"(?m)^\s*#.*$")


class EndpointStore:
    """Answers queries as `pyoxigraph.Store` does, at a SPARQL endpoint.

    Only the ontology is fetched, once, when its lists are followed: blank nodes have no name to ask for.
    """

    def __init__(self, service: Service, ontology: NamedNode | None = None) -> None:
        self._ontology = ontology
        self._lists: Store | None = None
        if service.kind == "oxigraph":
            # Oxigraph keeps named graphs apart from the default graph unless it is asked.
            union = f"{service.endpoints.query}?union-default-graph"
            service = replace(service, endpoints=replace(service.endpoints, query=union))
        self._service = service

    def query(
        self, query: str, *, prefixes: Mapping[str, str] | None = None, **_options: object
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """The answer to a query over the union of all graphs, `prefixes` declared in front of it.

        An `InputError` gives the store's words about a query that it refuses.
        """
        text = _with_prefixes(query, prefixes or {})
        graph = _gives_graph(query)
        try:
            answer = self._service.construct(text) if graph else self._service.query(text)
        except ServiceError as error:
            if "answered 400" in str(error):
                raise InputError(*error.faults) from None
            raise
        if graph:
            return (quad.triple for quad in parse(answer, format=RdfFormat.N_TRIPLES))
        return results_of(answer, self._service.endpoints.query)

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | None,
        graph: NamedNode | None = None,
    ) -> Iterator[Triple]:
        """The triples that match, in any graph if none is given."""
        if self._is_of_lists(subject, predicate, value):
            found = self._fetched().quads_for_pattern(subject, predicate, value, None)
            return (quad.triple for quad in found)
        terms = (subject, predicate, value)
        pattern = " ".join(str(term) if term else name for term, name in zip(terms, _NAMES, strict=True))
        group = f"GRAPH {graph} {{ {pattern} }}" if graph else pattern
        answer = self.query(f"CONSTRUCT {{ {pattern} }} WHERE {{ {group} }}")
        if isinstance(answer, QuerySolutions | QueryBoolean):
            raise AssertionError("CONSTRUCT gives triples")
        return answer

    def _is_of_lists(self, subject: object, predicate: NamedNode | None, value: object) -> bool:
        axiom = predicate is not None and predicate.value.startswith((str(OWL), f"{RDF}first", f"{RDF}rest"))
        return axiom or isinstance(subject, BlankNode) or isinstance(value, BlankNode)

    def _fetched(self) -> Store:
        if self._lists is None:
            self._lists = Store()
            if self._ontology:
                with TemporaryDirectory(prefix="icigraph-ontology-") as folder:
                    graph = self._service.read_graph(self._ontology.value, Path(folder))
                    self._lists.load(path=graph.path, format=RdfFormat.N_TRIPLES)
        return self._lists


_NAMES = ("?s", "?p", "?o")


def _with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    own = set(_DECLARED.findall(query))
    used = [(name, iri) for name, iri in prefixes.items() if f"{name}:" in query and name not in own]
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used) + query


def _gives_graph(query: str) -> bool:
    found = _GRAPH_FORM.search(_COMMENT.sub("", query))
    return bool(found and found[1])


class _Batch:
    """Updates held back until something is asked of the store, then sent as one request."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._held: list[str] = []

    def update(self, text: str) -> None:
        self._held.append(text)
        if len(self._held) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        if self._held:
            held, self._held = self._held, []
            self._service.update(" ;\n".join(held).encode())

    def ask(self, text: str) -> bool:
        self.flush()
        return self._service.ask(text)

    def count(self, pattern: str) -> int:
        self.flush()
        (row,) = self._service.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        return int(row["n"].value)


@contextmanager
def engine_of(service: Service) -> Iterator[Engine]:
    """The store as an engine that rules are run on: each rule is an update there, no triple travels."""
    batch = _Batch(service)
    yield Engine(batch.update, batch.ask, batch.count)
    batch.flush()


def reason_remotely(
    service: Service,
    base: str,
    rules: RuleSet,
    *,
    inferred: NamedNode,
    derived: NamedNode,
    progress: Progress = silent,
) -> Report:
    """Close what is published below `base` under the rules, at the store, and note the new graphs in the
    manifest.

    Not atomic: readers see the two graphs grow. An `InputError` says that nothing is published there.
    """
    published = read_manifest(service, base)
    if not published:
        raise InputError(Fault(f"{service.target.url}: nothing is published below {base}", hint="push first"))
    service.drop_graphs([inferred.value, derived.value])
    with engine_of(service) as engine:
        rounds = close(engine, rules, inferred=inferred, derived=derived, progress=progress)
    with TemporaryDirectory(prefix="icigraph-reason-") as folder:
        added: dict[str, SpooledGraph] = {}
        for graph in (inferred, derived):
            place = Path(folder) / str(len(added))
            place.mkdir()
            added[graph.value] = service.read_graph(graph.value, place)
        _renew_manifest(service, base, published, published | manifest_of(added))
        return Report(added[inferred.value].triples, added[derived.value].triples, rounds)


def _renew_manifest(
    service: Service, base: str, before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> None:
    """As a difference, since Virtuoso may lose what one transaction removes and adds again."""
    old, new = set(manifest_lines(before)), set(manifest_lines(after))
    graph = manifest_graph(base).encode()
    parts = ((b"DELETE", sorted(old - new)), (b"INSERT", sorted(new - old)))
    texts = [
        b"%s DATA { GRAPH <%s> {\n%s} }" % (verb, graph, b"".join(lines)) for verb, lines in parts if lines
    ]
    if texts:
        service.update(b" ;\n".join(texts))
