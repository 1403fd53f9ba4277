"""Reading RDF back by rdflib, which shares no code with the library that writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Quad, Triple
from tests.release.readers.libraries import rdflib_reads, read_by_rdflib
from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_bytes
from icigraph.rdf.canonical import canonical_quads, canonical_triples
from icigraph.rdf.syntax import FORMATS, Syntax
from icigraph.release.content import Content
from icigraph.release.descriptions import (
    dataset_description,
    question_catalogue,
)
from icigraph.release.reified import reified

__all__ = ["rdf_readings"]

Lines = Callable[[], list[bytes]]

_TURTLE = FORMATS["ttl"]


def rdf_readings(content: Content, checksums: Mapping[str, str]) -> dict[str, Reading]:
    """The statements of every graph file that rdflib can read, and of every description."""
    parts = {
        "asserted": content.asserted,
        "inferred": content.inferred,
        "dataset": (*content.asserted, *content.inferred),
    }
    sums = {name: checksum for name, checksum in checksums.items() if name != "dataset.ttl"}
    descriptions: dict[str, Callable[[], Iterable[Triple]]] = {
        "dataset.ttl": partial(dataset_description, content, sums),
        "questions.ttl": partial(question_catalogue, content),
        "facts-rdf12.ttl": partial(reified, content),
    }
    found: dict[str, Reading] = {}
    for part, quads in parts.items():
        with_graphs = cache(partial(canonical_quads, quads))
        union = cache(partial(_union, quads))
        for form in FORMATS.values():
            if all(rdflib_reads(quad, form) for quad in quads):
                lines = with_graphs if form.holds_graphs else union
                found[f"{part}{form.suffix}"] = partial(_compare, form, lines)
    for name, triples in descriptions.items():
        found[name] = partial(_compare, _TURTLE, partial(_canonical, triples))
    return found


def _union(quads: Iterable[Quad]) -> list[bytes]:
    return canonical_triples(quad.triple for quad in quads)


def _canonical(triples: Callable[[], Iterable[Triple]]) -> list[bytes]:
    return canonical_triples(triples())


def _compare(form: Syntax, stated: Lines, path: Path) -> str | None:
    quads = read_by_rdflib(read_bytes(path), form)
    found, lines = canonical_quads(quads) if form.holds_graphs else _union(quads), stated()
    return None if found == lines else difference(*(map(_decoded, each) for each in (lines, found)))


def _decoded(line: bytes) -> str:
    return line.decode().removesuffix(" .\n")
