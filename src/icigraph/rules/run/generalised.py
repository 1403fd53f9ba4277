"""Generalised RDF: a graph in which IRIs stand for literals and blank nodes, so that rules may speak of any
term anywhere.

It exists inside an entailment or consistency check only. The datatype rules (dt-*) are applied here, on the
values of the literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from icigraph.rdf.literal_values import Value, apart, belongs, datatypes_of, value_of
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.axiom_patterns import is_axiom
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.rules import compile_once
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.materialise import ASSERTED, DERIVED, INFERRED, close, materialise

__all__ = ["Generalised"]

_LITERAL, _BLANK = "urn:icigraph:literal:", "urn:icigraph:blank:"
_NUMBERED = (OWL["maxCardinality"], OWL["maxQualifiedCardinality"])
_TYPE, _SAME, _DIFFERENT = RDF["type"], OWL["sameAs"], OWL["differentFrom"]


class Generalised:
    """A graph closed under every rule of the standard. `mentioned` are literals to reason about beside its
    own, `compared` those of which it is told whether they differ.

    >>> a, p = NamedNode("x:a"), NamedNode("x:p")
    >>> byte = Literal("300", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#byte"))
    >>> graph = Generalised([Triple(a, p, byte)])
    >>> [literal.value for literal in graph.ill_typed()], graph.original(graph.name(byte)) == byte
    (['300'], True)
    """

    def __init__(
        self,
        triples: Iterable[Triple],
        mentioned: Iterable[Literal] = (),
        *,
        compared: Iterable[Literal] = (),
    ) -> None:
        self.names: dict[Literal, NamedNode] = {}
        self.literals: dict[NamedNode, Literal] = {}
        self.values: dict[NamedNode, Value | None] = {}
        self.store = Store()
        self._add(each for triple in triples for each in self._stand_ins(triple))
        for literal in mentioned:
            self.name(literal)
        self._compared: set[NamedNode] = {self.name(literal) for literal in compared}
        self._denotations()
        self.rules = self._close()

    def name(self, literal: Literal) -> NamedNode:
        """The IRI that stands for a literal."""
        if literal not in self.names:
            node = NamedNode(f"{_LITERAL}{len(self.names)}")
            self.names[literal] = node
            self.literals[node] = literal
            self.values[node] = value_of(literal)
        return self.names[literal]

    def stand_in(self, triple: Triple) -> Triple:
        """The triple with IRIs in the place of its literal and blank nodes."""
        subject, value = (self._node(node) for node in (triple.subject, triple.object))
        return Triple(subject, triple.predicate, value)

    def _stand_ins(self, triple: Triple) -> Iterator[Triple]:
        yield self.stand_in(triple)
        if triple.predicate in _NUMBERED and isinstance(triple.object, Literal):
            # As the rules' axioms have it.
            yield Triple(self._node(triple.subject), triple.predicate, triple.object)

    def _node(self, node: object) -> NamedNode:
        if isinstance(node, Literal):
            return self.name(node)
        if isinstance(node, BlankNode):
            return NamedNode(_BLANK + node.value)
        return node  # type: ignore[return-value]

    def original(self, node: object) -> object:
        """The term that a node of this graph stands for."""
        if isinstance(node, NamedNode) and node in self.literals:
            return self.literals[node]
        if isinstance(node, NamedNode) and node.value.startswith(_BLANK):
            return BlankNode(node.value.removeprefix(_BLANK))
        return node

    def ill_typed(self) -> list[Literal]:
        """The literals that denote nothing (dt-not-type)."""
        return [literal for node, literal in self.literals.items() if self.values[node] is None]

    def misplaced(self) -> list[tuple[Literal, NamedNode]]:
        """The literals that are said to be of a datatype whose value space lacks their value (dt-
        not-type).
        """
        found = []
        for node, value in self.values.items():
            if value is None:
                continue
            for quad in self.store.quads_for_pattern(node, _TYPE, None, None):
                if isinstance(quad.object, NamedNode) and not belongs(value, quad.object):
                    found.append((self.literals[node], quad.object))
        return found

    def _add(self, triples: Iterable[Triple]) -> None:
        self.store.extend(
            Quad(triple.subject, triple.predicate, triple.object, ASSERTED) for triple in triples
        )

    def _denotations(self) -> None:
        """dt-type2 and dt-eq for every literal."""
        for node, literal in self.literals.items():
            self._add(Triple(node, _TYPE, datatype) for datatype in datatypes_of(literal))
        by_value: dict[Value, list[NamedNode]] = {}
        for node, value in self.values.items():
            if value is not None:
                by_value.setdefault(value, []).append(node)
        for nodes in by_value.values():
            self._add(Triple(one, _SAME, other) for one in nodes for other in nodes if one != other)

    def _close(self) -> RuleSet:
        """Close, compile anew from axioms that followed, and compare the values of literals that became the
        same.
        """
        rules = compile_once(self._triples(), Mode.GENERALISED)
        materialise(self.store, rules, inferred=INFERRED)
        while True:
            further = compile_once(self._triples(), Mode.GENERALISED)
            apart = list(self._differences())
            if _content(further) <= _content(rules) and not apart:
                return rules
            rules = further
            self._add(apart)
            close(Engine.of(self.store), rules, inferred=INFERRED, derived=DERIVED)

    def _triples(self) -> list[Triple]:
        return [self._axiom(quad) for quad in self.store if is_axiom(quad)]

    def _axiom(self, quad: Quad) -> Triple:
        """The axiom as compiling reads it: the number of a cardinality is a literal."""
        if quad.predicate in _NUMBERED and isinstance(quad.object, NamedNode):
            return Triple(quad.subject, quad.predicate, self.literals.get(quad.object, quad.object))
        return quad.triple

    def _differences(self) -> Iterator[Triple]:
        """dt-diff between literals that are the same as something, or to be compared."""
        for quad in self.store.quads_for_pattern(None, _SAME, None, None):
            if quad.subject != quad.object:
                self._compared.update(node for node in (quad.subject, quad.object) if node in self.literals)  # type: ignore[misc]
        for one, other in combinations(sorted(self._compared, key=str), 2):
            if not apart(self.values[one], self.values[other]):
                continue
            if next(self.store.quads_for_pattern(one, _DIFFERENT, other, None), None) is None:
                yield Triple(one, _DIFFERENT, other)
                yield Triple(other, _DIFFERENT, one)


def _content(rules: RuleSet) -> set[tuple[object, ...]]:
    return {(rule.head, rule.body, rule.guards) for rule in (*rules.rules, *rules.constraints)}
