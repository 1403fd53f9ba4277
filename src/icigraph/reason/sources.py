"""What a caller may give as a graph: a path, a pyoxigraph store, an rdflib graph, or triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.graph.load import load_files
from icigraph.rdf.files import read_bytes
from icigraph.rdf.progress import Progress, silent
from icigraph.rdf.stored import as_stored, is_rewritten
from icigraph.rdf.syntax import syntax_of

__all__ = ["GraphLike", "Spelling", "load_graphs", "load_spelled", "stated_in", "triples_of"]

GraphLike = str | Path | Store | Iterable[Triple | Quad] | Any
_UNNAMED = NamedNode("urn:icigraph:unnamed")


def triples_of(source: GraphLike) -> list[Triple]:
    """The triples of a graph, whatever form it has, without graph names. InputError for an unreadable file.

    >>> triples_of([])
    []
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
        return list(stated_in([path]))
    except SyntaxError:
        load_graphs([path], Store())
        raise


def stated_in(paths: Iterable[Path]) -> Iterator[Triple]:
    """The triples of files that are known to be sound, one after the other, each literal as it is spelled.

    >>> list(stated_in([]))
    []
    """
    for path in paths:
        yield from (quad.triple for quad in _quads_of(path))


def _quads_of(path: Path) -> Iterator[Quad]:
    content = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
    base, form = path.resolve().as_uri(), syntax_of(path).format
    return parse(content, form, base_iri=base, rename_blank_nodes=True)


def load_graphs(paths: Iterable[Path], store: Store, progress: Progress = silent) -> None:
    """Load each file to a named graph, its file IRI, and none to the default graph.

    InputError with every fault of every file.
    """
    load_files([(path, NamedNode(path.resolve().as_uri())) for path in paths], store, progress)
    store.update(f"ADD SILENT DEFAULT TO {_UNNAMED} ; DROP DEFAULT")


class Spelling:
    """How files spell the literals that a store gives back in a form of its own: `"01"^^xsd:integer` as 1,
    any type of integers as xsd:integer, `1.50` as 1.5.
    """

    __slots__ = ("_spelled",)

    def __init__(self) -> None:
        self._spelled: dict[Triple, list[Triple]] = defaultdict(list)

    def keep(self, triple: Triple) -> None:
        """Remember how a triple is spelled, where a store may not."""
        value = triple.object
        if isinstance(value, Literal) and is_rewritten(value.datatype):
            known = self._spelled[Triple(triple.subject, triple.predicate, as_stored(value))]
            if triple not in known:
                known.append(triple)

    def of(self, triple: Triple) -> Iterable[Triple]:
        """A triple of a store as the files spell it, once for each spelling; itself where none does.

        >>> from icigraph.rdf.namespaces import XSD
        >>> spelling, (a, p) = Spelling(), (NamedNode("x:a"), NamedNode("x:p"))
        >>> spelling.keep(Triple(a, p, Literal("01", datatype=XSD["byte"])))
        >>> [triple.object.value for triple in spelling.of(Triple(a, p, Literal(1)))]
        ['01']
        """
        return self._spelled.get(triple) or (triple,)


def load_spelled(paths: Iterable[Path], store: Store, progress: Progress = silent) -> Spelling:
    """Load files as `load_graphs` does, and keep how their literals are spelled. InputError as there."""
    listed, spelling = list(paths), Spelling()
    try:
        for done, path in enumerate(listed, 1):
            store.bulk_extend(_kept(_quads_of(path), NamedNode(path.resolve().as_uri()), spelling))
            progress("load", done, len(listed))
    except SyntaxError:
        load_graphs(listed, Store())
        raise
    return spelling


def _kept(quads: Iterable[Quad], graph: NamedNode, spelling: Spelling) -> Iterator[Quad]:
    for quad in quads:
        spelling.keep(quad.triple)
        is_named = not isinstance(quad.graph_name, DefaultGraph)
        yield quad if is_named else Quad(quad.subject, quad.predicate, quad.object, graph)
