"""A store on the web in the place of one in process: the same questions, and the same rules run there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from icigraph.base.faults import Fault, InputError, ServiceError
from icigraph.base.progress import Progress, silent
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rdf.queries import names_dataset
from icigraph.rdf.sparql import query_form
from icigraph.rdf.spool import SpooledGraph
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.evaluation import DELTAS
from icigraph.rules.run.materialise import Report, close
from icigraph.stores.push.manifest import (
    manifest_graph,
    manifest_lines,
    manifest_of,
    pending_line,
    read_manifest,
    subject_of,
)
from icigraph.stores.store.protocol import Service, results_of

__all__ = ["EndpointStore", "reason_remotely"]

_BATCH = 50
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([^\s:]*):")


class EndpointStore:
    """Answers queries as `pyoxigraph.Store` does, at a SPARQL endpoint: from the graphs that are published
    there below `base`, and from no others that the store may have.

    Only the ontology is fetched, once, when its lists are followed: blank nodes have no name to ask for.
    """

    def __init__(self, service: Service, base: str, ontology: NamedNode | None = None) -> None:
        self._service = service
        self._base = base
        self._ontology = ontology
        self._lists: Store | None = None
        self._published: tuple[str, ...] = ()

    def query(
        self, query: str, *, prefixes: Mapping[str, str] | None = None, **_options: object
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """The answer to a query over the union of all published graphs, `prefixes` declared in front of it. A
        query that says itself which graphs it is FROM is asked of those.

        An `InputError` gives the store's words about a query that it refuses, or says that nothing is
        published there.
        """
        text = _with_prefixes(query, prefixes or {})
        graph = query_form(query) in ("CONSTRUCT", "DESCRIBE")
        over = () if names_dataset(query) else self._graphs()
        try:
            answer = self._service.construct(text, over) if graph else self._service.query(text, over=over)
        except ServiceError as error:
            if error.status == 400:
                raise InputError(*error.faults) from None
            raise
        if graph:
            return (quad.triple for quad in _parsed(answer, self._service))
        return results_of(answer, self._service.endpoints.query)

    def _graphs(self) -> tuple[str, ...]:
        if not self._published:
            self._published = _published(self._service, self._base)
        return self._published

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
        if None not in terms:
            return iter([Triple(*terms)] if self.query(f"ASK {{ {group} }}") else [])  # type: ignore[arg-type]
        # As solutions: the end of a document of triples cannot be told from a place where it was cut.
        answer = self.query(f"SELECT * WHERE {{ {group} }}")
        if not isinstance(answer, QuerySolutions):
            raise ServiceError(
                Fault(f"{self._service.endpoints.query}: answered a SELECT query with no solutions")
            )
        return (Triple(*_instance(terms, row)) for row in answer)

    def _is_of_lists(self, subject: object, predicate: NamedNode | None, value: object) -> bool:
        axiom = predicate is not None and predicate.value.startswith((str(OWL), f"{RDF}first", f"{RDF}rest"))
        return axiom or isinstance(subject, BlankNode) or isinstance(value, BlankNode)

    def _fetched(self) -> Store:
        if self._lists is None:
            self._lists = Store()
            if self._ontology:
                with TemporaryDirectory(prefix="icigraph-ontology-", ignore_cleanup_errors=True) as folder:
                    graph = self._service.read_whole(self._ontology.value, Path(folder), None)
                    self._lists.load(path=graph.path, format=RdfFormat.N_TRIPLES)
        return self._lists


_NAMES = ("?s", "?p", "?o")


def _instance(terms: tuple[object, ...], row: QuerySolution) -> tuple[Any, ...]:
    """The terms of a pattern, each that is None with what a solution has for it."""
    return tuple(row[name[1:]] if term is None else term for name, term in zip(_NAMES, terms, strict=True))


def _with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    own = set(_DECLARED.findall(query))
    used = [(name, iri) for name, iri in prefixes.items() if f"{name}:" in query and name not in own]
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used) + query


def _parsed(answer: bytes, service: Service) -> Iterator[Quad]:
    try:
        yield from parse(answer, format=RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise ServiceError(Fault(f"{service.endpoints.query}: answered no N-Triples: {error.msg}")) from None


def _published(service: Service, base: str) -> tuple[str, ...]:
    """The published graphs; an `InputError` says that there are none."""
    if not (mentioned := read_manifest(service, base).mentioned):
        raise InputError(Fault(f"{service.target.url}: nothing is published below {base}", hint="push first"))
    return tuple(sorted(mentioned))


class _Batch:
    """Updates held back until something is asked of the store, then sent as one request; all of it sees the
    graphs `over` alone.
    """

    def __init__(self, service: Service, over: Sequence[str]) -> None:
        self._service = service
        self._over = over
        self._held: list[str] = []

    def update(self, text: str) -> None:
        self._held.append(text)
        if len(self._held) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        if self._held:
            held, self._held = self._held, []
            self._service.update_over(" ;\n".join(held), self._over)

    def ask(self, text: str) -> bool:
        self.flush()
        return self._service.ask(text, self._over)

    def count(self, pattern: str) -> int:
        self.flush()
        return self._service.count(pattern, self._over)


@contextmanager
def _engine_of(service: Service, over: Sequence[str]) -> Iterator[Engine]:
    """The store as an engine that rules are run on: each rule is an update there, no triple travels, and none
    is taken from other graphs than those `over` which it runs.
    """
    batch = _Batch(service, over)
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

    Not atomic: readers see the two graphs grow, and the manifest says meanwhile that they are not whole. An
    `InputError` says that nothing is published there.
    """
    made = (inferred.value, derived.value)
    published = _published(service, base)
    _note(service, base, {iri: [pending_line(iri)] for iri in made})
    deltas = [graph.value for graph in DELTAS]
    # Those of a run that broke off as well.
    service.drop_graphs([*made, *deltas])
    with _engine_of(service, sorted({*published, *made, *deltas})) as engine:
        rounds = close(engine, rules, inferred=inferred, derived=derived, progress=progress)
    with TemporaryDirectory(prefix="icigraph-reason-", ignore_cleanup_errors=True) as folder:
        added: dict[str, SpooledGraph] = {}
        for graph in made:
            place = Path(folder) / str(len(added))
            place.mkdir()
            added[graph] = service.read_whole(graph, place, None)
        _note(service, base, {iri: manifest_lines({iri: entry}) for iri, entry in manifest_of(added).items()})
        return Report(added[inferred.value].triples, added[derived.value].triples, rounds)


def _note(service: Service, base: str, said: Mapping[str, Sequence[bytes]]) -> None:
    """Let the manifest say just this of those graphs. As a difference, since Virtuoso may lose what one
    transaction removes and adds again.
    """
    old = {line for line in read_manifest(service, base).lines if subject_of(line) in said}
    new = {line for lines in said.values() for line in lines}
    graph = manifest_graph(base).encode()
    parts = ((b"DELETE", sorted(old - new)), (b"INSERT", sorted(new - old)))
    texts = [
        b"%s DATA { GRAPH <%s> {\n%s} }" % (verb, graph, b"".join(lines)) for verb, lines in parts if lines
    ]
    if texts:
        service.update(b" ;\n".join(texts))
