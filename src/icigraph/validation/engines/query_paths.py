"""Result paths that a SPARQL constraint's query gives in `?path` (SHACL section 5.3.2); the default engine
leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
)

from icigraph.rdf.namespaces import SH
from icigraph.rdf.queries import evaluate
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["with_query_paths"]

_PATH = re.compile(r"[?$]path\b")


def with_query_paths(results: tuple[Result, ...], shapes: ShapeGraph, data: DataText) -> tuple[Result, ...]:
    r"""The results, those of node shapes whose query selects `?path` with the path it gives.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> query = "SELECT $this ?path { $this ?path ?any }"
    >>> text = f'<x:S> {SH["sparql"]} <x:Q> .\n<x:Q> {SH["select"]} "{query}" .\n'
    >>> a, shape = NamedNode("x:a"), NamedNode("x:S")
    >>> result = Result(a, SH["SPARQLConstraintComponent"], SH["Violation"], shape, value=a)
    >>> shapes, data = ShapeGraph(Dataset(DataText(text))), DataText("<x:a> <x:p> <x:b> .\n")
    >>> [str(each.path) for each in with_query_paths((result,), shapes, data)]
    ['<x:p>']
    """
    asked = {
        result.shape: queries
        for result in results
        if result.path is None
        and result.component == SH["SPARQLConstraintComponent"]
        and (queries := tuple(_queries(result.shape, shapes)))
    }
    if not asked:
        return results
    store = Store()
    store.bulk_extend(data.quads())
    paths = {
        (shape, focus): _paths(store, queries, focus, shapes)
        for shape, queries in asked.items()
        for focus in {r.focus for r in results if r.shape == shape}
    }
    return tuple(_with_path(result, paths.get((result.shape, result.focus), {})) for result in results)


def _queries(shape: object, shapes: ShapeGraph) -> Iterator[str]:
    for constraint in shapes.values(shape, SH["sparql"]):
        for query in shapes.values(constraint, SH["select"]):
            if isinstance(query, Literal) and _PATH.search(query.value):
                yield query.value


def _paths(
    store: Store, queries: tuple[str, ...], focus: Term, shapes: ShapeGraph
) -> dict[Term | None, list[NamedNode]]:
    found: dict[Term | None, list[NamedNode]] = {}
    prefixes = dict(shapes.declared_prefixes)
    for query in queries:
        this = {Variable("this"): focus}
        for row in evaluate(
            store, query, _rows, file="sh:select", prefixes=prefixes, union=False, substitutions=this
        ):
            path = _get(row, "path")
            if isinstance(path, NamedNode):
                found.setdefault(_get(row, "value") or focus, []).append(path)
    return found


def _rows(found: QueryBoolean | QuerySolutions | QueryTriples) -> list[QuerySolution]:
    return list(found) if isinstance(found, QuerySolutions) else []


def _get(row: QuerySolution, name: str) -> Term | None:
    try:
        found: Term | None = row[name]
    except KeyError:
        return None
    return found


def _with_path(result: Result, paths: dict[Term | None, list[NamedNode]]) -> Result:
    waiting = paths.get(result.value)
    return replace(result, path=waiting.pop(0)) if waiting else result
