"""A second reader of Jelly, made from its specification: it shares no code with the library that writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

# Numbers of fields in rdf.proto: those of RdfStreamFrame, RdfStreamRow and RdfQuad.
ROWS = 1
QUAD, NAME, PREFIX, DATATYPE = 3, 9, 10, 11
SLOTS = {1: "s", 2: "s", 5: "p", 9: "o", 10: "o", 11: "o", 13: "g", 14: "g", 15: "g"}
IRIS, BLANK_NODES, LITERALS, DEFAULT_GRAPHS = {1, 5, 9, 13}, {2, 10, 14}, {11}, {15}


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a protobuf message: numbers, and texts or messages as bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        value, at = varint(data, at)
        if key & 7 == 2:
            value, at = data[at : at + value], at + value  # type: ignore[assignment]
        elif key & 7 != 0:
            raise ValueError(f"wire type {key & 7}")
        yield key >> 3, value


@dataclass
class Table:
    """A lookup table: an entry without a number has the next one."""

    entries: dict[int, str] = field(default_factory=dict)
    last: int = 0

    def add(self, data: bytes) -> None:
        entry = dict(fields(data))
        self.last = entry.get(1) or self.last + 1
        self.entries[self.last] = entry.get(2, b"").decode()


@dataclass
class Reader:
    tables: dict[int, Table] = field(
        default_factory=lambda: {NAME: Table(), PREFIX: Table(), DATATYPE: Table()}
    )
    terms: dict[str, Any] = field(default_factory=dict)
    prefix: int = 0
    name: int = 0

    def quads(self, data: bytes) -> Iterator[Quad]:
        at = 0
        while at < len(data):
            size, at = varint(data, at)
            frame, at = data[at : at + size], at + size
            for number, row in fields(frame):
                if number == ROWS:
                    yield from self.row(row)

    def row(self, data: bytes) -> Iterator[Quad]:
        for number, content in fields(data):
            if number in self.tables:
                self.tables[number].add(content)
            elif number == QUAD:
                # A slot that is not there has the term of the statement before.
                for slot, value in sorted(fields(content)):
                    self.terms[SLOTS[slot]] = self.term(slot, value)
                yield Quad(*(self.terms[name] for name in "spog"))

    def term(self, slot: int, data: bytes) -> Any:
        if slot in BLANK_NODES:
            return BlankNode(data.decode())
        if slot in DEFAULT_GRAPHS:
            return DefaultGraph()
        numbers = dict(fields(data))
        return self.iri(numbers) if slot in IRIS else self.literal(numbers)

    def iri(self, numbers: dict[int, int]) -> NamedNode:
        self.prefix = numbers.get(1) or self.prefix
        self.name = numbers.get(2) or self.name + 1
        prefix = self.tables[PREFIX].entries[self.prefix] if self.prefix else ""
        return NamedNode(prefix + self.tables[NAME].entries[self.name])

    def literal(self, found: dict[int, Any]) -> Literal:
        language = found[2].decode() if 2 in found else None
        datatype = NamedNode(self.tables[DATATYPE].entries[found[3]]) if 3 in found else None
        return Literal(found.get(1, b"").decode(), language=language, datatype=datatype)


def read_jelly(data: bytes) -> Iterator[Quad]:
    return Reader().quads(data)
