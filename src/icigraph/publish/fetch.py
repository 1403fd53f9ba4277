"""Fetch: the part of what is published that has some predicates, graph by graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode

from icigraph.publish.manifest import read_manifest
from icigraph.publish.protocol import Service
from icigraph.rdf.faults import Fault, InputError

__all__ = ["fetched"]

_TRIPLES = "application/n-triples"


def fetched(
    service: Service,
    base: str,
    predicates: Collection[NamedNode] | None = None,
    without: Collection[NamedNode] = (),
) -> Iterator[tuple[str, bytes]]:
    """Each graph published below `base` with its N-Triples: all of them, or those with one of `predicates`.

    One request for each graph, so that the blank nodes of two graphs are never taken for the same. Raises
    InputError where nothing is published, ServiceError where the store does not answer.
    """
    published = read_manifest(service, base)
    if not published:
        hint = "push to it first, or is `graphs` in icigraph.toml another one?"
        raise InputError(Fault(f"{service.target.url}: nothing is published below {base}", hint=hint))
    for iri in sorted(published):
        if NamedNode(iri) not in without:
            yield iri, service.query(_construct(iri, predicates), _TRIPLES)


def _construct(graph: str, predicates: Collection[NamedNode] | None) -> str:
    chosen = "" if predicates is None else f"VALUES ?p {{ {' '.join(sorted(map(str, predicates)))} }} "
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {chosen}GRAPH <{graph}> {{ ?s ?p ?o }} }}"
