"""Handing triples on: to files, to other libraries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, serialize

from icigraph.base.extras import required
from icigraph.base.streamed_files import writing
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.syntax import TRIG, TURTLE, syntax_named, syntax_of

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["as_rdflib", "ntriples", "write_triples"]

_BATCH = 10_000


def as_rdflib(triples: Iterable[Triple], prefixes: Prefixes) -> Graph:
    """Triples as an rdflib Graph with prefixes bound. An `InputError` says that rdflib is not installed.

    >>> len(as_rdflib([], Prefixes({})))
    0
    """
    rdflib = required("rdflib", "rdflib")
    graph: Graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    for prefix, iri in prefixes:
        graph.bind(prefix, iri)
    return graph


def ntriples(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Triples as N-Triples, so many lines at a time.

    >>> list(ntriples([]))
    []
    """
    rest = iter(triples)
    while batch := list(islice(rest, _BATCH)):
        yield serialize(batch, format=RdfFormat.N_TRIPLES) or b""


def write_triples(
    triples: Iterable[Triple],
    path: Path | str,
    *,
    form: str | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write triples to a file, whole or not at all, in the syntax that its name tells, or `form`.

    An `InputError` says that the name tells no syntax, or why the file cannot be written.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp(), "a.nt")
    >>> write_triples([], place)
    >>> place.read_bytes()
    b''
    """
    syntax = syntax_named(form) if form else syntax_of(path)
    used = dict(prefixes) if prefixes and syntax in (TURTLE, TRIG) else None
    with writing(Path(path)) as stream:
        serialize(triples, stream, format=syntax.format, prefixes=used)
