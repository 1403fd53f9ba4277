"""The closure by owlrl, an independent implementation: for comparison, and for those who want it (`--engine
owlrl`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD

__all__ = ["closure_by_owlrl", "is_noise"]

_VOCABULARY = (str(OWL), str(RDF), str(RDFS), str(XSD))
_REFLEXIVE = frozenset(
    {
        OWL["sameAs"],
        OWL["equivalentClass"],
        OWL["equivalentProperty"],
        RDFS["subClassOf"],
        RDFS["subPropertyOf"],
    }
)


def closure_by_owlrl(triples: Iterable[Triple]) -> set[Triple]:
    """Every triple that owlrl's OWL 2 RL closure holds and RDF allows: what it infers with a literal subject
    is left out.

    owlrl and rdflib must be installed. It names blank nodes as they were.

    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> closure = closure_by_owlrl(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    >>> Triple(NamedNode("x:b"), NamedNode("x:p"), NamedNode("x:a")) in closure
    True
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


def is_noise(triple: Triple) -> bool:
    """Whether a triple is one that owlrl infers and a published closure leaves out, each with its reason.

    >>> is_noise(Triple(OWL["Thing"], RDF["type"], OWL["Class"]))
    True
    """
    subject, predicate, value = triple
    if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
        return True  # Anonymous classes are unfolded, never named in what is inferred.
    if isinstance(subject, NamedNode) and subject.value.startswith(_VOCABULARY):
        return True  # Axiomatic triples about the vocabulary itself.
    if predicate in _REFLEXIVE and subject == value:
        return True  # eq-ref, scm-cls, scm-op, scm-dp.
    if value in (OWL["Thing"], RDFS["Resource"]):
        return True  # Typing of everything as a thing.
    return predicate == RDF["type"] and value in (RDFS["Datatype"], OWL["DataRange"])
