"""Reading the page for people back, by Python's HTML parser."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyoxigraph import Literal, NamedNode
from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_text
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS
from icigraph.release.content import Content

__all__ = ["page_readings"]

_KINDS = {OWL["Class"], OWL["ObjectProperty"], OWL["DatatypeProperty"]}
_LABELS, _TEXTS = {RDFS["label"]}, {RDFS["comment"], SKOS["definition"]}
_QUESTION = "question-"
_VOID = {"meta", "br"}


def page_readings(content: Content, files: Collection[str]) -> dict[str, Reading]:
    """Every term with a label and a definition of its own, every question with its summary, a link to every
    one of the `files`, and no link that leads nowhere.
    """

    def compare(path: Path) -> str | None:
        page = _Page(read_text(path))
        return difference(_stated(content), _told(page, content)) or _compare_links(page, {*files})

    return {"index.html": compare}


def _stated(content: Content) -> Iterator[str]:
    for term in _terms(content):
        labels, texts = (_literals(term, named, content) for named in (_LABELS, _TEXTS))
        if labels or texts:
            yield f"the term {term}"
            yield f"a label of {term}"
            yield f"a definition of {term}"
    for name, entry in content.questions.items():
        yield f"the question {name}: {entry.get('summary', '')}"


def _told(page: _Page, content: Content) -> Iterator[str]:
    for name, entry in page.entries.items():
        if name.startswith(_QUESTION):
            yield f"the question {name.removeprefix(_QUESTION)}: {entry.text}"
        else:
            term = NamedNode(entry.title)
            labels, texts = (_literals(term, named, content) for named in (_LABELS, _TEXTS))
            label, text = entry.label, entry.text
            yield f"the term {term}"
            yield f"a label of {term}" if label in (labels or {name}) else f"the label {label!r} of {term}"
            yield f"a definition of {term}" if text in (texts or {""}) else f"the text {text!r} of {term}"


def _terms(content: Content) -> set[NamedNode]:
    graph = content.project.ontology_graph
    return {
        quad.subject
        for kind in _KINDS
        for quad in content.store.quads_for_pattern(None, RDF["type"], kind, graph)
        if isinstance(quad.subject, NamedNode)
    }


def _literals(term: NamedNode, properties: Collection[NamedNode], content: Content) -> set[str]:
    quads = content.store.quads_for_pattern(term, None, None, content.project.ontology_graph)
    values = (quad.object for quad in quads if quad.predicate in properties)
    return {value.value for value in values if isinstance(value, Literal) and value.value.strip()}


def _compare_links(page: _Page, files: set[str]) -> str | None:
    anchors = {unquote(link[1:]) for link in page.links if link.startswith("#")}
    inside = {unquote(link) for link in page.links if not link.startswith("#") and not urlsplit(link).scheme}
    if twice := difference(set(page.anchors), page.anchors):
        return f"has one anchor twice: {twice}"
    if dead := sorted(anchors - set(page.anchors)):
        return f"links to #{dead[0]}, which is not there"
    return difference(
        (f"a link to {name}" for name in files - {"index.html"}), (f"a link to {name}" for name in inside)
    )


@dataclass(slots=True)
class _Entry:
    """A term or a question: the text in bold, the title of what is code, and the text that describes it."""

    label: str = ""
    title: str = ""
    text: str = ""


class _Page(HTMLParser):
    """The links, the anchors and the described terms of a page. A ValueError tells of elements that do not
    nest.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.entries: dict[str, _Entry] = {}
        self._open: list[str] = []
        self._entry = _Entry()
        self.feed(text)
        self.close()
        if self._open:
            raise ValueError(f"<{self._open[-1]}> is not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "href" in given:
            self.links.append(given["href"])
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "dt":
            self._entry = _Entry()
            if "id" in given:
                self.entries[given["id"]] = self._entry
        elif tag == "code":
            self._entry.title = given.get("title", "")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        match self._open:
            case [*_, "dt", "b"]:
                self._entry.label += data
            case [*_, "dd"]:
                self._entry.text += data
