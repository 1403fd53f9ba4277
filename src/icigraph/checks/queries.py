"""Queries looked at as text: the terms they name, variables that nothing binds, patterns that share no
variable.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from icigraph.base.nearest import nearest
from icigraph.rdf.sparql import Token, declared_prefixes, tokens

__all__ = ["Finding", "QueryLook", "look"]

_EXPRESSION_WORDS = {"FILTER", "BIND", "HAVING", "BY", "AS"}
_GROUP_WORDS = {"OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "EXISTS", "NOT"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a query: where (code point offset), which variable or term, and the name that was
    likely meant.
    """

    start: int
    name: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class QueryLook:
    """What a query names and what is odd about it."""

    terms: tuple[Finding, ...]
    unbound: tuple[Finding, ...]
    lonely: tuple[Finding, ...]
    unjoined: tuple[Finding, ...]


def look(text: str, prefixes: Mapping[str, str]) -> QueryLook:
    """Look at a query; `prefixes` are those known beside the ones it declares.

    >>> found = look("SELECT ?stat WHERE { ?state a <x:State> . ?other a <x:Org> }", {})
    >>> [(one.name, one.hint) for one in found.unbound], [one.name for one in found.unjoined]
    ([('stat', 'state')], ['other'])
    """
    parts = list(tokens(text))
    body = _after_prologue(parts)
    known = {**prefixes, **declared_prefixes(parts)}
    group = _group(iter(_body(body)))
    bound = {*group.bound(), *_computed(body)}
    variables = [token for token in body if token.kind == "variable"]
    counts = Counter(_name(token) for token in variables)
    return QueryLook(
        terms=tuple(_terms(body, known)),
        unbound=tuple(_unbound(variables, bound)),
        lonely=tuple(_lonely(variables, counts, text)),
        unjoined=tuple(group.unjoined()),
    )


def _name(token: Token) -> str:
    return token.text[1:]


def _after_prologue(parts: list[Token]) -> list[Token]:
    place = 0
    while place < len(parts) and parts[place].text.upper() in {"PREFIX", "BASE"}:
        place += 3 if parts[place].text.upper() == "PREFIX" else 2
    return parts[place:]


def _computed(body: list[Token]) -> Iterator[str]:
    """Variables that `AS` binds, in the head too."""
    for word, token in itertools.pairwise(body):
        if word.text.upper() == "AS" and token.kind == "variable":
            yield _name(token)


