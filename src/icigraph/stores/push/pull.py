"""Pull: fetch published graphs from a store as canonical lines, all of them as they were between two
pushes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, RdfFormat, parse

from icigraph.rdf.canonical import apart
from icigraph.rdf.spool import SpooledGraph
from icigraph.snapshot.dataset import select_graphs
from icigraph.stores.push.manifest import Entry, Manifest, consistently
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.abandonable import at_once

__all__ = ["Pulled", "pull", "pulled_quads", "store_quads"]


@dataclass(frozen=True, slots=True)
class Pulled:
    """Graphs as a store has them, by IRI, and what its manifest says of those that it tells of whole.

    >>> graph = SpooledGraph(Path("g.nt"), 2, "e3b0", False)
    >>> Pulled({"x:g": graph}, {"x:g": Entry("e3b0", 3)}).drifted
    ('x:g',)
    >>> Pulled({"x:g": graph}, {"x:g": Entry("27ae", 2)}).reworded
    ('x:g',)
    """

    graphs: Mapping[str, SpooledGraph]
    entries: Mapping[str, Entry]

    @property
    def drifted(self) -> tuple[str, ...]:
        """The graphs that are not what was published: of which a push broke off, or that have another number
        of triples.
        """
        return tuple(iri for iri, graph in self.graphs.items() if self._published(iri) != graph.triples)

    @property
    def reworded(self) -> tuple[str, ...]:
        """The graphs with as many triples as were published, of which some read otherwise."""
        return tuple(
            iri
            for iri, graph in self.graphs.items()
            if self._published(iri) == graph.triples and self.entries[iri].digest != graph.digest
        )

    def _published(self, iri: str) -> int | None:
        return self.entries[iri].triples if iri in self.entries else None


def pull(
    service: Service, base: str, folder: Path, wanted: Iterable[str] = (), without: Container[str] = ()
) -> Pulled:
    """The published graphs below `base`, or those `wanted`, but for those `without`, read from the store into
    `folder`. Where the manifest changes meanwhile they are read again.
    """
    names, rounds = list(wanted), iter(range(1_000_000))

    def read(manifest: Manifest) -> Pulled:
        present = [iri for iri in manifest.mentioned if iri not in without]
        place = folder / str(next(rounds))
        chosen = select_graphs(present, base, names)
        graphs = at_once(
            lambda item: _read(service, manifest, *item),
            [(iri, place / str(number)) for number, iri in enumerate(chosen)],
            service.http.abandon,
        )
        return Pulled(dict(zip(chosen, graphs, strict=True)), manifest.entries)

    return consistently(service, base, read)


def _read(service: Service, manifest: Manifest, iri: str, place: Path) -> SpooledGraph:
    place.mkdir(parents=True)
    entry = manifest.entries.get(iri)
    return service.read_whole(iri, place, entry.triples if entry else None)


def pulled_quads(graphs: Mapping[str, SpooledGraph]) -> Iterator[bytes]:
    r"""The graphs as N-Quads lines; no two graphs share a blank node.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "g.nt")
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .\n")
    >>> list(pulled_quads({"x:g": SpooledGraph(file, 1, "e3b0", False)}))
    [b'<x:a> <x:p> <x:b> <x:g> .\n']
    """
    for iri, graph in graphs.items():
        end = f" <{iri}> .\n".encode()
        for line in apart(graph.lines(), iri):
            yield line.removesuffix(b" .\n") + end


def store_quads(service: Service, base: str, without: Container[str] = ()) -> list[Quad]:
    """The quads of every graph published below `base` at a store, but for the graphs `without`."""
    with TemporaryDirectory(prefix="icigraph-diff-", ignore_cleanup_errors=True) as folder:
        lines = b"".join(pulled_quads(pull(service, base, Path(folder), without=without).graphs))
    return list(parse(lines, format=RdfFormat.N_QUADS))
