"""The page for people: what the release holds, every file, every term and every question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from icigraph.base.pages import page
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS
from icigraph.release.content import Content
from icigraph.release.labels import best_of
from icigraph.release.licence import licence_iri

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
_FILES = (
    (
        "Everything",
        "dataset.",
        "every graph, asserted and inferred; the description of this release (VoID, DCAT 3)",
    ),
    ("Asserted", "asserted.", "what the files of the project state"),
    ("Inferred", "inferred.", "what was derived and inferred from it"),
    ("RDF 1.2", "facts-rdf12.", "each short relation with the facts that reify it"),
    ("Tables", "tables/", "the facts, one table for each class"),
    ("Graph tools", "graph.graphml", "things and the statements between them"),
    ("Mappings", "mappings.", "to other vocabularies (SSSOM)"),
    ("Questions", "questions.", "all of them as SPARQL executables; one by one below"),
    ("Endpoints", ("service.", "LOADING."), "the service description, and how to load a store"),
    ("Since the release before", "CHANGES.", "what was added, removed and changed"),
    ("Checksums", "SHA256SUMS", "of every other file"),
)


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
    """What is in a file, where several hold the same, and each of them: what its link says, and its name."""

    table: str
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Question:
    """A question: its name, summary, file in the release if it is there, and the names of its parameters."""

    name: str
    summary: str
    file: str | None
    parameters: tuple[str, ...]


def reference_page(content: Content, files: Collection[str], left_out: Sequence[str] = ()) -> bytes:
    """One HTML page: what the release holds, its `files` and what was `left_out` of them, every term of the
    ontology with label and definition, every question with its summary. All links stay in the release.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> b"<main" in reference_page(Content(bundled_project(), (), (), Store(), {}), ["dataset.nq"])
    True
    """
    terms, known = _terms_by_kind(content)
    project = content.project
    made = page(
        "icigraph.release",
        "reference.html",
        title=project.config.title,
        content=content,
        linked=bool(licence_iri(project.config.licence)),
        files=_files(files),
        left_out=left_out,
        kinds=[(name, heading, terms[name]) for name, heading, _ in _KINDS],
        known=known,
        questions=_questions(content, files),
        quoted=_quoted,
    )
    return made.encode()


def _files(files: Collection[str]) -> Iterator[tuple[str, str, list[_File]]]:
    """Each heading with its note and its files; a table's name once, with a link for each of its syntaxes."""
    for heading, starts, note in _FILES:
        named = sorted(name for name in files if name.startswith(starts))
        if starts == "tables/":
            tables = groupby(named, key=lambda name: PurePosixPath(name).stem)
            listed = [
                _File(table, [(PurePosixPath(n).suffix[1:], n) for n in same]) for table, same in tables
            ]
        else:
            listed = [_File("", [(name, name)]) for name in named]
        if listed:
            yield heading, note, listed


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
