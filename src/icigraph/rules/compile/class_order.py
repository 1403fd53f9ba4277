"""What is above a class by way of anonymous ones: no rule can say so of them, so that it is told of the named
classes on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, Triple

from icigraph.rdf.namespaces import OWL, RDFS
from icigraph.rules.compile.axioms import Axioms, Members

__all__ = ["ClassOrder", "Way"]

_SUB, _EQUIVALENT = RDFS["subClassOf"], OWL["equivalentClass"]
_ALL, _ANY = OWL["intersectionOf"], OWL["unionOf"]
_Hop = tuple[object, tuple[Triple, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way up from one class to another: the axioms on it, in order, the rules of the standard by which it
    goes through lists, and how many hops it takes.

    >>> a, b = NamedNode("x:a"), NamedNode("x:b")
    >>> Way((Triple(a, _SUB, b),)).is_plain, Way((Triple(a, OWL["equivalentClass"], b),)).is_plain
    (True, False)
    """

    axiom: tuple[Triple, ...] = ()
    standards: tuple[str, ...] = ()
    hops: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it goes along rdfs:subClassOf alone."""
        return all(triple.predicate == _SUB for triple in self.axiom)


class ClassOrder:
    """The order of an ontology's classes, through anonymous ones.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    >>> text += ":C owl:equivalentClass [ owl:intersectionOf ( :D [ owl:intersectionOf ( :E ) ] ) ] ."
    >>> order = ClassOrder(Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE)))
    >>> [str(node) for node, way in order.above(NamedNode("x:C")) if isinstance(node, NamedNode)]
    ['<x:D>', '<x:E>']
    """

    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms

    def above(self, start: NamedNode | BlankNode) -> Iterator[tuple[NamedNode | BlankNode, Way]]:
        """The classes above one, nearest first, each with a shortest way to it; what is above a named one in
        turn is left to that.
        """
        ways: dict[object, Way] = {start: Way()}
        queue: list[NamedNode | BlankNode] = [start]
        for node in queue:
            if node != start:
                yield node, ways[node]
            way = ways[node]
            for target, axiom, standards in self._hops(node) if node == start or _is_blank(node) else ():
                if target not in ways and isinstance(target, NamedNode | BlankNode):
                    ways[target] = Way(way.axiom + axiom, way.standards + standards, way.hops + 1)
                    queue.append(target)

    @cached_property
    def beginnings(self) -> tuple[NamedNode, ...]:
        """The named classes from which a way leads through an anonymous class or a list."""
        nodes = [triple.subject for triple in self._axioms.having(_SUB) if _is_blank(triple.object)]
        for triple in self._axioms.having(_EQUIVALENT):
            nodes += [triple.subject] if _is_blank(triple.object) else []
            nodes += [triple.object] if _is_blank(triple.subject) else []  # type: ignore[list-item]
        nodes += [triple.subject for triple in self._axioms.having(_ALL)]
        nodes += self._unions  # type: ignore[arg-type]
        return tuple(dict.fromkeys(node for node in nodes if isinstance(node, NamedNode)))

    @cached_property
    def _unions(self) -> dict[object, list[tuple[Triple, Members]]]:
        """The unions that a class is a member of."""
        found: dict[object, list[tuple[Triple, Members]]] = defaultdict(list)
        for triple, members in self._axioms.lists(_ANY):
            for member in dict.fromkeys(members.terms):
                found[member].append((triple, members))
        return dict(found)

    def _hops(self, node: object) -> Iterator[_Hop]:
        axioms = self._axioms
        for triple in axioms.of(node, _SUB):
            yield triple.object, (triple,), ()
        for triple in axioms.of(node, _EQUIVALENT):
            yield triple.object, (triple,), ()
        for triple in axioms.to(node, _EQUIVALENT):
            yield triple.subject, (triple,), ()
        for triple in axioms.of(node, _ALL):
            members = axioms.members(triple.object)
            for member in members.terms if members else ():
                yield member, (triple, *members.triples), ("scm-int",)  # type: ignore[union-attr]
        for triple, members in self._unions.get(node, ()):
            yield triple.subject, (triple, *members.triples), ("scm-uni",)


def _is_blank(node: object) -> bool:
    return isinstance(node, BlankNode)
