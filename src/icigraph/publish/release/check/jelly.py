"""A reader of Jelly 1.1, made from its specification: it shares no code with the library that writes.

It reads what a release writes: streams of quads, one physical statement a row (https://w3id.org/jelly).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

__all__ = ["read_jelly"]

# Numbers of fields in rdf.proto: those of RdfStreamFrame, RdfStreamRow and RdfQuad.
_ROWS = 1
_QUAD, _NAME, _PREFIX, _DATATYPE = 3, 9, 10, 11
_SLOTS = {1: "s", 2: "s", 5: "p", 9: "o", 10: "o", 11: "o", 13: "g", 14: "g", 15: "g"}
_IRIS, _BLANK_NODES, _DEFAULT_GRAPHS = {1, 5, 9, 13}, {2, 10, 14}, {15}


def read_jelly(written: bytes) -> Iterator[Quad]:
    """The quads of a Jelly stream. A ValueError or LookupError tells that it is none."""
    return _Reader().quads(written)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a protobuf message: numbers, and texts or messages as bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        value: Any
        value, at = _varint(data, at)
        if key & 7 == 2:
            value, at = data[at : at + value], at + value
        elif key & 7 != 0:
            raise ValueError(f"a field of wire type {key & 7}, which Jelly has not")
        yield key >> 3, value


@dataclass(slots=True)
class _Table:
    """A lookup table: an entry without a number has the next one."""

    entries: dict[int, str] = field(default_factory=dict)
    last: int = 0

    def add(self, data: bytes) -> None:
        entry = dict(_fields(data))
        self.last = entry.get(1) or self.last + 1
        self.entries[self.last] = entry.get(2, b"").decode()


@dataclass(slots=True)
class _Reader:
    """What the rows so far have set: the tables, and the terms of the statement before."""

    tables: dict[int, _Table] = field(
        default_factory=lambda: {_NAME: _Table(), _PREFIX: _Table(), _DATATYPE: _Table()}
    )
    terms: dict[str, Any] = field(default_factory=dict)
    prefix: int = 0
    name: int = 0

    def quads(self, data: bytes) -> Iterator[Quad]:
        at = 0
        while at < len(data):
            size, at = _varint(data, at)
            frame, at = data[at : at + size], at + size
            for number, row in _fields(frame):
                if number == _ROWS:
                    yield from self._row(row)

    def _row(self, data: bytes) -> Iterator[Quad]:
        for number, content in _fields(data):
            if number in self.tables:
                self.tables[number].add(content)
            elif number == _QUAD:
                # A slot that is not there has the term of the statement before.
                for slot, value in sorted(_fields(content)):
                    self.terms[_SLOTS[slot]] = self._term(slot, value)
                yield Quad(*(self.terms[name] for name in "spog"))

    def _term(self, slot: int, data: bytes) -> Any:
        if slot in _BLANK_NODES:
            return BlankNode(data.decode())
        if slot in _DEFAULT_GRAPHS:
            return DefaultGraph()
        numbers = dict(_fields(data))
        return self._iri(numbers) if slot in _IRIS else self._literal(numbers)

    def _iri(self, numbers: dict[int, int]) -> NamedNode:
        self.prefix = numbers.get(1) or self.prefix
        self.name = numbers.get(2) or self.name + 1
        prefix = self.tables[_PREFIX].entries[self.prefix] if self.prefix else ""
        return NamedNode(prefix + self.tables[_NAME].entries[self.name])

    def _literal(self, found: dict[int, Any]) -> Literal:
        language = found[2].decode() if 2 in found else None
        datatype = NamedNode(self.tables[_DATATYPE].entries[found[3]]) if 3 in found else None
        return Literal(found.get(1, b"").decode(), language=language, datatype=datatype)
