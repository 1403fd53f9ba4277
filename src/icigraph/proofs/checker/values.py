"""What literals are worth: the values, comparisons and promotions of SPARQL, for the checker's evaluation.

They follow SPARQL 1.1 Query, section 17.
"""

from __future__ import annotations

import re
import struct
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from icigraph.proofs.proof import Term
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
    "Unknown",
    "boolean",
    "common_type",
    "comparable",
    "decimal_of",
    "equal",
    "floating",
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


_TEMPORAL = frozenset(
    XSD[name].value
    for name in (
        *("date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
        *("duration", "dayTimeDuration", "yearMonthDuration"),
    )
)
_YEARLY = {XSD["gYear"]: r"(-?\d{4,})()", XSD["gYearMonth"]: r"(-?\d{4,})-(\d\d)"}
_ZONE = r"(Z|[+-]\d\d:\d\d)?"


class Unevaluable(Exception):  # noqa: N818 (SPARQL's "error" is a value of its logic, not a fault)
    """The expression has no value."""


class Unknown(Exception):  # noqa: N818 (a limit of the checker, not a fault)
    """Whether an expression has a value, or which, is not known here: a function or a kind of value that the
    checker has no means to compute. `name` says which.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not known here")
        self.name = name


def boolean(value: bool) -> Literal:
    """A truth value as a literal of xsd:boolean.

    >>> boolean(True).value
    'true'
    """
    return Literal("true" if value else "false", datatype=BOOLEAN)


def is_number(term: Term) -> bool:
    """Whether a term is a literal of one of the numeric types that SPARQL computes with.

    >>> is_number(Literal("1", datatype=INTEGER)), is_number(Literal("1"))
    (True, False)
    """
    return isinstance(term, Literal) and (
        term.datatype.value in _INTEGERS or term.datatype in (DECIMAL, DOUBLE, FLOAT)
    )


def decimal_of(term: Term) -> Decimal:
    """The exact value of a number; Unevaluable for another term, Unknown for a date or a duration.

    >>> decimal_of(Literal("01.50", datatype=DECIMAL))
    Decimal('1.50')
    """
    if isinstance(term, Literal) and term.datatype.value in _TEMPORAL:
        raise Unknown(f"arithmetic with {_short(term.datatype)}")
    if not isinstance(term, Literal) or not is_number(term):
        raise Unevaluable(f"{term} is not a number")
    try:
        return Decimal(term.value)
    except InvalidOperation as error:
        raise Unevaluable(f"{term} is not a number") from error


def number(value: Decimal, datatype: NamedNode) -> Literal:
    """A value as a literal of a numeric type, an integer cut to its whole part.

    >>> number(Decimal("2.50"), DECIMAL).value, number(Decimal("2.50"), INTEGER).value
    ('2.5', '2')
    """
    if datatype == INTEGER:
        return Literal(str(int(value)), datatype=INTEGER)
    if datatype == DECIMAL:
        text = f"{value:f}"
        return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=DECIMAL)
    return floating(float(value), datatype)


def floating(value: float, datatype: NamedNode) -> Literal:
    """A number of xsd:double, or of xsd:float, which has fewer digits.

    >>> floating(0.1, DOUBLE).value, floating(0.1, FLOAT).value
    ('0.1', '0.10000000149011612')
    """
    if datatype == FLOAT:
        value = struct.unpack("<f", struct.pack("<f", value))[0]
    return Literal(repr(value).replace("inf", "INF").replace("nan", "NaN"), datatype=datatype)


def _short(datatype: NamedNode) -> str:
    return datatype.value.replace(str(XSD), "xsd:")


def common_type(left: Term, right: Term) -> NamedNode:
    """The type to which two numbers are promoted (SPARQL 1.1 Query, section 17.3).

    >>> common_type(Literal("1", datatype=INTEGER), Literal("1.5", datatype=DECIMAL)) == DECIMAL
    True
    """
    kinds = [term.datatype for term in (left, right) if isinstance(term, Literal)]
    for wider in (DOUBLE, FLOAT, DECIMAL):
        if wider in kinds:
            return wider
    return INTEGER


def truth(term: Term) -> bool:
    """The effective boolean value (SPARQL 1.1 Query, section 17.2.2); Unevaluable for a term that has none.

    >>> truth(Literal("a")), truth(Literal("")), truth(Literal("0", datatype=INTEGER))
    (True, False, False)
    """
    if is_number(term):
        return decimal_of(term) != 0
    if isinstance(term, Literal) and term.datatype == BOOLEAN:
        return term.value in ("true", "1")
    if isinstance(term, Literal) and term.datatype == STRING:
        return term.value != ""
    raise Unevaluable(f"{term} is neither true nor false")


def comparable(term: Term) -> tuple[str, object]:
    """The kind of ordered value that a literal has, and the value. Unknown for one that other engines may
    order and the checker does not.

    >>> comparable(Literal("01", datatype=INTEGER))
    ('number', Decimal('1'))
    """
    if is_number(term):
        return "number", decimal_of(term)
    if not isinstance(term, Literal) or term.language:
        raise Unevaluable(f"{term} has no order")
    if term.datatype == STRING:
        return str(term.datatype), term.value
    if term.datatype == BOOLEAN:
        return str(term.datatype), truth(term)
    if term.datatype in (DATE, DATETIME):
        return str(term.datatype), moment(term)
    if term.datatype in _YEARLY:
        return str(term.datatype), _year(term, _YEARLY[term.datatype])
    raise Unknown(f"comparing {_short(term.datatype)}")


def moment(term: Literal) -> date:
    """A date, or a point of time; Unknown for what Python has no form for, as a year before Christ.

    >>> moment(Literal("2004-06-28", datatype=DATE))
    datetime.date(2004, 6, 28)
    """
    read = date.fromisoformat if term.datatype == DATE else datetime.fromisoformat
    try:
        return read(term.value)
    except ValueError as error:
        if re.fullmatch(rf"-?\d{{4,}}-\d\d-\d\d(T[\d:.]+)?{_ZONE}", term.value, re.ASCII):
            raise Unknown(f"the date {term.value}") from error
        raise Unevaluable(f"{term} is not a date") from error


def _year(term: Literal, form: str) -> tuple[int, int]:
    found = re.fullmatch(form + _ZONE, term.value, re.ASCII)
    if found is None:
        raise Unevaluable(f"{term} is not a date")
    if found[3]:
        raise Unknown(f"{_short(term.datatype)} with a time zone")
    return int(found[1]), int(found[2] or 1)


def equal(left: Term, right: Term) -> bool:
    """Whether two terms are the same, or literals of the same value, as `=` has it (SPARQL 1.1 Query, section
    17.3).

    >>> equal(Literal("1.0", datatype=DECIMAL), Literal("1", datatype=INTEGER))
    True
    """
    if left == right:
        return True
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return False
    if left.language or right.language:
        return False
    value, against = _pair(left, right)
    return value == against


def less(left: Term, right: Term) -> bool:
    """Whether a literal comes before another; Unevaluable where the two have no order between them.

    >>> less(Literal("2004-06-28", datatype=DATE), Literal("2012-05-20", datatype=DATE))
    True
    """
    value, against = _pair(left, right)
    return bool(value < against)  # type: ignore[operator]


def _pair(left: Term, right: Term) -> tuple[object, object]:
    """Two values that can be compared."""
    kind, value = comparable(left)
    other, against = comparable(right)
    if kind != other:
        raise Unevaluable(f"{left} and {right} cannot be compared")
    if _zoned(value) != _zoned(against):
        raise Unknown("comparing a time with a zone to one without")
    return value, against


def _zoned(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def text_of(term: Term) -> str:
    """The text of a string, with a language or without; Unevaluable for another term.

    >>> text_of(Literal("Istanbul", language="en"))
    'Istanbul'
    """
    if isinstance(term, Literal) and (term.datatype == STRING or term.language):
        return term.value
    raise Unevaluable(f"{term} is not a string")


def read_number(text: str) -> Decimal:
    """The number that a text spells; Unevaluable where it spells none.

    >>> read_number("2.50")
    Decimal('2.50')
    """
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Unevaluable(f"{text!r} is not a number") from error
