"""How the graphs of one store differ from those of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from pyoxigraph import NamedNode, Quad, Store

__all__ = ["Changes", "changes"]

Changes = tuple[set[Quad], set[Quad]]
"""What was added, and what was removed."""


def changes(before: Store, after: Store, graphs: Iterable[NamedNode], limit: int) -> Changes | None:
    """The quads of some graphs that are in the store `after` only, and those in `before` only; None where
    they are more than `limit`.

    >>> graph, other = NamedNode("http://a/g"), NamedNode("http://a/h")
    >>> store = Store()
    >>> store.add(Quad(graph, graph, graph, graph))
    >>> [len(quads) for quads in changes(Store(), store, [graph, other], limit=10)]
    [1, 0]
    """
    added: set[Quad] = set()
    removed: set[Quad] = set()
    for graph in graphs:
        # Stores on disk give quads in one order, so that what differs is never far apart, and little is held.
        for old, new in zip_longest(_quads(before, graph), _quads(after, graph)):
            if old == new:
                continue
            _take(old, added, removed)
            _take(new, removed, added)
            if len(added) + len(removed) > limit:
                return None
    return added, removed


def _quads(store: Store, graph: NamedNode) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, graph)


def _take(quad: Quad | None, awaited: set[Quad], seen: set[Quad]) -> None:
    """Match a quad with the same one of the other side, or keep it until that comes."""
    if quad in awaited:
        awaited.remove(quad)
    elif quad is not None:
        seen.add(quad)
