"""All that is known about a thing: names and kinds, its facts and events in order of time, its relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.project.claims import claims_of, days_of, said_by, standing_of
from icigraph.project.texts import Texts, no_texts
from icigraph.questions.evidence import Evidence, evidence_for
from icigraph.questions.naming import Naming
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE, OWL, RDF, RDFS, SKOS
from icigraph.rdf.terms import term_key

__all__ = ["DatedFact", "Portrait", "Relation", "portrait"]

_FACT = CORE["Fact"]
_NAMES = (SKOS["prefLabel"], RDFS["label"], SKOS["altLabel"], SKOS["notation"])
_HIDDEN = {OWL["Thing"], OWL["NamedIndividual"], RDFS["Resource"]}


@dataclass(frozen=True, slots=True)
class DatedFact:
    """An occurrent about the thing, a fact or an event: between which days it began and ended by its accepted
    claims together (empty where none is recorded), what of it they dispute, and what is to be said of it
    where none is accepted.
    """

    fact: NamedNode
    kind: str
    label: str
    start: str
    end: str
    disputed: tuple[str, ...] = ()
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A short relation of the thing, and the facts that it rests on; none where it follows from axioms
    alone.
    """

    predicate: NamedNode
    value: NamedNode
    facts: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the closed graph says of `thing`."""

    thing: NamedNode
    names: tuple[Literal, ...]
    kinds: tuple[NamedNode, ...]
    timeline: tuple[DatedFact, ...]
    relations: tuple[Relation, ...]
    evidence: Evidence


def portrait(store: AskedStore, naming: Naming, thing: NamedNode, texts: Texts = no_texts) -> Portrait:
    """Gather what is known about a thing, occurrents by their earliest start, those without a date last.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store, kuwait, data = Store(), NamedNode("x:kuwait"), NamedNode("x:data")
    >>> store.add(Quad(kuwait, RDFS["label"], Literal("Kuwait", language="en"), data))
    >>> portrait(store, Naming(store, Prefixes({})), kuwait).names[0].value
    'Kuwait'
    """
    facts = _facts_about(store, thing)
    timeline = sorted((_dated(store, naming, fact) for fact in facts), key=lambda fact: _when(store, fact))
    return Portrait(
        thing=thing,
        names=_names(store, thing),
        kinds=_narrowest(store, naming.types(thing), RDFS["subClassOf"]),
        timeline=tuple(timeline),
        relations=tuple(_relations(store, naming, thing, facts)),
        evidence=evidence_for(store, naming, (fact.fact for fact in timeline), texts),
    )


def _facts_about(store: AskedStore, thing: NamedNode) -> frozenset[NamedNode]:
    """The facts about a thing, and the other occurrents that it is part of and that no such fact relates it
    to; an occurrent is about itself.
    """
    found = {quad.subject for quad in store.quads_for_pattern(None, None, thing, None)} | {thing}
    occurrents = {
        each for each in found if isinstance(each, NamedNode) and _is_a(store, each, CORE["Occurrent"])
    }
    facts = {each for each in occurrents if _is_a(store, each, _FACT)}
    ends = (CORE["subject"], CORE["object"])
    related = {
        quad.object
        for fact in facts
        for end in ends
        for quad in store.quads_for_pattern(fact, end, None, None)
    }
    return frozenset(facts | (occurrents - related) | ({thing} & occurrents))


def _is_a(store: AskedStore, term: NamedNode, kind: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(term, RDF["type"], kind, None)), None) is not None


def _names(store: AskedStore, thing: NamedNode) -> tuple[Literal, ...]:
    """Its labels and codes, then the names that claims give it, but for those known to be wrong."""
    named = [{quad.object for quad in store.quads_for_pattern(thing, name, None, None)} for name in _NAMES]
    for quad in store.quads_for_pattern(None, CORE["names"], thing, None):
        claim = quad.subject
        if isinstance(claim, NamedNode) and not _holds(store, claim, CORE["rank"], CORE["deprecated"]):
            named.append({each.object for each in store.quads_for_pattern(claim, CORE["name"], None, None)})
    terms = (term for found in named for term in sorted(found, key=term_key))
    return tuple(dict.fromkeys(term for term in terms if isinstance(term, Literal)))


def _dated(store: AskedStore, naming: Naming, fact: NamedNode) -> DatedFact:
    kinds = _narrowest(store, naming.types(fact), RDFS["subClassOf"])
    start, end = days_of(store, fact)
    disputed = (quad.object for quad in store.quads_for_pattern(fact, CORE["disputedIn"], None, None))
    return DatedFact(
        fact=fact,
        kind=", ".join(naming.label(kind) for kind in kinds),
        label=naming.label(fact),
        start=start or _scheduled(store, fact),
        end=end,
        disputed=tuple(sorted({naming.label(each) for each in disputed})),
        standing=standing_of(store, fact),
    )


def _scheduled(store: AskedStore, fact: NamedNode) -> str:
    said = (dict(said_by(store, claim)) for claim in claims_of(store, fact))
    return next((each["scheduledFor"] for each in said if "scheduledFor" in each), "")


def _when(store: AskedStore, fact: DatedFact) -> tuple[bool, str, str]:
    days = (
        quad.object.value
        for bound in ("earliestStart", "latestStart")
        for quad in store.quads_for_pattern(fact.fact, CORE[bound], None, None)
        if isinstance(quad.object, Literal)
    )
    first = next(days, fact.start)
    return not first, first, fact.fact.value


def _narrowest(store: AskedStore, terms: tuple[NamedNode, ...], under: NamedNode) -> tuple[NamedNode, ...]:
    """The terms with no other of them below: the most specific classes or properties."""
    kept = [term for term in terms if term not in _HIDDEN and not term.value.startswith(str(OWL))]
    return tuple(
        term for term in kept if not any(_strictly_under(store, other, term, under) for other in kept)
    )


def _strictly_under(store: AskedStore, lower: NamedNode, upper: NamedNode, under: NamedNode) -> bool:
    return lower != upper and _holds(store, lower, under, upper) and not _holds(store, upper, under, lower)


def _holds(store: AskedStore, subject: NamedNode, predicate: NamedNode, value: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(subject, predicate, value, None)), None) is not None


def _relations(
    store: AskedStore, naming: Naming, thing: NamedNode, facts: frozenset[NamedNode]
) -> Iterator[Relation]:
    by_value: dict[NamedNode, set[NamedNode]] = {}
    for quad in store.quads_for_pattern(thing, None, None, None):
        if isinstance(quad.object, NamedNode) and _relates(store, quad.predicate, quad.object):
            by_value.setdefault(quad.object, set()).add(quad.predicate)
    accepted = frozenset(fact for fact in facts if not standing_of(store, fact))
    for value, predicates in sorted(by_value.items(), key=lambda pair: naming.label(pair[0])):
        for predicate in _narrowest(store, tuple(sorted(predicates, key=str)), RDFS["subPropertyOf"]):
            yield Relation(predicate, value, _grounds(store, accepted, thing, predicate, value))


def _grounds(
    store: AskedStore, facts: frozenset[NamedNode], thing: NamedNode, predicate: NamedNode, value: NamedNode
) -> tuple[NamedNode, ...]:
    """The facts that a relation rests on: one of its ends is their subject and the other their object, and
    their class yields the property, or one below it or turned round, or it is that of the fact itself.
    """
    ways = list(_directions(store, thing, predicate, value))
    resting = (
        fact
        for fact in facts
        for (subject, object_), wanted in ways
        if _holds(store, fact, CORE["subject"], subject)
        and _holds(store, fact, CORE["object"], object_)
        and not wanted.isdisjoint(_told(store, fact))
    )
    return tuple(sorted(set(resting), key=str))


def _directions(
    store: AskedStore, thing: NamedNode, predicate: NamedNode, value: NamedNode
) -> Iterator[tuple[tuple[NamedNode, NamedNode], frozenset[NamedNode]]]:
    """The subject and object that a fact has, and the properties that one of them tells of both."""
    yield (thing, value), _below(store, predicate)
    turned = [_below(store, inverse) for inverse in _inverses(store, predicate)]
    yield (value, thing), frozenset[NamedNode]().union(*turned)


def _below(store: AskedStore, predicate: NamedNode) -> frozenset[NamedNode]:
    quads = store.quads_for_pattern(None, RDFS["subPropertyOf"], predicate, None)
    return frozenset({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)} | {predicate})


def _told(store: AskedStore, fact: NamedNode) -> Iterator[object]:
    """The properties that a fact says its subject has: its own, and those that its classes yield."""
    yield from (quad.object for quad in store.quads_for_pattern(fact, CORE["property"], None, None))
    for kind in store.quads_for_pattern(fact, RDF["type"], None, None):
        if isinstance(kind.object, NamedNode):
            yielded = store.quads_for_pattern(kind.object, CORE["yields"], None, None)
            yield from (quad.object for quad in yielded)


def _inverses(store: AskedStore, predicate: NamedNode) -> frozenset[NamedNode]:
    forward = {quad.object for quad in store.quads_for_pattern(predicate, OWL["inverseOf"], None, None)}
    backward = {quad.subject for quad in store.quads_for_pattern(None, OWL["inverseOf"], predicate, None)}
    return frozenset(term for term in forward | backward if isinstance(term, NamedNode))


def _relates(store: AskedStore, predicate: NamedNode, value: NamedNode) -> bool:
    if predicate.value.startswith((str(RDF), str(RDFS), str(OWL), str(SKOS))):
        return False
    apart = (_FACT, CORE["Claim"], CORE["Citation"])
    return predicate != CORE["disputedIn"] and not any(_is_a(store, value, kind) for kind in apart)