def _terms(body: Iterable[Token], prefixes: Mapping[str, str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for token in body:
        iri = _iri(token, prefixes)
        if iri and iri not in seen:
            seen.add(iri)
            yield Finding(token.start, iri)


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    if token.kind == "name" and colon and prefix in prefixes and prefix != "_":
        return prefixes[prefix] + local.replace("\\", "")
    return None


def _unbound(variables: list[Token], bound: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for token in variables:
        name = _name(token)
        if name not in bound and name not in seen:
            seen.add(name)
            yield Finding(token.start, name, nearest(name, bound))


def _lonely(variables: list[Token], counts: Counter[str], text: str) -> Iterator[Finding]:
    """A variable that stands once, beside another with nearly its name, is likely misspelt."""
    if "*" in text.split("{", 1)[0]:
        return
    for token in variables:
        name = _name(token)
        others = [other for other, count in counts.items() if other != name and count > 1]
        meant = nearest(name, others) if counts[name] == 1 and len(name) > 3 else None
        if meant and abs(len(meant) - len(name)) <= 1 and _transposed(name, meant):
            yield Finding(token.start, name, meant)


def _transposed(one: str, other: str) -> bool:
    return one.casefold() == other.casefold() or sorted(one) == sorted(other) or _one_apart(one, other)


def _one_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    plural = long == short + "s" or long[-1:].isdigit() or short[-1:].isdigit()
    return not plural and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


@dataclass(slots=True)
class _Element:
    """Part of a group: its variables, the groups inside it, and what it is: a `pattern`, a `filter` or a
    `bind`.
    """

    variables: list[Token]
    kind: str
    inner: list[_Group]


@dataclass(slots=True)
class _Group:
    elements: list[_Element]

    def bound(self) -> Iterator[str]:
        for element in self.elements:
            if element.kind != "filter":
                yield from (_name(token) for token in element.variables)
            for group in element.inner:
                yield from group.bound()

    def everything(self) -> Iterator[Token]:
        for element in self.elements:
            yield from element.variables
            for group in element.inner:
                yield from group.everything()

    def unjoined(self) -> Iterator[Finding]:
        """The first variable of each further set of patterns that nothing joins to those before."""
        sets: list[set[str]] = []
        starts: dict[str, Token] = {}
        for element in self.elements:
            used = [*element.variables, *(token for group in element.inner for token in group.everything())]
            sets = _merged(sets, {_name(token) for token in used}) if used else sets
            for token in element.variables if element.kind == "pattern" else ():
                starts.setdefault(_name(token), token)
            for group in element.inner:
                yield from group.unjoined()
        firsts = (
            min((starts[name] for name in names if name in starts), key=_start, default=None)
            for names in sets
        )
        yield from (
            Finding(token.start, _name(token)) for token in sorted(filter(None, firsts), key=_start)[1:]
        )


def _start(token: Token) -> int:
    return token.start


def _merged(sets: list[set[str]], names: set[str]) -> list[set[str]]:
    apart = [one for one in sets if one.isdisjoint(names)]
    joined = names.union(*(one for one in sets if not one.isdisjoint(names)))
    return [*apart, joined]


def _body(parts: list[Token]) -> list[Token]:
    """From the first brace on; what stands before is the head."""
    start = next(
        (at for at, token in enumerate(parts) if token.text == "{" and token.kind == "mark"), len(parts)
    )
    head = [token.text.upper() for token in parts[:start]]
    if "CONSTRUCT" in head:
        depth = 0
        for at in range(start, len(parts)):
            depth += {"{": 1, "}": -1}.get(parts[at].text, 0)
            if depth == 0:
                return _body(parts[at + 1 :])
    return parts[start + 1 :]


def _group(stream: Iterator[Token]) -> _Group:
    """Read elements up to the closing brace: statements end with a full stop, keywords begin another."""
    group = _Group([])
    current, united = _Element([], "pattern", []), False
    for token in stream:
        mark = token.text if token.kind == "mark" else ""
        word = token.text.upper() if token.kind == "word" else ""
        if mark == "}":
            break
        if current.inner and word != "UNION" and not united:
            current = _started(group, current, "pattern")
        united = word == "UNION"
        if mark == "{":
            current.inner.append(_group(stream))
        elif word in _EXPRESSION_WORDS:
            current = _started(group, current, "filter")
            bindings = _expression(stream, current)
            group.elements.append(current)
            group.elements += [_Element([token], "bind", []) for token in bindings]
            current = _Element([], "pattern", [])
        elif mark == "." or (word in _GROUP_WORDS and word not in {"UNION", "EXISTS"}):
            current = _started(group, current, "pattern")
        elif word == "VALUES":
            # Our questions take their parameters from VALUES, which may be used in an expression only.
            current = _started(group, current, "bind")
        elif token.kind == "variable":
            current.variables.append(token)
    _started(group, current, "pattern")
    return group


def _started(group: _Group, current: _Element, kind: str) -> _Element:
    if current.variables or current.inner:
        group.elements.append(current)
    return _Element([], kind, [])


def _expression(stream: Iterator[Token], element: _Element) -> list[Token]:
    """The variables of an expression in parentheses go to the element; gives those that `AS` binds."""
    depth, after_as, bound = 0, False, []
    for token in stream:
        if token.kind == "mark":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if token.text == "{":
                element.inner.append(_group(stream))
            if depth <= 0:
                break
        elif token.kind == "variable":
            element.variables.append(token)
            if after_as:
                bound.append(token)
        after_as = token.kind == "word" and token.text.upper() == "AS"
    return bound
