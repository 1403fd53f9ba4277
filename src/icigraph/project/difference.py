"""What differs between two datasets: triples graph by graph, and facts and their claims value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.project.claims import SPEAKS, Node
from icigraph.rdf.canonical import apart, canonical_triples
from icigraph.rdf.namespaces import CORE, RDF
from icigraph.rdf.terms import Term, term_key

__all__ = ["FactChange", "GraphChange", "GraphDiff", "NodeChange", "by_graph", "diff"]

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class GraphChange:
    """The triples that only one side has in a named graph, each in order."""

    graph: GraphName
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A fact or a claim that one side lacks or has otherwise: its removed and added (property, value) pairs.
    Its kind is `added`, `removed`, `changed`, or `same` of a fact of which only claims changed.
    """

    node: NamedNode | BlankNode
    kind: str
    removed: tuple[tuple[NamedNode, Term], ...]
    added: tuple[tuple[NamedNode, Term], ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """What changed of an occurrent, or of a thing that is named: it, and the claims that speak of it."""

    fact: NodeChange
    claims: tuple[NodeChange, ...]


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """Changes from the left dataset to the right one.

    >>> a, b, p = NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:p")
    >>> diff([Quad(a, p, b)], [Quad(a, p, b)]).same, diff([Quad(a, p, b)], []).same
    (True, False)
    """

    graphs: tuple[GraphChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def same(self) -> bool:
        """Whether both hold the same quads."""
        return not self.graphs


def by_graph(quads: Iterable[Quad]) -> list[Quad]:
    """The quads with blank nodes labelled graph by graph, so that what differs in one leaves the others
    equal.

    >>> a, p = NamedNode("x:a"), NamedNode("x:p")
    >>> quads = [Quad(BlankNode(f"any{name}"), p, a, NamedNode(f"x:{name}")) for name in "gh"]
    >>> found = by_graph(quads)
    >>> [str(quad.graph_name) for quad in found], len({quad.subject for quad in found})
    (['<x:g>', '<x:h>'], 2)
    """
    graphs: dict[object, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    return [quad for name in sorted(graphs, key=str) for quad in _labelled(name, graphs[name])]


def _labelled(name: Any, quads: list[Quad]) -> Iterator[Quad]:
    lines = apart(canonical_triples(quad.triple for quad in quads), str(name))
    for quad in parse(b"".join(lines), format=RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, name)


def diff(left: Store | Iterable[Quad], right: Store | Iterable[Quad]) -> GraphDiff:
    """Compare two datasets. Blank nodes count as the same when their labels are: canonicalise them first.

    A fact is what has the type core:Occurrent, stated or inferred, and whatever a claim speaks of.

    >>> from pyoxigraph import Literal
    >>> a, p = NamedNode("x:a"), NamedNode("x:p")
    >>> found = diff([Quad(a, p, Literal(1))], [Quad(a, p, Literal(2))])
    >>> [(str(c.removed[0].object.value), c.added[0].object.value) for c in found.graphs]
    [('1', '2')]
    """
    before, after = set(left), set(right)
    removed, added = before - after, after - before
    names = sorted({quad.graph_name for quad in removed | added}, key=term_key)
    graphs = tuple(GraphChange(name, _triples(removed, name), _triples(added, name)) for name in names)
    return GraphDiff(graphs, _fact_changes(before, after, removed, added))


def _triples(quads: Iterable[Quad], name: GraphName) -> tuple[Triple, ...]:
    return tuple(sorted((quad.triple for quad in quads if quad.graph_name == name), key=term_key))


def _fact_changes(
    before: set[Quad], after: set[Quad], removed: set[Quad], added: set[Quad]
) -> tuple[FactChange, ...]:
    # What moved from one graph to another says the same as before.
    gone = {quad.triple for quad in removed} - {quad.triple for quad in after}
    come = {quad.triple for quad in added} - {quad.triple for quad in before}
    change = _Changes(_nodes(before), _nodes(after), _by_subject(gone), _by_subject(come))
    claims: dict[Node, set[Node]] = {}
    for quad in before | after:
        if quad.predicate in SPEAKS and isinstance(quad.subject, Node) and isinstance(quad.object, Node):
            claims.setdefault(quad.object, set()).add(quad.subject)
    facts = sorted(_occurrents(before | after) | claims.keys(), key=term_key)
    told = (FactChange(change.of(fact), change.all_of(claims.get(fact, ()))) for fact in facts)
    return tuple(each for each in told if each.claims or each.fact.kind != "same")


@dataclass(frozen=True, slots=True)
class _Changes:
    old: set[Node]
    new: set[Node]
    losses: Mapping[Node, list[tuple[NamedNode, Term]]]
    gains: Mapping[Node, list[tuple[NamedNode, Term]]]

    def of(self, node: Node) -> NodeChange:
        removed, added = tuple(self.losses.get(node, ())), tuple(self.gains.get(node, ()))
        return NodeChange(node, self._kind(node) if removed or added else "same", removed, added)

    def all_of(self, nodes: Iterable[Node]) -> tuple[NodeChange, ...]:
        changes = map(self.of, sorted(nodes, key=term_key))
        return tuple(each for each in changes if each.kind != "same")

    def _kind(self, node: Node) -> str:
        if node not in self.old:
            return "added"
        return "changed" if node in self.new else "removed"


def _nodes(quads: Iterable[Quad]) -> set[Node]:
    return {quad.subject for quad in quads if isinstance(quad.subject, Node)}


def _occurrents(quads: Iterable[Quad]) -> set[Node]:
    kinds = {CORE["Occurrent"], CORE["Fact"]}
    return {
        quad.subject
        for quad in quads
        if quad.predicate == RDF["type"] and quad.object in kinds and isinstance(quad.subject, Node)
    }


def _by_subject(triples: Iterable[Triple]) -> dict[Node, list[tuple[NamedNode, Term]]]:
    grouped: dict[Node, list[tuple[NamedNode, Term]]] = {}
    for triple in sorted(triples, key=term_key):
        if isinstance(triple.subject, Node):
            grouped.setdefault(triple.subject, []).append((triple.predicate, triple.object))
    return grouped
