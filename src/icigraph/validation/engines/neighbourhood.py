"""The part of a data graph that decides whether some nodes conform to some shapes: their own triples, and
those that the shapes' paths lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from icigraph.rdf.namespaces import RDF, RDFS, SH
from icigraph.validation.engines.nesting import siblings
from icigraph.validation.reading.line_search import lines_with, lines_with_first
from icigraph.validation.shapes.paths import Alternative, Inverse, Path, Repeat, Sequence
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph

__all__ = ["Ways", "lines_around", "ways_of"]

_FARTHEST = 8


@dataclass(frozen=True, slots=True)
class Ways:
    """How shapes get from node to node: `there` from a triple's subject to its object, `back` from its object
    to its subject.
    """

    there: frozenset[NamedNode]
    back: frozenset[NamedNode]


def ways_of(tops: Iterable[Node], shapes: ShapeGraph) -> Ways | None:
    """The ways of these shapes and of those that they name; None where a query or a component of one's own
    may look at anything (SHACL sections 5 and 6).

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = "<urn:S> <http://www.w3.org/ns/shacl#path> <urn:p> .\\n"
    >>> ways_of([NamedNode("urn:S")], ShapeGraph(Dataset(DataText(text)))).there
    frozenset({<NamedNode value=urn:p>})
    """
    reached = list(_reached(tops, shapes))
    if shapes.has_validators or any(shapes.values(shape, SH["sparql"]) for shape in reached):
        return None
    steps = {step for shape in reached for step in _steps(shape, shapes)}
    there, back = ({one for one, backwards in steps if backwards is way} for way in (False, True))
    return Ways(frozenset(there), frozenset(back))


def _reached(tops: Iterable[Node], shapes: ShapeGraph) -> Iterator[Node]:
    waiting = list(tops)
    seen: set[object] = set()
    while waiting:
        shape = waiting.pop()
        if shape not in seen:
            seen.add(shape)
            yield shape
            waiting += siblings(shape, shapes)
            waiting += (one for one in shapes.inner(shape) if isinstance(one, NamedNode | BlankNode))


def _steps(shape: Node, shapes: ShapeGraph) -> Iterator[tuple[NamedNode, bool]]:
    path = shapes.path(shape)
    if path is not None:
        yield from _directed(path, backwards=False)
    if shapes.values(shape, SH["class"]):
        yield RDF["type"], False
        yield RDFS["subClassOf"], False


def _directed(path: Path, *, backwards: bool) -> Iterator[tuple[NamedNode, bool]]:
    match path:
        case NamedNode():
            yield path, backwards
        case Inverse(inner):
            yield from _directed(inner, backwards=not backwards)
        case Repeat(inner, _):
            yield from _directed(inner, backwards=backwards)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from _directed(part, backwards=backwards)


def lines_around(nodes: Iterable[str], ways: Ways | None, text: str) -> str:
    """The lines of a data graph's text that are about these nodes (spelt as there) and those that the ways
    lead to, with those that lead there; all lines where the ways are not known, or are long.

    >>> text = "<urn:a> <urn:p> <urn:b> .\\n<urn:b> <urn:q> <urn:c> .\\n<urn:c> <urn:q> <urn:a> .\\n"
    >>> ways = Ways(frozenset([NamedNode("urn:p")]), frozenset())
    >>> print(lines_around(["<urn:a>"], ways, text), end="")
    <urn:a> <urn:p> <urn:b> .
    <urn:b> <urn:q> <urn:c> .
    """
    if ways is None:
        return text
    search = _Search(text.encode(), ways)
    kept: dict[str, None] = {}
    seen: set[str] = set()
    ahead = set(search.followed(nodes))
    for _ in range(_FARTHEST):
        if not ahead:
            return "".join(f"{line}\n" for line in kept)
        seen |= ahead
        found = [*search.about(ahead), *search.towards(ahead)]
        kept.update(dict.fromkeys(found))
        ahead = set(search.onward(found)) - seen
    return text


@dataclass(frozen=True)
class _Search:
    text: bytes
    ways: Ways

    def about(self, nodes: set[str]) -> list[str]:
        """The lines whose subject is one of the nodes."""
        found = lines_with_first((f"{node} " for node in nodes), self.text)
        return [self._line(start) for start in found]

    def towards(self, nodes: set[str]) -> list[str]:
        """The lines that lead back from one of the nodes."""
        return [line for line, triple in self._backward if str(triple.object) in nodes]

    @cached_property
    def _backward(self) -> list[tuple[str, Triple]]:
        starts = lines_with(map(str, self.ways.back), self.text) if self.ways.back else ()
        lines = [self._line(start) for start in dict.fromkeys(starts)]
        return [pair for pair in _parsed(lines) if pair[1].predicate in self.ways.back]

    def _line(self, start: int) -> str:
        return self.text[start : self.text.index(b"\n", start)].decode()

    def onward(self, lines: list[str]) -> Iterator[str]:
        """The nodes that the lines lead to."""
        triples = [triple for _, triple in _parsed(lines)]
        yield from self.followed(str(one.object) for one in triples if one.predicate in self.ways.there)
        yield from (str(one.subject) for one in triples if one.predicate in self.ways.back)

    def followed(self, nodes: Iterable[str]) -> Iterator[str]:
        """Those that can lead on: from a literal there are only ways back."""
        return (node for node in nodes if self.ways.back or not node.startswith('"'))


def _parsed(lines: list[str]) -> Iterator[tuple[str, Triple]]:
    quads = parse("\n".join(lines), format=RdfFormat.N_TRIPLES)
    return zip(lines, (quad.triple for quad in quads), strict=True)
