"""The data as five tables that join: facts and events, the claims of each, the citations of each claim, the
sources cited, and the things that the facts are about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.project.claims import ABOUT, SPEAKS, standing_of
from icigraph.rdf.namespaces import CORE, RDF, RDFS, SKOS
from icigraph.rdf.terms import Term, local_name, term_key
from icigraph.release.content import Content
from icigraph.release.labels import best_of, labels_of
from icigraph.release.tables.fields import (
    CITATION_VALUES,
    CITATIONS,
    CLAIM_VALUES,
    CLAIMS,
    DERIVED,
    FACTS,
    SOURCE_VALUES,
    SOURCES,
    THINGS,
)
from icigraph.release.tables.table import MANY, Cell, Row, Table, made

__all__ = ["joined_tables", "text_of"]

Values = Mapping[NamedNode, list[Term]]

# What every table tells in full of what is in it, but for labels beside the one that is shown.
_COMMON = {RDF["type"], SKOS["scopeNote"]}
_ENDS = (CORE["subject"], CORE["object"])


def joined_tables(content: Content) -> tuple[Table, ...]:
    """The tables `facts`, `claims`, `citations`, `sources` and `things`, in this order.

    A fact is whatever a claim states, denies or announces; of the citations there is a row for each claim
    that makes one. Everything else that the files of data state something of, and whatever a fact is about or
    a claim names, is a thing.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> light, name = NamedNode("x:light"), Literal("North Point", language="en")
    >>> quad = Quad(light, RDFS["label"], name, NamedNode(f"{project.graphs}data/x"))
    >>> [table.rows for table in joined_tables(Content(project, (quad,), (), Store(), {}))]
    [(), (), (), (), (('x:light', None, 'North Point', None, None, None, None),)]
    """
    maker = _Maker.of(content)
    claims = [each for each, values in maker.stated.items() if any(how in values for how in SPEAKS)]
    facts = dict.fromkeys(fact for claim in claims for how in ABOUT for fact in maker.named(claim, how))
    pairs = [(claim, citation) for claim in claims for citation in maker.named(claim, CORE["citation"])]
    sources = {source for _, citation in pairs for source in maker.named(citation, CORE["source"])[:1]}
    ends = {end for fact in facts for role in _ENDS for end in maker.ends(fact, role)[:1]}
    ends |= {thing for claim in claims for thing in maker.named(claim, CORE["names"])[:1]}
    apart = {*facts, *claims, *sources, *(citation for _, citation in pairs)}
    things = {each for each in maker.stated if each not in apart} | ends
    return (
        made(
            "facts",
            "facts and events, one a row, each what some claim speaks of",
            FACTS,
            ["fact"],
            map(maker.fact, facts),
        ),
        made(
            "claims",
            "what each source says of a fact, or of the name of a thing",
            CLAIMS,
            ["claim"],
            map(maker.claim, claims),
        ),
        made(
            "citations",
            "where each claim is made",
            CITATIONS,
            ["claim", "citation"],
            (maker.citation(*pair) for pair in pairs),
        ),
        made("sources", "the documents cited", SOURCES, ["source"], map(maker.source, sources)),
        made("things", "what the facts are about", THINGS, ["thing"], map(maker.thing, things)),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of what the files state and of what was derived from it."""

    content: Content
    shrink: Callable[[NamedNode], str]
    stated: Mapping[NamedNode, Values]
    derived: Mapping[NamedNode, Values]
    roles: Mapping[tuple[NamedNode, NamedNode], list[Term]]
    role_properties: Collection[NamedNode]
    claims: Mapping[NamedNode, list[NamedNode]]
    labels: Mapping[str, list[Literal]]

    @classmethod
    def of(cls, content: Content) -> _Maker:
        shrink, stated = content.project.prefixes.shrink, content.stated()
        roles, claims = _roles(content), _claims(stated)
        return cls(content, shrink, stated, _derived(content), *roles, claims, labels_of(content))

    def fact(self, fact: NamedNode) -> Row:
        values, derived = self.stated.get(fact, {}), self.derived.get(fact, {})
        ends = [self.roles.get((fact, role), [])[:1] for role in _ENDS]
        told = {end for each in ends for end in each}
        other: dict[NamedNode, list[Term]] = {
            role: [term for term in values.get(role, ()) if term not in told] for role in self.role_properties
        }
        cells = [cell for each in ends for cell in (self._iri(each), self._names(each))]
        cells[2:2] = [self._names(values.get(CORE["property"], ())[:1])]
        return (
            *(fact.value, self._classes(values), self._label(fact)),
            *cells,
            *(_first(derived, each) for each in DERIVED.values()),
            self._names(derived.get(CORE["disputedIn"], ())),
            standing_of(self.content.store, fact) or "accepted",
            self._names(s for claim in self.claims.get(fact, ()) for s in self._sources(claim)),
            *self._rest({**values, **other}, (CORE["property"],), ()),
        )

    def claim(self, claim: NamedNode) -> Row:
        values = self.stated[claim]
        ways = [(how, self.named(claim, how)[:1]) for how in SPEAKS if how in values]
        facts = [end for how, ends in ways if how in ABOUT for end in ends]
        things = [end for how, ends in ways if how not in ABOUT for end in ends]
        accepted = any(claim in self.derived.get(fact, {}).get(CORE["acceptedClaim"], ()) for fact in facts)
        return (
            *(claim.value, self._classes(values), self._label(claim)),
            *(self._iri(facts[:1]), self._iri(things[:1])),
            _joined(local_name(how) for how, _ in ways),
            *(_first(values, each) for each in CLAIM_VALUES),
            self._names(values.get(CORE["rank"], ())),
            _first(values, CORE["rankReason"]),
            ("yes" if accepted else "no") if CORE["states"] in values else None,
            self._iri(self._sources(claim)[:1]),
            *self._rest(
                values,
                (*CLAIM_VALUES, *SPEAKS, CORE["rankReason"]),
                {CORE["rank"], CORE["citation"]},
            ),
        )

    def citation(self, claim: NamedNode, citation: NamedNode) -> Row:
        values = self.stated.get(citation, {})
        return (
            *(claim.value, citation.value, self._label(citation)),
            self._iri(self.named(citation, CORE["source"])[:1]),
            *(_first(values, each) for each in CITATION_VALUES),
            self._names(values.get(CORE["statedBy"], ())),
            *self._rest(values, (*CITATION_VALUES, CORE["source"]), {CORE["statedBy"]}),
        )

    def _sources(self, claim: NamedNode) -> list[NamedNode]:
        cited = self.named(claim, CORE["citation"])
        return [source for each in cited for source in self.named(each, CORE["source"])[:1]]

    def source(self, source: NamedNode) -> Row:
        values = self.stated.get(source, {})
        return (
            *(source.value, self._classes(values), self._label(source)),
            *(self._value(values, each) for each in SOURCE_VALUES),
            *self._rest(values, SOURCE_VALUES, ()),
        )

    def thing(self, thing: NamedNode) -> Row:
        values = self.stated.get(thing, {})
        names = (*values.get(RDFS["label"], ()), *values.get(SKOS["altLabel"], ()))
        shown = self._label(thing)
        return (
            *(thing.value, self._classes(values), shown),
            _joined(text for text in map(text_of, names) if text != shown),
            _joined(map(text_of, values.get(SKOS["exactMatch"], ()))),
            *self._rest(values, (), (RDFS["label"], SKOS["altLabel"], SKOS["exactMatch"])),
        )

    def ends(self, fact: NamedNode, role: NamedNode) -> list[NamedNode]:
        return [end for end in self.roles.get((fact, role), []) if isinstance(end, NamedNode)]

    def named(self, thing: NamedNode, property_: NamedNode) -> list[NamedNode]:
        values = self.stated.get(thing, {}).get(property_, ())
        return [value for value in values if isinstance(value, NamedNode)]

    def _label(self, thing: NamedNode) -> Cell:
        return best_of(self.labels.get(thing.value, ())) or None

    def _value(self, values: Values, property_: NamedNode) -> Cell:
        """The first value: a kind of source by its name, a publisher or a licence by its IRI."""
        if property_ == CORE["kind"]:
            return self._names(values.get(property_, ())[:1])
        return _first(values, property_)

    def _iri(self, things: Iterable[Term]) -> Cell:
        return _joined(thing.value for thing in things if isinstance(thing, NamedNode))

    def _names(self, terms: Iterable[Term]) -> Cell:
        """The names of things that have one, the text of other terms."""
        return _joined((isinstance(t, NamedNode) and self._label(t)) or text_of(t) for t in terms)

    def _classes(self, values: Values) -> Cell:
        kinds = (kind for kind in values.get(RDF["type"], ()) if isinstance(kind, NamedNode))
        return _joined(map(self.shrink, kinds))

    def _rest(self, values: Values, first: Collection[NamedNode], whole: Collection[NamedNode]) -> Row:
        """The last two cells: the note, and all that no column tells, of which those in `first` tell the
        first value and those in `whole` every one.
        """
        left = {
            self.shrink(each): [text_of(term) for term in terms[each in first :]]
            for each, terms in {**values, RDFS["label"]: self._other_labels(values)}.items()
            if each not in _COMMON and each not in whole
        }
        found = {name: texts for name, texts in sorted(left.items()) if texts}
        note = _joined(map(text_of, values.get(SKOS["scopeNote"], ())))
        return note, json.dumps(found, ensure_ascii=False) if found else None

    def _other_labels(self, values: Values) -> list[Term]:
        """The labels of a row but the one that it shows."""
        labels = values.get(RDFS["label"], [])
        shown = best_of(label for label in labels if isinstance(label, Literal))
        return [label for label in labels if text_of(label) != shown]


