"""The evidence at the leaves of a proof: where a triple stands, the fact or the claim that it belongs to, and
what that cites.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.base.faults import Place
from icigraph.project.citations import is_borne_out, span_of
from icigraph.project.claims import accepted_claims, claims_of, days_of, said_by, spoken_of, standing
from icigraph.project.spans import Span
from icigraph.project.texts import Texts, no_texts
from icigraph.proofs.proof import CONCLUDED, Term
from icigraph.proofs.search.lookup import Thing, objects, text_of
from icigraph.rdf.namespaces import CORE, DCTERMS, RDF, RDFS
from icigraph.rdf.terms import local_name

__all__ = [
    "CitationNote",
    "ClaimNote",
    "FactNote",
    "Leaf",
    "Locate",
    "claim_note",
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
    """One citation of a claim; `outcome` says what re-checking its span came to just now.

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
class ClaimNote:
    """A claim: `how` it speaks of `about` (`states`, `denies`, `announces`, `names`), what it says by name of
    property, its rank with the reason, whether it is accepted, and what it cites.
    """

    claim: Thing
    how: str
    about: Thing
    label: str
    said: tuple[tuple[str, str], ...]
    rank: Term | None
    reason: str
    accepted: bool
    citations: tuple[CitationNote, ...]


@dataclass(frozen=True, slots=True)
class FactNote:
    """An occurrent with its classes, the days between which it began and ended, what is disputed of it, and
    the claims that speak of it, those that are accepted first.

    >>> FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12", "", (), ()).standing
    ''
    """

    fact: Thing
    label: str
    classes: tuple[Term, ...]
    start: str
    end: str
    disputed: tuple[str, ...]
    claims: tuple[ClaimNote, ...]

    @property
    def standing(self) -> str:
        """What is to be said of a fact that no claim makes accepted; empty where one does."""
        accepted = any(claim.accepted for claim in self.claims)
        return "" if accepted else standing([claim.how for claim in self.claims])

    @property
    def citations(self) -> tuple[CitationNote, ...]:
        """What its claims cite, each once."""
        every = (citation for claim in self.claims for citation in claim.citations)
        return tuple({citation.citation: citation for citation in every}.values())


@dataclass(frozen=True, slots=True)
class Leaf:
    """An asserted triple, the graph and place where it stands, and the fact or the claim that it is part of,
    if it is part of one.
    """

    triple: Triple
    graph: Term | None
    place: Place | None
    fact: FactNote | None = None
    claim: ClaimNote | None = None


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
    if not isinstance(subject, Thing):
        return Leaf(triple, graph, locate(triple))
    claim = claim_note(subject, store, texts)
    fact = fact_note(subject, store, texts) if claim is None and claims_of(store, subject) else None
    return Leaf(triple, graph, locate(triple), fact, claim)


def fact_note(fact: Thing, store: Store, texts: Texts = no_texts) -> FactNote:
    """What the store says of an occurrent's classes and time, and each claim that speaks of it.

    >>> from pyoxigraph import Quad
    >>> store, fact, claim = Store(), NamedNode("x:joined"), NamedNode("x:claim")
    >>> store.add(Quad(fact, RDFS["label"], Literal("Kuwait joins"), fact))
    >>> store.add(Quad(fact, CORE["earliestStart"], Literal("2004-12-01"), fact))
    >>> store.add(Quad(fact, CORE["latestStart"], Literal("2004-12-31"), fact))
    >>> store.extend([Quad(claim, CORE["states"], fact, fact), Quad(claim, CORE["amount"], Literal(4), fact)])
    >>> note = fact_note(fact, store)
    >>> note.label, note.start, [claim.said for claim in note.claims]
    ('Kuwait joins', '2004-12', [(('amount', '4'),)])
    """
    start, end = days_of(store, fact)
    notes = (claim_note(claim, store, texts) for claim in claims_of(store, fact))
    return FactNote(
        fact,
        text_of(store, fact, RDFS["label"]),
        objects(store, fact, RDF["type"]),
        start,
        end,
        tuple(
            local_name(each)
            for each in objects(store, fact, CORE["disputedIn"])
            if isinstance(each, NamedNode)
        ),
        tuple(note for note in notes if note is not None),
    )


def claim_note(claim: Thing, store: Store, texts: Texts = no_texts) -> ClaimNote | None:
    """What a claim says of what, its rank and what it cites; None of what is no claim.

    >>> from pyoxigraph import Quad
    >>> store, fact, claim = Store(), NamedNode("x:joined"), NamedNode("x:claim")
    >>> store.add(Quad(claim, CORE["denies"], fact, fact))
    >>> claim_note(claim, store).how, claim_note(fact, store)
    ('denies', None)
    """
    spoken = spoken_of(store, claim)
    if spoken is None:
        return None
    how, about = spoken
    return ClaimNote(
        claim,
        local_name(how),
        about,
        text_of(store, about, RDFS["label"]),
        tuple(said_by(store, claim, lambda term: _name(store, term))),
        _first(objects(store, claim, CORE["rank"])),
        text_of(store, claim, CORE["rankReason"]),
        claim in accepted_claims(store, about),
        tuple(_citation(store, node, texts) for node in objects(store, claim, CORE["citation"])),
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
