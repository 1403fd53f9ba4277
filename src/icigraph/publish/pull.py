"""Pull: fetch published graphs from a store as canonical lines."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from icigraph.publish.canonical import apart
from icigraph.publish.dataset import select_graphs
from icigraph.publish.manifest import read_manifest
from icigraph.publish.protocol import Service
from icigraph.publish.spool import SpooledGraph
from icigraph.rdf.faults import Fault, InputError

__all__ = ["published_below", "pull", "pulled_quads"]


def published_below(service: Service, base: str, without: Container[str] = ()) -> list[str]:
    """The graphs published below `base` at a store, but for those `without`; an `InputError` says that none
    are."""
    published = read_manifest(service, base)
    if not published:
        hint = "push to it first, or is `graphs` in icigraph.toml another one?"
        raise InputError(Fault(f"{service.target.url}: nothing is published below {base}", hint=hint))
    return sorted(iri for iri in published if iri not in without)


def pull(
    service: Service, base: str, folder: Path, wanted: Iterable[str] = (), without: Container[str] = ()
) -> dict[str, SpooledGraph]:
    """The published graphs below `base`, or those `wanted`, but for those `without`, read from the store into
    `folder`."""
    graphs = {}
    for number, iri in enumerate(select_graphs(published_below(service, base, without), base, wanted)):
        place = folder / str(number)
        place.mkdir(parents=True)
        graphs[iri] = service.read_graph(iri, place)
    return graphs


def pulled_quads(graphs: dict[str, SpooledGraph]) -> Iterator[bytes]:
    """The graphs as N-Quads lines; no two graphs share a blank node."""
    for iri, graph in graphs.items():
        end = f" <{iri}> .\n".encode()
        for line in apart(graph.lines(), iri):
            yield line.removesuffix(b" .\n") + end
