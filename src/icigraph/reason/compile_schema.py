"""Table 9 of OWL 2 Profiles 4.3, compiled: the semantics of schema vocabulary (scm-*).

Those that restate what instances get anyway (`RESTATING`) close the published schema, but no rule is
compiled from what
they yield: a chain of n subclass axioms gives n rules, not n squared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple, Variable

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
    yield from _shared(axioms)
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


_Owner = tuple[NamedNode, tuple[Triple, ...]]


def _owners(axioms: Axioms, node: object, upward: bool) -> Iterator[_Owner]:
    """The named classes that an expression speaks of: the node itself, or those an axiom puts below
    (above) an anonymous one.
    """
    if isinstance(node, NamedNode):
        yield node, ()
        return
    for predicate in (SUB, EQC):
        if upward or predicate == EQC:
            for triple in axioms.to(node, predicate):
                if isinstance(triple.subject, NamedNode):
                    yield triple.subject, (triple,)
        if not upward or predicate == EQC:
            for triple in axioms.of(node, predicate):
                if isinstance(triple.object, NamedNode):
                    yield triple.object, (triple,)


def _shared(axioms: Axioms) -> Iterator[Rule]:
    """scm-sco through an anonymous class that several axioms share, where one says that it is equivalent: no
    triple then says what is below it.
    """
    nodes = (node for triple in axioms.having(EQC) for node in (triple.subject, triple.object))
    for node in dict.fromkeys(node for node in nodes if isinstance(node, BlankNode)):
        for below, under in _owners(axioms, node, True):
            for above, over in _owners(axioms, node, False):
                if below != above and EQC in (under[0].predicate, over[0].predicate):
                    yield from draft(
                        below, ((below, SUB, above),), Condition((), (*under, *over), ("scm-sco",))
                    )


@dataclass(frozen=True, slots=True)
class _Restriction:
    """A restriction: its property, its filler or value, the triples that say so, and the named classes that
    an axiom puts below and above it.
    """

    prop: Node
    filler: Node
    axiom: tuple[Triple, ...]
    below: tuple[_Owner, ...]
    above: tuple[_Owner, ...]


def _restrictions(axioms: Axioms) -> Iterator[Rule]:
    """scm-hv, scm-svf1, scm-svf2, scm-avf1 and scm-avf2, told of the named classes that
    restrictions speak of.
    """
    for name, by_filler, by_property, contrary in (
        ("hasValue", None, "scm-hv", False),
        ("someValuesFrom", "scm-svf1", "scm-svf2", False),
        ("allValuesFrom", "scm-avf1", "scm-avf2", True),
    ):
        for one, other in _pairs(list(_found(axioms, OWL[name])), by_filler is not None):
            premises: tuple[Pattern, ...]
            if one.prop == other.prop and one.filler == other.filler:
                # The property stands below itself, whether or not anything says that it is a property.
                premises, standard = (), by_property
            elif one.filler == other.filler:
                premises = ((other.prop, SUBP, one.prop) if contrary else (one.prop, SUBP, other.prop),)
                standard = by_property
            else:
                premises, standard = ((one.filler, SUB, other.filler),), str(by_filler)
            yield from _between(one, other, Condition(premises, (), (standard,)))


def _found(axioms: Axioms, predicate: NamedNode) -> Iterator[_Restriction]:
    for filler in axioms.having(predicate):
        node = filler.subject
        below, above = (tuple(_owners(axioms, node, upward)) for upward in (True, False))
        for on in axioms.of(node, OWL["onProperty"]) if below or above else ():
            yield _Restriction(on.object, filler.object, (filler, on), below, above)  # type: ignore[arg-type]


def _pairs(found: list[_Restriction], by_property: bool) -> Iterator[tuple[_Restriction, _Restriction]]:
    """Every two restrictions of the same filler, or where it matters of the same property, of which one has
    a class below and the other one above.

    Few restrictions have a class above them, and those are looked up: an ontology may have 100,000 of the
    other kind.
    """
    sharing: dict[tuple[str, Node], dict[int, _Restriction]] = defaultdict(dict)
    for number, other in enumerate(found):
        if other.above:
            sharing["filler", other.filler][number] = other
            if by_property:
                sharing["property", other.prop][number] = other
    for number, one in enumerate(found):
        if one.below:
            none: dict[int, _Restriction] = {}
            alike = sharing.get(("filler", one.filler), none) | sharing.get(("property", one.prop), none)
            yield from ((one, alike[other]) for other in sorted(alike) if other != number)


def _between(low: _Restriction, high: _Restriction, condition: Condition) -> Iterator[Rule]:
    for below, under in low.below:
        for above, over in high.above:
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
