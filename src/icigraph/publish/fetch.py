"""Fetch: the part of what is published that has some predicates, graph by graph."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator

from pyoxigraph import NamedNode

from icigraph.publish.protocol import Service
from icigraph.publish.pull import published_below

__all__ = ["fetched"]


def fetched(
    service: Service,
    base: str,
    predicates: Collection[NamedNode] | None = None,
    without: Container[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """Each graph published below `base` with its N-Triples: all of them, or those with one of `predicates`.

    One request for each graph, so that the blank nodes of two graphs are never taken for the same. Raises
    InputError where nothing is published, ServiceError where the store does not answer.
    """
    for iri in published_below(service, base, without):
        yield iri, service.construct(_construct(iri, predicates))


def _construct(graph: str, predicates: Collection[NamedNode] | None) -> str:
    chosen = "" if predicates is None else f"VALUES ?p {{ {' '.join(sorted(map(str, predicates)))} }} "
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {chosen}GRAPH <{graph}> {{ ?s ?p ?o }} }}"
