"""The ontology's triples, indexed for compiling: values, members of lists, and property expressions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.rules.compile.patterns import sorted_triples
from icigraph.rules.compile.rule import Node, Pattern

__all__ = ["Axioms", "Members", "is_datatype"]

_DATATYPES = frozenset({RDFS["Literal"], RDF["PlainLiteral"], RDF["XMLLiteral"], RDF["langString"]})


def is_datatype(term: Node) -> bool:
    """Whether a term is one of the datatypes that XSD, RDF and RDFS name.

    >>> is_datatype(XSD["gYear"]), is_datatype(OWL["Thing"])
    (True, False)
    """
    return isinstance(term, NamedNode) and (term in _DATATYPES or term.value.startswith(str(XSD)))


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an RDF list and the triples that spell it."""

    terms: tuple[Node, ...]
    triples: tuple[Triple, ...]


class Axioms:
    """Read access to an ontology's triples in a fixed order, so that the same ontology compiles to the same
    rules. What is never asked for costs nothing but to be kept.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:C> owl:unionOf (<x:A> <x:B>) ."
    >>> axioms = Axioms(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    >>> [triple] = axioms.having(OWL["unionOf"])
    >>> [str(term) for term in axioms.members(triple.object).terms]
    ['<x:A>', '<x:B>']
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._unsorted: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in triples:
            self._unsorted[triple.predicate].append(triple)
        self._sorted: dict[NamedNode, list[Triple]] = {}
        self._by_subject: dict[NamedNode, dict[object, list[Triple]]] = {}
        self._by_value: dict[NamedNode, dict[object, list[Triple]]] = {}

    def having(self, predicate: NamedNode) -> list[Triple]:
        """Every triple with this predicate."""
        found = self._sorted.get(predicate)
        if found is None:
            found = self._sorted[predicate] = sorted_triples(self._unsorted.get(predicate, ()))
        return found

    def of(self, subject: object, predicate: NamedNode) -> list[Triple]:
        """Every triple with this subject and predicate."""
        index = self._by_subject.get(predicate)
        if index is None:
            index = self._by_subject[predicate] = defaultdict(list)
            for triple in self.having(predicate):
                index[triple.subject].append(triple)
        return index.get(subject, [])

    def to(self, value: object, predicate: NamedNode) -> list[Triple]:
        """Every triple with this predicate and object."""
        index = self._by_value.get(predicate)
        if index is None:
            index = self._by_value[predicate] = defaultdict(list)
            for triple in self.having(predicate):
                index[triple.object].append(triple)
        return index.get(value, [])

    def typed(self, kind: NamedNode | BlankNode) -> list[Triple]:
        """Every `rdf:type` triple with this class."""
        return self.to(kind, RDF["type"])

    def members(self, head: object) -> Members | None:
        """The members of the list at `head`; None for a list that is broken, branching or cyclic."""
        terms: list[Node] = []
        spelled: list[Triple] = []
        seen: set[object] = set()
        while head != RDF["nil"]:
            first, rest = self.of(head, RDF["first"]), self.of(head, RDF["rest"])
            if len(first) != 1 or len(rest) != 1 or head in seen:
                return None
            seen.add(head)
            terms.append(first[0].object)  # type: ignore[arg-type]
            spelled += [first[0], rest[0]]
            head = rest[0].object
        return Members(tuple(terms), tuple(spelled))

    def lists(self, predicate: NamedNode) -> Iterator[tuple[Triple, Members]]:
        """Each triple with this predicate whose object is a well-formed list, with the list's members."""
        for triple in self.having(predicate):
            members = self.members(triple.object)
            if members is not None:
                yield triple, members

    def edge(self, prop: object, subject: Node, value: Node) -> tuple[Pattern, tuple[Triple, ...]] | None:
        """The pattern `subject prop value`, turned round for an anonymous inverse (and back for the inverse
        of one), and the triples that say so. None for what is no property.
        """
        spelled: list[Triple] = []
        while isinstance(prop, BlankNode):
            inverse = self.inverse(prop)
            if inverse is None or inverse in spelled:
                return None
            spelled.append(inverse)
            prop, subject, value = inverse.object, value, subject
        return ((subject, prop, value), tuple(spelled)) if isinstance(prop, NamedNode) else None

    def inverse(self, prop: object) -> Triple | None:
        """The triple that says what an anonymous property is the inverse of."""
        return next(iter(self.of(prop, OWL["inverseOf"])), None) if isinstance(prop, BlankNode) else None

    def cardinality(self, node: object, predicate: NamedNode) -> tuple[int, Triple] | None:
        """The number that a cardinality restriction states, with its triple."""
        for triple in self.of(node, predicate):
            if isinstance(triple.object, Literal) and triple.object.value.strip().lstrip("+").isdecimal():
                return int(triple.object.value), triple
        return None
