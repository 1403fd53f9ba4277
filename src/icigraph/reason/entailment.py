"""Entailment: whether one graph follows from another under OWL 2 RL/RDF rules, datatypes included."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, Triple

from icigraph.reason.generalised import Generalised
from icigraph.reason.inconsistency import violations
from icigraph.reason.sources import GraphLike, triples_of

__all__ = ["entails"]


def entails(premise: GraphLike, conclusion: GraphLike) -> bool:
    """Whether `premise` entails `conclusion` by the rules of OWL 2 Profiles, section 4.3.

    Each is a path, a pyoxigraph store, an rdflib graph or triples. A blank node of the conclusion is an
    existential variable.
    An inconsistent premise entails anything. InputError when a file cannot be read.

    >>> from pyoxigraph import RdfFormat, parse
    >>> def graph(text):
    ...     head = "@prefix : <http://a/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    ...     return list(parse(head + text, RdfFormat.TURTLE))
    >>> entails(graph(":s :p '1'^^xsd:int ."), graph(":s :p '01'^^xsd:integer ."))
    True
    >>> entails(graph(":s :p '1'^^xsd:int ."), graph("[] :p 2 ."))
    False
    """
    wanted = triples_of(conclusion)
    mentioned = [node for triple in wanted for node in (triple.object,) if isinstance(node, Literal)]
    graph = Generalised(triples_of(premise), mentioned)
    return _holds(graph, wanted) or any(True for _ in violations(graph))


def _holds(graph: Generalised, wanted: Iterable[Triple]) -> bool:
    patterns = [
        f"{_node(graph, triple.subject)} {triple.predicate} {_node(graph, triple.object)}"
        for triple in wanted
    ]
    parts = [f"GRAPH ?_g{number} {{ {pattern} }}" for number, pattern in enumerate(patterns)]
    return bool(graph.store.query(f"ASK {{ {' '.join(parts)} }}"))


def _node(graph: Generalised, node: object) -> str:
    if isinstance(node, BlankNode):
        return f"?_{node.value}"
    return str(graph.name(node) if isinstance(node, Literal) else node)
