"""Table 5 of OWL 2 Profiles 4.3, compiled: the semantics of axioms about properties (prp-*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from pyoxigraph import NamedNode, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDFS
from icigraph.rules.compile.axioms import Axioms, Members
from icigraph.rules.compile.class_expressions import Expressions
from icigraph.rules.compile.draft import Condition, Mode, distinct, draft, join
from icigraph.rules.compile.rule import Node, Pattern, Rule

__all__ = ["property_rules"]

X, Y, Z = Variable("x"), Variable("y"), Variable("z")
X1, X2, Y1, Y2 = Variable("x1"), Variable("x2"), Variable("y1"), Variable("y2")
SAME = OWL["sameAs"]


def property_rules(axioms: Axioms, mode: Mode = Mode.PUBLISHED) -> Iterator[Rule]:
    """The rules of every property axiom of the ontology (OWL 2 Profiles, section 4.3, table 5).

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> ."
    >>> [rule] = property_rules(Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE)))
    >>> rule.standard, [str(term) for term in rule.body[0]], [str(term) for term in rule.head[0]]
    ('prp-symp', ['?x', '<x:p>', '?y'], ['?y', '<x:p>', '?x'])
    """
    yield from _domains(axioms, Expressions(axioms, mode))
    yield from _characteristics(axioms)
    yield from _subproperties(axioms)
    yield from _chains(axioms)
    yield from _equivalents(axioms)
    yield from _disjoint(axioms)
    yield from _inverses(axioms)
    yield from _keys(axioms, Expressions(axioms, mode))
    yield from _negative(axioms)


def _condition(
    standard: str, axiom: Iterable[Triple], *patterns: Pattern, guards: tuple[str, ...] = ()
) -> Condition:
    return Condition(patterns, tuple(axiom), (standard,), (), guards)


def _domains(axioms: Axioms, expressions: Expressions) -> Iterator[Rule]:
    for name, standard, node in (("domain", "prp-dom", X), ("range", "prp-rng", Y)):
        for triple in axioms.having(RDFS[name]):
            edge = axioms.edge(triple.subject, X, Y)
            if edge is None:
                continue
            expressions.restart()
            asserted = _condition(standard, (triple, *edge[1]), edge[0])
            for consequence in expressions.follows(triple.object, node):  # type: ignore[arg-type]
                about = triple.subject if isinstance(triple.subject, NamedNode) else edge[0][1]
                yield from draft(about, consequence.head, join(asserted, consequence.condition))


def _characteristics(axioms: Axioms) -> Iterator[Rule]:
    for name, make in (
        ("FunctionalProperty", _functional),
        ("InverseFunctionalProperty", _inverse_functional),
        ("IrreflexiveProperty", _irreflexive),
        ("SymmetricProperty", _symmetric),
        ("AsymmetricProperty", _asymmetric),
        ("TransitiveProperty", _transitive),
    ):
        for triple in axioms.typed(OWL[name]):
            edge = axioms.edge(triple.subject, X, Y)
            if edge is not None:
                prop, is_inverse = edge[0][1], edge[0][0] == Y
                yield from make(prop, (triple, *edge[1]), is_inverse)  # type: ignore[arg-type]


# What holds of a property's inverse holds of the property, but that functional and inverse functional swap.


def _functional(prop: NamedNode, axiom: tuple[Triple, ...], is_inverse: bool) -> Iterator[Rule]:
    return _one_value(prop, axiom) if not is_inverse else _one_subject(prop, axiom, "prp-fp")


def _inverse_functional(prop: NamedNode, axiom: tuple[Triple, ...], is_inverse: bool) -> Iterator[Rule]:
    return _one_subject(prop, axiom) if not is_inverse else _one_value(prop, axiom, "prp-ifp")


def _one_value(prop: NamedNode, axiom: tuple[Triple, ...], standard: str = "prp-fp") -> Iterator[Rule]:
    body = ((X, prop, Y1), (X, prop, Y2))
    condition = _condition(standard, axiom, *body, guards=(distinct(Y1, Y2),))
    return draft(prop, ((Y1, SAME, Y2),), condition)


def _one_subject(prop: NamedNode, axiom: tuple[Triple, ...], standard: str = "prp-ifp") -> Iterator[Rule]:
    body = ((X1, prop, Y), (X2, prop, Y))
    condition = _condition(standard, axiom, *body, guards=(distinct(X1, X2),))
    return draft(prop, ((X1, SAME, X2),), condition)


def _irreflexive(prop: NamedNode, axiom: tuple[Triple, ...], _: bool) -> Iterator[Rule]:
    return draft(prop, (), _condition("prp-irp", axiom, (X, prop, X)))


def _symmetric(prop: NamedNode, axiom: tuple[Triple, ...], _: bool) -> Iterator[Rule]:
    return draft(prop, ((Y, prop, X),), _condition("prp-symp", axiom, (X, prop, Y)))


def _asymmetric(prop: NamedNode, axiom: tuple[Triple, ...], _: bool) -> Iterator[Rule]:
    return draft(prop, (), _condition("prp-asyp", axiom, (X, prop, Y), (Y, prop, X)))


def _transitive(prop: NamedNode, axiom: tuple[Triple, ...], _: bool) -> Iterator[Rule]:
    return draft(prop, ((X, prop, Z),), _condition("prp-trp", axiom, (X, prop, Y), (Y, prop, Z)))


def _implies(axioms: Axioms, sub: object, sup: object, axiom: Triple, standard: str) -> Iterator[Rule]:
    body, head = axioms.edge(sub, X, Y), axioms.edge(sup, X, Y)
    if sub != sup and body is not None and head is not None:
        yield from draft(body[0][1], (head[0],), _condition(standard, (axiom, *body[1], *head[1]), body[0]))


def _subproperties(axioms: Axioms) -> Iterator[Rule]:
    for triple in axioms.having(RDFS["subPropertyOf"]):
        yield from _implies(axioms, triple.subject, triple.object, triple, "prp-spo1")


def _equivalents(axioms: Axioms) -> Iterator[Rule]:
    for triple in axioms.having(OWL["equivalentProperty"]):
        yield from _implies(axioms, triple.subject, triple.object, triple, "prp-eqp1")
        yield from _implies(axioms, triple.object, triple.subject, triple, "prp-eqp2")


def _chains(axioms: Axioms) -> Iterator[Rule]:
    for triple, members in axioms.lists(OWL["propertyChainAxiom"]):
        nodes = [Variable(f"u{index}") for index in range(len(members.terms) + 1)]
        edges = [axioms.edge(prop, *nodes[index : index + 2]) for index, prop in enumerate(members.terms)]
        head = axioms.edge(triple.subject, nodes[0], nodes[-1])
        if not edges or head is None or None in edges:
            continue
        parts = [edge for edge in edges if edge is not None]
        spelled = (triple, *members.triples, *head[1], *(step for edge in parts for step in edge[1]))
        body = [edge[0] for edge in parts]
        yield from draft(head[0][1], (head[0],), _condition("prp-spo2", spelled, *body))


def _exclusive(
    axioms: Axioms, left: object, right: object, standard: str, axiom: tuple[Triple, ...]
) -> Iterator[Rule]:
    one, other = axioms.edge(left, X, Y), axioms.edge(right, X, Y)
    if one is not None and other is not None:
        yield from draft(one[0][1], (), _condition(standard, (*axiom, *one[1], *other[1]), one[0], other[0]))


def _disjoint(axioms: Axioms) -> Iterator[Rule]:
    for triple in axioms.having(OWL["propertyDisjointWith"]):
        yield from _exclusive(axioms, triple.subject, triple.object, "prp-pdw", (triple,))
    for kind in axioms.typed(OWL["AllDisjointProperties"]):
        for triple in axioms.of(kind.subject, OWL["members"]):
            members = axioms.members(triple.object) or Members((), ())
            for left, right in combinations(members.terms, 2):
                yield from _exclusive(axioms, left, right, "prp-adp", (kind, triple, *members.triples))


def _inverses(axioms: Axioms) -> Iterator[Rule]:
    for triple in axioms.having(OWL["inverseOf"]):
        # The first of an anonymous property only says what it is: nothing has it.
        if triple != axioms.inverse(triple.subject):
            left, right = axioms.edge(triple.subject, X, Y), axioms.edge(triple.object, Y, X)
            if left is not None and right is not None:
                axiom = (triple, *left[1], *right[1])
                yield from draft(left[0][1], (right[0],), _condition("prp-inv1", axiom, left[0]))
                left, right = axioms.edge(triple.subject, Y, X), axioms.edge(triple.object, X, Y)
                yield from draft(right[0][1], (left[0],), _condition("prp-inv2", axiom, right[0]))  # type: ignore[index]


def _keys(axioms: Axioms, expressions: Expressions) -> Iterator[Rule]:
    for triple, members in axioms.lists(OWL["hasKey"]):
        owner: Node = triple.subject  # type: ignore[assignment]
        expressions.restart()
        shared = [expressions.fresh() for _ in members.terms]
        sides = [_keyed(axioms, members, node, shared) for node in (X, Y)]
        if not members.terms or None in sides:
            continue
        both = join(*[side for side in sides if side is not None])
        asserted = _condition("prp-key", (triple, *members.triples), guards=(distinct(X, Y),))
        for left in list(expressions.instance(owner, X)):
            for right in expressions.instance(owner, Y):
                yield from draft(owner, ((X, SAME, Y),), join(asserted, left, right, both))


def _keyed(axioms: Axioms, members: Members, node: Node, shared: list[Variable]) -> Condition | None:
    edges = [axioms.edge(prop, node, value) for prop, value in zip(members.terms, shared, strict=True)]
    if None in edges:
        return None
    return join(*[Condition((edge[0],), edge[1]) for edge in edges if edge is not None])


def _negative(axioms: Axioms) -> Iterator[Rule]:
    for source in axioms.having(OWL["sourceIndividual"]):
        for prop in axioms.of(source.subject, OWL["assertionProperty"]):
            for name, standard in (("targetIndividual", "prp-npa1"), ("targetValue", "prp-npa2")):
                for target in axioms.of(source.subject, OWL[name]):
                    edge = axioms.edge(prop.object, source.object, target.object)  # type: ignore[arg-type]
                    if edge is not None:
                        axiom = (source, prop, target, *edge[1])
                        yield from draft(edge[0][1], (), _condition(standard, axiom, edge[0]))
