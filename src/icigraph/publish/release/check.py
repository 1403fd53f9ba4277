"""Reading a release back from the disk and comparing it with what it was made of.

RDF is read by rdflib where it is installed, as it shares no code with the library that wrote the files; else
by pyoxigraph, which still finds what a disk or another program did to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pyoxigraph import Quad

from icigraph.publish.canonical import canonical_quads, canonical_triples
from icigraph.publish.formats import FORMATS, ExportFormat
from icigraph.publish.release.content import Content
from icigraph.publish.release.graphml import Edge, edges
from icigraph.publish.release.jelly import from_jelly, holds
from icigraph.publish.release.reading import read_by_pyoxigraph, read_by_rdflib
from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.files import read_bytes
from icigraph.rdf.progress import Progress, silent

__all__ = ["Check", "check_release"]

_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
_FORM_OF = {form.suffix: form for form in FORMATS.values()}


@dataclass(frozen=True, slots=True)
class _Reader:
    """A library that reads RDF."""

    name: str
    read: Callable[[bytes, ExportFormat], list[Quad]]


_PYOXIGRAPH = _Reader("pyoxigraph", read_by_pyoxigraph)


@dataclass(frozen=True, slots=True)
class Check:
    """The library that read the RDF back, and the files that it alone reads otherwise."""

    read_by: str
    doubtful: tuple[str, ...]


def check_release(
    folder: Path, content: Content, checksums: Mapping[str, str], progress: Progress = silent
) -> Check:
    """Compare the files in `folder` with `content`.

    `checksums` are the SHA-256 of every file that was written: tables and pages are held to these alone. An
    `InputError` lists the files that hold something else. rdflib rewrites a few literals (in Turtle `042`
    becomes `42`), so a file that it alone reads otherwise is doubtful, no more.
    """
    reader = _reader(content)
    expected = _expected(content)
    faults, doubtful = [], []
    for number, (name, checksum) in enumerate(sorted(checksums.items()), 1):
        path = folder / name
        written = read_bytes(path)
        if hashlib.sha256(written).hexdigest() != checksum:
            faults.append(Fault(f"{path}: is not what was written", hint="is the disk in order?"))
        elif name in expected and expected[name] != _read(name, written, reader):
            if expected[name] == _read(name, written, _PYOXIGRAPH):
                doubtful.append(name)
            else:
                faults.append(Fault(f"{path}: holds something else than what was to be written"))
        progress("check", number, len(checksums))
    if faults:
        raise InputError(*faults)
    return Check(reader.name, tuple(doubtful))


def _reader(content: Content) -> _Reader:
    try:
        import rdflib
    except ModuleNotFoundError:
        return _PYOXIGRAPH
    # rdflib knows no base directions and triple terms, as Jelly does not.
    if not all(map(holds, content.asserted)):
        return _PYOXIGRAPH
    return _Reader(f"rdflib {rdflib.__version__}", read_by_rdflib)


def _expected(content: Content) -> dict[str, object]:
    """What each file has to hold, by its name: canonical lines, or nodes and edges."""
    found: dict[str, object] = {"graph.graphml": _graph(edges(content))}
    for part, quads in (("asserted", content.asserted), ("inferred", content.inferred)):
        with_graphs, union = canonical_quads(quads), canonical_triples(quad.triple for quad in quads)
        found[f"{part}.jelly"] = with_graphs
        for form in FORMATS.values():
            found[f"{part}{form.suffix}"] = with_graphs if form.holds_graphs else union
    found["dataset.nq"] = canonical_quads((*content.asserted, *content.inferred))
    return found


def _graph(found: Iterable[Edge]) -> tuple[set[str], set[tuple[str, ...]]]:
    named = {tuple(term.value for term in edge) for edge in found}
    return {end for edge in named for end in (edge[0], edge[2])}, named


def _read(name: str, written: bytes, reader: _Reader) -> object:
    """What a file holds, or None where it cannot be read: each library has errors of its own."""
    suffix = Path(name).suffix
    try:
        if suffix == ".graphml":
            return _read_graphml(written)
        if suffix == ".jelly":
            return canonical_quads(from_jelly(written))
        form = _FORM_OF[suffix]
        quads = reader.read(written, form)
    except Exception:
        return None
    return canonical_quads(quads) if form.holds_graphs else canonical_triples(quad.triple for quad in quads)


def _read_graphml(written: bytes) -> tuple[set[str], set[tuple[str, ...]]]:
    root = ElementTree.fromstring(written)
    nodes = {node.get("id", "") for node in root.iter(f"{_GRAPHML}node")}
    found = root.iter(f"{_GRAPHML}edge")
    return nodes, {
        (edge.get("source", ""), "".join(edge.itertext()), edge.get("target", "")) for edge in found
    }
