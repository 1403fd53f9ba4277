"""The page for people: what the release holds, every file, every term and every question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from icigraph.base.pages import page
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS
from icigraph.release.about import About
from icigraph.release.content import Content
from icigraph.release.folder import SUMS
from icigraph.release.labels import best_of
from icigraph.release.licence import licence_iri
from icigraph.release.purposes import purposes
from icigraph.release.readme import in_units
from icigraph.release.structured import structured_data

__all__ = ["reference_page"]

_KINDS = (
    ("classes", "Classes", OWL["Class"]),
    ("object-properties", "Object properties", OWL["ObjectProperty"]),
    ("datatype-properties", "Datatype properties", OWL["DatatypeProperty"]),
)
_TEXTS = {RDFS["label"]: "label", RDFS["comment"]: "text", SKOS["definition"]: "text"}
_LINKS = {
    RDFS["subClassOf"]: "kind of",
    RDFS["subPropertyOf"]: "kind of",
    RDFS["domain"]: "from",
    RDFS["range"]: "to",
    OWL["inverseOf"]: "inverse of",
}


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the ontology: its IRI and short name, label and definition, and the words for what it points
    to.
    """

    iri: str
    name: str
    label: str
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A name that several files may share, a link to each of them (what it says, and the file's name), and
    the size of the first.
    """

    name: str
    links: Sequence[tuple[str, str]]
    size: str


@dataclass(frozen=True, slots=True)
class _Question:
    """A question: its name, summary, file in the release if it is there, and the names of its parameters."""

    name: str
    summary: str
    file: str | None
    parameters: tuple[str, ...]


def reference_page(content: Content, about: About, files: Mapping[str, bytes]) -> bytes:
    """One HTML page: what the release is and holds, its `files`, every term of the ontology with label and
    definition, every question with its summary. All links stay in the release.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> from icigraph.release.about import about
    >>> b'href="data.ttl"' in reference_page(empty, about(bundled_project()), {"data.ttl": b""})
    True
    """
    terms, known = _terms_by_kind(content)
    made = page(
        "icigraph.release",
        "reference.html",
        title=about.title,
        about=about,
        content=content,
        linked=bool(licence_iri(about.licence)),
        files=_files(files),
        structured=structured_data(content, about, files),
        kinds=[(name, heading, terms[name]) for name, heading, _ in _KINDS],
        known=known,
        questions=_questions(content, files),
        quoted=_quoted,
    )
    return made.encode()


def _files(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, list[_File]]]:
    """Each heading with its note and its files; a table's name once, with a link for each of its syntaxes.
    The page itself is not among them, nor what is written of it afterwards, but for links to that.
    """
    sizes = {name: in_units(len(written)) for name, written in files.items()}
    for purpose, names in purposes({*files, "README.md", SUMS}):
        if purpose.file == "queries/":
            continue
        same = groupby(names, key=lambda name: name.rpartition(".")[0] if purpose.file == "tables/" else name)
        grouped = [(name, list(each)) for name, each in same]
        yield (
            purpose.heading,
            purpose.text,
            [
                _File(
                    PurePosixPath(name).name,
                    [
                        (PurePosixPath(n).suffix[1:] if len(each) > 1 else PurePosixPath(n).name, n)
                        for n in each
                    ],
                    sizes.get(each[0], ""),
                )
                for name, each in grouped
            ],
        )


def _terms_by_kind(content: Content) -> tuple[dict[str, list[_Term]], set[str]]:
    """The terms under each heading, and the names of all: one that is of two kinds stands under the first."""
    terms: dict[str, list[_Term]] = {}
    known: set[str] = set()
    for heading, _, kind in _KINDS:
        terms[heading] = [term for term in _terms(content, kind) if term.name not in known]
        known |= {term.name for term in terms[heading]}
    return terms, known


def _terms(content: Content, kind: NamedNode) -> list[_Term]:
    typed = {
        quad.subject
        for quad in content.store.quads_for_pattern(None, RDF["type"], kind, content.project.ontology_graph)
        if isinstance(quad.subject, NamedNode)
    }
    found = (_described(term, content) for term in sorted(typed, key=str))
    return [term for term in found if term.label or term.text]


def _described(term: NamedNode, content: Content) -> _Term:
    shrink = content.project.prefixes.shrink
    texts: dict[str, list[Literal]] = {"label": [], "text": []}
    links = set()
    for quad in content.store.quads_for_pattern(term, None, None, content.project.ontology_graph):
        if quad.predicate in _TEXTS and isinstance(quad.object, Literal) and quad.object.value.strip():
            texts[_TEXTS[quad.predicate]].append(quad.object)
        elif quad.predicate in _LINKS and isinstance(quad.object, NamedNode):
            links.add((_LINKS[quad.predicate], shrink(quad.object)))
    label, text = best_of(texts["label"]), best_of(texts["text"])
    return _Term(term.value, shrink(term), label, text, tuple(sorted(links)))


def _questions(content: Content, files: Collection[str]) -> Iterator[_Question]:
    for name, entry in sorted(content.questions.items()):
        file = f"queries/{name}.rq"
        parameters: Any = entry.get("parameters") or ()
        yield _Question(
            name,
            str(entry.get("summary", "")),
            file if file in files else None,
            tuple(str(parameter["name"]) for parameter in parameters),
        )


def _quoted(name: str) -> str:
    return quote(name, safe="/:")
