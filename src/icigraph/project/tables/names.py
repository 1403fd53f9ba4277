"""What a graph knows by name: the things that labels and codes denote, as the files state them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Store

from icigraph.base.nearest import candidates, folded
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS
from icigraph.rdf.prefixes import Prefixes

__all__ = ["KnownThings"]

_NAMES = (SKOS["prefLabel"], RDFS["label"], SKOS["altLabel"], SKOS["notation"])


class KnownThings:
    """The things of a store, by name; statements that are made meanwhile can be added.

    Nothing is inferred: a thing is of a class where its files say so of the class or of one below it.

    >>> store = Store()
    >>> oslo, town = NamedNode("x:oslo"), NamedNode("x:Town")
    >>> store.extend([Quad(oslo, RDFS["label"], Literal("Oslo")), Quad(oslo, RDF["type"], town)])
    >>> known = KnownThings(store, Prefixes({"x": "x:"}))
    >>> known.named("oslo", town), known.has(town), known.near("oslp", None)
    ([<NamedNode value=x:oslo>], True, ['Oslo'])
    """

    def __init__(self, store: Store, prefixes: Prefixes) -> None:
        self._store = store
        self._prefixes = prefixes
        self._added: set[NamedNode] = set()

    @cached_property
    def telling(self) -> frozenset[NamedNode]:
        """The predicates that name a thing, or say what it is."""
        return self._name_properties | {RDF["type"]}

    def add(self, things: Iterable[NamedNode], quads: Iterable[Quad]) -> None:
        """Let these things be known as well, with what these statements call them or say that they are."""
        self._added.update(things)
        for quad in quads:
            subject, predicate, value, _ = quad
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(value, Literal) and predicate in self._name_properties:
                self._by_name.setdefault(folded(value.value), set()).add(subject)
            elif isinstance(value, NamedNode) and predicate == RDF["type"]:
                self._types.setdefault(subject, set()).add(value)

    def has(self, term: NamedNode) -> bool:
        """Whether anything is said of a term, or it is a class of something."""
        patterns = ((term, None, None), (None, RDF["type"], term))
        return term in self._added or any(
            next(iter(self._store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns
        )

    def named(self, text: str, kind: NamedNode | None) -> list[NamedNode]:
        """The things of a class, if one is given, that a label or a code denotes, in order."""
        found = self._by_name.get(folded(" ".join(text.split())), ())
        fitting = (thing for thing in found if kind is None or self.is_a(thing, kind))
        return sorted(fitting, key=lambda thing: thing.value)

    def is_a(self, thing: NamedNode, kind: NamedNode) -> bool:
        """Whether the files say that a thing is of a class."""
        return not self._below(kind).isdisjoint(self.types(thing))

    def types(self, thing: NamedNode) -> set[NamedNode]:
        """The classes that the files give a thing."""
        stated = self._store.quads_for_pattern(thing, RDF["type"], None, None)
        found = {quad.object for quad in stated if isinstance(quad.object, NamedNode)}
        return found | self._types.get(thing, set())

    def near(self, text: str, kind: NamedNode | None, limit: int = 3) -> list[str]:
        """Names of things of a class that resemble a text; prefixed names where it is one."""
        named = self._every_name()
        names = {name: thing for name, thing in named if kind is None or self.is_a(thing, kind)}
        known = map(self._prefixes.shrink, names.values()) if ":" in text else names
        return candidates(text, set(known), limit)

    def every(self, kind: NamedNode | None) -> list[str]:
        """The names of the things of a class, in order."""
        named = self._every_name()
        return sorted({name for name, thing in named if kind is None or self.is_a(thing, kind)})

    def _every_name(self) -> Iterator[tuple[str, NamedNode]]:
        for predicate in self._name_properties:
            for quad in self._store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                    yield quad.object.value, quad.subject

    @cached_property
    def _by_name(self) -> dict[str, set[NamedNode]]:
        found: dict[str, set[NamedNode]] = {}
        for name, thing in self._every_name():
            found.setdefault(folded(name), set()).add(thing)
        return found

    @cached_property
    def _types(self) -> dict[NamedNode, set[NamedNode]]:
        return {}

    @cached_property
    def _name_properties(self) -> frozenset[NamedNode]:
        """Labels and codes, with the properties that the ontology puts under them."""
        return frozenset(one for name in _NAMES for one in self._under(name, RDFS["subPropertyOf"]))

    def _below(self, kind: NamedNode) -> frozenset[NamedNode]:
        if kind not in self._classes:
            same = self._under(kind, RDFS["subClassOf"])
            self._classes[kind] = frozenset(same)
        return self._classes[kind]

    @cached_property
    def _classes(self) -> dict[NamedNode, frozenset[NamedNode]]:
        return {}

    def _under(self, top: NamedNode, predicate: NamedNode) -> set[NamedNode]:
        """What is stated to be below a class or a property, or the same as it."""
        found, waiting = {top}, [top]
        alike = OWL["equivalentClass"]
        while waiting:
            one = waiting.pop()
            quads = [
                *(quad.subject for quad in self._store.quads_for_pattern(None, predicate, one, None)),
                *(quad.subject for quad in self._store.quads_for_pattern(None, alike, one, None)),
                *(quad.object for quad in self._store.quads_for_pattern(one, alike, None, None)),
            ]
            new = {term for term in quads if isinstance(term, NamedNode)} - found
            found |= new
            waiting += new
        return found
