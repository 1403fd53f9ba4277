"""Values that an ASK validator refuses (SHACL section 6.3): pyshacl leaves them out of the results of
property shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Store, Triple

from icigraph.base.faults import InputError
from icigraph.rdf.namespaces import SH
from icigraph.rdf.queries import evaluate
from icigraph.rdf.terms import local_name
from icigraph.validation.engines.prebinding import prebound
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.paths import steps
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["with_asked_values"]


def with_asked_values(results: tuple[Result, ...], shapes: ShapeGraph, data: DataText) -> tuple[Result, ...]:
    """The results, each of a property shape's ASK validator with the value that it refuses."""
    asked = {
        result.component: query
        for result in results
        if result.value is None and (query := _query(result.component, shapes)) is not None
    }
    if not asked:
        return results
    store = Store()
    store.bulk_extend(data.quads())
    waiting: dict[tuple[object, ...], list[Term]] = {}
    told = []
    for result in results:
        if result.component in asked and result.value is None:
            key = (result.focus, result.component, result.shape)
            if key not in waiting:
                waiting[key] = list(_refused(result, asked[result.component], shapes, store))
            left = waiting[key]
            told.append(replace(result, value=left.pop(0)) if left else result)
        else:
            told.append(result)
    return tuple(told)


def _query(component: NamedNode, shapes: ShapeGraph) -> str | None:
    found = (shapes.value(one, SH["ask"]) for one in shapes.values(component, SH["validator"]))
    return next((query.value for query in found if isinstance(query, Literal)), None)


def _refused(result: Result, query: str, shapes: ShapeGraph, store: Store) -> Iterator[Term]:
    """The values for which the query says no; of blank nodes, which no query can name, nothing is known."""
    given = {
        local_name(path): shapes.value(result.shape, path) for path in shapes.parameters(result.component)
    }

    def match(subject: Term | None, predicate: NamedNode, value: Term | None) -> Iterator[Triple]:
        quads = store.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
        return (quad.triple for quad in quads)

    for value in steps(result.path, result.focus, match) if result.path is not None else ():
        bound = {**given, "this": result.focus, "value": value}
        terms = {name: term for name, term in bound.items() if isinstance(term, NamedNode | Literal)}
        if "value" in terms and not _says_yes(prebound(query, terms), shapes, store):
            yield value


def _says_yes(query: str, shapes: ShapeGraph, store: Store) -> bool:
    try:
        prefixes = dict(shapes.declared_prefixes)
        return evaluate(store, query, bool, file="sh:ask", prefixes=prefixes, union=False)
    except InputError:
        return True
