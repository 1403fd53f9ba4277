"""The page for people: what the release holds, every file, every term and every question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from icigraph.publish.release.content import Content
from icigraph.publish.release.labels import best_of
from icigraph.publish.release.licence import licence_iri
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS

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
_STYLE = """
:root { color-scheme: light dark; --soft: #667; --line: #8884 }
body {
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem
}
h1 { line-height: 1.2 } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) }
nav a { margin-right: 1rem } code { font-size: .9em; color: var(--soft) }
dt { margin-top: 1rem } dd { margin-left: 1.5rem } dt:target { background: #fd76 }
.links, .note { color: var(--soft); font-size: .9em }
.files { display: grid; grid-template-columns: minmax(9rem, 1fr) 2fr; column-gap: 1.5rem }
.files dt, .files dd { margin: 0; padding: .4rem 0; border-bottom: 1px solid var(--line) }
.files a, .files span { margin-right: .8rem; white-space: nowrap } .files span a { margin: 0 }
"""


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


def reference_page(content: Content, files: Collection[str], left_out: Sequence[str] = ()) -> bytes:
    """One HTML page: what the release holds, its `files` and what was `left_out` of them, every term of the
    ontology with label and definition, every question with its summary. All links stay in the release.
    """
    terms, known = _terms_by_kind(content)
    sections = {"files": "Files"} | {name: title for name, title, _ in _KINDS} | {"questions": "Questions"}
    parts = [*_head(content, sections), *_section("files", "Files", _files(files, left_out))]
    for name, title, _ in _KINDS:
        listed = (line for term in terms[name] for line in _term(term, known))
        parts += _section(name, title, ["<dl>", *listed, "</dl>"])
    parts += _section("questions", "Questions", ["<dl>", *_questions(content, files), "</dl>"])
    return "\n".join([*parts, "</body></html>", ""]).encode()


def _head(content: Content, sections: dict[str, str]) -> Iterator[str]:
    project = content.project
    title = escape(project.title)
    yield "<!doctype html>"
    yield f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body>"
    counts = f"{len(content.asserted):,} statements, and {len(content.inferred):,} inferred from them"
    yield f"<h1>{title}</h1><p>Version {escape(project.version)}: {counts}.{_licence(project.licence)}</p>"
    links = (f'<a href="#{name}">{heading}</a>' for name, heading in sections.items())
    yield f"<nav>{' '.join(links)}</nav>"


def _licence(licence: str | None) -> str:
    shown = escape(licence or "")
    linked = f'<a href="{shown}">{shown}</a>' if licence_iri(licence) else shown
    return f"<br>Licence: {linked}" if licence else ""


def _section(name: str, heading: str, lines: Iterable[str]) -> list[str]:
    return [f'<h2 id="{name}">{heading}</h2>', *lines]


def _files(files: Collection[str], left_out: Sequence[str]) -> Iterator[str]:
    yield '<dl class="files">'
    for heading, starts, text in _FILES:
        named = sorted(name for name in files if name.startswith(starts))
        if named:
            yield f'<dt>{heading}<div class="note">{text}</div></dt>'
            yield f"<dd>{' '.join(_tables(named) if starts == 'tables/' else _links(named))}</dd>"
    if left_out:
        yield '<dt>Left out<div class="note">what a syntax cannot hold</div></dt>'
        yield f"<dd>{'<br>'.join(map(escape, left_out))}</dd>"
    yield "</dl>"


def _links(names: Iterable[str]) -> Iterator[str]:
    return (f'<a href="{_quoted(name)}">{escape(name)}</a>' for name in names)


def _tables(names: Iterable[str]) -> Iterator[str]:
    """A table's name once, with a link for each syntax that it is in."""
    for table, same in groupby(names, key=lambda name: PurePosixPath(name).stem):
        links = (f'<a href="{_quoted(name)}">{PurePosixPath(name).suffix[1:]}</a>' for name in same)
        yield f"<span>{escape(table)} ({', '.join(links)})</span>"


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


def _term(term: _Term, known: Collection[str]) -> Iterator[str]:
    name = escape(term.name)
    code = f'<code title="{escape(term.iri)}">{name}</code>'
    yield f'<dt id="{name}"><b>{escape(term.label or term.name)}</b> {code}</dt>'
    links = ", ".join(f"{word} {_reference(target, known)}" for word, target in term.links)
    yield f"<dd>{escape(term.text)}{_second_line(links)}</dd>"


def _reference(name: str, known: Collection[str]) -> str:
    shown = escape(name)
    return f'<a href="#{_quoted(name)}">{shown}</a>' if name in known else shown


def _questions(content: Content, files: Collection[str]) -> Iterator[str]:
    for name, entry in sorted(content.questions.items()):
        file = f"queries/{name}.rq"
        shown = f'<a href="{_quoted(file)}">{escape(name)}</a>' if file in files else escape(name)
        yield f'<dt id="question-{escape(name)}"><code>{shown}</code></dt>'
        yield f"<dd>{escape(str(entry.get('summary', '')))}{_parameters(entry.get('parameters'))}</dd>"


def _parameters(given: Any) -> str:
    names = [str(entry["name"]) for entry in given or ()]
    return _second_line(f"with {escape(', '.join(names))}" if names else "")


def _quoted(name: str) -> str:
    return escape(quote(name, safe="/:"))


def _second_line(text: str) -> str:
    return f'<div class="links">{text}</div>' if text else ""
