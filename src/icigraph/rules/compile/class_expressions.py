"""Class expressions as conditions (what makes a thing an instance) and as consequences (what an instance must
satisfy).

A named class is a plain `rdf:type` pattern. An anonymous one is unfolded into what it says, so that no rule
and no inferred triple names a blank node: the two sides are the sub- and superclass expressions of the OWL 2
RL profile (OWL 2 Profiles, 4.2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count, product
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axioms import Axioms, is_datatype
from icigraph.rules.compile.datatype_guards import denotes
from icigraph.rules.compile.draft import Condition, Mode, distinct, join
from icigraph.rules.compile.rule import Node, Pattern

__all__ = ["Consequence", "Expressions"]

_Part = TypeVar("_Part")
TYPE = RDF["type"]
THING = OWL["Thing"]
SUB, SAME = RDFS["subClassOf"], OWL["equivalentClass"]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for an instance: under `condition` the `head` holds; an empty head is a contradiction."""

    head: tuple[Pattern, ...]
    condition: Condition


class Expressions:
    """The class expressions of one ontology. Variables are numbered, so each rule needs an instance of its
    own names.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:C> owl:unionOf (<x:A> <x:B>) ."
    >>> expressions = Expressions(Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE)))
    >>> found = expressions.defined(NamedNode("x:C"), Variable("x"))
    >>> [str(condition.patterns[0][2]) for condition in found]
    ['<x:A>', '<x:B>']
    """

    def __init__(self, axioms: Axioms, mode: Mode = Mode.PUBLISHED) -> None:
        self.axioms = axioms
        self._mode = mode
        self._used: set[Triple] = set()
        self._values: set[Node] = set()
        self._numbers = count(1)
        self._open: set[Node] = set()

    def restart(self, axiom: Triple | None = None) -> None:
        """Number variables from 1 again: before each rule, so that the same axiom always compiles to the same
        rule. An `axiom` that is being compiled is not used once more.
        """
        self._numbers = count(1)
        self._used = {axiom} if axiom is not None else set()

    def fresh(self) -> Variable:
        """A variable for a value of a property."""
        value = Variable(f"y{next(self._numbers)}")
        self._values.add(value)
        return value

    def instance(self, expression: Node, node: Node) -> Iterator[Condition]:
        """The conditions, each sufficient, under which `node` is an instance of `expression`."""
        if isinstance(expression, BlankNode):
            parts = chain(self.defined(expression, node), self._below(expression, node))
            yield from self._once(expression, parts)
        elif isinstance(expression, NamedNode):
            yield Condition(((node, TYPE, expression),))
            if self._mode is not Mode.GENERALISED and is_datatype(expression) and node in self._values:
                # Of a literal no triple tells its datatype.
                yield Condition((), (), ("dt-type2",), (), (denotes(node, expression),))  # type: ignore[arg-type]

    def _below(self, expression: BlankNode, node: Node) -> Iterator[Condition]:
        """What other axioms put below an anonymous class: one that is used in several is as good as named."""
        for triple, other, standard in self._beside(expression, upward=False):
            for part in self.instance(other, node):
                yield join(Condition((), (triple,), (standard,)), part)

    def _above(self, expression: BlankNode, node: Node) -> Iterator[Consequence]:
        """What other axioms put above an anonymous class."""
        for triple, other, standard in self._beside(expression, upward=True):
            yield from self._under((triple,), standard, (), self.follows(other, node))

    def _beside(self, expression: BlankNode, *, upward: bool) -> Iterator[tuple[Triple, Node, str]]:
        """The axioms by which another class is below (above) an anonymous one or equivalent to it, but for
        the one that is being compiled: each with that class and its rule.
        """
        out, into = self.axioms.of(expression, SAME), self.axioms.to(expression, SAME)
        found = [(triple, triple.object, "cax-eqc1" if upward else "cax-eqc2") for triple in out]
        found += [(triple, triple.subject, "cax-eqc2" if upward else "cax-eqc1") for triple in into]
        if upward:
            found += [(triple, triple.object, "cax-sco") for triple in self.axioms.of(expression, SUB)]
        else:
            found += [(triple, triple.subject, "cax-sco") for triple in self.axioms.to(expression, SUB)]
        yield from (each for each in found if each[0] not in self._used)  # type: ignore[misc]

    def _once(self, expression: Node, parts: Iterator[_Part]) -> list[_Part]:
        """The parts of an anonymous class; none inside of itself, where a file has it contain itself."""
        if expression in self._open:
            return []
        self._open.add(expression)
        try:
            return list(parts)
        finally:
            self._open.discard(expression)

    def defined(self, expression: Node, node: Node) -> Iterator[Condition]:
        """The same by the definition at the expression's own node: cls-int1, cls-uni, cls-oo, cls- svf1,
        cls-svf2, cls-hv2.
        """
        yield from self._intersection(expression, node)
        yield from self._union(expression, node)
        yield from self._enumeration(expression, node)
        for restriction in self.axioms.of(expression, OWL["onProperty"]):
            yield from self._some(expression, restriction, node)
            yield from self._value(expression, restriction, node)

    def _intersection(self, expression: Node, node: Node) -> Iterator[Condition]:
        for triple in self.axioms.of(expression, OWL["intersectionOf"]):
            members = self.axioms.members(triple.object)
            if members is None or not members.terms:
                continue
            spelled = Condition(axiom=(triple, *members.triples), standards=("cls-int1",))
            for parts in product(*[list(self.instance(member, node)) for member in members.terms]):
                yield join(spelled, *parts)

    def _union(self, expression: Node, node: Node) -> Iterator[Condition]:
        for triple in self.axioms.of(expression, OWL["unionOf"]):
            members = self.axioms.members(triple.object)
            for member in members.terms if members else ():
                for part in self.instance(member, node):
                    yield join(Condition(axiom=(triple, *members.triples), standards=("cls-uni",)), part)  # type: ignore[union-attr]

    def _enumeration(self, expression: Node, node: Node) -> Iterator[Condition]:
        for triple in self.axioms.of(expression, OWL["oneOf"]):
            members = self.axioms.members(triple.object)
            for member in members.terms if members else ():
                values = ((node, member),) if isinstance(node, Variable) else ()
                if values or node == member:
                    yield Condition((), (triple, *members.triples), ("cls-oo",), values)  # type: ignore[union-attr]

    def _some(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Condition]:
        for triple in self.axioms.of(expression, OWL["someValuesFrom"]):
            value = self.fresh()
            edge = self.axioms.edge(restriction.object, node, value)
            if edge is None:
                continue
            anything = triple.object == THING
            spelled = Condition(
                (edge[0],), (restriction, triple, *edge[1]), ("cls-svf2" if anything else "cls-svf1",)
            )
            for part in [Condition()] if anything else self.instance(triple.object, value):  # type: ignore[arg-type]
                yield join(spelled, part)

    def _value(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Condition]:
        for triple in self.axioms.of(expression, OWL["hasValue"]):
            edge = self.axioms.edge(restriction.object, node, triple.object)  # type: ignore[arg-type]
            if edge is not None:
                yield Condition((edge[0],), (restriction, triple, *edge[1]), ("cls-hv2",))

    def follows(self, expression: Node, node: Node) -> Iterator[Consequence]:
        """What holds for `node` when it is an instance of `expression`."""
        if isinstance(expression, BlankNode):
            parts = chain(self.implied(expression, node), self._above(expression, node))
            yield from self._once(expression, parts)
        elif isinstance(expression, NamedNode):
            yield Consequence(((node, TYPE, expression),), Condition())

    def implied(self, expression: Node, node: Node) -> Iterator[Consequence]:
        """The same by the definition at the expression's own node: cls-int2, cls-com, cls-hv1, cls- avf,
        cls-maxc*, cls-maxqc*.
        """
        for triple in self.axioms.of(expression, OWL["intersectionOf"]):
            members = self.axioms.members(triple.object)
            for member in members.terms if members else ():
                yield from self._under((triple, *members.triples), "cls-int2", (), self.follows(member, node))  # type: ignore[union-attr]
        for triple in self.axioms.of(expression, OWL["complementOf"]):
            for part in self.instance(triple.object, node):  # type: ignore[arg-type]
                yield Consequence((), join(Condition(axiom=(triple,), standards=("cls-com",)), part))
        for restriction in self.axioms.of(expression, OWL["onProperty"]):
            yield from self._restricted(expression, restriction, node)

    def _restricted(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Consequence]:
        rules: tuple[Callable[[Node, Triple, Node], Iterator[Consequence]], ...]
        rules = (self._has, self._only, self._at_most, self._at_most_of)
        for rule in rules:
            yield from rule(expression, restriction, node)

    def _under(
        self,
        axiom: tuple[Triple, ...],
        standard: str,
        body: tuple[Pattern, ...],
        parts: Iterator[Consequence],
    ) -> Iterator[Consequence]:
        for part in parts:
            yield Consequence(part.head, join(Condition(body, axiom, (standard,)), part.condition))

    def _has(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Consequence]:
        for triple in self.axioms.of(expression, OWL["hasValue"]):
            edge = self.axioms.edge(restriction.object, node, triple.object)  # type: ignore[arg-type]
            if edge is not None:
                yield Consequence((edge[0],), Condition((), (restriction, triple, *edge[1]), ("cls-hv1",)))

    def _only(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Consequence]:
        for triple in self.axioms.of(expression, OWL["allValuesFrom"]):
            value = self.fresh()
            edge = self.axioms.edge(restriction.object, node, value)
            if edge is not None:
                parts = self.follows(triple.object, value)  # type: ignore[arg-type]
                yield from self._under((restriction, triple, *edge[1]), "cls-avf", (edge[0],), parts)

    def _at_most(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Consequence]:
        found = self.axioms.cardinality(expression, OWL["maxCardinality"])
        if found is not None and found[0] <= 1:
            axiom = (restriction, found[1])
            yield from self._bounded(
                ("cls-maxc1", "cls-maxc2")[found[0]], axiom, restriction.object, node, None
            )

    def _at_most_of(self, expression: Node, restriction: Triple, node: Node) -> Iterator[Consequence]:
        found = self.axioms.cardinality(expression, OWL["maxQualifiedCardinality"])
        if found is None or found[0] > 1:
            return
        # The tables of the standard have no rule for owl:onDataRange, but its profile has the restriction.
        fillers = (self.axioms.of(expression, OWL[name]) for name in ("onClass", "onDataRange"))
        for triple in chain.from_iterable(fillers):
            anything = triple.object == THING
            standard = (("cls-maxqc1", "cls-maxqc2"), ("cls-maxqc3", "cls-maxqc4"))[found[0]][anything]
            axiom = (restriction, found[1], triple)
            filler = None if anything else triple.object
            yield from self._bounded(standard, axiom, restriction.object, node, filler)  # type: ignore[arg-type]

    def _bounded(
        self, standard: str, axiom: tuple[Triple, ...], prop: object, node: Node, filler: Node | None
    ) -> Iterator[Consequence]:
        spelled = Condition(axiom=axiom, standards=(standard,))
        left, right = self.fresh(), self.fresh()
        none_allowed = standard in ("cls-maxc1", "cls-maxqc1", "cls-maxqc2")
        if none_allowed:
            for part in self._value_of(prop, node, left, filler):
                yield Consequence((), join(spelled, part))
            return
        for parts in product(
            list(self._value_of(prop, node, left, filler)), list(self._value_of(prop, node, right, filler))
        ):
            apart = Condition(guards=(distinct(left, right),))
            yield Consequence(((left, OWL["sameAs"], right),), join(spelled, *parts, apart))

    def _value_of(
        self, prop: object, node: Node, value: Variable, filler: Node | None
    ) -> Iterator[Condition]:
        edge = self.axioms.edge(prop, node, value)
        if edge is not None:
            for part in [Condition()] if filler is None else self.instance(filler, value):
                yield join(Condition((edge[0],), edge[1]), part)
