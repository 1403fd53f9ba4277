"""What closing needs of a store, be it in memory, on disk or behind an endpoint."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Variable

from icigraph.rules.compile.rule import Pattern
from icigraph.rules.run.bulk import add_in_bulk
from icigraph.rules.run.sparql import insertion

__all__ = ["Engine", "has_match"]

_LARGE = 100_000
_WORKERS = min(4, os.cpu_count() or 1)
_WORKERS_ON_DISK = min(2, _WORKERS)


def _may_match(*_: object) -> bool:
    """The answer of an engine that cannot look things up cheaply: any pattern may match in any graph."""
    return True


@dataclass(frozen=True, slots=True)
class Engine:
    """What closing needs of a store, so that an endpoint over HTTP is as good as a store in process.

    `update` runs SPARQL update text, `holds` answers an ASK query, `count` tells how many rows a group
    pattern has. `matches` may spare updates that can add nothing: it tells whether a pattern has a match (in
    one graph, or in any). In a `large` store counting matches first pays: joins then start from the rarest.
    `bulk` is a faster way to add many triples than an update, where there is one. Where it `scans`, reading
    all that is known once is faster than many lookups. That many `workers` may use it at a time. `memory` is
    the store itself where it is kept in memory, so that what has a quicker way than a query may take it.

    >>> x, p, q, graph = Variable("x"), NamedNode("x:p"), NamedNode("x:q"), NamedNode("x:g")
    >>> store = Store()
    >>> engine = Engine.of(store)
    >>> engine.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> <x:a> } }")
    >>> engine.add((x, q, x), "GRAPH ?g { ?x <x:p> ?x }", graph)
    >>> engine.matches((x, q, x), None), engine.count("GRAPH ?g { ?s ?p ?o }")
    (True, 2)
    """

    update: Callable[[str], None]
    holds: Callable[[str], bool]
    count: Callable[[str], int]
    matches: Callable[[Pattern, NamedNode | None], bool] = _may_match
    large: bool = False
    bulk: Callable[..., None] | None = None
    scans: bool = False
    workers: int = 1
    memory: Store | None = None

    @classmethod
    def of(cls, store: Store, *, on_disk: bool = False) -> Engine:
        """The engine of a pyoxigraph store, in memory or on disk.

        An update locks a store in memory while it looks for what to add, the bulk path only while it adds.
        """
        large = _is_large(store)
        workers = (_WORKERS_ON_DISK if on_disk else _WORKERS) if large else 1
        return cls(
            store.update,
            lambda query: bool(store.query(query)),
            partial(_count, store),
            partial(has_match, store),
            large,
            partial(add_in_bulk, store) if on_disk or workers > 1 else None,
            on_disk,
            workers,
            None if on_disk else store,
        )

    def add(self, head: Pattern, where: str, *targets: NamedNode) -> None:
        """Add to each of the graphs `targets` the head's instance for each match of the group `where`."""
        if self.bulk is None:
            self.update(insertion(head, where, *targets))
        else:
            self.bulk(head, where, *targets)


def _is_large(store: Store) -> bool:
    return bool(store.query(f"ASK {{ SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }} OFFSET {_LARGE} LIMIT 1 }}"))


def has_match(store: Store, pattern: Pattern, graph: NamedNode | None) -> bool:
    """Whether a pattern has a match in one graph of a store, or in any.

    >>> has_match(Store(), (Variable("x"), NamedNode("http://a/p"), Variable("y")), None)
    False
    """
    subject, predicate, value = (None if isinstance(node, Variable) else node for node in pattern)
    if isinstance(subject, Literal) or isinstance(predicate, Literal | BlankNode):
        return False
    return next(store.quads_for_pattern(subject, predicate, value, graph), None) is not None


def _count(store: Store, pattern: str) -> int:
    rows = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)[0].value)
