"""What differs between two datasets: triples graph by graph, and facts value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from icigraph.rdf.canonical import apart, canonical_triples
from icigraph.rdf.namespaces import CORE, RDF
from icigraph.rdf.terms import Term, term_key

__all__ = ["FactChange", "GraphChange", "GraphDiff", "by_graph", "diff"]

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class GraphChange:
    """The triples that only one side has in a named graph, each in order."""

    graph: GraphName
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that one side lacks or has otherwise: its removed and added (property, value) pairs."""

    fact: NamedNode | BlankNode
    kind: str
    removed: tuple[tuple[NamedNode, Term], ...]
    added: tuple[tuple[NamedNode, Term], ...]


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """Changes from the left dataset to the right one; `facts` kinds are `added`, `removed` and `changed`.

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

    A fact is what has the type core:Fact, stated or inferred, or an core:citation.

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
    old, new = _facts(before), _facts(after)
    # What moved from one graph to another says the same as before.
    gone = {quad.triple for quad in removed} - {quad.triple for quad in after}
    come = {quad.triple for quad in added} - {quad.triple for quad in before}
    losses, gains = _by_subject(gone), _by_subject(come)
    touched = sorted((old | new) & (losses.keys() | gains.keys()), key=term_key)
    return tuple(
        FactChange(fact, _kind(fact, old, new), tuple(losses.get(fact, ())), tuple(gains.get(fact, ())))
        for fact in touched
    )


def _kind(
    fact: NamedNode | BlankNode, old: set[NamedNode | BlankNode], new: set[NamedNode | BlankNode]
) -> str:
    if fact not in old:
        return "added"
    return "changed" if fact in new else "removed"


def _facts(quads: Iterable[Quad]) -> set[NamedNode | BlankNode]:
    kind, fact, citation = RDF["type"], CORE["Fact"], CORE["citation"]
    return {
        quad.subject
        for quad in quads
        if (quad.predicate == citation or (quad.predicate == kind and quad.object == fact))
        and not isinstance(quad.subject, Triple)
    }


def _by_subject(
    triples: Iterable[Triple],
) -> dict[NamedNode | BlankNode | Triple, list[tuple[NamedNode, Term]]]:
    grouped: dict[NamedNode | BlankNode | Triple, list[tuple[NamedNode, Term]]] = {}
    for triple in sorted(triples, key=term_key):
        grouped.setdefault(triple.subject, []).append((triple.predicate, triple.object))
    return grouped
