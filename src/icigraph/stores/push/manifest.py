"""The manifest graph: what was last published to a store, a digest for each graph, kept in the store itself.

It changes in the same transaction as the data, so it tells after any failure which dataset the store has.
Where two pushes met, it may tell of one graph twice: then what that graph holds is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from icigraph.base.faults import Fault, InputError, ServiceError
from icigraph.rdf.spool import SpooledGraph
from icigraph.stores.store.protocol import Row, Service

__all__ = [
    "PUBLISHED",
    "Entry",
    "Manifest",
    "consistently",
    "manifest_from",
    "manifest_graph",
    "manifest_lines",
    "manifest_of",
    "manifest_query",
    "pending_line",
    "read_manifest",
    "subject_of",
]

PUBLISHED = "https://w3id.org/icigraph/published#"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_DIGEST, _TRIPLES, _PENDING = (f"{PUBLISHED}{name}" for name in ("digest", "triples", "pending"))
_TIMES = 5

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Entry:
    """One published graph: SHA-256 of its canonical N-Triples, and how many triples it has."""

    digest: str
    triples: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store says that it holds below a base: `entries` of the graphs that it tells of once and whole,
    `mentioned` all that it tells of in any way, `lines` all that it says, as sorted N-Triples.
    """

    entries: Mapping[str, Entry]
    mentioned: frozenset[str]
    lines: tuple[bytes, ...]


def manifest_graph(base: str) -> str:
    """The IRI of the manifest of the graphs below `base`.

    >>> manifest_graph("https://example.org/graph/")
    'https://example.org/graph/manifest'
    """
    return f"{base}manifest"


def manifest_of(graphs: Mapping[str, SpooledGraph]) -> dict[str, Entry]:
    """The entries that say that just `graphs` are published.

    >>> from pathlib import Path
    >>> manifest_of({"x:g": SpooledGraph(Path("g.nt"), 2, "e3b0", False)})
    {'x:g': Entry(digest='e3b0', triples=2)}
    """
    return {iri: Entry(graph.digest, graph.triples) for iri, graph in graphs.items()}


def manifest_lines(entries: Mapping[str, Entry]) -> list[bytes]:
    """The manifest as sorted N-Triples lines.

    >>> manifest_lines({"http://a.org/g": Entry("ab", 3)})[0]
    b'<http://a.org/g> <https://w3id.org/icigraph/published#digest> "ab" .\\n'
    """
    lines = []
    for iri, entry in entries.items():
        lines.append(f'<{iri}> <{_DIGEST}> "{entry.digest}" .\n')
        lines.append(f'<{iri}> <{_TRIPLES}> "{entry.triples}"^^<{_INTEGER}> .\n')
    return sorted(line.encode() for line in lines)


def pending_line(iri: str) -> bytes:
    """What the manifest says of a graph while it is sent in parts: that it is ours, and not whole.

    >>> pending_line("https://example.org/graph/data").split()[0]
    b'<https://example.org/graph/data>'
    """
    return f'<{iri}> <{_PENDING}> "true" .\n'.encode()


def subject_of(line: bytes) -> str:
    """The graph that a line of the manifest is about.

    >>> subject_of(pending_line("http://a.org/g"))
    'http://a.org/g'
    """
    return line[1 : line.index(b">")].decode()


def read_manifest(service: Service, base: str) -> Manifest:
    """What the store says it holds of the graphs below `base`: one query, empty where nothing was published.
    What it says of graphs elsewhere is nobody's business here.
    """
    return manifest_from(service.select(manifest_query(base)), base)


def manifest_query(base: str) -> str:
    """The SELECT query for all that the manifest says.

    >>> manifest_query("https://example.org/graph/").partition(" WHERE ")[2]
    '{ GRAPH <https://example.org/graph/manifest> { ?graph ?property ?value } }'
    """
    graph = manifest_graph(base)
    return f"SELECT ?graph ?property ?value WHERE {{ GRAPH <{graph}> {{ ?graph ?property ?value }} }}"


def manifest_from(rows: Iterable[Row], base: str) -> Manifest:
    """The manifest of the graphs below `base` that the solutions of its query tell.

    >>> from pyoxigraph import Literal, NamedNode
    >>> base, digest = "https://example.org/graph/", NamedNode(f"{PUBLISHED}digest")
    >>> row = {"graph": NamedNode(f"{base}data"), "property": digest, "value": Literal("e3b0")}
    >>> sorted(manifest_from([row], base).mentioned)
    ['https://example.org/graph/data']
    """
    manifest = manifest_graph(base)
    lines = {
        f"{row['graph']} {row['property']} {row['value']} .\n".encode()
        for row in rows
        if len(row) == 3 and _is_below(str(row["graph"]), base, manifest)
    }
    return _manifest(sorted(lines))


def _is_below(term: str, base: str, manifest: str) -> bool:
    return term.startswith(f"<{base}") and term != f"<{manifest}>"


def _manifest(lines: Iterable[bytes]) -> Manifest:
    kept = tuple(lines)
    said: dict[str, dict[str, list[str]]] = {}
    for line in kept:
        _, predicate, value = line.decode().split(" ", 2)
        said.setdefault(subject_of(line), {}).setdefault(predicate[1:-1], []).append(_text(value))
    entries = {iri: entry for iri, properties in said.items() if (entry := _entry(properties))}
    return Manifest(entries, frozenset(said), kept)


def _text(value: str) -> str:
    """The text of a literal; nothing of any other term, which somebody else must have written."""
    return value.split('"')[1] if value.startswith('"') else ""


def _entry(properties: Mapping[str, list[str]]) -> Entry | None:
    match properties.get(_DIGEST), properties.get(_TRIPLES), properties.get(_PENDING):
        case [digest], [triples], None if triples.isdecimal():
            return Entry(digest, int(triples))
    return None


def consistently(service: Service, base: str, read: Callable[[Manifest], Made]) -> Made:
    """What `read` makes of a store and its manifest, done again where the manifest changed meanwhile.

    An `InputError` says that nothing is published below `base`, a `ServiceError` that pushes never end.
    """
    before = read_manifest(service, base)
    for _ in range(_TIMES):
        if not before.mentioned:
            hint = "push to it first, or is `graphs` in icigraph.toml another one?"
            raise InputError(Fault(f"{service.target.url}: nothing is published below {base}", hint=hint))
        made = read(before)
        after = read_manifest(service, base)
        if after.lines == before.lines:
            return made
        before = after
    message = f"{service.target.url}: was changed by pushes each of the {_TIMES} times that it was read"
    raise ServiceError(Fault(message, hint="try again when they are done"))
