"""The closure by owlrl, an independent implementation: for comparison, and for those who want it
(`--engine owlrl`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, parse, serialize

__all__ = ["closure_by_owlrl"]


def closure_by_owlrl(triples: Iterable[Triple]) -> set[Triple]:
    """Every triple that owlrl's OWL 2 RL closure holds and RDF allows: what it infers with a literal
    subject is left out.

    owlrl and rdflib must be installed. It names blank nodes as they were.
    """
    import owlrl
    from rdflib import BNode, Graph, Literal

    graph = Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt", bnode_context=_Labels())
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    lawful = Graph()
    for subject, predicate, value in graph:
        if not isinstance(subject, Literal) and not isinstance(predicate, Literal | BNode):
            lawful.add((subject, predicate, value))
    text = lawful.serialize(format="nt", encoding="utf-8")
    return {quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)}


class _Labels(dict[str, object]):
    """The parser's table of blank nodes, which keeps each node's label."""

    def __missing__(self, label: str) -> object:
        from rdflib import BNode

        return self.setdefault(label, BNode(label))
