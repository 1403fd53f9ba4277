"""Tables 6 and 7 of OWL 2 Profiles 4.3, compiled: the semantics of classes (cls-*) and of class axioms
(cax-*).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pyoxigraph import BlankNode, NamedNode, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axioms import Axioms, is_datatype
from icigraph.rules.compile.class_expressions import Expressions
from icigraph.rules.compile.draft import Condition, Mode, draft, join
from icigraph.rules.compile.rule import Node, Rule

__all__ = ["DEFINING", "class_rules"]

X, C, D = Variable("x"), Variable("c"), Variable("d")
TYPE = RDF["type"]
DEFINING = ("intersectionOf", "unionOf", "oneOf", "complementOf", "onProperty")


def class_rules(axioms: Axioms, mode: Mode = Mode.PUBLISHED) -> Iterator[Rule]:
    """The rules of every class axiom and of every named class that carries a definition of its own.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "<x:Cat> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:Animal> ."
    >>> [rule, *_] = class_rules(Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE)))
    >>> rule.standard, str(rule.body[0][2]), str(rule.head[0][2])
    ('cax-sco', '<x:Cat>', '<x:Animal>')
    """
    expressions = Expressions(axioms, mode)
    yield from _definitions(axioms, expressions)
    yield from _assertions(axioms, expressions)
    for triple in axioms.having(RDFS["subClassOf"]):
        yield from _subclass(expressions, triple.subject, triple.object, triple, "cax-sco")  # type: ignore[arg-type]
    for triple in axioms.having(OWL["equivalentClass"]):
        yield from _subclass(expressions, triple.subject, triple.object, triple, "cax-eqc1")  # type: ignore[arg-type]
        yield from _subclass(expressions, triple.object, triple.subject, triple, "cax-eqc2")  # type: ignore[arg-type]
    yield from _disjoint(axioms, expressions)
    yield from _nothing()


def _named(axioms: Axioms) -> list[NamedNode]:
    nodes = (triple.subject for name in DEFINING for triple in axioms.having(OWL[name]))
    return list(dict.fromkeys(node for node in nodes if isinstance(node, NamedNode)))


def _definitions(axioms: Axioms, expressions: Expressions) -> Iterator[Rule]:
    for name in _named(axioms):
        expressions.restart()
        for condition in expressions.defined(name, X):
            yield from draft(name, ((X, TYPE, name),), condition)
        instance = Condition(((X, TYPE, name),))
        for consequence in expressions.implied(name, X):
            yield from draft(name, consequence.head, join(instance, consequence.condition))


def _assertions(axioms: Axioms, expressions: Expressions) -> Iterator[Rule]:
    """What is said to belong to an anonymous class: what follows needs no more than that."""
    for node in dict.fromkeys(triple.subject for name in DEFINING for triple in axioms.having(OWL[name])):
        for triple in axioms.typed(node) if isinstance(node, BlankNode) else ():
            expressions.restart()
            for consequence in expressions.follows(node, triple.subject):  # type: ignore[arg-type]
                yield from draft(
                    triple.subject,  # type: ignore[arg-type]
                    consequence.head,
                    join(Condition(axiom=(triple,)), consequence.condition),
                )


def _subclass(expressions: Expressions, sub: Node, sup: Node, axiom: Triple, standard: str) -> Iterator[Rule]:
    if sub in (sup, OWL["Nothing"]):
        return
    expressions.restart(axiom)
    asserted = Condition(axiom=(axiom,), standards=(standard,))
    about = sub if isinstance(sub, NamedNode) else sup
    for condition in list(expressions.instance(sub, X)):
        for consequence in expressions.follows(sup, X):
            yield from draft(about, consequence.head, join(asserted, condition, consequence.condition))


def _exclusive(expressions: Expressions, left: Node, right: Node, asserted: Condition) -> Iterator[Rule]:
    expressions.restart()
    for one in list(expressions.instance(left, X)):
        for other in expressions.instance(right, X):
            yield from draft(left, (), join(asserted, one, other))


def _disjoint(axioms: Axioms, expressions: Expressions) -> Iterator[Rule]:
    for triple in axioms.having(OWL["disjointWith"]):
        asserted = Condition(axiom=(triple,), standards=("cax-dw",))
        yield from _exclusive(expressions, triple.subject, triple.object, asserted)  # type: ignore[arg-type]
    for kind in axioms.typed(OWL["AllDisjointClasses"]):
        for triple in axioms.of(kind.subject, OWL["members"]):
            members = axioms.members(triple.object)
            if members is not None:
                asserted = Condition(axiom=(kind, triple, *members.triples), standards=("cax-adc",))
                yield from _all_disjoint(expressions, members.terms, asserted)


def _all_disjoint(expressions: Expressions, members: tuple[Node, ...], asserted: Condition) -> Iterator[Rule]:
    """One rule for all that have a name: n classes make n(n-1)/2 pairs. Each other pair has one of its own,
    as has a class that is listed twice.
    """
    plain = [member for member in members if isinstance(member, NamedNode) and not is_datatype(member)]
    if len(set(plain)) > 1:
        listed = ", ".join(map(str, dict.fromkeys(plain)))
        two = Condition(((X, TYPE, C), (X, TYPE, D)), guards=(f"?c IN ({listed})", f"?d IN ({listed})"))
        # Each two classes in one order.
        yield from draft(plain[0], (), join(asserted, two, Condition(guards=("STR(?c) < STR(?d)",))))
    for left, right in combinations(members, 2):
        if left == right or left not in plain or right not in plain:
            yield from _exclusive(expressions, left, right, asserted)


def _nothing() -> Iterator[Rule]:
    nothing = OWL["Nothing"]
    yield from draft(nothing, (), Condition(((X, TYPE, nothing),), standards=("cls-nothing2",)))
