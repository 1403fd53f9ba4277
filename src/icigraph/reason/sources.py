"""What a caller may give as a graph: a path, a pyoxigraph store, an rdflib graph, or triples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.rdf.files import read_bytes
from icigraph.rdf.syntax import syntax_of

__all__ = ["GraphLike", "load_graphs", "triples_of"]

GraphLike = str | Path | Store | Iterable[Triple | Quad] | Any


def triples_of(source: GraphLike) -> list[Triple]:
    """The triples of a graph, whatever form it has; graph names are dropped. InputError when a file cannot be read.

    >>> triples_of([])
    []
    """
    if isinstance(source, str | Path):
        return list(_of_file(Path(source)))
    if type(source).__module__.split(".")[0] == "rdflib":
        text = source.serialize(format="nt", encoding="utf-8")  # type: ignore[union-attr]
        return [quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)]
    return [item.triple if isinstance(item, Quad) else item for item in source]


def _of_file(path: Path) -> Iterable[Triple]:
    syntax = syntax_of(path)
    data = read_bytes(path)
    try:
        for quad in parse(data, syntax.format, base_iri=path.resolve().as_uri()):
            yield quad.triple
    except SyntaxError as error:
        raise InputError(_syntax_fault(path, syntax.name, error)) from error


def _syntax_fault(path: Path, syntax: str, error: SyntaxError) -> Fault:
    return Fault(f"not valid {syntax}: {error.msg}", Place(str(path), error.lineno, error.offset))


def load_graphs(paths: Iterable[Path], store: Store) -> None:
    """Load each file to a named graph of its own, named by its file IRI. InputError when one cannot be read."""
    for path in paths:
        syntax = syntax_of(path)
        name = path.resolve().as_uri()
        if syntax.format.supports_datasets:
            store.bulk_extend(_placed(path, NamedNode(name)))
            continue
        data = read_bytes(path)
        try:
            store.bulk_load(data, syntax.format, base_iri=name, to_graph=NamedNode(name))
        except SyntaxError as error:
            raise InputError(_syntax_fault(path, syntax.name, error)) from error


def _placed(path: Path, graph: NamedNode) -> Iterable[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in _of_file(path))
