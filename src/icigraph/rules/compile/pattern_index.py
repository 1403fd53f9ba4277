"""Patterns with what belongs to them, filed so that those that can share a triple with another one are found
without trying all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from pyoxigraph import Variable

from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.rule import Node, Pattern

__all__ = ["Key", "PatternIndex", "key_of"]

_TYPE = RDF["type"]
Key = tuple[Node | None, Node | None]
"""A predicate, and a class where the predicate is rdf:type; None stands for any."""
T = TypeVar("T")


def _unifiable(one: Pattern, other: Pattern) -> bool:
    """Whether some triple matches both patterns (variables of the two are taken as different, each free).

    >>> from pyoxigraph import NamedNode
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> _unifiable((x, p, q), (p, p, x)), _unifiable((x, p, x), (x, q, x))
    (True, False)
    """
    # Written out: it runs for every two patterns that may meet.
    return _meet(one[1], other[1]) and _meet(one[2], other[2]) and _meet(one[0], other[0])


def _meet(one: Node, other: Node) -> bool:
    return one is other or isinstance(one, Variable) or isinstance(other, Variable) or one == other


class PatternIndex(Generic[T]):
    """Items by the patterns they were filed under; an item may be filed under several.

    >>> from pyoxigraph import NamedNode
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> list(PatternIndex([((x, p, x), "one"), ((x, q, x), "other")]).meeting((p, q, x)))
    ['other']
    """

    __slots__ = ("_by_key", "_by_predicate")

    def __init__(self, entries: Iterable[tuple[Pattern, T]]) -> None:
        self._by_key: dict[Key, list[tuple[Pattern, T]]] = defaultdict(list)
        self._by_predicate: dict[Node | None, list[tuple[Pattern, T]]] = defaultdict(list)
        for entry in entries:
            key = key_of(entry[0])
            self._by_key[key].append(entry)
            self._by_predicate[key[0]].append(entry)

    def meeting(self, pattern: Pattern) -> Iterator[T]:
        """Each item that is filed under a pattern which some triple shares with this one, once for each such
        pattern.
        """
        for entries in self._near(pattern):
            for filed, item in entries:
                if _unifiable(filed, pattern):
                    yield item

    def _near(self, pattern: Pattern) -> Iterator[list[tuple[Pattern, T]]]:
        """The lists in which to look."""
        predicate, kind = key_of(pattern)
        if predicate is None:
            yield from self._by_predicate.values()
            return
        if predicate == _TYPE and kind is None:
            yield self._by_predicate.get(predicate, [])
        else:
            yield self._by_key.get((predicate, kind), [])
            if kind is not None:
                yield self._by_key.get((predicate, None), [])
        yield self._by_predicate.get(None, [])


def key_of(pattern: Pattern) -> Key:
    """What a pattern is filed under; a variable stands for any.

    >>> from pyoxigraph import NamedNode
    >>> x, kind = Variable("x"), NamedNode("x:C")
    >>> key_of((x, _TYPE, kind)) == (_TYPE, kind), key_of((x, x, kind))
    (True, (None, None))
    """
    predicate = pattern[1]
    if isinstance(predicate, Variable):
        return None, None
    if predicate != _TYPE or isinstance(pattern[2], Variable):
        return predicate, None
    return predicate, pattern[2]
