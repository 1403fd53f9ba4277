"""SHACL property paths as values: read from RDF or from SPARQL text, written to both (SHACL section
2.3.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.rdf.namespaces import RDF, SH

__all__ = [
    "Alternative",
    "Inverse",
    "Path",
    "Repeat",
    "Sequence",
    "as_sparql",
    "parse_path",
    "predicates",
    "read_path",
    "steps",
    "write_path",
]


@dataclass(frozen=True, slots=True)
class Inverse:
    """`^path`: from object to subject."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """`a/b/…`: one after another."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """`a|b|…`: any of them."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`path*`, `path+` or `path?`, told by `mark`."""

    path: Path
    mark: str


Path = NamedNode | Inverse | Sequence | Alternative | Repeat
Values = Callable[[object, NamedNode], Iterable[object]]
"""Looks up the objects of a subject and a predicate."""

_REPEATS = {"*": SH["zeroOrMorePath"], "+": SH["oneOrMorePath"], "?": SH["zeroOrOnePath"]}
_TOKEN = re.compile(r"<([^>]*)>|([()/|^*+?])|\s+")


def as_sparql(path: Path, spell: Callable[[NamedNode], str] = str) -> str:
    """The path in SPARQL 1.1 property path syntax, its IRIs in full or as `spell` has them.

    >>> as_sparql(Sequence((Inverse(NamedNode("http://e/p")), Repeat(NamedNode("http://e/q"), "+"))))
    '^<http://e/p>/<http://e/q>+'
    >>> as_sparql(Inverse(NamedNode("http://e/p")), lambda iri: "e:p")
    '^e:p'
    """

    def grouped(inner: Path) -> str:
        text = as_sparql(inner, spell)
        return text if isinstance(inner, NamedNode) else f"({text})"

    match path:
        case NamedNode():
            return spell(path)
        case Inverse(inner):
            return "^" + grouped(inner)
        case Repeat(inner, mark):
            return grouped(inner) + mark
        case Sequence(parts):
            apart = (Sequence, Alternative)
            return "/".join(
                grouped(one) if isinstance(one, apart) else as_sparql(one, spell) for one in parts
            )
        case Alternative(parts):
            return "|".join(
                grouped(one) if isinstance(one, Alternative) else as_sparql(one, spell) for one in parts
            )


def parse_path(text: str) -> Path:
    """Read a property path in SPARQL syntax with full IRIs; ValueError if it is none.

    >>> parse_path("(^<http://e/p>/(<http://e/q>|<http://e/r>)+)") == Sequence((
    ...     Inverse(NamedNode("http://e/p")),
    ...     Repeat(Alternative((NamedNode("http://e/q"), NamedNode("http://e/r"))), "+")))
    True
    """
    tokens = list(_tokens(text))
    path, rest = _alternative(tokens)
    if rest:
        raise ValueError(f"not a property path: {text}")
    return path


def _tokens(text: str) -> Iterator[str | NamedNode]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ValueError(f"not a property path: {text}")
        if found[1] is not None:
            yield NamedNode(found[1])
        elif found[2]:
            yield found[2]
        position = found.end()


_Tokens = list[str | NamedNode]


def _alternative(tokens: _Tokens) -> tuple[Path, _Tokens]:
    parts, rest = _separated(tokens, "|", _sequence)
    return (parts[0] if len(parts) == 1 else Alternative(tuple(parts))), rest


def _sequence(tokens: _Tokens) -> tuple[Path, _Tokens]:
    parts, rest = _separated(tokens, "/", _element)
    return (parts[0] if len(parts) == 1 else Sequence(tuple(parts))), rest


def _separated(
    tokens: _Tokens, mark: str, read: Callable[[_Tokens], tuple[Path, _Tokens]]
) -> tuple[list[Path], _Tokens]:
    first, rest = read(tokens)
    parts = [first]
    while rest and rest[0] == mark:
        part, rest = read(rest[1:])
        parts.append(part)
    return parts, rest


