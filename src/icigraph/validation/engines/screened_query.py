"""The query of a SPARQL constraint, made to ask once which of all its focus nodes may have results.

SHACL (section 5.3.1) has the query run for each focus node, `$this` standing for it wherever it occurs. Here
each group that names `$this` also holds a pattern that gives the focus nodes one after the other. Where that
would not be the same, and where it would be slow, the query made asks for less: it finds the focus nodes that
have results, and perhaps some others, but leaves none out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icigraph.rdf.sparql import Token, tokens

__all__ = ["screening_queries"]

_NOT_FOR_ALL = frozenset(
    (
        *("GROUP", "HAVING", "LIMIT", "OFFSET", "MINUS", "SERVICE", "GRAPH", "VALUES", "FROM", "REDUCED"),
        *("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "RAND", "UUID", "STRUUID", "BNODE"),
        *("CONSTRUCT", "DESCRIBE", "ASK"),
    )
)
"""What counts or limits the solutions of one focus node, or means something else with one given beforehand.
"""
_UNKNOWN = frozenset(("currentShape", "shapesGraph", "failure", "PATH"))
_OPENERS, _CLOSERS = "({[", ")}]"
_NOT_PLAIN = frozenset(("{", "EXISTS", "OPTIONAL", "UNION", "BIND", "SELECT"))


@dataclass(frozen=True, slots=True)
class _Negation:
    """A `FILTER NOT EXISTS { … }` of a group: its span, and that of the group inside, braces included."""

    start: int
    end: int
    inner: tuple[int, int]
    plain: bool


def screening_queries(query: str, focus: str) -> tuple[str, ...]:
    """Queries for `?this`, each of which gives every focus node that has a result, the quickest first; none
    where that cannot be asked for all of them. `focus` is a pattern that binds `?this` to each focus node.

    >>> query = "SELECT $this { $this <x:p> ?v FILTER NOT EXISTS { $this <x:q> ?v } }"
    >>> for one in screening_queries(query, "FOCUS"):
    ...     print(one.removeprefix("SELECT DISTINCT ?this WHERE "))
    { FOCUS $this <x:p> ?v FILTER(true) }
    { FOCUS $this <x:p> ?v FILTER(true) MINUS { FOCUS $this <x:q> ?v } }
    >>> screening_queries("SELECT $this { $this <x:p> ?v } LIMIT 1", "FOCUS")
    ()
    """
    parts = list(tokens(query))
    begin = _main(parts)
    if begin is None or not _can_be_asked_for_all(parts):
        return ()
    pairs = _pairs(parts)
    if begin not in pairs or not all(_projects_this(parts, at, pairs) for at in _selects(parts)):
        return ()
    made = [_Rewriting(query, parts, pairs, focus, exact=exact).main(begin) for exact in (False, True)]
    return tuple(dict.fromkeys(made))


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else token.text


def _is_this(token: Token) -> bool:
    return token.kind == "variable" and token.text[1:] == "this"


def _main(parts: list[Token]) -> int | None:
    """Where the query's own group begins."""
    select = next(_selects(parts), None)
    return None if select is None else _group_after(parts, select)


def _selects(parts: list[Token]) -> Iterator[int]:
    return (at for at, token in enumerate(parts) if _word(token) == "SELECT")


def _group_after(parts: list[Token], at: int) -> int | None:
    return next((place for place in range(at, len(parts)) if parts[place].text == "{"), None)


def _can_be_asked_for_all(parts: list[Token]) -> bool:
    words = {_word(token) for token in parts if token.kind == "word"}
    variables = {token.text[1:] for token in parts if token.kind == "variable"}
    rebound = any(_is_this(after) and _word(token) == "AS" for token, after in itertools.pairwise(parts))
    return not (words & _NOT_FOR_ALL or variables & _UNKNOWN or rebound)


