"""What a literal's text could be as another datatype, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import XSD
from icigraph.validation.report import Applicability

__all__ = ["IRI", "SCHEMES", "Reading", "readings"]

SAFE, UNSAFE, DISPLAY_ONLY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY_ONLY
SCHEMES = re.compile(r"(https?|ftp|urn|mailto|tel|doi|info|tag|geo|did|ark|file|data):", re.IGNORECASE)
"""How an IRI begins that is nothing else."""
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\]+", re.IGNORECASE)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_TIME = re.compile(r"([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"
_LEGAL = {
    "gYear": re.compile(r"-?([1-9][0-9]{3,}|0[0-9]{3})" + _ZONE),
    "gYearMonth": re.compile(r"-?([1-9][0-9]{3,}|0[0-9]{3})-(0[1-9]|1[0-2])" + _ZONE),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    "boolean": re.compile(r"true|false|0|1"),
    "anyURI": re.compile(r"\S+"),
    "string": re.compile(r".*", re.DOTALL),
}
_LEGAL["float"] = _LEGAL["double"]
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_RANGES: dict[str, tuple[float, float]] = {
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
    "nonNegativeInteger": (0, float("inf")),
    "positiveInteger": (1, float("inf")),
    "nonPositiveInteger": (float("-inf"), 0),
    "negativeInteger": (float("-inf"), -1),
}
_EXACT = {XSD["decimal"], XSD["integer"], *(XSD[name] for name in _RANGES)}
"""The datatypes whose values are among the decimal numbers: one number is the same in each."""
_NUMBERS = {"integer", "decimal", "double", "float", *_RANGES}
# With a leading zero or a plus sign a text may as well be a code.
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text of the wanted datatype, in what it differs or why it is meant, and how sure that is."""

    text: str
    why: str
    applicability: Applicability


def readings(value: Literal, wanted: NamedNode) -> list[Reading]:
    """What the literal's text could be as the wanted datatype; nothing where it is no text of it.

    >>> readings(Literal("34"), XSD["integer"])
    [Reading(text='34', why=' (as integer)', applicability=<Applicability.SAFE: 2>)]
    >>> [(one.text, one.applicability.name) for one in readings(Literal("2004-31-12"), XSD["date"])]
    [('2004-12-31', 'UNSAFE')]
    >>> [one.text for one in readings(Literal("1,5"), XSD["integer"])]
    []
    """
    text, name = value.value.strip(), wanted.value.removeprefix(str(XSD))
    found = _dates(text) if name == "date" else _moments(text) if name == "dateTime" else _others(text, name)
    most = SAFE if _keeps_value(value, wanted) else UNSAFE
    return [replace(one, applicability=min(one.applicability, most)) for one in found]


def _keeps_value(value: Literal, wanted: NamedNode) -> bool:
    """Whether the literal means no more than its text, or a number that the wanted datatype has as well."""
    if value.language is not None:
        return False
    return value.datatype in (XSD["string"], wanted) or {value.datatype, wanted} <= _EXACT


def _others(text: str, name: str) -> list[Reading]:
    if _is_legal(text, name):
        return [Reading(text, f" (as {name})", SAFE if _is_plain(text, name) else UNSAFE)]
    if name == "boolean" and text.lower() in ("true", "false"):
        return [Reading(text.lower(), " (as boolean)", SAFE)]
    if name not in _NUMBERS:
        return []
    found = []
    if _THOUSANDS.fullmatch(text):
        found.append(Reading(text.replace(",", ""), " (if the comma parts thousands)", UNSAFE))
    if _COMMA.fullmatch(text):
        found.append(Reading(text.replace(",", "."), " (if the comma is a decimal point)", UNSAFE))
    good = [one for one in found if _is_legal(one.text, name)]
    return _of_several(good)


def _of_several(found: list[Reading]) -> list[Reading]:
    """One reading may be meant; of several only a person knows which."""
    return found if len(found) == 1 else [replace(one, applicability=DISPLAY_ONLY) for one in found]


def _is_plain(text: str, name: str) -> bool:
    """Whether the text is what the datatype's values are usually written as, and hardly anything else."""
    if name in _NUMBERS:
        return _PLAIN.fullmatch(text) is not None
    if name == "anyURI":
        return SCHEMES.match(text) is not None and IRI.fullmatch(text) is not None
    return name in ("gYear", "gYearMonth") or text in ("true", "false")


def _is_legal(text: str, name: str) -> bool:
    if name in _RANGES:
        least, most = _RANGES[name]
        return _LEGAL["integer"].fullmatch(text) is not None and least <= Decimal(text) <= most
    return name in _LEGAL and _LEGAL[name].fullmatch(text) is not None


def _moments(text: str) -> list[Reading]:
    day, _, clock = text.partition("T")
    if not _is_clock(clock):
        return []
    return [
        replace(one, text=f"{one.text}T{clock}", why=one.why.replace("as date", "as dateTime"))
        for one in _dates(day)
    ]


def _is_clock(text: str) -> bool:
    found = _TIME.fullmatch(text)
    try:
        return found is not None and time.fromisoformat(found[1]) is not None
    except ValueError:
        return False


def _dates(text: str) -> list[Reading]:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        good = _date(year, month, day)
        if good:
            return [Reading(good, " (as date)", SAFE if good == text else UNSAFE)]
        swapped = _date(year, day, month)
        return [Reading(swapped, " (day and month seem swapped)", UNSAFE)] if swapped else []
    if found := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        read = {_date(year, first, second): " (if the month is first)"}
        read[_date(year, second, first)] = " (if the day is first)"
        good_ones = [Reading(one, why, UNSAFE) for one, why in read.items() if one]
        one_only = [replace(one, why=" (year first)") for one in good_ones]
        return _of_several(good_ones if len(good_ones) > 1 else one_only)
    return []


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
