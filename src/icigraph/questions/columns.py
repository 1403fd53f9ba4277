"""Terms as values of Python, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from icigraph.questions.cells import Row, as_text
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.terms import Term

if TYPE_CHECKING:
    from typing import Any

__all__ = ["columns", "plain"]

_INTEGERS = (
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort"),
    "unsignedByte",
)
_LARGEST = 2**63


def _integer(text: str) -> int:
    value = int(text)
    if not -_LARGEST <= value < _LARGEST:
        raise ValueError(text)
    return value


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


_READERS: Mapping[str, Callable[[str], object]] = {
    **{f"{XSD}{name}": _integer for name in _INTEGERS},
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": _boolean,
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": datetime.fromisoformat,
    f"{XSD}dateTimeStamp": datetime.fromisoformat,
    f"{XSD}time": time.fromisoformat,
}


def plain(term: Term | None) -> Any:
    """A term as a value of Python: None, a number (of 64 bits if it is whole), a boolean, a date or a time
    where there is one for it, else text.

    >>> plain(Literal("2005-02-10", datatype=XSD["date"])), plain(Literal("2005", datatype=XSD["gYear"]))
    (datetime.date(2005, 2, 10), '2005')
    """
    if term is None:
        return None
    if isinstance(term, Literal) and (reader := _READERS.get(term.datatype.value)):
        try:
            return reader(term.value)
        except (ValueError, ArithmeticError, KeyError):
            return term.value
    return as_text(term)


def columns(variables: Sequence[str], rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The values of each variable; all as text where they are not of one kind.

    >>> columns(["n"], [(Literal(1),), (Literal("a"),), (None,)])
    {'n': ['1', 'a', None]}
    """
    return {name: _column([row[at] for row in rows]) for at, name in enumerate(variables)}


def _column(terms: Sequence[Term | None]) -> list[Any]:
    values = [plain(term) for term in terms]
    if len({_kind(value) for value in values if value is not None}) <= 1:
        return values
    return [None if term is None else as_text(term) for term in terms]


def _kind(value: object) -> object:
    """Times with a zone and times without do not go together."""
    return type(value), getattr(value, "tzinfo", None) is not None
