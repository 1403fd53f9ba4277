"""Which triple makes a shapes graph one that cannot be used (SHACL section 3.4.2): engines only say why."""

from __future__ import annotations

import re
from collections.abc import Callable

from pyoxigraph import Literal, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.namespaces import SH
from icigraph.rdf.sparql import overflow
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["fault_at", "fault_of", "must_read_queries"]

_NAMED = re.compile(r"\bsh:(\w+)")
_MANY = 500
_QUERIES = tuple(SH[name] for name in ("select", "ask", "construct", "update"))


def must_read_queries(shapes: ShapeGraph) -> None:
    r"""Raises InputError with the place of a query in the shapes that nests so deep that reading it would end
    the process.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> query = "SELECT $this { FILTER(" + "(" * 2000 + "1" + ")" * 2000 + ") }"
    >>> must_read_queries(ShapeGraph(Dataset(DataText(f'<x:S> {SH["select"]} "{query}" .\n'))))
    Traceback (most recent call last):
        ...
    icigraph.base.faults.InputError: the shapes cannot be used: the query nests more than a hundred brackets
    """
    for predicate in _QUERIES:
        for shape, query in shapes.pairs(predicate):
            deep = overflow(query.value) if isinstance(query, Literal) else None
            if deep is not None:
                said = str(deep).partition(": ")[2]
                said = said[:1].lower() + said[1:]
                raise InputError(fault_at(said, Triple(shape, predicate, query), shapes))  # type: ignore[arg-type]


def fault_of(said: str, shapes: ShapeGraph, refusal: Callable[[str], str | None]) -> Fault:
    r"""What the engine said, at the triple without which it would not say so; `refusal` gives what it says of
    N-Triples text, None if it takes it.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shapes = ShapeGraph(Dataset(DataText(f'<x:S> {SH["minCount"]} "a" .\n')))
    >>> print(fault_of("minCount needs an integer", shapes, lambda text: None))
    the shapes cannot be used: minCount needs an integer
    """
    return fault_at(said, _culprit(said, shapes, refusal), shapes)


def fault_at(said: str, triple: Triple | None, shapes: ShapeGraph, hint: str | None = None) -> Fault:
    """What is wrong with the shapes, at the triple that makes it so.

    >>> from pyoxigraph import NamedNode, RdfFormat
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> from icigraph.rdf.documents import Source
    >>> source = Source("s.ttl", b"<x:S> <http://www.w3.org/ns/shacl#minCount> 'a' .", RdfFormat.TURTLE, "x:")
    >>> triple = Triple(NamedNode("x:S"), SH["minCount"], Literal("a"))
    >>> print(fault_at("minCount needs an integer", triple, ShapeGraph(from_sources((source,)))))
    s.ttl:1:45: the shapes cannot be used: minCount needs an integer
    """
    # Shapes that can be used, nearly all, need no places.
    from icigraph.rdf.placed.place_index import PlaceIndex

    placed = triple and PlaceIndex.of(shapes.dataset).find(triple)
    return Fault(f"the shapes cannot be used: {said}", placed.object if placed else None, hint)


def _culprit(said: str, shapes: ShapeGraph, refusal: Callable[[str], str | None]) -> Triple | None:
    named = {SH[name] for name in _NAMED.findall(said)}
    *lines, _ = shapes.dataset.data.text.split("\n")
    suspects = [at for at, triple in enumerate(shapes.triples) if triple.predicate in named]
    if len(lines) != len(shapes.triples) or len(suspects) > _MANY:
        return None
    for at in suspects:
        if refusal("\n".join([*lines[:at], *lines[at + 1 :], ""])) != said:
            return shapes.triples[at]
    return None
