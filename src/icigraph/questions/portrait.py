"""All that is known about a thing: its names and kinds, its dated facts in order of time, its relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

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
    """A fact about the thing: `start` and `end` as the source has them (empty where it has none)."""

    fact: NamedNode
    kind: str
    label: str
    start: str
    end: str
    rank: str
    acceptance: str


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
    """Gather what is known about a thing, facts by their earliest start, those without a date last.

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
    subjects = {quad.subject for quad in store.quads_for_pattern(None, None, thing, None)}
    return frozenset(
        subject for subject in subjects if isinstance(subject, NamedNode) and _is_a(store, subject, _FACT)
    )


def _is_a(store: AskedStore, term: NamedNode, kind: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(term, RDF["type"], kind, None)), None) is not None


def _names(store: AskedStore, thing: NamedNode) -> tuple[Literal, ...]:
    named = ({quad.object for quad in store.quads_for_pattern(thing, name, None, None)} for name in _NAMES)
    terms = (term for found in named for term in sorted(found, key=term_key))
    return tuple(dict.fromkeys(term for term in terms if isinstance(term, Literal)))


def _dated(store: AskedStore, naming: Naming, fact: NamedNode) -> DatedFact:
    kinds = _narrowest(store, naming.types(fact), RDFS["subClassOf"])
    return DatedFact(
        fact=fact,
        kind=", ".join(naming.label(kind) for kind in kinds),
        label=naming.label(fact),
        start=_one(store, naming, fact, "start") or _one(store, naming, fact, "scheduledFor"),
        end=_one(store, naming, fact, "end"),
        rank=_one(store, naming, fact, "rank"),
        acceptance=_one(store, naming, fact, "acceptance"),
    )


def _one(store: AskedStore, naming: Naming, fact: NamedNode, name: str) -> str:
    values = sorted(
        naming.label(quad.object) for quad in store.quads_for_pattern(fact, CORE[name], None, None)
    )
    return values[0] if values else ""


def _when(store: AskedStore, fact: DatedFact) -> tuple[bool, str, str]:
    quads = store.quads_for_pattern(fact.fact, CORE["earliestStart"], None, None)
    earliest = min(
        (quad.object.value for quad in quads if isinstance(quad.object, Literal)), default=fact.start
    )
    return not earliest, earliest, fact.fact.value


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
    accepted = frozenset(
        fact for fact in facts if not _holds(store, fact, CORE["acceptance"], CORE["outranked"])
    )
    for value, predicates in sorted(by_value.items(), key=lambda pair: naming.label(pair[0])):
        for predicate in _narrowest(store, tuple(sorted(predicates, key=str)), RDFS["subPropertyOf"]):
            yield Relation(predicate, value, _grounds(store, accepted, thing, predicate, value))


def _grounds(
    store: AskedStore, facts: frozenset[NamedNode], thing: NamedNode, predicate: NamedNode, value: NamedNode
) -> tuple[NamedNode, ...]:
    """The facts that a relation rests on: they hold one end in a role that a property chain of the relation
    names."""
    roles = {(role, value) for role in _chained(store, predicate)}
    roles |= {(role, thing) for inverse in _inverses(store, predicate) for role in _chained(store, inverse)}
    both = (fact for fact in facts if _mentions(store, fact, value))
    resting = (fact for fact in both if any(_holds(store, fact, role, end) for role, end in roles))
    return tuple(sorted(resting, key=str))


def _chained(store: AskedStore, predicate: NamedNode) -> frozenset[NamedNode]:
    """Every property in a chain that entails `predicate` or a property under it."""
    lower = {quad.subject for quad in store.quads_for_pattern(None, RDFS["subPropertyOf"], predicate, None)}
    chains = (
        quad.object
        for each in {predicate, *lower}
        if not isinstance(each, Triple)
        for quad in store.quads_for_pattern(each, OWL["propertyChainAxiom"], None, None)
    )
    return frozenset(member for chain in chains for member in _members(store, chain))


def _members(store: AskedStore, chain: object) -> Iterator[NamedNode]:
    while isinstance(chain, BlankNode):
        first = next(iter(store.quads_for_pattern(chain, RDF["first"], None, None)), None)
        if first is not None and isinstance(first.object, NamedNode):
            yield first.object
        rest = next(iter(store.quads_for_pattern(chain, RDF["rest"], None, None)), None)
        chain = rest.object if rest else None


def _inverses(store: AskedStore, predicate: NamedNode) -> frozenset[NamedNode]:
    forward = {quad.object for quad in store.quads_for_pattern(predicate, OWL["inverseOf"], None, None)}
    backward = {quad.subject for quad in store.quads_for_pattern(None, OWL["inverseOf"], predicate, None)}
    return frozenset(term for term in forward | backward if isinstance(term, NamedNode))


def _relates(store: AskedStore, predicate: NamedNode, value: NamedNode) -> bool:
    if predicate.value.startswith((str(RDF), str(RDFS), str(OWL), str(SKOS))):
        return False
    return not _is_a(store, value, _FACT) and not _is_a(store, value, CORE["Citation"])


def _mentions(store: AskedStore, fact: NamedNode, value: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(fact, None, value, None)), None) is not None