def _element(tokens: _Tokens) -> tuple[Path, _Tokens]:
    if not tokens:
        raise ValueError("a property path ends too early")
    if tokens[0] == "^":
        inner, rest = _element(tokens[1:])
        return Inverse(inner), rest
    path, rest = _primary(tokens)
    while rest and isinstance(rest[0], str) and rest[0] in _REPEATS:
        path, rest = Repeat(path, rest[0]), rest[1:]
    return path, rest


def _primary(tokens: _Tokens) -> tuple[Path, _Tokens]:
    head, rest = tokens[0], tokens[1:]
    if isinstance(head, NamedNode):
        return head, rest
    if head != "(":
        raise ValueError(f"unexpected {head!r} in a property path")
    path, rest = _alternative(rest)
    if not rest or rest[0] != ")":
        raise ValueError("a parenthesis of a property path is not closed")
    return path, rest[1:]


def read_path(node: object, values: Values) -> Path | None:
    """The path that an RDF node stands for (SHACL section 2.3.1), or None if it is no well-formed path.

    `values` gives the objects of a subject and predicate.

    >>> inverse = {SH["inversePath"]: [NamedNode("x:p")]}
    >>> read_path(BlankNode("b"), lambda node, predicate: inverse.get(predicate, []))
    Inverse(path=<NamedNode value=x:p>)
    """
    if isinstance(node, NamedNode):
        return node
    for build, predicate in _COMPOUND:
        for inner in values(node, predicate):
            return build(inner, values)
    return _read_list(node, values, Sequence)


def _read_list(node: object, values: Values, build: Callable[[tuple[Path, ...]], Path]) -> Path | None:
    parts = tuple(read_path(item, values) for item in _items(node, values))
    whole = tuple(part for part in parts if part is not None)
    return build(whole) if whole and len(whole) == len(parts) else None


def _items(node: object, values: Values) -> Iterator[object]:
    seen: set[object] = set()
    while node is not None and node != RDF["nil"] and node not in seen:
        seen.add(node)
        yield from values(node, RDF["first"])
        node = next(iter(values(node, RDF["rest"])), None)


def _read_inverse(node: object, values: Values) -> Path | None:
    inner = read_path(node, values)
    return None if inner is None else Inverse(inner)


def _read_alternative(node: object, values: Values) -> Path | None:
    return _read_list(node, values, Alternative)


def _read_repeat(mark: str) -> Callable[[object, Values], Path | None]:
    def read(node: object, values: Values) -> Path | None:
        inner = read_path(node, values)
        return None if inner is None else Repeat(inner, mark)

    return read


_COMPOUND: tuple[tuple[Callable[[object, Values], Path | None], NamedNode], ...] = (
    (_read_inverse, SH["inversePath"]),
    (_read_alternative, SH["alternativePath"]),
    *((_read_repeat(mark), predicate) for mark, predicate in _REPEATS.items()),
)


def write_path(path: Path, fresh: Callable[[], BlankNode]) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """The path as RDF: its node and the triples that describe it; `fresh` gives new blank nodes.

    >>> node, triples = write_path(Inverse(NamedNode("http://e/p")), lambda: BlankNode("x"))
    >>> print(node, *triples)
    _:x _:x <http://www.w3.org/ns/shacl#inversePath> <http://e/p>
    """
    match path:
        case NamedNode():
            return path, []
        case Sequence(parts):
            return _write_list(parts, fresh)
        case Alternative(parts):
            head, triples = _write_list(parts, fresh)
            return _wrap(SH["alternativePath"], head, triples, fresh)
        case Inverse(inner):
            node, triples = write_path(inner, fresh)
            return _wrap(SH["inversePath"], node, triples, fresh)
        case Repeat(inner, mark):
            node, triples = write_path(inner, fresh)
            return _wrap(_REPEATS[mark], node, triples, fresh)


