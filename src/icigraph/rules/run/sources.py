"""What a caller may give as a graph: a path, a pyoxigraph store, an rdflib graph, or triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.base.progress import Progress, silent
from icigraph.project.load import load_files
from icigraph.rdf.documents import read_document
from icigraph.rdf.syntax import syntax_of

__all__ = ["GraphLike", "asserted_in", "load_graphs", "triples_of"]

GraphLike = str | Path | Store | Iterable[Triple | Quad] | Any
_UNNAMED = NamedNode("urn:icigraph:unnamed")


def triples_of(source: GraphLike) -> list[Triple]:
    """The triples of a graph, whatever form it has, without graph names. InputError for an unreadable file.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> _ = file.write_text('<x:a> <x:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    >>> [triple.object.value for triple in triples_of(file)]
    ['01']
    """
    if isinstance(source, str | Path):
        return _of_file(Path(source))
    if type(source).__module__.split(".")[0] == "rdflib":
        text: bytes = source.serialize(format="nt", encoding="utf-8")  # type: ignore[union-attr]
        return [quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)]
    return [item.triple if isinstance(item, Quad) else item for item in source]


def _of_file(path: Path) -> list[Triple]:
    """The triples of a file, each literal as it is spelled: a store would write numbers in its own form."""
    try:
        return list(asserted_in([path]))
    except SyntaxError:
        load_graphs([path], Store())
        raise


def asserted_in(paths: Iterable[Path]) -> Iterator[Triple]:
    """The triples of files that are known to be sound, one after the other, each literal as it is spelled.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .")
    >>> [str(triple) for triple in asserted_in([file])]
    ['<x:a> <x:p> <x:b>']
    """
    for path in paths:
        yield from (quad.triple for quad in _quads_of(path))


def _quads_of(path: Path) -> Iterator[Quad]:
    content = read_document(path)
    base, form = path.resolve().as_uri(), syntax_of(path).format
    return parse(content, form, base_iri=base, rename_blank_nodes=True)


def load_graphs(paths: Iterable[Path], store: Store, progress: Progress = silent) -> None:
    """Load each file to a named graph, its file IRI, and none to the default graph.

    InputError with every fault of every file.

    >>> import tempfile
    >>> file, store = Path(tempfile.mkdtemp(), "a.ttl"), Store()
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .")
    >>> load_graphs([file], store)
    >>> [graph.value.rpartition("/")[2] for graph in store.named_graphs()]
    ['a.ttl']
    """
    load_files([(path, NamedNode(path.resolve().as_uri())) for path in paths], store, progress)
    store.update(f"ADD SILENT DEFAULT TO {_UNNAMED} ; DROP DEFAULT")
