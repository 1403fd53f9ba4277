"""What of a data graph its shapes can look at, so that a store far away need not send the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import RDF, RDFS, SH
from icigraph.validation.shapes.paths import predicates
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["lines_of", "predicates_needed"]

_NAMED = tuple(
    SH[name]
    for name in ("targetSubjectsOf", "targetObjectsOf", "equals", "disjoint", "lessThan", "lessThanOrEquals")
)
_WHOLE = (SH["sparql"], SH["target"], SH["validator"], SH["nodeValidator"], SH["propertyValidator"])


def predicates_needed(shapes: ShapeGraph) -> frozenset[NamedNode] | None:
    """The predicates whose triples decide whether data conforms; None where only the whole graph does.

    That is so for closed shapes, which look at every predicate of a focus node, and for SPARQL, which may ask
    for anything (SHACL sections 4.8.1 and 5).

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = "<urn:S> <http://www.w3.org/ns/shacl#targetSubjectsOf> <urn:p> .\\n"
    >>> sorted(node.value for node in predicates_needed(ShapeGraph(Dataset(DataText(text)))))[-1]
    'urn:p'
    """
    if any(_needs_all(predicate, value) for _, predicate, value in shapes.triples):
        return None
    return frozenset((RDF["type"], RDFS["subClassOf"], *_mentioned(shapes)))


def lines_of(predicates: Iterable[NamedNode], text: str) -> str:
    """The lines of N-Triples text, one space between terms, that have one of these predicates.

    >>> text = "<urn:a> <urn:p> <urn:b> .\\n<urn:a> <urn:q> <urn:p> .\\n"
    >>> lines_of([NamedNode("urn:p")], text)
    '<urn:a> <urn:p> <urn:b> .\\n'
    """
    wanted = set(map(str, predicates))
    kept = [line for line in text.split("\n") if line and line.split(" ", 2)[1] in wanted]
    return "\n".join([*kept, ""])


def _needs_all(predicate: NamedNode, value: object) -> bool:
    closed = predicate == SH["closed"] and isinstance(value, Literal) and value.value in ("true", "1")
    return closed or predicate in _WHOLE


def _mentioned(shapes: ShapeGraph) -> Iterator[NamedNode]:
    for subject, predicate, value in shapes.triples:
        if predicate in _NAMED and isinstance(value, NamedNode):
            yield value
        elif predicate == SH["path"] and (path := shapes.path(subject)):
            yield from predicates(path)
