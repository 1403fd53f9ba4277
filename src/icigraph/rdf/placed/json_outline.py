"""The outline of JSON-LD: objects with their places, keys and identifiers as the contexts have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.outline import Member, Node, Text, listed, resolved

__all__ = ["JsonValue", "outline_of_json", "read_json", "value_at"]

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[-+.\w]+")


@dataclass(frozen=True, slots=True, eq=False)
class JsonValue:
    """A JSON value with the place where it begins and the one after it; the value of an array is a list, of
    an object a tuple of pairs.
    """

    value: Any
    at: int
    end: int


def outline_of_json(text: str, base: str) -> list[Node]:
    """The nodes of a document, as far as it is JSON.

    >>> (node,) = outline_of_json('{"@context": {"e": "http://e/"}, "@id": "e:a", "e:p": 1}', "http://e/")
    >>> node.name, node.members[0].predicate, node.members[0].value
    ('http://e/a', 'http://e/p', Text(spelt=('1',)))
    """
    whole = read_json(text)
    return [] if whole is None else list(_Reader(_Context(base, whole)).nodes(whole))


def read_json(text: str) -> JsonValue | None:
    """The value that a text is, as far as it is JSON.

    >>> read_json("[1, 2").__class__, read_json("[1, 2]").end
    (<class 'NoneType'>, 6)
    """
    try:
        return value_at(text, _skip(text, 0))
    except (ValueError, IndexError, RecursionError):
        return None


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def value_at(text: str, at: int) -> JsonValue:
    """The value that begins at a place; ValueError or IndexError if none does.

    >>> value_at('{"a": [1, 2]}', 6).end
    12
    """
    if text[at] == '"':
        said, end = scanstring(text, at + 1, False)
        return JsonValue(said, at, end)
    if text[at] == "{":
        pairs, end = _many(text, at, "}", _pair)
        return JsonValue(tuple(pairs), at, end)
    if text[at] == "[":
        items, end = _many(text, at, "]", lambda text, at: ((item := value_at(text, at)), item.end))
        return JsonValue(items, at, end)
    word = _WORD.match(text, at)
    if word is None:
        raise ValueError(at)
    return JsonValue(_Word(word[0]), at, word.end())


class _Word(str):
    """A number, `true`, `false` or `null`."""


def _many(text: str, at: int, close: str, read: Any) -> tuple[list[Any], int]:
    found, place = [], _skip(text, at + 1)
    while text[place] != close:
        one, place = read(text, place)
        found.append(one)
        place = _skip(text, place)
        place = _skip(text, place + 1) if text[place] == "," else place
    return found, place + 1


def _pair(text: str, at: int) -> tuple[tuple[JsonValue, JsonValue], int]:
    key = value_at(text, at)
    value = value_at(text, _skip(text, _skip(text, key.end) + 1))
    return (key, value), value.end


class _Context:
    """What keys and identifiers stand for. All contexts of a document are taken as one."""

    def __init__(self, base: str, whole: JsonValue) -> None:
        self.base, self.vocab = base, ""
        self._terms: dict[str, str] = {}
        self.lists: set[str] = set()
        self._learn(whole)

    def _learn(self, one: JsonValue) -> None:
        for item in one.value if isinstance(one.value, list) else ():
            self._learn(item)
        for key, value in one.value if isinstance(one.value, tuple) else ():
            if key.value == "@context":
                self._define(value)
            else:
                self._learn(value)

    def _define(self, context: JsonValue) -> None:
        for item in context.value if isinstance(context.value, list) else ():
            self._define(item)
        for key, value in context.value if isinstance(context.value, tuple) else ():
            meant = value.value
            if isinstance(meant, tuple):
                said = {name.value: inner.value for name, inner in meant}
                meant = said.get("@id")
                self.lists |= {key.value} if said.get("@container") == "@list" else set()
            if not isinstance(meant, str) or isinstance(meant, _Word):
                continue
            if key.value == "@vocab":
                self.vocab = meant
            elif key.value == "@base":
                self.base = resolved(self.base, meant)
            else:
                self._terms[key.value] = meant

    def term(self, name: str, deep: int = 0) -> str:
        """A key or a type in full; a keyword's alias as the keyword."""
        if name.startswith("@") or deep > 9:
            return name
        if self._terms.get(name, name) != name:
            return self.term(self._terms[name], deep + 1)
        prefix, colon, local = name.partition(":")
        if colon:
            space = self._terms.get(prefix) if not local.startswith("//") else None
            return name if space is None else self.term(space, deep + 1) + local
        return self.vocab + name if self.vocab else name

    def iri(self, name: str) -> str:
        """An identifier in full."""
        prefix, colon, _ = name.partition(":")
        if colon and (prefix == "_" or prefix in self._terms):
            return self.term(name)
        return resolved(self.base, name)


class _Reader:
    def __init__(self, context: _Context) -> None:
        self._context = context

    def nodes(self, one: JsonValue) -> Iterator[Node]:
        """The nodes at the top of a value."""
        if isinstance(one.value, list):
            for item in one.value:
                yield from self.nodes(item)
        elif isinstance(one.value, tuple):
            node, more = self._node(one)
            if node.members or node.name:
                yield node
            yield from more

    def _node(self, one: JsonValue) -> tuple[Node, list[Node]]:
        """A node, and those that stand in it without being a value of it."""
        node = Node(None, one.at)
        apart: list[Node] = []
        for key, value in one.value:
            term = self._context.term(key.value)
            if term == "@id" and isinstance(value.value, str):
                node.name, node.at = self._context.iri(value.value), value.at
            elif term == "@type":
                node.members += self._types(value, key.at)
            elif term in ("@graph", "@included"):
                apart += self.nodes(value)
            elif term == "@reverse":
                apart += [inner for _, each in value.value or () for inner in self.nodes(each)]
            elif not term.startswith("@"):
                node.members += self._members(term, value, key)
        return node, apart

    def _types(self, value: JsonValue, key: int) -> list[Member]:
        items = value.value if isinstance(value.value, list) else [value]
        spelt = [(item.at, str(item.value)) for item in items]
        return [
            Member(RDF["type"].value, Text((self._context.term(name), self._context.iri(name))), at, key)
            for at, name in spelt
        ]

    def _members(self, predicate: str, value: JsonValue, key: JsonValue) -> list[Member]:
        found = self._valued(value)
        if key.value in self._context.lists:
            found = [(listed(found, value.at), value.at)]
        return [Member(predicate, one, at, key.at) for one, at in found]

    def _valued(self, one: JsonValue) -> list[tuple[Node | Text, int]]:
        if isinstance(one.value, list):
            return [each for item in one.value for each in self._valued(item)]
        if isinstance(one.value, str):
            plain = isinstance(one.value, _Word)
            names = (
                ()
                if plain or " " in one.value
                else (self._context.iri(one.value), self._context.term(one.value))
            )
            return [(Text((str(one.value), *names)), one.at)]
        inside = {self._context.term(key.value): value for key, value in one.value}
        if "@value" in inside:
            return [(Text((str(inside["@value"].value),)), inside["@value"].at)]
        if "@list" in inside:
            return [(listed(self._valued(inside["@list"]), one.at), one.at)]
        if "@set" in inside:
            return self._valued(inside["@set"])
        node, _ = self._node(one)
        return [(node, node.at)]
