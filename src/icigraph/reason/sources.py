"""What a caller may give as a graph: a path, a pyoxigraph store, an rdflib graph, or triples."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from icigraph.rdf.faults import Fault, InputError, Place

__all__ = ["GraphLike", "triples_of"]

GraphLike = str | Path | Store | Iterable[Triple | Quad] | Any


def triples_of(source: GraphLike) -> list[Triple]:
    """The triples of a graph, whatever form it has; graph names are dropped. InputError when a file cannot be read.

    >>> triples_of([])
    []
    """
    if isinstance(source, str | Path):
        return _of_file(Path(source))
    if type(source).__module__.split(".")[0] == "rdflib":
        text = source.serialize(format="nt", encoding="utf-8")
        return [quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)]
    return [item.triple if isinstance(item, Quad) else item for item in source]


def _of_file(path: Path) -> list[Triple]:
    inner = path.with_suffix("") if path.suffix == ".gz" else path
    format = RdfFormat.from_extension(inner.suffix.removeprefix("."))
    if format is None:
        raise InputError(Fault("not a known RDF file type", Place(str(path)), "use .ttl, .nt, .nq, .trig or .rdf"))
    try:
        data = gzip.decompress(path.read_bytes()) if inner != path else path.read_bytes()
        base = path.resolve().as_uri()
        return [quad.triple for quad in parse(data, format, base_iri=base)]
    except OSError as error:
        raise InputError(Fault(error.strerror or str(error), Place(str(path)))) from error
    except SyntaxError as error:
        place = Place(str(path), error.lineno, error.offset)
        raise InputError(Fault(f"not valid {format.name}: {error.msg}", place)) from error