def _wrap(
    predicate: NamedNode, inner: NamedNode | BlankNode, triples: list[Triple], fresh: Callable[[], BlankNode]
) -> tuple[BlankNode, list[Triple]]:
    node = fresh()
    return node, [Triple(node, predicate, inner), *triples]


def _write_list(parts: tuple[Path, ...], fresh: Callable[[], BlankNode]) -> tuple[BlankNode, list[Triple]]:
    cells = [fresh() for _ in parts]
    triples: list[Triple] = []
    for cell, part in zip(cells, parts, strict=True):
        item, more = write_path(part, fresh)
        triples += [Triple(cell, RDF["first"], item), *more]
    triples += [Triple(one, RDF["rest"], other) for one, other in pairwise(cells)]
    return cells[0], [*triples, Triple(cells[-1], RDF["rest"], RDF["nil"])]


def predicates(path: Path) -> tuple[NamedNode, ...]:
    """Every predicate that the path names, in order.

    >>> predicates(Inverse(NamedNode("http://e/p")))
    (<NamedNode value=http://e/p>,)
    """
    match path:
        case NamedNode():
            return (path,)
        case Inverse(inner) | Repeat(inner, _):
            return predicates(inner)
        case Sequence(parts) | Alternative(parts):
            return tuple(predicate for part in parts for predicate in predicates(part))


Term = NamedNode | BlankNode | Literal | Triple
Match = Callable[[Term | None, NamedNode, Term | None], Iterable[Triple]]
"""Looks up triples by subject and predicate, or by predicate and object (the other is None)."""


def steps(path: Path, start: Term, match: Match) -> dict[Term, tuple[Triple, ...]]:
    """Every value of the path from `start`, each with the triples of one shortest way to it.

    >>> triple = Triple(NamedNode("http://e/a"), NamedNode("http://e/p"), NamedNode("http://e/b"))
    >>> found = steps(Inverse(triple.predicate), triple.object, lambda s, p, o: [triple])
    >>> found == {triple.subject: (triple,)}
    True
    """
    match path:
        case NamedNode():
            node = isinstance(start, NamedNode | BlankNode)
            return {t.object: (t,) for t in match(start, path, None)} if node else {}
        case Inverse(NamedNode() as predicate):
            return {t.subject: (t,) for t in match(None, predicate, start)}
        case Inverse(inner):
            return steps(_turned(inner), start, match)
        case Alternative(parts):
            return _first_wins(steps(part, start, match) for part in parts)
        case Sequence(parts):
            return _follow(parts, {start: ()}, match)
        case Repeat(inner, mark):
            return _repeat(inner, mark, start, match)


def _turned(path: Path) -> Path:
    match path:
        case NamedNode():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Repeat(inner, mark):
            return Repeat(_turned(inner), mark)
        case Alternative(parts):
            return Alternative(tuple(_turned(part) for part in parts))
        case Sequence(parts):
            return Sequence(tuple(_turned(part) for part in reversed(parts)))


_Ways = dict[Term, tuple[Triple, ...]]


def _first_wins(found: Iterable[_Ways]) -> _Ways:
    ways: _Ways = {}
    for more in found:
        for term, way in more.items():
            ways.setdefault(term, way)
    return ways


def _follow(parts: tuple[Path, ...], ways: _Ways, match: Match) -> _Ways:
    for part in parts:
        ways = _advance(part, ways, match)
    return ways


def _advance(part: Path, ways: _Ways, match: Match) -> _Ways:
    return _first_wins(
        {end: (*way, *more) for end, more in steps(part, term, match).items()} for term, way in ways.items()
    )


def _repeat(inner: Path, mark: str, start: Term, match: Match) -> _Ways:
    reached: _Ways = {} if mark == "+" else {start: ()}
    frontier: _Ways = {start: ()}
    while frontier:
        after = _advance(inner, frontier, match)
        frontier = {term: way for term, way in after.items() if term not in reached}
        reached.update(frontier)
        if mark == "?":
            break
    return reached
