"""Fetch: the part of what is published that has some predicates, graph by graph."""

from __future__ import annotations

from collections.abc import Collection, Container
from functools import partial

from pyoxigraph import NamedNode, RdfFormat, parse

from icigraph.base.faults import Fault, ServiceError
from icigraph.stores.push.manifest import Manifest, consistently
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.abandonable import at_once

__all__ = ["fetched"]


def fetched(
    service: Service,
    base: str,
    predicates: Collection[NamedNode] | None = None,
    without: Container[str] = (),
) -> list[tuple[str, bytes]]:
    """Each graph published below `base` with its N-Triples: all of them, or those with one of `predicates`.

    One request for each graph, so that the blank nodes of two graphs are never taken for the same; done again
    where a push came between. Raises InputError where nothing is published, ServiceError where the store does
    not answer, or gives less than it says that there is.
    """
    return consistently(service, base, partial(_fetched, service, predicates, without))


def _fetched(
    service: Service,
    predicates: Collection[NamedNode] | None,
    without: Container[str],
    manifest: Manifest,
) -> list[tuple[str, bytes]]:
    graphs = sorted(iri for iri in manifest.mentioned if iri not in without)
    found = at_once(lambda iri: service.construct(_construct(iri, predicates)), graphs, service.http.abandon)
    counts = service.counts(graphs, predicates)
    for iri, triples in zip(graphs, found, strict=True):
        if _number(service, triples) != counts[iri]:
            raise service.cut(iri)
    return list(zip(graphs, found, strict=True))


def _number(service: Service, triples: bytes) -> int:
    try:
        return len({quad.triple for quad in parse(triples, format=RdfFormat.N_TRIPLES)})
    except SyntaxError as error:
        raise ServiceError(Fault(f"{service.target.url}: answered no N-Triples: {error.msg}")) from None


def _construct(graph: str, predicates: Collection[NamedNode] | None) -> str:
    chosen = "" if predicates is None else f"VALUES ?p {{ {' '.join(sorted(map(str, predicates)))} }} "
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {chosen}GRAPH <{graph}> {{ ?s ?p ?o }} }}"
