"""Dates of mixed precision and the days between which they lie.

Lexical forms are those of XML Schema 1.1 part 2, sections 3.3.7, 3.3.9, 3.3.10 and 3.3.11; a time zone is put
aside, because a source that dates to the day does not mean an instant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.namespaces import XSD

__all__ = ["DATE_TYPES", "Bounds", "bounds", "parse_date_argument", "period"]

_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_YEAR = XSD["gYear"]
_MONTH = XSD["gYearMonth"]
_DAY = XSD["date"]
_INSTANT = XSD["dateTime"]
DATE_TYPES: tuple[NamedNode, ...] = (_YEAR, _MONTH, _DAY, _INSTANT)
_FORMS = {
    _YEAR: rf"(\d{{4}}){_ZONE}",
    _MONTH: rf"(\d{{4}})-(\d\d){_ZONE}",
    _DAY: rf"(\d{{4}})-(\d\d)-(\d\d){_ZONE}",
    _INSTANT: rf"(\d{{4}})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}",
}
_EXAMPLES = {_YEAR: "2004", _MONTH: "2004-06", _DAY: "2004-06-28", _INSTANT: "2004-06-28T09:00:00Z"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that a date can mean, both included.

    >>> Bounds(date(2004, 6, 1), date(2004, 6, 30)).exact
    False
    """

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        """Whether the date is known to the day."""
        return self.earliest == self.latest


def bounds(lexical: str, datatype: NamedNode) -> Bounds:
    """The bounds of a xsd:gYear, gYearMonth, date or dateTime. Raises InputError if it is none.

    >>> bounds("2004-02", XSD["gYearMonth"])
    Bounds(earliest=datetime.date(2004, 2, 1), latest=datetime.date(2004, 2, 29))
    """
    form = _FORMS.get(datatype)
    if form is None:
        raise InputError(
            Fault(f"{datatype.value} is not a type of date", hint="use xsd:gYear, xsd:gYearMonth or xsd:date")
        )
    match = re.fullmatch(form, lexical)
    if match is None:
        kind = datatype.value.removeprefix(XSD)
        raise InputError(Fault(f"{lexical!r} is not a xsd:{kind}", hint=f"write it as {_EXAMPLES[datatype]}"))
    return _between(lexical, *(int(part) for part in match.groups()))


def _between(lexical: str, year: int, month: int | None = None, day: int | None = None) -> Bounds:
    try:
        if month is None:
            return Bounds(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Bounds(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Bounds(date(year, month, day), date(year, month, day))
    except ValueError:
        raise InputError(
            Fault(f"{lexical!r} is not in the calendar", hint=_calendar_hint(year, month))
        ) from None


def _calendar_hint(year: int, month: int | None) -> str:
    if year == 0:
        return "years run from 0001 to 9999"
    if month is None or not 1 <= month <= 12:
        return "months run from 01 to 12"
    return f"{year:04}-{month:02} has {monthrange(year, month)[1]} days"


def parse_date_argument(text: str, hint: str = "write 2004, 2004-06 or 2004-06-28") -> Literal:
    """The typed literal of a date that a person typed: a year, a year and month, or a day. Raises InputError,
    with `hint` where it is none of them.

    >>> parse_date_argument("2004-06").datatype
    <NamedNode value=http://www.w3.org/2001/XMLSchema#gYearMonth>
    """
    stripped = text.strip()
    for datatype in (_YEAR, _MONTH, _DAY):
        if re.fullmatch(_FORMS[datatype], stripped):
            bounds(stripped, datatype)
            return Literal(stripped, datatype=datatype)
    raise InputError(Fault(f"{text!r} is not a date", hint=hint))


def period(first: str, last: str) -> str:
    """Two days as a reader says what lies between them: a day, a month, a year, or both days.

    Either may be empty; neither need be a day of the calendar.

    >>> period("2004-12-01", "2004-12-31"), period("2004-01-01", "2004-12-31")
    ('2004-12', '2004')
    >>> period("2004-06-28", "2004-06-28"), period("2005-01-01", "2005-03-31")
    ('2004-06-28', '2005-01-01 … 2005-03-31')
    >>> period("", "2005-03-31"), period("2005-01-01", "")
    ('2005-03-31 at the latest', '2005-01-01 at the earliest')
    """
    if first == last:
        return first
    if not first or not last:
        return f"{last} at the latest" if last else f"{first} at the earliest"
    for length, datatype in ((4, _YEAR), (7, _MONTH)):
        try:
            found = bounds(first[:length], datatype)
        except InputError:
            continue
        if (found.earliest.isoformat(), found.latest.isoformat()) == (first, last):
            return first[:length]
    return f"{first} … {last}"
