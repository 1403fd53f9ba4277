"""Reading RDF back by rdflib, which shares no code with the library that writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, Triple
from tests.release.readers.libraries import rdflib_reads, read_by_rdflib
from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_bytes
from icigraph.rdf.canonical import canonical_quads, canonical_triples
from icigraph.rdf.syntax import N_QUADS, TURTLE, Syntax
from icigraph.release.about import about
from icigraph.release.content import Content
from icigraph.release.datasets import DATASET, parts
from icigraph.release.descriptions import HERE, dataset_description
from icigraph.release.questions import question_catalogue
from icigraph.release.reified import reified

__all__ = ["rdf_readings"]

Lines = Callable[[], list[bytes]]


def rdf_readings(content: Content, files: Mapping[str, bytes]) -> dict[str, Reading]:
    """The statements of every graph file that rdflib can read, and of every description."""
    descriptions: dict[str, Callable[[], Iterable[Triple]]] = {
        "dataset.ttl": partial(dataset_description, content, about(content.project), files),
        "questions.ttl": partial(question_catalogue, content),
        "facts-rdf12.ttl": partial(reified, content),
    }
    found: dict[str, Reading] = {}
    for name, quads in parts(content).items():
        if all(rdflib_reads(quad, TURTLE) for quad in quads):
            found[name] = partial(_compare, TURTLE, partial(_union, quads))
    every = (*content.asserted, *content.inferred)
    if all(rdflib_reads(quad, N_QUADS) for quad in every):
        found[DATASET] = partial(_compare, N_QUADS, partial(canonical_quads, every))
    for name, triples in descriptions.items():
        found[name] = partial(_compare, TURTLE, partial(_canonical, triples))
    return found


def _union(quads: Iterable[Quad]) -> list[bytes]:
    return canonical_triples(quad.triple for quad in quads)


def _canonical(triples: Callable[[], Iterable[Triple]]) -> list[bytes]:
    return canonical_triples(triples())


def _compare(form: Syntax, stated: Lines, path: Path) -> str | None:
    written = read_bytes(path)
    if path.name == "dataset.ttl":
        # Files are named relative to the description, or to the address that it gives.
        written = f"@base <{HERE}> .\n".encode() + re.sub(rb"^@base .*\n", b"", written)
    quads = read_by_rdflib(written, form)
    found, lines = canonical_quads(quads) if form.holds_graphs else _union(quads), stated()
    return None if found == lines else difference(*(map(_decoded, each) for each in (lines, found)))


def _decoded(line: bytes) -> str:
    return line.decode().removesuffix(" .\n")
