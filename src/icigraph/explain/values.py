"""What literals are worth: the values, comparisons and promotions of SPARQL, for the checker's evaluation.

They follow SPARQL 1.1 Query, section 17.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from icigraph.explain.proof import Term
from icigraph.rdf.namespaces import XSD

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
    "INTEGER",
    "STRING",
    "Unevaluable",
    "boolean",
    "common_type",
    "comparable",
    "decimal_of",
    "equal",
    "is_number",
    "less",
    "moment",
    "number",
    "read_number",
    "text_of",
    "truth",
]

_SIGNED = "integer int long short byte nonPositiveInteger negativeInteger"
_UNSIGNED = "nonNegativeInteger positiveInteger unsignedInt unsignedLong unsignedShort unsignedByte"
_INTEGERS = frozenset(XSD[name].value for name in (*_SIGNED.split(), *_UNSIGNED.split()))
STRING, BOOLEAN, INTEGER = XSD["string"], XSD["boolean"], XSD["integer"]
DECIMAL, DOUBLE, FLOAT = XSD["decimal"], XSD["double"], XSD["float"]
DATE, DATETIME = XSD["date"], XSD["dateTime"]


class Unevaluable(Exception):  # noqa: N818 (SPARQL's "error" is a value of its logic, not a fault)
    """The expression has no value, or one of its functions is not known here."""


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=BOOLEAN)


def is_number(term: Term) -> bool:
    return isinstance(term, Literal) and (
        term.datatype.value in _INTEGERS or term.datatype in (DECIMAL, DOUBLE, FLOAT)
    )


def decimal_of(term: Term) -> Decimal:
    if not isinstance(term, Literal) or not is_number(term):
        raise Unevaluable(f"{term} is not a number")
    try:
        return Decimal(term.value)
    except InvalidOperation as error:
        raise Unevaluable(f"{term} is not a number") from error


def number(value: Decimal, datatype: NamedNode) -> Literal:
    if datatype == INTEGER:
        return Literal(str(int(value)), datatype=INTEGER)
    if datatype == DECIMAL:
        text = f"{value:f}"
        return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=DECIMAL)
    return Literal(repr(float(value)), datatype=datatype)


def common_type(left: Term, right: Term) -> NamedNode:
    """The type to which two numbers are promoted (SPARQL 1.1 Query, section 17.3)."""
    kinds = [term.datatype for term in (left, right) if isinstance(term, Literal)]
    for wider in (DOUBLE, FLOAT, DECIMAL):
        if wider in kinds:
            return wider
    return INTEGER


def truth(term: Term) -> bool:
    """The effective boolean value (SPARQL 1.1 Query, section 17.2.2)."""
    if is_number(term):
        return decimal_of(term) != 0
    if isinstance(term, Literal) and term.datatype == BOOLEAN:
        return term.value in ("true", "1")
    if isinstance(term, Literal) and term.datatype == STRING:
        return term.value != ""
    raise Unevaluable(f"{term} is neither true nor false")


def comparable(term: Term) -> tuple[str, object]:
    """The kind of ordered value that a literal has, and the value."""
    if is_number(term):
        return "number", decimal_of(term)
    if isinstance(term, Literal) and term.datatype in (STRING, BOOLEAN):
        return str(term.datatype), term.value
    if isinstance(term, Literal) and term.datatype in (DATE, DATETIME):
        return str(term.datatype), moment(term)
    raise Unevaluable(f"{term} has no order")


def moment(term: Literal) -> date:
    try:
        read = date.fromisoformat if term.datatype == DATE else datetime.fromisoformat
        return read(term.value)
    except ValueError as error:
        raise Unevaluable(f"{term} is not a date") from error


def equal(left: Term, right: Term) -> bool:
    if left == right:
        return True
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return False
    if left.language or right.language:
        return False
    kind, value = comparable(left)
    other, against = comparable(right)
    if kind != other:
        raise Unevaluable(f"{left} and {right} cannot be compared")
    return value == against


def less(left: Term, right: Term) -> bool:
    kind, value = comparable(left)
    other, against = comparable(right)
    if kind != other:
        raise Unevaluable(f"{left} and {right} cannot be compared")
    return bool(value < against)  # type: ignore[operator]


def text_of(term: Term) -> str:
    if isinstance(term, Literal) and (term.datatype == STRING or term.language):
        return term.value
    raise Unevaluable(f"{term} is not a string")


def read_number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Unevaluable(f"{text!r} is not a number") from error
