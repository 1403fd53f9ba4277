"""Entailment: whether one graph follows from another under OWL 2 RL/RDF rules, datatypes included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, Triple

from icigraph.rdf.namespaces import OWL
from icigraph.rules.contradictions.by_rules import contradictions_of_full_closure
from icigraph.rules.run.generalised import Generalised
from icigraph.rules.run.sources import GraphLike, triples_of

__all__ = ["Entailment", "decide", "entails"]

_DIFFERENT = OWL["differentFrom"]


@dataclass(frozen=True, slots=True)
class Entailment:
    """Whether a graph follows from another. If not, `lacking` are those of its triples that do not follow
    even alone; `contradictory` tells that it follows only as anything does, since the premise contradicts
    itself.
    """

    holds: bool
    lacking: tuple[Triple, ...] = ()
    contradictory: bool = False

    def __bool__(self) -> bool:
        return self.holds


def entails(premise: GraphLike, conclusion: GraphLike) -> bool:
    """Whether `premise` entails `conclusion` by the rules of OWL 2 Profiles, section 4.3.

    Each is a path, a pyoxigraph store, an rdflib graph or triples. A blank node of the conclusion is an
    existential variable. A premise that contradicts itself entails anything. InputError when a file cannot be
    read.

    >>> from pyoxigraph import RdfFormat, parse
    >>> def graph(text):
    ...     head = "@prefix : <http://a/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    ...     return list(parse(head + text, RdfFormat.TURTLE))
    >>> entails(graph(":s :p '1'^^xsd:int ."), graph(":s :p '01'^^xsd:integer ."))
    True
    >>> entails(graph(":s :p '1'^^xsd:int ."), graph("[] :p 2 ."))
    False
    """
    return decide(premise, conclusion).holds


def decide(premise: GraphLike, conclusion: GraphLike) -> Entailment:
    """The same as `entails`, with what the conclusion lacks.

    >>> from pyoxigraph import RdfFormat, parse
    >>> one, two = (list(parse(f"<x:s> <x:p> {value} .", RdfFormat.TURTLE)) for value in "12")
    >>> [str(triple.object.value) for triple in decide(one, two).lacking]
    ['2']
    """
    wanted = triples_of(conclusion)
    given = triples_of(premise)
    mentioned = [node for triple in wanted for node in (triple.object,) if isinstance(node, Literal)]
    graph = Generalised(given, mentioned, compared=mentioned if _asks_for_differences(given, wanted) else ())
    if _holds(graph, wanted):
        return Entailment(True)
    if any(True for _ in contradictions_of_full_closure(graph)):
        return Entailment(True, contradictory=True)
    return Entailment(False, tuple(triple for triple in wanted if not _holds(graph, [triple])))


def _asks_for_differences(given: Iterable[Triple], wanted: Iterable[Triple]) -> bool:
    """Whether it matters which literals differ: n of them have n² differences."""
    if any(triple.predicate == _DIFFERENT for triple in wanted):
        return True
    return any(_DIFFERENT in (triple.subject, triple.object) for triple in given)


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
