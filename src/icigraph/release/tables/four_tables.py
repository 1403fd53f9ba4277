"""The data as four tables that join: facts, the citations of each, the sources cited, and the things that the
facts are about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import CORE, RDF, RDFS, SKOS
from icigraph.rdf.terms import Term
from icigraph.release.content import Content
from icigraph.release.labels import best_of, labels_of
from icigraph.release.tables.fields import (
    CITATION_VALUES,
    CITATIONS,
    DERIVED_DAYS,
    FACT_VALUES,
    FACTS,
    SOURCE_VALUES,
    SOURCES,
    THINGS,
)
from icigraph.release.tables.table import MANY, Cell, Row, Table, made

__all__ = ["four_tables", "text_of"]

Values = Mapping[NamedNode, list[Term]]

# What every table tells in full of what is in it.
_COMMON = {RDF["type"], RDFS["label"], SKOS["scopeNote"]}


def four_tables(content: Content) -> tuple[Table, Table, Table, Table]:
    """The tables `facts`, `citations`, `sources` and `things`, in this order.

    A fact is what has a citation; of the citations a row for each fact that rests on one. Everything else
    that the files of data state something of, and whatever a fact is about, is a thing.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> light, name = NamedNode("x:light"), Literal("North Point", language="en")
    >>> quad = Quad(light, RDFS["label"], name, NamedNode(f"{project.graphs}data/x"))
    >>> [table.rows for table in four_tables(Content(project, (quad,), (), Store(), {}))]
    [(), (), (), (('x:light', None, 'North Point', None, None, None, None),)]
    """
    maker = _Maker.of(content)
    facts = [thing for thing, values in maker.stated.items() if CORE["citation"] in values]
    pairs = [(fact, citation) for fact in facts for citation in maker.named(fact, CORE["citation"])]
    sources = {source for _, citation in pairs for source in maker.named(citation, CORE["source"])[:1]}
    about = {end for fact in facts for end in (*maker.who(fact)[:1], *maker.what(fact)[:1])}
    apart = {*facts, *sources, *(citation for _, citation in pairs)}
    things = {each for each in maker.stated if each not in apart} | about
    return (
        made("facts", "one a row, each stated by a source", FACTS, ["fact"], map(maker.fact, facts)),
        made(
            "citations",
            "where each fact is stated",
            CITATIONS,
            ["fact", "citation"],
            (maker.citation(*pair) for pair in pairs),
        ),
        made("sources", "the documents cited", SOURCES, ["source"], map(maker.source, sources)),
        made("things", "what the facts are about", THINGS, ["thing"], map(maker.thing, things)),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of what the files state and of what was derived from it."""

    shrink: Callable[[NamedNode], str]
    stated: Mapping[NamedNode, Values]
    derived: Mapping[NamedNode, Values]
    roles: Mapping[tuple[NamedNode, NamedNode], list[NamedNode]]
    role_properties: Collection[NamedNode]
    labels: Mapping[str, list[Literal]]

    @classmethod
    def of(cls, content: Content) -> _Maker:
        shrink = content.project.prefixes.shrink
        return cls(shrink, content.stated(), _derived(content), *_roles(content), labels_of(content))

    def fact(self, fact: NamedNode) -> Row:
        values, whats, derived = self.stated[fact], self.what(fact), self.derived.get(fact, {})
        who, what = self.who(fact)[:1], whats[:1]
        sources = (s for c in self.named(fact, CORE["citation"]) for s in self.named(c, CORE["source"])[:1])
        # A role that a text plays is none of the things.
        texts: dict[NamedNode, list[Term]] = {
            p: [t for t in values.get(p, ()) if isinstance(t, Literal)] for p in self.role_properties
        }
        return (
            *(fact.value, self._classes(values), self._label(fact)),
            *(self._iri(who), self._names(who), self._iri(what), self._names(what), self._iri(whats[1:])),
            *(_first(values, each) for each in FACT_VALUES),
            *(_first(derived, each) for each, _ in DERIVED_DAYS.values()),
            self._names(values.get(CORE["rank"], ())),
            self._names(derived.get(CORE["acceptance"], ())),
            self._names(sources),
            *self._rest({**values, **texts}, FACT_VALUES, {CORE["rank"], CORE["citation"]}),
        )

    def citation(self, fact: NamedNode, citation: NamedNode) -> Row:
        values = self.stated.get(citation, {})
        return (
            *(fact.value, citation.value, self._label(citation)),
            self._iri(self.named(citation, CORE["source"])[:1]),
            *(_first(values, each) for each in CITATION_VALUES),
            self._names(values.get(CORE["statedBy"], ())),
            *self._rest(values, (*CITATION_VALUES, CORE["source"]), {CORE["statedBy"]}),
        )

    def source(self, source: NamedNode) -> Row:
        values = self.stated.get(source, {})
        return (
            *(source.value, self._classes(values), self._label(source)),
            *(_first(values, each) for each in SOURCE_VALUES),
            *self._rest(values, SOURCE_VALUES, ()),
        )

    def thing(self, thing: NamedNode) -> Row:
        values = self.stated.get(thing, {})
        told = SKOS["altLabel"], SKOS["exactMatch"]
        return (
            *(thing.value, self._classes(values), self._label(thing)),
            *(_joined(map(text_of, values.get(each, ()))) for each in told),
            *self._rest(values, (), told),
        )

    def who(self, fact: NamedNode) -> list[NamedNode]:
        return self.roles.get((fact, CORE["subject"]), [])

    def what(self, fact: NamedNode) -> list[NamedNode]:
        return self.roles.get((fact, CORE["object"]), [])

    def named(self, thing: NamedNode, property_: NamedNode) -> list[NamedNode]:
        values = self.stated.get(thing, {}).get(property_, ())
        return [value for value in values if isinstance(value, NamedNode)]

    def _label(self, thing: NamedNode) -> Cell:
        return best_of(self.labels.get(thing.value, ())) or None

    def _iri(self, things: Iterable[NamedNode]) -> Cell:
        return _joined(thing.value for thing in things)

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
            for each, terms in values.items()
            if each not in _COMMON and each not in whole
        }
        found = {name: texts for name, texts in sorted(left.items()) if texts}
        note = _joined(map(text_of, values.get(SKOS["scopeNote"], ())))
        return note, json.dumps(found, ensure_ascii=False) if found else None


def _derived(content: Content) -> dict[NamedNode, dict[NamedNode, list[Term]]]:
    wanted = {*(each for each, _ in DERIVED_DAYS.values()), CORE["acceptance"]}
    found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for quad in content.inferred:
        if quad.predicate in wanted and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    return found


def _roles(
    content: Content,
) -> tuple[dict[tuple[NamedNode, NamedNode], list[NamedNode]], set[NamedNode]]:
    """The subjects and objects of facts, in order of their IRIs, and the properties that state them."""
    found: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = {}
    properties: set[NamedNode] = set()
    for role in (CORE["subject"], CORE["object"]):
        for fact, end in content.rows(f"SELECT ?fact ?end WHERE {{ ?fact {role} ?end }}"):
            if isinstance(fact, NamedNode) and isinstance(end, NamedNode):
                found.setdefault((fact, role), set()).add(end)
        below = content.rows(f"SELECT ?role WHERE {{ ?role {RDFS['subPropertyOf']}* {role} }}")
        properties |= {each for (each,) in below if isinstance(each, NamedNode)}
    return {key: sorted(ends, key=str) for key, ends in found.items()}, properties


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
