"""Where triples stand in the files of a graph: read lazily, big files only as far as they are asked for."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from icigraph.base.faults import Place
from icigraph.base.files import read_text
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.placed.of_subjects import Statements, read_about
from icigraph.rdf.placed.turtle import read_placed
from icigraph.rdf.stored_literals import as_stored
from icigraph.rdf.syntax import TURTLE, Syntax, syntax_of

__all__ = ["Locator"]

_Node = NamedNode | BlankNode
_LARGE = 2 << 20
_ABOUT = re.compile(r"""\b(?:rdf:)?(about|ID)\s*=\s*["']([^"']*)["']|"(@id)"\s*:\s*"([^"]*)\"""")


class Locator:
    """Finds places of triples and subjects in a project's files, or in given pairs of a file and its graph.

    Terms of Turtle, TriG, N-Triples and N-Quads have exact places; of RDF/XML and JSON-LD the subject has
    one. A blank node has another label in every store, so it matches any in the same place of a triple.

    >>> from icigraph.project.graph_project import bundled_project
    >>> locator = Locator(bundled_project())
    >>> locator.subject_place(NamedNode("http://e.org/unknown")) is None
    True
    """

    def __init__(self, files: GraphProject | Iterable[tuple[Path, NamedNode]]) -> None:
        listed = _project_files(files) if isinstance(files, GraphProject) else files
        self._files = [_File(path, graph) for path, graph in listed]

    def place_of(self, triple: Quad | Triple, graphs: Container[object] | None = None) -> Place | None:
        """Where the object of a triple is first written; where its subject is, if no more can be told. Only
        files of the given graphs are looked into.
        """
        wanted = (triple.subject, triple.predicate, triple.object)
        files = [file for file in self._files if graphs is None or file.graph in graphs]
        placed = next((one for file in files for one in file.about(wanted[0]) if _fits(one, wanted)), None)
        return placed.object if placed else self._searched_place(triple.subject)

    def positions(self, triple: Quad | Triple) -> tuple[PlacedQuad, ...]:
        """Every place that states a triple, in the order of the files, with the places of its terms."""
        wanted = (triple.subject, triple.predicate, triple.object)
        return tuple(placed for placed in self._about(wanted[0]) if _fits(placed, wanted))

    def statements_about(self, term: _Node) -> tuple[PlacedQuad, ...]:
        """The triples whose subject a term is, with places, in the order of the files."""
        return tuple(placed for placed in self._about(term) if placed.quad.subject == term)

    def subject_place(self, term: _Node) -> Place | None:
        """Where the first block about a term begins."""
        about = self.statements_about(term)
        return about[0].subject if about else self._searched_place(term)

    def block_end(self, term: _Node) -> Place | None:
        """The full stop of the first block about a term: a missing property could be added before it."""
        about = self.statements_about(term)
        return about[0].end if about else None

    def want(self, subjects: Collection[_Node]) -> None:
        """Say beforehand what will be asked for, so that each big file is searched once."""
        for file in self._files:
            file.want(subjects)

    def _about(self, term: object) -> Iterable[PlacedQuad]:
        for file in self._files:
            yield from file.about(term)

    def _searched_place(self, term: object) -> Place | None:
        places = (file.loose_place(term) for file in self._files if not file.syntax.placed)
        return next((place for place in places if place), None)


def _project_files(project: GraphProject) -> Iterable[tuple[Path, NamedNode]]:
    return ((path, project.graph_name(path)) for path in project.graph_files)


def _fits(placed: PlacedQuad, wanted: tuple[object, object, object]) -> bool:
    quad = placed.quad
    terms = (quad.subject, quad.predicate, quad.object)
    return all(_same(mine, theirs) for mine, theirs in zip(terms, wanted, strict=True))


def _same(mine: object, theirs: object) -> bool:
    if isinstance(mine, Literal) and isinstance(theirs, Literal):
        return mine == theirs or as_stored(mine) == theirs
    return mine == theirs or (isinstance(mine, BlankNode) and isinstance(theirs, BlankNode))


@dataclass(slots=True)
class _File:
    """One file; its statements by subject as far as they were read."""

    path: Path
    graph: NamedNode
    _text: str | None = None
    _whole: bool = False
    _searched: set[_Node] = field(default_factory=set)
    _by_subject: dict[object, list[PlacedQuad]] = field(default_factory=dict)
    _named: dict[str, int] | None = None
    _statements: Statements | None = None

    @property
    def syntax(self) -> Syntax:
        return syntax_of(self.path)

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = read_text(self.path, name=display(self.path))
        return self._text

    def about(self, term: object) -> list[PlacedQuad]:
        if not self.syntax.placed:
            return []
        if isinstance(term, BlankNode):
            self._read_whole()
            return [
                one
                for subject, placed in self._by_subject.items()
                if isinstance(subject, BlankNode)
                for one in placed
            ]
        if isinstance(term, NamedNode):
            if (statements := self._divided()) is not None:
                return statements.about(term)
            self.want({term})
        return self._by_subject.get(term, [])

    def _divided(self) -> Statements | None:
        """The text's statements by subject, if it is small Turtle that can be read in parts."""
        if self._whole or self.syntax is not TURTLE or len(self.text) > _LARGE:
            return None
        if self._statements is None:
            self._statements = Statements(self.text, file=display(self.path), base=self.graph.value)
        return self._statements if self._statements.divisible else None

    def want(self, subjects: Collection[_Node]) -> None:
        missing = set(subjects) - self._searched
        if self._whole or not missing or not self.syntax.placed or self._divided() is not None:
            return
        if len(self.text) <= _LARGE:
            self._read_whole()
            return
        self._searched |= missing
        document = read_about(
            self.text, self.syntax, file=display(self.path), base=self.graph.value, subjects=missing
        )
        self._keep(placed for placed in document.quads if placed.quad.subject in missing)

    def _read_whole(self) -> None:
        if not self._whole:
            self._whole = True
            self._by_subject.clear()
            document = read_placed(self.text, self.syntax, file=display(self.path), base=self.graph.value)
            self._keep(document.quads)

    def _keep(self, quads: Iterable[PlacedQuad]) -> None:
        for placed in quads:
            self._by_subject.setdefault(placed.quad.subject, []).append(placed)

    def loose_place(self, term: object) -> Place | None:
        if not isinstance(term, NamedNode):
            return None
        if self._named is None:
            self._named = _subject_offsets(self.text, self.graph.value)
        offset = self._named.get(term.value)
        return None if offset is None else LineTable(self.text, display(self.path)).place(offset)


def _subject_offsets(text: str, base: str) -> dict[str, int]:
    """Where RDF/XML or JSON-LD text first names each IRI as a subject."""
    spaces = dict(re.findall(r'"([\w-]+)"\s*:\s*"(https?://[^"]*[/#])"', text))
    found: dict[str, int] = {}
    for match in _ABOUT.finditer(text):
        kind, value = match[1] or match[3], html.unescape(match[2] if match[1] else match[4])
        prefix, colon, local = value.partition(":")
        iri = (
            spaces[prefix] + local
            if colon and prefix in spaces
            else urljoin(base, f"#{value}" if kind == "ID" else value)
        )
        found.setdefault(iri, match.start())
    return found
