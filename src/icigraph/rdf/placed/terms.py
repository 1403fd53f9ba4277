"""The terms of Turtle (RDF 1.2 Turtle, section 6.5) that stand in no brackets: IRIs, names and literals."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BaseDirection, Literal, NamedNode

from icigraph.rdf.document_iris import NameFault, Names
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.placed.cursor import TokenCursor
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.lexer import (
    ESCAPED_IRI,
    IRI,
    LANGUAGE,
    NAME,
    NUMBER,
    STRING,
    WORD,
    BadEscape,
    string_value,
)

__all__ = ["TermReader"]

_INTEGER, _DECIMAL, _DOUBLE, _BOOLEAN = (XSD[name] for name in ("integer", "decimal", "double", "boolean"))
_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}
_Node = Any


class TermReader(TokenCursor):
    """Reads the term at hand; None where it is one with a fault."""

    def __init__(self, text: str, lines: LineTable, base: str | None) -> None:
        self.names = Names(base)
        super().__init__(text, lines)

    def _is_literal(self) -> bool:
        kind = self._kind
        return kind in (STRING, NUMBER) or (kind == WORD and self._value in ("true", "false"))

    def _literal(self) -> Literal | None:
        if self._kind == STRING:
            return self._string()
        if self._kind == NUMBER:
            return _number(self._take())
        return Literal(self._take(), datatype=_BOOLEAN)

    def _iri(self, wanted: str) -> _Node:
        kind = self._kind
        if kind == NAME:
            return self._name_of(self.names.prefixed, (self._at, self._take()))
        if kind in (IRI, ESCAPED_IRI):
            return self._name_of(self.names.iri, (self._at, self._take()))
        raise self._unexpected(wanted)

    def _name_of(self, find: Any, token: tuple[int, str]) -> NamedNode | None:
        try:
            found: NamedNode | None = find(token[1])
        except NameFault as fault:
            self._goes_wrong(token[0])
            if fault.message:
                self._fault(token[0], fault.message, fault.hint)
            return None
        return found

    def _string(self) -> Literal | None:
        at = self._at
        value = self._lexical(at, self._take())
        if self._kind == LANGUAGE:
            language_at = self._at
            return self._tagged(value, self._take()[1:], language_at)
        if self._accept("^^"):
            datatype = self._iri("a datatype")
            return None if datatype is None or value is None else self._typed(value, datatype, at)
        return None if value is None else Literal(value)

    def _lexical(self, at: int, token: str) -> str | None:
        try:
            return string_value(token)
        except BadEscape as error:
            self._fault(at + error.offset, str(error), "write \\\\ for a backslash")
            return None

    def _typed(self, value: str, datatype: NamedNode, at: int) -> Literal | None:
        try:
            return Literal(value, datatype=datatype)
        except ValueError as error:
            self._fault(at, str(error), None)
            return None

    def _tagged(self, value: str | None, tag: str, at: int) -> Literal | None:
        language, _, direction = tag.partition("--")
        if direction and direction not in _DIRECTIONS:
            self._fault(at, f"{direction} is no base direction", "write ltr or rtl")
            return None
        try:
            return None if value is None else _language_literal(value, language.lower(), direction)
        except ValueError as error:
            self._fault(at, f"@{tag} is no language tag: {error}", "for example @en or @en-GB")
            return None


def _number(token: str) -> Literal:
    if "e" in token or "E" in token:
        return Literal(token, datatype=_DOUBLE)
    return Literal(token, datatype=_DECIMAL if "." in token else _INTEGER)


def _language_literal(value: str, language: str, direction: str) -> Literal:
    if direction:
        return Literal(value, language=language, direction=_DIRECTIONS[direction])
    return Literal(value, language=language)
