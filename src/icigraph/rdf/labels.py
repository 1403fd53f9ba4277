"""Labels of blank nodes by RDFC-1.0, where that ends: graphs whose blank nodes look all alike take for ever.

RDF Dataset Canonicalization tells blank nodes apart by what is said of them. Those that are alike it tells
apart by what surrounds them, in every order of their alike neighbours, and anew from each (sections 4.4.3 and
4.8): a clique of nine such nodes takes minutes, and so does a chain of five hundred. Here these steps are
counted along one order of each, without hashing: what is counted is what would be done.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from icigraph.base.faults import Fault, InputError

__all__ = ["MOST_STEPS", "relabelled"]

# Some seconds of work: a clique of six takes 0.26 million and 0.2 s, one of eight 15 s, a chain of 150 4 s.
MOST_STEPS = 3_000_000

# The factorial of it is more than any bound.
_LARGE = 20

# A place in a statement: the predicate, and where this node and the other stand.
_Place = tuple[str, str]


def relabelled(lines: Iterable[bytes]) -> Dataset:
    r"""The dataset of N-Quads lines, its blank nodes with their canonical labels (RDFC-1.0).

    An `InputError` says that too many of them look alike to be told apart in any time.

    >>> [str(quad.subject) for quad in relabelled([b'_:anything <x:p> "o" .\n'])]
    ['_:c14n0']
    """
    quads = list(parse(b"".join(lines), format=RdfFormat.N_QUADS))
    if _steps(quads) > MOST_STEPS:
        hint = "give some of them IRIs, or something that tells them apart"
        message = "too many blank nodes look alike: to label them (RDFC-1.0) would take for ever"
        raise InputError(Fault(message, hint=hint))
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _steps(quads: Iterable[Quad]) -> int:
    """About how many steps RDFC-1.0 would take to tell the blank nodes apart, up to a little more than
    `MOST_STEPS`.

    >>> from pyoxigraph import NamedNode
    >>> p = NamedNode("http://example.org/p")
    >>> nodes = [BlankNode(str(number)) for number in range(9)]
    >>> _steps(Quad(a, p, b) for a in nodes for b in nodes if a != b) > MOST_STEPS
    True
    >>> _steps(Quad(a, p, a) for a in nodes) < 20
    True
    """
    looks: dict[str, list[str]] = {}
    neighbours: dict[str, list[tuple[_Place, str]]] = {}
    for quad in quads:
        _note(quad, looks, neighbours)
    alike: dict[tuple[str, ...], list[str]] = {}
    for node, said in looks.items():
        alike.setdefault(tuple(sorted(said)), []).append(node)
    kind = {node: number for number, nodes in enumerate(alike.values()) for node in nodes if len(nodes) > 1}
    links = {
        node: [(place, other) for place, other in neighbours.get(node, ()) if other in kind] for node in kind
    }
    total = 0
    for node in links:
        total += _steps_from(node, links, kind, MOST_STEPS - total)
        if total > MOST_STEPS:
            break
    return total


def _note(quad: Quad, looks: dict[str, list[str]], neighbours: dict[str, list[tuple[_Place, str]]]) -> None:
    ends = (quad.subject, quad.object, quad.graph_name)
    blank = {term.value for term in ends if isinstance(term, BlankNode)}
    for node in blank:
        shown = [_seen(term, node) for term in ends]
        looks.setdefault(node, []).append(" ".join([str(quad.predicate), *shown]))
        for position, term in zip("sog", ends, strict=True):
            if isinstance(term, BlankNode) and term.value != node:
                place = (str(quad.predicate) if position != "g" else "", position)
                neighbours.setdefault(node, []).append((place, term.value))


def _seen(term: object, node: str) -> str:
    """What RDFC-1.0 sees of a term in what is said of a node: of blank nodes, whether it is that one."""
    if not isinstance(term, BlankNode):
        return str(term)
    return "_:a" if term.value == node else "_:z"


def _groups(
    around: Iterable[tuple[_Place, str]], kind: Mapping[str, int], known: Mapping[str, int]
) -> list[list[str]]:
    """The neighbours that look alike together; one that has a label looks like no other."""
    groups: dict[tuple[_Place, int, int], dict[str, None]] = {}
    for place, other in around:
        groups.setdefault((place, kind[other], known.get(other, -1)), {})[other] = None
    return [list(group) for group in groups.values()]


def _steps_from(
    start: str, links: Mapping[str, list[tuple[_Place, str]]], kind: Mapping[str, int], most: int
) -> int:
    """The steps from one node: each order of its neighbours, and in it those of each of them in turn."""
    known, total = {start: 0}, 1
    # A node, and how many orders lead to it.
    rest = [(start, 1)]
    while rest and total <= most:
        node, times = rest.pop()
        for group in _groups(links[node], kind, known):
            orders = times * math.factorial(min(len(group), _LARGE))
            total += orders * (len(group) + len(known))
            for other in group:
                if other not in known:
                    known[other] = len(known)
                    rest.append((other, orders))
    return total
