"""Reading RDF back: by rdflib where it is installed, as it shares no code with the library that writes, and
Jelly by a reader made from its specification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Quad, Triple

from icigraph.publish.canonical import canonical_quads, canonical_triples
from icigraph.publish.formats import FORMATS, ExportFormat
from icigraph.publish.release.check.jelly import read_jelly
from icigraph.publish.release.check.libraries import rdflib_reads, read_by_pyoxigraph, read_by_rdflib
from icigraph.publish.release.check.reading import Reading, difference
from icigraph.publish.release.content import Content
from icigraph.publish.release.descriptions import (
    dataset_description,
    question_catalogue,
    service_description,
)
from icigraph.publish.release.folder import SUMS
from icigraph.publish.release.reified import reified
from icigraph.rdf.files import read_bytes

__all__ = ["rdf_readings"]

Lines = Callable[[], list[bytes]]

_TURTLE = FORMATS["ttl"]
_WITH_RDFLIB = "pip install 'icigraph[rdflib]' for another reader"
_NOT_RDFLIB = "rdflib knows no base directions, and no triple terms there"


def rdf_readings(content: Content, checksums: Mapping[str, str]) -> dict[str, tuple[Reading, ...]]:
    """The statements of every graph file and of every description."""
    parts = {
        "asserted": content.asserted,
        "inferred": content.inferred,
        "dataset": (*content.asserted, *content.inferred),
    }
    sums = {name: checksum for name, checksum in checksums.items() if name not in ("dataset.ttl", SUMS)}
    descriptions: dict[str, Callable[[], Iterable[Triple]]] = {
        "dataset.ttl": partial(dataset_description, content, sums),
        "service.ttl": partial(service_description, content),
        "questions.ttl": partial(question_catalogue, content),
        "facts-rdf12.ttl": partial(reified, content),
    }
    found: dict[str, tuple[Reading, ...]] = {}
    for part, quads in parts.items():
        with_graphs = cache(partial(canonical_quads, quads))
        union = cache(partial(_union, quads))
        found[f"{part}.jelly"] = (Reading(partial(_compare, _read_jelly, with_graphs)),)
        for form in FORMATS.values():
            lines = with_graphs if form.holds_graphs else union
            found[f"{part}{form.suffix}"] = _readings(form, lines, quads)
    for name, triples in descriptions.items():
        found[name] = _readings(_TURTLE, partial(_canonical, triples), ())
    return found


def _union(quads: Iterable[Quad]) -> list[bytes]:
    return canonical_triples(quad.triple for quad in quads)


def _canonical(triples: Callable[[], Iterable[Triple]]) -> list[bytes]:
    return canonical_triples(triples())


def _readings(form: ExportFormat, stated: Lines, quads: Iterable[Quad]) -> tuple[Reading, ...]:
    """By rdflib, and by pyoxigraph to tell whether rdflib alone reads something else; or by the latter."""

    def by(library: Callable[[bytes, ExportFormat], Iterable[Quad]]) -> Callable[[Path], str | None]:
        return partial(_compare, partial(_lines, library, form), stated)

    try:
        import rdflib
    except ModuleNotFoundError:
        return (Reading(by(read_by_pyoxigraph), "pyoxigraph", _WITH_RDFLIB),)
    if not all(rdflib_reads(quad, form) for quad in quads):
        return (Reading(by(read_by_pyoxigraph), "pyoxigraph", _NOT_RDFLIB),)
    return (
        Reading(by(read_by_rdflib), f"rdflib {rdflib.__version__}"),
        Reading(by(read_by_pyoxigraph), "pyoxigraph"),
    )


def _compare(read: Callable[[Path], list[bytes]], stated: Lines, path: Path) -> str | None:
    found, lines = read(path), stated()
    # Decoded only to be told: most files are as they should be.
    return None if found == lines else difference(*(map(_decoded, each) for each in (lines, found)))


def _decoded(line: bytes) -> str:
    return line.decode().removesuffix(" .\n")


def _lines(
    library: Callable[[bytes, ExportFormat], Iterable[Quad]], form: ExportFormat, path: Path
) -> list[bytes]:
    quads = library(read_bytes(path), form)
    return canonical_quads(quads) if form.holds_graphs else _union(quads)


def _read_jelly(path: Path) -> list[bytes]:
    return canonical_quads(read_jelly(read_bytes(path)))