def _claims(stated: Mapping[NamedNode, Values]) -> dict[NamedNode, list[NamedNode]]:
    """The claims that speak of each occurrent."""
    found: dict[NamedNode, list[NamedNode]] = {}
    for claim, values in stated.items():
        for fact in {end for how in ABOUT for end in values.get(how, ()) if isinstance(end, NamedNode)}:
            found.setdefault(fact, []).append(claim)
    return found


def _derived(content: Content) -> dict[NamedNode, dict[NamedNode, list[Term]]]:
    wanted = {*DERIVED.values(), CORE["acceptedClaim"], CORE["disputedIn"]}
    found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for quad in content.inferred:
        if quad.predicate in wanted and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    return found


def _roles(
    content: Content,
) -> tuple[dict[tuple[NamedNode, NamedNode], list[Term]], set[NamedNode]]:
    """The subjects and objects of facts, in order, and the properties that state them."""
    found: dict[tuple[NamedNode, NamedNode], set[Term]] = {}
    properties: set[NamedNode] = set()
    for role in _ENDS:
        for fact, end in content.rows(f"SELECT ?fact ?end WHERE {{ ?fact {role} ?end }}"):
            if isinstance(fact, NamedNode) and isinstance(end, NamedNode | Literal):
                found.setdefault((fact, role), set()).add(end)
        below = content.rows(f"SELECT ?role WHERE {{ ?role {RDFS['subPropertyOf']}* {role} }}")
        properties |= {each for (each,) in below if isinstance(each, NamedNode)}
    return {key: sorted(ends, key=term_key) for key, ends in found.items()}, properties


def _first(values: Values, property_: NamedNode) -> Cell:
    return next(map(text_of, values.get(property_, ())), None)


def _joined(texts: Iterable[str]) -> Cell:
    return MANY.join(dict.fromkeys(texts)) or None


def text_of(term: object) -> str:
    """A term as a cell has it: an IRI or a literal's text, without brackets, quotes and datatype.

    >>> text_of(Literal("2004-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")))
    '2004-06'
    """
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
