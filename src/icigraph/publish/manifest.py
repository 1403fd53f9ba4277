"""The manifest graph: what was last published to a store, a digest for each graph, kept in the store itself.

It changes in the same transaction as the data, so it tells after any failure which dataset the store has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from icigraph.publish.protocol import Service
from icigraph.publish.spool import SpooledGraph
from icigraph.rdf.faults import Fault, ServiceError

__all__ = ["PUBLISHED", "Entry", "manifest_graph", "manifest_lines", "manifest_of", "read_manifest"]

PUBLISHED = "https://w3id.org/icigraph/published#"
_TRIES = 3
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One published graph: SHA-256 of its canonical N-Triples, and how many triples it has."""

    digest: str
    triples: int


def manifest_graph(base: str) -> str:
    """The IRI of the manifest of the graphs below `base`.

    >>> manifest_graph("https://example.org/graph/")
    'https://example.org/graph/manifest'
    """
    return f"{base}manifest"


def manifest_of(graphs: Mapping[str, SpooledGraph]) -> dict[str, Entry]:
    """The manifest that says that just `graphs` are published."""
    return {iri: Entry(graph.digest, graph.triples) for iri, graph in graphs.items()}


def manifest_lines(entries: Mapping[str, Entry]) -> list[bytes]:
    """The manifest as sorted N-Triples lines.

    >>> manifest_lines({"http://a.org/g": Entry("ab", 3)})[0]
    b'<http://a.org/g> <https://w3id.org/icigraph/published#digest> "ab" .\\n'
    """
    lines = []
    for iri, entry in entries.items():
        lines.append(f'<{iri}> <{PUBLISHED}digest> "{entry.digest}" .\n')
        lines.append(f'<{iri}> <{PUBLISHED}triples> "{entry.triples}"^^<{_INTEGER}> .\n')
    return sorted(line.encode() for line in lines)


def read_manifest(service: Service, base: str) -> dict[str, Entry]:
    """What the store says it holds of the graphs below `base`: one query, empty where nothing was
    published. ServiceError when the answer makes no sense.
    """
    query = (
        f"SELECT ?graph ?digest ?triples WHERE {{ GRAPH <{manifest_graph(base)}> "
        f"{{ ?graph <{PUBLISHED}digest> ?digest ; <{PUBLISHED}triples> ?triples }} }}"
    )
    for _ in range(_TRIES):
        rows = service.select(query)
        # Seen of Blazegraph with many readers, once in a few hundred times: a row without its values.
        if all(len(row) == 3 for row in rows):
            break
    else:
        raise ServiceError(Fault(f"{service.target.url}: answered rows without values"))
    return {row["graph"].value: Entry(row["digest"].value, int(row["triples"].value)) for row in rows}
