"""Where triples stand in the files of a graph: each is read when it is asked first, as far as it is asked."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from icigraph.base.faults import Place
from icigraph.base.files import read_bytes
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import Placed
from icigraph.rdf.placed.place_index import PlaceIndex
from icigraph.rdf.placed.turtle import document_of
from icigraph.rdf.stored_literals import as_stored
from icigraph.rdf.syntax import syntax_of

__all__ = ["Locator"]


class Locator:
    r"""Finds places of triples and subjects in a project's files, or in given pairs of a file and its graph.

    A blank node has another label in every store, so it matches any in the same place of a triple.

    >>> import tempfile
    >>> from pathlib import Path
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> _ = file.write_text("<x:a> <x:p> 1 .\n<x:b> <x:p> 2 .\n")
    >>> Locator([(file, NamedNode("x:data"))]).subject_place(NamedNode("x:b")).line
    2
    """

    def __init__(self, files: GraphProject | Iterable[tuple[Path, NamedNode]]) -> None:
        listed = _project_files(files) if isinstance(files, GraphProject) else files
        self._files: list[_File] = [_File(path, graph) for path, graph in listed]
        if isinstance(files, GraphProject):
            self._files += (_TableFile(path, files.graph_name(path), files) for path in files.table_files)

    def place_of(self, triple: Quad | Triple, graphs: Container[object] | None = None) -> Place | None:
        """Where the object of a triple is first written. Only files of the given graphs are looked into."""
        files = [file for file in self._files if graphs is None or file.graph in graphs]
        wanted = (triple.subject, triple.predicate, triple.object)
        found = (one for file in files for one in file.about(triple.subject) if _fits(one.triple, wanted))
        return next((one.object for one in found), None)

    def subject_place(self, term: NamedNode | BlankNode) -> Place | None:
        """Where the first block about a term begins."""
        about = (one for file in self._files for one in file.about(term))
        return next((one.subject for one in about), None)


def _project_files(project: GraphProject) -> Iterable[tuple[Path, NamedNode]]:
    return ((path, project.graph_name(path)) for path in project.graph_files)


def _fits(triple: Triple, wanted: tuple[object, object, object]) -> bool:
    terms = (triple.subject, triple.predicate, triple.object)
    return all(_same(mine, theirs) for mine, theirs in zip(terms, wanted, strict=True))


def _same(mine: object, theirs: object) -> bool:
    if isinstance(mine, Literal) and isinstance(theirs, Literal):
        return mine == theirs or as_stored(mine) == theirs
    return mine == theirs or (isinstance(mine, BlankNode) and isinstance(theirs, BlankNode))


@dataclass(frozen=True)
class _File:
    """One file, and the graph that it is loaded to."""

    path: Path
    graph: NamedNode

    def about(self, term: object) -> Iterable[Placed]:
        """The statements about a term, or about any blank node."""
        if isinstance(term, BlankNode):
            return self._about_blank_nodes
        return self._index.of_subject(term) if isinstance(term, NamedNode) else ()

    @cached_property
    def _source(self) -> Source:
        name = display(self.path)
        content = read_bytes(self.path, name=name)
        return Source(name, content, syntax_of(self.path).format, self.graph.value)

    @cached_property
    def _index(self) -> PlaceIndex:
        return PlaceIndex((self._source,), (0,))

    @cached_property
    def _about_blank_nodes(self) -> tuple[Placed, ...]:
        quads = document_of(self._source).quads if self._source.syntax.placed else ()
        return tuple(one for one in quads if isinstance(one.quad.subject, BlankNode))


@dataclass(frozen=True)
class _TableFile(_File):
    """A table of a project."""

    project: GraphProject

    @cached_property
    def _source(self) -> Source:
        # Only a project that has tables pays for their reader.
        from icigraph.project.load import tables_of

        return next(table.source for table in tables_of(self.project) if table.path == self.path)
