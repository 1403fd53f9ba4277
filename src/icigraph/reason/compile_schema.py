"""Table 9 of OWL 2 Profiles 4.3, compiled: the semantics of schema vocabulary (scm-*).

Those that restate what instances get anyway (`RESTATING`) close the published schema, but no rule is
compiled from what
they yield: a chain of n subclass axioms gives n rules, not n squared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import NamedNode, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.reason.axioms import Axioms
from icigraph.reason.draft import Condition, Mode, distinct, draft, iri_only, join
from icigraph.reason.rule import Node, Pattern, Rule

__all__ = ["RESTATING", "schema_rules"]

RESTATING = frozenset(
    [
        "scm-cls",
        "scm-sco",
        "scm-eqc1",
        "scm-eqc2",
        "scm-op",
        "scm-dp",
        "scm-spo",
        "scm-eqp1",
        "scm-eqp2",
        "scm-dom1",
        "scm-dom2",
        "scm-rng1",
        "scm-rng2",
        "scm-int",
        "scm-uni",
    ]
)
_ORDERING: dict[NamedNode, tuple[NamedNode, ...]] = {
    RDFS["subClassOf"]: (OWL["intersectionOf"], OWL["unionOf"], OWL["onProperty"]),
    RDFS["subPropertyOf"]: (),
}
TYPE = RDF["type"]
SUB, SUBP = RDFS["subClassOf"], RDFS["subPropertyOf"]
EQC, EQP = OWL["equivalentClass"], OWL["equivalentProperty"]
A, B, C, P = Variable("a"), Variable("b"), Variable("c"), Variable("p")


def schema_rules(axioms: Axioms, mode: Mode) -> Iterator[Rule]:
    """The schema rules for whose premises the ontology has axioms."""
    yield from _orders(axioms, mode)
    yield from _domains(axioms)
    yield from _lists(axioms)
    yield from _restrictions(axioms)
    if mode is not Mode.PUBLISHED:
        yield from _declared()


def _rule(standard: str, head: Pattern, *body: Pattern, guards: tuple[str, ...] = ()) -> Iterator[Rule]:
    return draft(head[1], (head,), Condition(body, (), (standard,), (), guards))


def _orders(axioms: Axioms, mode: Mode) -> Iterator[Rule]:
    for sub, same, names in (
        (SUB, EQC, ("scm-sco", "scm-eqc1", "scm-eqc2")),
        (SUBP, EQP, ("scm-spo", "scm-eqp1", "scm-eqp2")),
    ):
        if mode is Mode.PUBLISHED and not any(axioms.having(name) for name in (sub, same, *_ORDERING[sub])):
            continue
        apart = (distinct(A, C),) if mode is not Mode.GENERALISED else ()
        yield from _rule(names[0], (A, sub, C), (A, sub, B), (B, sub, C), guards=(*apart, *iri_only(A, C)))
        both = (distinct(A, B),) if mode is not Mode.GENERALISED else ()
        named = (*both, *iri_only(A, B))
        yield from _rule(names[1], (A, sub, B), (A, same, B), guards=named)
        yield from _rule(names[1], (B, sub, A), (A, same, B), guards=named)
        yield from _rule(names[2], (A, same, B), (A, sub, B), (B, sub, A), guards=named)


def _domains(axioms: Axioms) -> Iterator[Rule]:
    for predicate, names in (
        (RDFS["domain"], ("scm-dom1", "scm-dom2")),
        (RDFS["range"], ("scm-rng1", "scm-rng2")),
    ):
        if axioms.having(predicate):
            guards = iri_only(P, B)
            yield from _rule(names[0], (P, predicate, B), (P, predicate, A), (A, SUB, B), guards=guards)
            yield from _rule(
                names[1], (A, predicate, C), (P, predicate, C), (A, SUBP, P), guards=iri_only(A, C)
            )


def _lists(axioms: Axioms) -> Iterator[Rule]:
    for name, standard, upward in (("intersectionOf", "scm-int", True), ("unionOf", "scm-uni", False)):
        for triple, members in axioms.lists(OWL[name]):
            spelled = Condition((), (triple, *members.triples), (standard,))
            for owner, via in _owners(axioms, triple.subject, upward):
                condition = Condition((), (*via, *spelled.axiom), (standard,))
                for member in members.terms:
                    head = (owner, SUB, member) if upward else (member, SUB, owner)
                    if isinstance(member, NamedNode) and owner != member:
                        yield from draft(owner, (head,), condition)


def _owners(axioms: Axioms, node: object, upward: bool) -> Iterator[tuple[NamedNode, tuple[Triple, ...]]]:
    """The named classes that a list speaks of: the node itself, or those an axiom puts below
    (above) an anonymous one.
    """
    if isinstance(node, NamedNode):
        yield node, ()
        return
    for predicate in (SUB, EQC):
        for triple in axioms.having(predicate):
            low, high = triple.subject, triple.object
            if upward and high == node and isinstance(low, NamedNode):
                yield low, (triple,)
            if low == node and isinstance(high, NamedNode) and (not upward or predicate == EQC):
                yield high, (triple,)
            if not upward and predicate == EQC and high == node and isinstance(low, NamedNode):
                yield low, (triple,)


@dataclass(frozen=True, slots=True)
class _Restriction:
    """A restriction: its node, its property, its filler or value, and the triples that say so."""

    node: Node
    prop: Node
    filler: Node
    axiom: tuple[Triple, ...]


def _restrictions(axioms: Axioms) -> Iterator[Rule]:
    """scm-hv, scm-svf1, scm-svf2, scm-avf1 and scm-avf2, told of the named classes that
    restrictions speak of.
    """
    for name, by_filler, by_property, contrary in (
        ("hasValue", None, "scm-hv", False),
        ("someValuesFrom", "scm-svf1", "scm-svf2", False),
        ("allValuesFrom", "scm-avf1", "scm-avf2", True),
    ):
        for one, other in permutations(list(_found(axioms, OWL[name])), 2):
            if by_filler and one.prop == other.prop and one.filler != other.filler:
                premise = (one.filler, SUB, other.filler)
                yield from _between(axioms, one, other, Condition((premise,), (), (by_filler,)))
            if one.filler == other.filler and one.prop != other.prop:
                premise = (other.prop, SUBP, one.prop) if contrary else (one.prop, SUBP, other.prop)
                yield from _between(axioms, one, other, Condition((premise,), (), (by_property,)))
            if one.filler == other.filler and one.prop == other.prop:
                # The property stands below itself, whether or not anything says that it is a property.
                yield from _between(axioms, one, other, Condition((), (), (by_property,)))


def _found(axioms: Axioms, predicate: NamedNode) -> Iterator[_Restriction]:
    for filler in axioms.having(predicate):
        for on in axioms.of(filler.subject, OWL["onProperty"]):
            yield _Restriction(filler.subject, on.object, filler.object, (filler, on))  # type: ignore[arg-type]


def _between(axioms: Axioms, low: _Restriction, high: _Restriction, condition: Condition) -> Iterator[Rule]:
    for below, under in _owners(axioms, low.node, True):
        for above, over in _owners(axioms, high.node, False):
            if below != above:
                spelled = Condition((), (*under, *low.axiom, *high.axiom, *over))
                yield from draft(below, ((below, SUB, above),), join(condition, spelled))


def _declared() -> Iterator[Rule]:
    """scm-cls, scm-op and scm-dp: what holds of anything that is declared a class or a property."""
    is_class = (A, TYPE, OWL["Class"])
    for head in ((A, SUB, A), (A, EQC, A), (A, SUB, OWL["Thing"]), (OWL["Nothing"], SUB, A)):
        yield from _rule("scm-cls", head, is_class, guards=iri_only(A))
    for kind, standard in (("ObjectProperty", "scm-op"), ("DatatypeProperty", "scm-dp")):
        for predicate in (SUBP, EQP):
            yield from _rule(standard, (A, predicate, A), (A, TYPE, OWL[kind]), guards=iri_only(A))
