"""Patterns under bindings: unify, and join over the store.

The search, the alternatives and the near misses share these; the checker has means of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple, Variable

from icigraph.proofs.proof import Term
from icigraph.rules.compile.patterns import bind, variables_of
from icigraph.rules.compile.rule import Node, Pattern

__all__ = ["Bindings", "join", "matches", "unify"]

Bindings = Mapping[Variable, Term]

_PEEK = 8


def unify(pattern: Pattern, triple: Triple, bindings: Bindings | None = None) -> dict[Variable, Term] | None:
    """The bindings under which the pattern is the triple, on top of those given; None if there are none.

    >>> x, p, a = Variable("x"), NamedNode("x:p"), NamedNode("x:a")
    >>> unify((x, p, x), Triple(a, p, a)) == {x: a}
    True
    >>> unify((x, p, x), Triple(a, p, p)) is None
    True
    """
    found = dict(bindings or {})
    for node, term in zip(pattern, (triple.subject, triple.predicate, triple.object), strict=True):
        if not isinstance(node, Variable):
            if node != term:
                return None
        elif found.setdefault(node, cast(Term, term)) != term:
            return None
    return found


def matches(store: Store, pattern: Pattern, bindings: Bindings) -> Iterator[dict[Variable, Term]]:
    """Each way to extend the bindings so that the pattern is in some graph of the store; one may come twice.

    >>> from pyoxigraph import Quad
    >>> store, a, x = Store(), NamedNode("x:a"), Variable("x")
    >>> store.add(Quad(a, a, a, a))
    >>> list(matches(store, (x, a, x), {})) == [{x: a}]
    True
    """
    query = [_bound(node) for node in bind(pattern, bindings)]
    if isinstance(query[0], Literal) or not isinstance(query[1], NamedNode | None):
        return
    for quad in store.quads_for_pattern(query[0], query[1], query[2], None):
        extended = unify(pattern, quad.triple, bindings)
        if extended is not None:
            yield extended


def _bound(node: Node) -> NamedNode | BlankNode | Literal | None:
    return None if isinstance(node, Variable) else node


def join(store: Store, patterns: Sequence[Pattern], bindings: Bindings) -> Iterator[dict[Variable, Term]]:
    """Each way to extend the bindings so that every pattern is in the store, the most selective one first.

    >>> from pyoxigraph import Quad
    >>> store, (a, b), (x, y) = Store(), map(NamedNode, ("x:a", "x:b")), map(Variable, "xy")
    >>> store.extend([Quad(a, a, b, a), Quad(b, b, a, a)])
    >>> list(join(store, [(x, a, y), (y, b, x)], {})) == [{x: a, y: b}]
    True
    """
    if not patterns:
        yield dict(bindings)
        return
    chosen = _most_selective(store, patterns, bindings)
    rest = [pattern for index, pattern in enumerate(patterns) if index != chosen]
    seen: set[tuple[Term, ...]] = set()
    names = [name for name in variables_of([patterns[chosen]]) if name not in bindings]
    for extended in matches(store, patterns[chosen], bindings):
        key = tuple(extended[name] for name in names)
        if key not in seen:
            seen.add(key)
            yield from join(store, rest, extended)


def _most_selective(store: Store, patterns: Sequence[Pattern], bindings: Bindings) -> int:
    """The index of the pattern with the fewest matches, as far as a short look tells; then by a bound
    subject.
    """
    if len(patterns) == 1:
        return 0
    return min(range(len(patterns)), key=lambda index: _weight(store, patterns[index], bindings))


def _weight(store: Store, pattern: Pattern, bindings: Bindings) -> tuple[int, int]:
    s, p, o = bind(pattern, bindings)
    free = sum(isinstance(node, Variable) for node in (s, p, o))
    unbound = 2 * isinstance(s, Variable) + isinstance(o, Variable)
    if free == 0:
        return (0, 0)
    if isinstance(s, Variable) and isinstance(o, Variable):
        return (_PEEK + 1, unbound)
    return (sum(1 for _ in islice(matches(store, pattern, bindings), _PEEK)), unbound)