def _pairs(parts: list[Token]) -> dict[int, int]:
    """From each opening bracket to the one that closes it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(parts):
        if token.kind == "mark" and token.text in _OPENERS:
            opened.append(at)
        elif token.kind == "mark" and token.text in _CLOSERS and opened:
            found[opened.pop()] = at
    return found


def _projects_this(parts: list[Token], at: int, pairs: dict[int, int]) -> bool:
    """Whether a SELECT that names `$this` gives it to what is outside, as SHACL demands (section 5.2.1); with
    `*` that depends on where it is named.
    """
    group = _group_after(parts, at)
    if group is None or group not in pairs:
        return False
    head = parts[at + 1 : group]
    given = any(map(_is_this, head))
    return given or not any(_is_this(token) for token in parts[group : pairs[group]])


class _Rewriting:
    """One way to ask: `exact` keeps what is negated and can be asked for all, else it is left out."""

    def __init__(
        self, query: str, parts: list[Token], pairs: dict[int, int], focus: str, *, exact: bool
    ) -> None:
        self._query, self._parts, self._pairs, self._focus = query, parts, pairs, focus
        self._exact = exact

    def main(self, begin: int) -> str:
        first = next(_selects(self._parts))
        head = self._query[: self._parts[first].start]
        return f"{head}SELECT DISTINCT ?this WHERE {self._group(begin, more_allowed=True, main=True)}"

    def _group(self, begin: int, *, more_allowed: bool, main: bool = False) -> str:
        """A group with the focus nodes in it; `more_allowed` where it may have more solutions than due."""
        end = self._pairs[begin]
        negated = {one.start: one for one in self._negations(begin)} if more_allowed else {}
        inside = self._parts[begin + 1 : end]
        made = ["{"]
        if main or (any(map(_is_this, inside)) and _word(inside[0]) != "SELECT"):
            made.append(f" {self._focus}")
        at, done = begin + 1, self._parts[begin].end
        while at < end:
            if at in negated:
                # Not nothing: a full stop may stand before it and after it.
                made.append(self._query[done : self._parts[at].start] + "FILTER(true)")
                at = negated[at].end + 1
            elif self._parts[at].text == "{" and at in self._pairs:
                made.append(self._query[done : self._parts[at].start])
                made.append(self._group(at, more_allowed=more_allowed and self._is_joined(at)))
                at = self._pairs[at] + 1
            else:
                at += 1
                continue
            done = self._parts[at - 1].end
        made.append(self._query[done : self._parts[end].start])
        return "".join([*made, *self._removed(negated.values()), "}"])

    def _is_joined(self, at: int) -> bool:
        """Whether more solutions of a group can only give more of those around it."""
        before = _word(self._parts[at - 1])
        return before in ("{", "}", ".", "UNION") or (
            before == "WHERE" or self._parts[at - 1].kind == "variable"
        )

    def _removed(self, negated: Iterable[_Negation]) -> Iterator[str]:
        for one in negated if self._exact else ():
            if one.plain:
                yield f"MINUS {self._group(one.inner[0], more_allowed=False)} "

    def _negations(self, begin: int) -> Iterator[_Negation]:
        """The `FILTER NOT EXISTS` of a group itself, in brackets or not."""
        at, end = begin + 1, self._pairs[begin]
        while at < end:
            found = self._negation(at)
            if found:
                yield found
                at = found.end
            elif self._parts[at].text == "{" and at in self._pairs:
                at = self._pairs[at]
            at += 1

    def _negation(self, at: int) -> _Negation | None:
        if _word(self._parts[at]) != "FILTER":
            return None
        depth, place = 0, at + 1
        while self._parts[place].text == "(":
            depth, place = depth + 1, place + 1
        if [_word(token) for token in self._parts[place : place + 3]] != ["NOT", "EXISTS", "{"]:
            return None
        group = place + 2
        last = self._pairs[group] + depth
        if any(token.text != ")" for token in self._parts[self._pairs[group] + 1 : last + 1]):
            return None
        return _Negation(at, last, (group, self._pairs[group]), self._is_plain(group))

    def _is_plain(self, group: int) -> bool:
        """Whether a group holds triple patterns only, and filters of what these bind."""
        inside = range(group + 1, self._pairs[group])
        if any(_word(self._parts[at]) in _NOT_PLAIN for at in inside):
            return False
        filtered = {
            place for at in inside if _word(self._parts[at]) == "FILTER" for place in self._condition(at)
        }
        used = {self._parts[at].text[1:] for at in filtered if self._parts[at].kind == "variable"}
        bound = {
            self._parts[at].text[1:]
            for at in inside
            if at not in filtered and self._parts[at].kind == "variable"
        }
        return used <= bound

    def _condition(self, at: int) -> range:
        opened = next(place for place in range(at, len(self._parts)) if self._parts[place].text == "(")
        return range(at, self._pairs[opened] + 1)
