"""From a cell to the term that its column makes of it, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.base.faults import Fault, InputError
from icigraph.project.datatypes import is_well_formed
from icigraph.project.tables.column import IRI, TEXT, VALUE, Column
from icigraph.project.tables.names import KnownThings
from icigraph.rdf.dates import DATE_TYPES, bounds
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.prefixes import Prefixes

__all__ = ["CellReader", "UnknownName"]

_EXAMPLES = {
    "gYear": "2004",
    "gYearMonth": "2004-06",
    "date": "2004-06-28",
    "integer": "12",
    "boolean": "true",
}


class UnknownName(InputError):  # noqa: N818  it may be known later
    """A cell names no thing, or more than one: statements that are read later may tell which."""


@dataclass(frozen=True, slots=True)
class CellReader:
    """Makes terms of cells. `known` tells which things there are, `prefixes` what names of IRIs stand for."""

    known: KnownThings
    prefixes: Prefixes

    def values(self, column: Column, text: str) -> list[Literal | NamedNode]:
        """The terms that a cell holds, none if it is empty. An `InputError` without a place says what is
        wrong; it is an `UnknownName` where only a name is not known.

        >>> from pyoxigraph import Store
        >>> reader = CellReader(KnownThings(Store(), Prefixes({})), Prefixes({"id": "x:"}))
        >>> reader.values(Column("start", VALUE, (XSD["gYear"], XSD["date"])), "2004")[0].datatype
        <NamedNode value=http://www.w3.org/2001/XMLSchema#gYear>
        >>> reader.values(Column("who", IRI, separator=";"), "id:a; id:b")
        [<NamedNode value=x:a>, <NamedNode value=x:b>]
        """
        parts = [one.strip() for one in text.split(column.separator)] if column.separator else [text]
        return [self._value(column, part) for part in parts if part]

    def _value(self, column: Column, text: str) -> Literal | NamedNode:
        if column.form == TEXT:
            return Literal(text, language=column.language or None)
        if text != text.strip():
            raise InputError(Fault(f"white space stands around {text.strip()!r}", hint="leave it out"))
        if column.form == VALUE:
            return _typed(text, column.types)
        if column.form == IRI:
            return self._expanded(text)
        kind = column.types[0] if column.types else None
        return self._expanded(text) if self._is_iri(text) else self._named(text, kind)

    def _is_iri(self, text: str) -> bool:
        prefix, colon, _ = text.partition(":")
        return text.startswith("<") or "://" in text or (bool(colon) and prefix in self.prefixes.names)

    def _expanded(self, text: str) -> NamedNode:
        return self.prefixes.expand(text)

    def _named(self, text: str, kind: NamedNode | None) -> NamedNode:
        found = self.known.named(text, kind)
        if len(found) == 1:
            return found[0]
        if found:
            listed = " or ".join(map(self.prefixes.shrink, found))
            raise UnknownName(Fault(f"{text!r} may be {listed}", hint="write one of these"))
        raise UnknownName(self._nothing_called(text, kind))

    def _nothing_called(self, text: str, kind: NamedNode | None) -> Fault:
        what = f"no {self.prefixes.shrink(kind)}" if kind else "nothing"
        others = self.known.named(text, None) if kind else []
        if others:
            listed = " and ".join(map(self.prefixes.shrink, others))
            return Fault(f"{what} is called {text!r}: the files do not say that {listed} is one", None, None)
        return Fault(f"{what} is called {text!r}", None, self._meant(text, kind))

    def unknown(self, term: NamedNode, column: Column) -> Fault | None:
        """What is said of an IRI in a column of known things that nothing is said of, or that is of no such
        class.

        >>> from pyoxigraph import Store
        >>> reader = CellReader(KnownThings(Store(), Prefixes({})), Prefixes({"id": "x:"}))
        >>> reader.unknown(NamedNode("x:oslo"), Column("town", "thing")).message
        'nothing is known of id:oslo'
        """
        kind = column.types[0] if column.types else None
        name = self.prefixes.shrink(term)
        if not self.known.has(term):
            return Fault(f"nothing is known of {name}", None, self._meant(name, kind))
        if kind is not None and not self.known.is_a(term, kind):
            types = ", ".join(sorted(map(self.prefixes.shrink, self.known.types(term)))) or "of no class"
            what = f"the files do not say that {name} is a {self.prefixes.shrink(kind)}: it is {types}"
            return Fault(what, None, self._meant(name, kind))
        return None

    def _meant(self, text: str, kind: NamedNode | None) -> str:
        near = self.known.near(text, kind)
        if near:
            return f"did you mean {' or '.join(near)}?"
        return "write a label, a code or prefix:name of something that the project's files describe"


def _typed(text: str, datatypes: tuple[NamedNode, ...]) -> Literal:
    wrong: list[Fault] = []
    for datatype in datatypes:
        literal = Literal(text, datatype=datatype)
        if datatype in DATE_TYPES:
            try:
                bounds(text, datatype)
                return literal
            except InputError as error:
                wrong += error.faults
        elif is_well_formed(literal):
            return literal
    impossible = next((one for one in wrong if "calendar" in one.message), None)
    if impossible:
        raise InputError(impossible)
    names = [datatype.value.removeprefix(str(XSD)) for datatype in datatypes]
    examples = [_EXAMPLES[name] for name in names if name in _EXAMPLES]
    if len(wrong) == len(datatypes):
        day = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
        if day:
            examples = ["year, month and day, as in 2004-06-28"]
    hint = f"write {_either(examples)}" if examples else None
    raise InputError(Fault(f"{text!r} is no {_either(names)}", None, hint))


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
