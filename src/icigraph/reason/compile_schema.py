"""Table 9 of OWL 2 Profiles 4.3, compiled: the semantics of schema vocabulary (scm-*).

Those that restate what instances get anyway (`RESTATING`) close the published schema, but no rule is compiled from what
they yield: a chain of n subclass axioms gives n rules, not n squared.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.reason.axioms import Axioms
from icigraph.reason.draft import Condition, Mode, distinct, draft, iri_only
from icigraph.reason.rule import Node, Pattern, Rule

__all__ = ["RESTATING", "schema_rules"]

RESTATING = frozenset(
    ["scm-cls", "scm-sco", "scm-eqc1", "scm-eqc2", "scm-op", "scm-dp", "scm-spo", "scm-eqp1", "scm-eqp2", "scm-dom1", "scm-dom2", "scm-rng1", "scm-rng2", "scm-int", "scm-uni"]
)
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
        if not axioms.having(sub) and not axioms.having(same) and mode is Mode.PUBLISHED:
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


def _owners(axioms: Axioms, node: object, upward: bool) -> Iterator[tuple[NamedNode, tuple]]:  # type: ignore[type-arg]
    """The named classes that a list speaks of: the node itself, or those an axiom puts below (above) an anonymous one."""
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


def _restrictions(axioms: Axioms) -> Iterator[Rule]:
    """scm-hv, scm-svf1, scm-svf2, scm-avf1, scm-avf2: only between named restrictions; anonymous ones are unfolded."""
    for name, first, second, contrary in (
        ("hasValue", None, "scm-hv", False),
        ("someValuesFrom", "scm-svf1", "scm-svf2", False),
        ("allValuesFrom", "scm-avf1", "scm-avf2", True),
    ):
        found = [
            (filler.subject, on.object, filler.object, (filler, on))
            for filler in axioms.having(OWL[name])
            for on in axioms.of(filler.subject, OWL["onProperty"])
            if not isinstance(filler.subject, BlankNode) and not isinstance(on.object, BlankNode)
        ]
        for one in found:
            for other in found:
                if one[0] == other[0]:
                    continue
                yield from _by_filler(first, one, other)
                yield from _by_property(second, one, other, contrary)


_Restriction = tuple[Node, Node, Node, tuple]  # type: ignore[type-arg]


def _by_filler(standard: str | None, one: _Restriction, other: _Restriction) -> Iterator[Rule]:
    if standard and one[1] == other[1] and one[2] != other[2]:
        condition = Condition(((one[2], SUB, other[2]),), (*one[3], *other[3]), (standard,))
        yield from draft(one[0], ((one[0], SUB, other[0]),), condition)


def _by_property(standard: str, one: _Restriction, other: _Restriction, contrary: bool) -> Iterator[Rule]:
    if one[2] == other[2] and one[1] != other[1]:
        low, high = (other, one) if contrary else (one, other)
        condition = Condition(((one[1], SUBP, other[1]),), (*one[3], *other[3]), (standard,))
        yield from draft(low[0], ((low[0], SUB, high[0]),), condition)


def _declared() -> Iterator[Rule]:
    """scm-cls, scm-op and scm-dp: what holds of anything that is declared a class or a property."""
    is_class = (A, TYPE, OWL["Class"])
    for head in ((A, SUB, A), (A, EQC, A), (A, SUB, OWL["Thing"]), (OWL["Nothing"], SUB, A)):
        yield from _rule("scm-cls", head, is_class, guards=iri_only(A))
    for kind, standard in (("ObjectProperty", "scm-op"), ("DatatypeProperty", "scm-dp")):
        for predicate in (SUBP, EQP):
            yield from _rule(standard, (A, predicate, A), (A, TYPE, OWL[kind]), guards=iri_only(A))
