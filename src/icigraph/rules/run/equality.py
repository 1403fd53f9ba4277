"""The rules of owl:sameAs, evaluated as what they are: classes of terms, each of which may stand for another.

Evaluated as joins, they find each copy of a triple once for every term it may come from, so that a class of n
terms takes n³ work and more for its n² equalities. Here a class is kept as one, and written out in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, product

from pyoxigraph import Literal, NamedNode, Quad, Store

from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.equality import EQUALITY
from icigraph.rules.compile.rule import Node, Rule

__all__ = ["Equality"]

_SAME = OWL["sameAs"]
_UNTOUCHED = frozenset([_SAME, RDF["first"], RDF["rest"]])
_Terms = tuple[Node, Node, Node]


class _Class:
    """Terms that are the same, and the literals that they are; of a literal itself nothing can be said."""

    __slots__ = ("literals", "terms")

    def __init__(self, term: Node) -> None:
        self.terms: dict[Node, None] = {term: None}
        self.literals: dict[Node, None] = {}

    def take(self, other: _Class) -> None:
        self.terms |= other.terms
        self.literals |= other.literals


class Equality:
    """What follows by the rules of equality from the triples of a store, as they come in.

    >>> store, graph = Store(), NamedNode("x:g")
    >>> a, b, p = NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:p")
    >>> store.extend([Quad(a, _SAME, b, graph), Quad(a, p, p, graph)])
    >>> [f"{s} {p} {o}" for s, p, o in Equality(store).found(None)]
    ['<x:b> <http://www.w3.org/2002/07/owl#sameAs> <x:a>', '<x:b> <x:p> <x:p>']
    """

    rules: tuple[Rule, ...] = EQUALITY

    def __init__(self, store: Store) -> None:
        self._store = store
        self._classes: dict[Node, _Class] = {}

    def found(self, source: NamedNode | None) -> Iterator[_Terms]:
        """What follows from the triples of one graph, or from those of all, and is in no graph yet."""
        grown = self._merge(self._match(None, _SAME, None, source))
        touched = chain(() if source is None else self._match(None, None, None, source), self._about(grown))
        copies = {self._original(quad): None for quad in touched if self._concerns(quad)}
        for one in grown:
            yield from self._new((term, _SAME, other) for term, other in _pairs(one))
        for original in copies:
            yield from self._new(self._copies(*original))

    def _match(self, *pattern: Node | None) -> Iterator[Quad]:
        return self._store.quads_for_pattern(*pattern)  # type: ignore[arg-type]

    def _merge(self, equalities: Iterable[Quad]) -> list[_Class]:
        """Take equalities in; the classes that have grown."""
        grown: dict[_Class, None] = {}
        for quad in equalities:
            one, value = self._class(quad.subject), quad.object  # type: ignore[arg-type]
            if isinstance(value, Literal):
                if value not in one.literals:
                    one.literals[value] = None
                    grown[one] = None
                continue
            other = self._class(value)  # type: ignore[arg-type]
            if one is not other:
                larger, smaller = (one, other) if len(one.terms) >= len(other.terms) else (other, one)
                larger.take(smaller)
                self._classes |= dict.fromkeys(smaller.terms, larger)
                grown.pop(smaller, None)
                grown[larger] = None
        return list(grown)

    def _class(self, term: Node) -> _Class:
        found = self._classes.get(term)
        if found is None:
            found = self._classes[term] = _Class(term)
        return found

    def _about(self, classes: Iterable[_Class]) -> Iterator[Quad]:
        """The triples that have a term of one of the classes in any place."""
        for term in chain.from_iterable(one.terms for one in classes):
            yield from self._match(term, None, None, None)
            yield from self._match(None, None, term, None)
            if isinstance(term, NamedNode):
                yield from self._match(None, term, None, None)

    def _concerns(self, quad: Quad) -> bool:
        """Whether a triple has copies; those of equalities are the pairs of a class."""
        classes = self._classes
        if quad.predicate in classes:
            return True
        return quad.predicate not in _UNTOUCHED and (quad.subject in classes or quad.object in classes)

    def _original(self, quad: Quad) -> tuple[object, ...]:
        """The same for a triple and all of its copies."""
        subject, predicate, value = (self._classes.get(node, node) for node in quad.triple)
        if self._replaceable(predicate):
            return subject, predicate, value
        return quad.subject, predicate, quad.object

    @staticmethod
    def _replaceable(predicate: object) -> bool:
        """Whether what stands beside a predicate may be replaced: not in lists and equalities."""
        return any(name not in _UNTOUCHED for name in _predicates(predicate))

    def _copies(self, subject: object, predicate: object, value: object) -> Iterator[_Terms]:
        subjects = subject.terms if isinstance(subject, _Class) else (subject,)
        values = (*value.terms, *value.literals) if isinstance(value, _Class) else (value,)
        yield from product(subjects, _predicates(predicate), values)

    def _new(self, triples: Iterable[_Terms]) -> Iterator[_Terms]:
        for triple in triples:
            if next(self._match(*triple, None), None) is None:
                yield triple


def _predicates(predicate: object) -> list[NamedNode]:
    terms = predicate.terms if isinstance(predicate, _Class) else (predicate,)
    return [term for term in terms if isinstance(term, NamedNode)]


def _pairs(one: _Class) -> Iterator[tuple[Node, Node]]:
    every = (*one.terms, *one.literals)
    return ((term, other) for term in one.terms for other in every if term != other)
