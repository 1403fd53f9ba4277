"""The evidence at the leaves of a proof: where a triple stands, the fact that it belongs to, and what that
fact cites.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.base.faults import Place
from icigraph.project.citations import is_borne_out, span_of
from icigraph.project.spans import Span
from icigraph.project.texts import Texts, no_texts
from icigraph.proofs.proof import CONCLUDED, Term
from icigraph.proofs.search.lookup import Thing, objects, text_of
from icigraph.rdf.namespaces import CORE, DCTERMS, RDF, RDFS

__all__ = [
    "CitationNote",
    "FactNote",
    "Leaf",
    "Locate",
    "fact_note",
    "leaf_of",
    "nowhere",
]

Locate = Callable[[Triple], Place | None]
"""Tells where in the files a triple stands."""


def nowhere(_: Triple) -> None:
    """No file is at hand: what finds the place of a triple where no project is open.

    >>> nowhere(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")))
    """


@dataclass(frozen=True, slots=True)
class CitationNote:
    """One citation of a fact; `outcome` says what re-checking its span came to just now.

    `span` holds its first character and the one after its last, `locator` the place in words where there is
    no span.
    """

    citation: Term
    source: Term | None
    title: str
    publisher: str
    issued: str
    url: str
    span: tuple[int, int] | None
    locator: str
    stated_by: tuple[Term, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class FactNote:
    """A fact with its classes, dates as the source has them, rank and citations."""

    fact: Thing
    label: str
    classes: tuple[Term, ...]
    start: str
    end: str
    rank: Term | None
    citations: tuple[CitationNote, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An asserted triple, the graph and place where it stands, and its fact if it is part of one."""

    triple: Triple
    graph: Term | None
    place: Place | None
    fact: FactNote | None


def leaf_of(
    triple: Triple,
    store: Store,
    locate: Locate = nowhere,
    texts: Texts = no_texts,
    *,
    concluded: Collection[NamedNode] = CONCLUDED,
) -> Leaf:
    """The evidence for an asserted triple; graphs that rules filled are not evidence.

    >>> from pyoxigraph import Quad
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> leaf_of(Triple(a, a, a), store, lambda triple: Place("a.ttl", 3)).place
    Place(file='a.ttl', line=3, column=None)
    """
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    graphs = sorted((quad.graph_name for quad in quads if quad.graph_name not in concluded), key=str)
    graph = next((name for name in graphs if isinstance(name, NamedNode | BlankNode)), None)
    subject = triple.subject
    is_fact = isinstance(subject, Thing) and bool(objects(store, subject, CORE["citation"]))
    note = fact_note(subject, store, texts) if is_fact and isinstance(subject, Thing) else None
    return Leaf(triple, graph, locate(triple), note)


def fact_note(fact: Thing, store: Store, texts: Texts = no_texts) -> FactNote:
    """What the store says of a fact's classes, dates, rank and citations.

    >>> from pyoxigraph import Quad
    >>> store, fact = Store(), NamedNode("x:joined")
    >>> store.add(Quad(fact, RDFS["label"], Literal("Kuwait joins"), fact))
    >>> store.add(Quad(fact, CORE["start"], Literal("2004-12-01"), fact))
    >>> note = fact_note(fact, store)
    >>> note.label, note.start, note.citations
    ('Kuwait joins', '2004-12-01', ())
    """
    return FactNote(
        fact,
        text_of(store, fact, RDFS["label"]),
        objects(store, fact, RDF["type"]),
        text_of(store, fact, CORE["start"]),
        text_of(store, fact, CORE["end"]),
        _first(objects(store, fact, CORE["rank"])),
        tuple(_citation(store, node, texts) for node in objects(store, fact, CORE["citation"])),
    )


def _citation(store: Store, citation: Term, texts: Texts) -> CitationNote:
    source = _first(objects(store, citation, CORE["source"]))
    span = span_of(store, citation) if isinstance(citation, Thing) else None
    return CitationNote(
        citation,
        source,
        text_of(store, source, DCTERMS["title"]) or text_of(store, source, RDFS["label"]),
        _name(store, _first(objects(store, source, DCTERMS["publisher"]))),
        text_of(store, source, DCTERMS["issued"]),
        text_of(store, source, CORE["url"]),
        (span.start, span.end) if span else None,
        text_of(store, citation, CORE["locator"]),
        objects(store, citation, CORE["statedBy"]),
        _checked(store, citation, span, texts),
    )


def _checked(store: Store, citation: Term, span: Span | None, texts: Texts) -> str:
    if span is None or not isinstance(citation, Thing):
        return "not verifiable here: it has no span"
    return _CHECKED[is_borne_out(store, citation, texts)]


_CHECKED = {
    True: "verified just now",
    False: "WRONG: the text says something else there",
    None: "not verifiable here: the text is not at hand",
}


def _first(terms: tuple[Term, ...]) -> Term | None:
    return terms[0] if terms else None


def _name(store: Store, term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return text_of(store, term, RDFS["label"]) or (term.value if term else "")
