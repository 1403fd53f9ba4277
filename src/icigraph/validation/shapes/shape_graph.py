"""The shapes graph: looked up by place in the RDF, and written for engines with an IRI for every shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.rdf.namespaces import RDF, SH
from icigraph.validation.reading.dataset import Dataset, DataText, labels_of, renamed, respelt
from icigraph.validation.reading.statements import Statements, term_of
from icigraph.validation.shapes.paths import Path, Term, read_path
from icigraph.validation.shapes.targets import Targets, targets_of

__all__ = ["ShapeGraph"]

Node = NamedNode | BlankNode
_SKOLEM = "urn:x-icigraph:shape:"
_CHILD = tuple(SH[name] for name in ("property", "node", "not", "qualifiedValueShape"))
_LISTS = tuple(SH[name] for name in ("and", "or", "xone"))
_SPARQL = SH["SPARQLConstraintComponent"]
_VALIDATORS = (SH["validator"], SH["nodeValidator"], SH["propertyValidator"])
_QUERIES = (SH["select"], SH["ask"])
_PATH, _KINDS = SH["path"], (SH["NodeShape"], SH["PropertyShape"])


class ShapeGraph:
    """A shapes graph. Blank shapes are called `b0` … as in its text.

    >>> from icigraph.validation.reading.dataset import from_sources
    >>> from icigraph.rdf.documents import Source
    >>> text = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> sh:targetClass <x:C> ; sh:in (1 2) ."
    >>> shapes = ShapeGraph(from_sources((Source("s.ttl", text, RdfFormat.TURTLE, "x:"),)))
    >>> [item.value for item in shapes.items(shapes.value(NamedNode("x:S"), SH["in"]))]
    ['1', '2']
    >>> shapes.targets.classes
    frozenset({'<x:C>'})
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """Its triples as terms."""
        text = self.dataset.data.text.encode()
        return tuple(quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))

    @cached_property
    def statements(self) -> Statements:
        """The same triples looked up as text: what a run that finds nothing wrong needs of them."""
        return Statements(self.dataset.data.text)

    @cached_property
    def targets(self) -> Targets:
        """What the targets of the shapes name."""
        return targets_of(self.statements)

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {}

    def _term(self, text: str) -> Term:
        """The term that a text of `statements` stands for; a large shapes graph has few that matter."""
        if text not in self._terms:
            self._terms[text] = term_of(text)
        return self._terms[text]

    def values(self, subject: object, predicate: NamedNode) -> list[object]:
        """The objects of a subject and predicate, in the order of the text."""
        return [self._term(text) for text in self.statements.values(str(subject), str(predicate))]

    def about(self, subject: object) -> Iterator[tuple[NamedNode, object]]:
        """The predicates and objects of a subject."""
        for predicate, text in self.statements.of_subject(str(subject)):
            yield NamedNode(predicate[1:-1]), self._term(text)

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[object, object]]:
        """The subject and object of each triple of a predicate."""
        for subject, text in self.statements.pairs(str(predicate)):
            yield self._term(subject), self._term(text)

    def value(self, subject: object, predicate: NamedNode) -> object | None:
        """One of the objects of a subject and predicate, the first in the text; None without any."""
        return next(iter(self.values(subject, predicate)), None)

    def items(self, node: object) -> Iterator[object]:
        """The members of an RDF list."""
        seen: set[object] = set()
        while node is not None and node != RDF["nil"] and node not in seen:
            seen.add(node)
            yield from self.values(node, RDF["first"])
            node = self.value(node, RDF["rest"])

    def path(self, shape: object) -> Path | None:
        """The path of a property shape."""
        node = self.value(shape, SH["path"])
        return None if node is None else read_path(node, self.values)

    @cached_property
    def parents(self) -> dict[object, object]:
        """From each shape to the first shape that refers to it."""
        found: dict[object, object] = {}
        for subject, _, child in self._children():
            found.setdefault(child, subject)
        return found

    def inner(self, shape: object) -> Iterator[object]:
        """What a shape names as shapes."""
        for predicate in _CHILD:
            yield from self.values(shape, predicate)
        for predicate in _LISTS:
            for head in self.values(shape, predicate):
                yield from self.items(head)

    def _children(self) -> Iterator[tuple[object, NamedNode, object]]:
        for predicate in _CHILD:
            yield from ((subject, predicate, child) for subject, child in self.pairs(predicate))
        for predicate in _LISTS:
            for subject, head in self.pairs(predicate):
                yield from ((subject, predicate, item) for item in self.items(head))

    def root(self, shape: object) -> NamedNode | None:
        """The nearest shape at or above this one that has an IRI."""
        if shape not in self._roots:
            named = (above for above in self.lineage(shape) if isinstance(above, NamedNode))
            self._roots[shape] = next(named, None)
        return self._roots[shape]

    @cached_property
    def _roots(self) -> dict[object, NamedNode | None]:
        """Those asked for: many results have one shape."""
        return {}

    def lineage(self, shape: object) -> Iterator[object]:
        """The shape and those above it."""
        seen: set[object] = set()
        while shape is not None and shape not in seen:
            seen.add(shape)
            yield shape
            shape = self.parents.get(shape)

    @cached_property
    def shapes(self) -> tuple[Node, ...]:
        """Every node that is used as a shape."""
        found: dict[Node, None] = {}
        for node in self._mentions():
            if isinstance(node, NamedNode | BlankNode):
                found.setdefault(node)
        return tuple(found)

    def _mentions(self) -> Iterator[object]:
        yield from (subject for subject, kind in self.pairs(RDF["type"]) if kind in _KINDS)
        yield from (subject for subject, _ in self.pairs(_PATH))
        for subject, _, child in self._children():
            yield subject
            yield child

    @cached_property
    def blanks(self) -> tuple[BlankNode, ...]:
        """The blank nodes in the order of their first appearance, by which engines may number them."""
        return tuple(map(BlankNode, labels_of(self.dataset.data.text)))

    @cached_property
    def skolem(self) -> dict[BlankNode, NamedNode]:
        """The IRI that stands for each blank shape in the engines' text."""
        return {
            shape: NamedNode(_SKOLEM + shape.value) for shape in self.shapes if isinstance(shape, BlankNode)
        }

    def unskolem(self, shape: Node) -> Node:
        """The caller's node for a shape that an engine names."""
        if isinstance(shape, NamedNode) and shape.value.startswith(_SKOLEM):
            return BlankNode(shape.value.removeprefix(_SKOLEM))
        return shape

    @cached_property
    def engine_text(self) -> DataText:
        """N-Triples for an engine that does not tell which blank node a shape is: each shape has an IRI."""
        named = {shape.value: str(iri) for shape, iri in self.skolem.items()}
        text = respelt(self.dataset.data.text, lambda label: named.get(label, f"_:{label}"))
        again, labels = renamed(text)
        return DataText(again, tuple(BlankNode(label) for label in labels))

    @property
    def has_validators(self) -> bool:
        """Whether constraint components of its own are there (SHACL section 6)."""
        return "alidator>" in self.dataset.data.text

    def parameters(self, component: object) -> list[NamedNode]:
        """The properties that a component of the shapes' own takes its parameters from."""
        paths = (self.value(one, _PATH) for one in self.values(component, SH["parameter"]))
        return [path for path in paths if isinstance(path, NamedNode)]

    def queries(self, shape: object, component: NamedNode) -> list[str]:
        """The queries of a shape's constraints of a component; none where the component is not in SPARQL."""
        own = self.values(shape, SH["sparql"]) if component == _SPARQL else ()
        nodes = [*own, component]
        nodes += [one for name in _VALIDATORS for one in self.values(component, name)]
        texts = (text for node in nodes for name in _QUERIES for text in self.values(node, name))
        return [text.value for text in texts if isinstance(text, Literal)]

    def asks(self, component: object) -> bool:
        """Whether a component of the shapes' own has a validator that is an ASK query."""
        return any(self.values(one, SH["ask"]) for one in self.values(component, SH["validator"]))

    def allowed(self, shape: object) -> tuple[NamedNode, ...]:
        """The properties that a closed shape allows: the paths of its property shapes, then those it
        ignores.
        """
        if shape not in self._allowed:
            direct = [self.path(child) for child in self.values(shape, SH["property"])]
            ignored = [
                one for head in self.values(shape, SH["ignoredProperties"]) for one in self.items(head)
            ]
            named = (path for path in (*direct, *ignored) if isinstance(path, NamedNode))
            self._allowed[shape] = tuple(dict.fromkeys(named))
        return self._allowed[shape]

    @cached_property
    def _allowed(self) -> dict[object, tuple[NamedNode, ...]]:
        return {}

    def messages(self, shape: object) -> list[Literal]:
        """The `sh:message` values written at the shape."""
        return [value for value in self.values(shape, SH["message"]) if isinstance(value, Literal)]

    @cached_property
    def declared_prefixes(self) -> Mapping[str, str]:
        """The namespace of each prefix of an `sh:declare` (SHACL section 5.2.1)."""
        found: dict[str, str] = {}
        for subject, prefix in self.pairs(SH["prefix"]):
            namespace = self.value(subject, SH["namespace"])
            if isinstance(namespace, Literal | NamedNode):
                found[str(getattr(prefix, "value", prefix))] = namespace.value
        return found
