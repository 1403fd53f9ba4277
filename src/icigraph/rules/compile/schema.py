"""Table 9 of OWL 2 Profiles 4.3, compiled: the semantics of schema vocabulary (scm-*).

Those that restate what instances get anyway close the published schema, but no rule is compiled from what
they yield: a chain of n subclass axioms gives n rules, not n squared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axioms import Axioms
from icigraph.rules.compile.class_order import ClassOrder
from icigraph.rules.compile.draft import Condition, Mode, distinct, draft, iri_only, join
from icigraph.rules.compile.rule import Node, Pattern, Rule

__all__ = ["is_restating", "schema_rules"]

_RESTATING = frozenset(
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
    """The schema rules for whose premises the ontology has axioms (OWL 2 Profiles, section 4.3, table 9).

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <x:a> rdfs:subClassOf <x:b> . "
    >>> text += "<x:b> rdfs:subClassOf <x:c> ."
    >>> axioms = Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    >>> "scm-sco" in [rule.standard for rule in schema_rules(axioms, Mode.PUBLISHED)]
    True
    """
    yield from _orders(axioms, mode)
    yield from _domains(axioms)
    order = ClassOrder(axioms)
    yield from _ordered(order)
    yield from _anonymous_domains(axioms, order)
    yield from _restrictions(axioms, order)
    if mode is not Mode.PUBLISHED:
        yield from _declared()


def is_restating(rule: Rule) -> bool:
    """Whether what a rule says of classes and properties, other rules do for their instances anyway.

    >>> is_restating(Rule("r", "scm-sco", (), ())), is_restating(Rule("r", "cax-sco", (), ()))
    (True, False)
    """
    return _RESTATING.issuperset(rule.standard.split("+"))


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


def _ordered(order: ClassOrder) -> Iterator[Rule]:
    """scm-int and scm-uni, and scm-sco through anonymous classes that no triple says it of."""
    for below in order.beginnings:
        for above, way in order.above(below):
            # What one axiom says, or two of rdfs:subClassOf, rules find in the graph.
            is_found = not way.standards and way.hops <= 1 + way.is_plain
            if isinstance(above, NamedNode) and not is_found:
                yield from draft(
                    below, ((below, SUB, above),), Condition((), way.axiom, way.standards or ("scm-sco",))
                )


def _anonymous_domains(axioms: Axioms, order: ClassOrder) -> Iterator[Rule]:
    """scm-dom1 and scm-rng1 of an anonymous class."""
    for predicate, standard in ((RDFS["domain"], "scm-dom1"), (RDFS["range"], "scm-rng1")):
        for triple in axioms.having(predicate):
            prop, kind = triple.subject, triple.object
            if isinstance(prop, NamedNode) and isinstance(kind, BlankNode):
                for above, way in order.above(kind):
                    condition = Condition((), (triple, *way.axiom), (standard, *way.standards))
                    if isinstance(above, NamedNode) and not (way.is_plain and way.hops == 1):
                        yield from draft(prop, ((prop, predicate, above),), condition)


_Owner = tuple[NamedNode, tuple[Triple, ...]]


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


def _restrictions(axioms: Axioms, order: ClassOrder) -> Iterator[Rule]:
    """scm-hv, scm-svf1, scm-svf2, scm-avf1 and scm-avf2, told of the named classes that restrictions speak
    of.
    """
    lower: dict[object, list[_Owner]] = defaultdict(list)
    for below in order.beginnings:
        for node, way in order.above(below):
            lower[node].append((below, way.axiom))
    for name, by_filler, by_property, contrary in (
        ("hasValue", None, "scm-hv", False),
        ("someValuesFrom", "scm-svf1", "scm-svf2", False),
        ("allValuesFrom", "scm-avf1", "scm-avf2", True),
    ):
        for one, other in _pairs(list(_found(axioms, order, lower, OWL[name])), by_filler is not None):
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


def _found(
    axioms: Axioms, order: ClassOrder, lower: Mapping[object, list[_Owner]], predicate: NamedNode
) -> Iterator[_Restriction]:
    for filler in axioms.having(predicate):
        node = filler.subject
        below: Sequence[_Owner]
        above: Sequence[_Owner]
        if isinstance(node, NamedNode):
            below = above = [(node, ())]
        else:
            below = lower.get(node, [])
            above = [(one, way.axiom) for one, way in order.above(node) if isinstance(one, NamedNode)]  # type: ignore[arg-type]
        for on in axioms.of(node, OWL["onProperty"]) if below or above else ():
            yield _Restriction(on.object, filler.object, (filler, on), tuple(below), tuple(above))  # type: ignore[arg-type]


def _pairs(found: list[_Restriction], by_property: bool) -> Iterator[tuple[_Restriction, _Restriction]]:
    """Every two restrictions of the same filler, or where it matters of the same property, of which one has a
    class below and the other one above.

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
