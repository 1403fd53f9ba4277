"""Places in RDF/XML and JSON-LD: of the node that is a triple's subject, and of the value where its outline
shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.base.faults import Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable, PlacedTriple, Relabelling
from icigraph.rdf.placed.outline import Member, Node, Text, every_node
from icigraph.rdf.terms import Term

__all__ = ["OutlinedDocument"]


class OutlinedDocument:
    """A document in RDF/XML or JSON-LD: each statement placed where its value is written, else where its
    subject is. Of one that has faults nothing is placed.

    >>> text = b'{"@context": {"e": "http://e/"},\\n "@id": "e:a",\\n "e:p": 1}'
    >>> document = OutlinedDocument(Source("a.jsonld", text, RdfFormat.JSON_LD, "http://e/"), 0)
    >>> [str(one.object) for one in document.about({NamedNode("http://e/a")}, set())]
    ['a.jsonld:3:9']
    """

    def __init__(self, source: Source, offset: int) -> None:
        self._source = source
        try:
            self._triples = [quad.triple for quad in parse(source.body, source.format, base_iri=source.base)]
        except (SyntaxError, ValueError):
            self._triples = []
        ours = Relabelling(offset)
        self._known = [(ours.triple(triple), triple) for triple in self._triples]

    def about(self, subjects: set[Term], objects: set[Term]) -> Iterator[PlacedTriple]:
        """The statements that have one of these subjects or objects."""
        for named, written in self._known:
            if named.subject in subjects or named.object in objects:
                subject, predicate, value = map(self._place, self._outline.places(written))
                yield PlacedTriple(named, subject, predicate, value, subject)

    def _place(self, at: int) -> Place:
        return self._lines.place(self._source.written_at(at))

    @cached_property
    def _lines(self) -> LineTable:
        return LineTable(self._source.text, self._source.name)

    @cached_property
    def _outline(self) -> _Outline:
        return _Outline(_outline(self._source), self._triples)


def _outline(source: Source) -> list[Node]:
    if source.format == RdfFormat.RDF_XML:
        from icigraph.rdf.placed.xml_outline import outline_of_xml

        return outline_of_xml(source.text, source.base)
    from icigraph.rdf.placed.json_outline import outline_of_json

    return outline_of_json(source.parsed, source.base)


@dataclass(slots=True)
class _Outline:
    """The nodes of a document by the terms that the engine's parser gave them."""

    tops: list[Node]
    triples: list[Triple]
    _nodes: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    _terms: dict[Node, str] = field(default_factory=dict)

    _top: set[Node] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._top.update(self.tops)
        for node in every_node(self.tops):
            if node.name is not None:
                self._call(node, node.name)
        self._follow()
        # What no triple leads to stands at the top; the parser tells such subjects in the order of the text.
        values = {_spelt(triple.object) for triple in self.triples if isinstance(triple.object, BlankNode)}
        subjects = (
            _spelt(triple.subject) for triple in self.triples if isinstance(triple.subject, BlankNode)
        )
        taken = values | self._nodes.keys()
        labels = (label for label in dict.fromkeys(subjects) if label not in taken)
        unnamed = [node for node in self.tops if node not in self._terms]
        for node, label in zip(unnamed, labels, strict=False):
            self._call(node, label)
        self._follow()

    def _call(self, node: Node, term: str) -> None:
        self._terms[node] = term
        self._nodes[term].append(node)

    def _follow(self) -> None:
        """Give the nodes that are values of known nodes the parser's names, until none is left to give."""
        links: dict[str, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            if isinstance(triple.object, BlankNode):
                links[_spelt(triple.subject)].append(triple)
        waiting = [term for term in self._nodes if term in links]
        while waiting:
            for triple in links[waiting.pop()]:
                label = _spelt(triple.object)
                node = self._unnamed_value(triple) if label not in self._nodes else None
                if node is not None:
                    self._call(node, label)
                    waiting.append(label)

    def _unnamed_value(self, triple: Triple) -> Node | None:
        members = (m for node in self._nodes[_spelt(triple.subject)] for m in node.members)
        return next(
            (
                member.value
                for member in members
                if isinstance(member.value, Node)
                and member.predicate == triple.predicate.value
                and member.value not in self._terms
            ),
            None,
        )

    def places(self, triple: Triple) -> tuple[int, int, int]:
        """Where subject, predicate and object of a triple are written, as nearly as can be told."""
        nodes = self._nodes.get(_spelt(triple.subject), [])
        full = [node for node in nodes if node.members] or nodes
        # A node of its own describes the subject better than one inside another does.
        first = next((node for node in full if node in self._top), next(iter(full), None))
        subject = first.at if first else 0
        members = [m for node in full for m in node.members if m.predicate == triple.predicate.value]
        exact = next((m for m in members if self._matches(m, triple.object)), None)
        found = exact or next(iter(members), None)
        return (subject, found.key, found.at) if found else (subject, subject, subject)

    def _matches(self, member: Member, term: Term) -> bool:
        if isinstance(member.value, Node):
            return self._terms.get(member.value) == _spelt(term)
        return _says(member.value, term)


def _spelt(term: object) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _says(text: Text, term: Term) -> bool:
    if isinstance(term, Literal) and term.value not in text.spelt:
        return _number(text.spelt[0]) is not None and _number(text.spelt[0]) == _number(term.value)
    return isinstance(term, NamedNode | BlankNode | Literal) and _spelt(term) in text.spelt


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
