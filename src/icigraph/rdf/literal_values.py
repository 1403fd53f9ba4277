"""The values that literals denote, by the OWL 2 datatype map (OWL 2 Syntax, section 4) as far as OWL 2 RL has
it.

A value is a pair of its value space and something hashable: two literals denote one value exactly if their
pairs are equal. A datatype that is not in the map is opaque: its literals equal only themselves and are never
ill-typed.
"""

from __future__ import annotations

import base64
import calendar
import math
import re
import struct
from collections.abc import Callable, Hashable
from decimal import Decimal
from functools import cache, partial
from xml.etree import ElementTree

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import RDF, RDFS, XSD
from icigraph.rdf.productions import NCNAME_START, PN_CHARS

__all__ = [
    "BOUNDS",
    "STRINGS",
    "SUPPORTED",
    "Value",
    "apart",
    "belongs",
    "datatypes_of",
    "differ",
    "value_of",
]

Value = tuple[str, Hashable]
_Reader = Callable[[str], Hashable | None]

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_REST = f".{PN_CHARS}"
_VISIBLE = r"[\u0021-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
STRINGS: dict[str, str] = {
    "string": r"[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*",
    "normalizedString": r"[\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*",
    "token": rf"({_VISIBLE}+( {_VISIBLE}+)*)?",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "Name": f"[:{NCNAME_START}][:{_REST}]*",
    "NCName": f"[{NCNAME_START}][{_REST}]*",
    "NMTOKEN": f"[:{_REST}]+",
}
_WIDE = (RDF["PlainLiteral"], RDF["langString"], RDFS["Literal"])
_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_MOMENT = re.compile(
    r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_IRI = re.compile(r"(?:[^\x00-\x20<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2}|\[[0-9A-Fa-f:.vV]+\])*")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # Compiled when one is asked for: the sets of letters are large, and few runs ask.
    return re.compile(STRINGS[name])


def _is_text(name: str, text: str) -> bool:
    return _pattern(name).fullmatch(text) is not None


def value_of(literal: Literal) -> Value | None:
    """What the literal denotes; None when it is ill-typed.

    >>> value_of(Literal("1", datatype=XSD["int"])) == value_of(Literal("01", datatype=XSD["integer"]))
    True
    >>> value_of(Literal("128", datatype=XSD["byte"])) is None
    True
    """
    if literal.language is not None:
        return _tagged(literal.value, literal.language)
    if literal.datatype == RDF["PlainLiteral"]:
        text, at, language = literal.value.rpartition("@")
        return _tagged(text, language) if at else None
    reader = SUPPORTED.get(literal.datatype)
    if reader is None:
        return "opaque", (literal.value, literal.datatype)
    space, read = reader
    value = read(literal.value)
    return None if value is None else (space, value)


def datatypes_of(literal: Literal) -> tuple[NamedNode, ...]:
    """The datatypes whose value space holds what the literal denotes; none when it is ill-typed.

    >>> XSD["byte"] in datatypes_of(Literal("5", datatype=XSD["integer"]))
    True
    """
    value = value_of(literal)
    if value is None:
        return ()
    if value[0] == "opaque":
        return (literal.datatype, RDFS["Literal"])
    return tuple(datatype for datatype in (*SUPPORTED, *_WIDE) if belongs(value, datatype))


def belongs(value: Value, datatype: NamedNode) -> bool:
    """Whether a value is in the value space of a datatype. Of an opaque datatype or value it is not known:
    then True.

    >>> value = value_of(Literal("300", datatype=XSD["integer"]))
    >>> belongs(value, XSD["short"]), belongs(value, XSD["byte"])
    (True, False)
    """
    space, content = value
    if datatype == RDFS["Literal"] or space == "opaque":
        return True
    if datatype in (RDF["PlainLiteral"], RDF["langString"]):
        tagged = isinstance(content, tuple) and bool(content[1])
        return space == "string" and (tagged or datatype == RDF["PlainLiteral"])
    if datatype not in SUPPORTED:
        return True
    return SUPPORTED[datatype][0] == space and _narrow(datatype.value.removeprefix(str(XSD)), content)


def differ(one: object, other: object) -> bool:
    """Whether two terms are literals that are known to denote different values (dt-diff).

    >>> differ(Literal("1", datatype=XSD["integer"]), Literal("1.0", datatype=XSD["decimal"]))
    False
    >>> differ(Literal("1", datatype=XSD["integer"]), Literal("2", datatype=XSD["decimal"]))
    True
    """
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    return apart(value_of(one), value_of(other))


def apart(one: Value | None, other: Value | None) -> bool:
    """Whether two values are known to be different; of an opaque one, and where there is none, that is not
    known.

    >>> one, same, text = (value_of(Literal(*each)) for each in (("1",), ("1",), ("2",)))
    >>> apart(one, same), apart(one, text), apart(one, None)
    (False, True, False)
    """
    return one is not None and other is not None and one != other and "opaque" not in (one[0], other[0])


def _narrow(name: str, content: Hashable) -> bool:
    if name in BOUNDS and isinstance(content, Decimal):
        return content == content.to_integral_value() and _within(content, name)
    if name in STRINGS and isinstance(content, tuple):
        return not content[1] and _is_text(name, content[0])
    if name == "dateTimeStamp" and isinstance(content, tuple):
        return content[1] is not None
    return True


def _within(number: Decimal, name: str) -> bool:
    low, high = BOUNDS[name]
    return (low is None or number >= low) and (high is None or number <= high)


def _tagged(text: str, language: str) -> Value | None:
    if language and _TAG.fullmatch(language) is None:
        return None
    return "string", (text, language.lower())


def _integer(name: str, text: str) -> Decimal | None:
    text = text.strip(" \t\r\n")
    if _INTEGER.fullmatch(text) is None:
        return None
    # Not `int`: Python refuses one of more than 4,300 digits. Nor arithmetic, which would round.
    number = Decimal(text)
    return number if _within(number, name) else None


def _decimal(text: str) -> Decimal | None:
    text = text.strip(" \t\r\n")
    if _DECIMAL.fullmatch(text) is None:
        return None
    return Decimal(text)


def _string(name: str, text: str) -> tuple[str, str] | None:
    return (text, "") if _is_text(name, text) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(" \t\r\n"))


def _double(text: str) -> Hashable | None:
    return _floating(text, "<d")


def _float(text: str) -> Hashable | None:
    return _floating(text, "<f")


def _floating(text: str, width: str) -> Hashable | None:
    """The bits of the number: positive and negative zero are two values, not-a-number is one."""
    text = text.strip(" \t\r\n")
    if text in ("INF", "+INF", "-INF", "NaN"):
        return text.lstrip("+")
    if _DOUBLE.fullmatch(text) is None:
        return None
    try:
        packed = struct.pack(width, float(text))
    except OverflowError:
        return None
    return None if math.isinf(struct.unpack(width, packed)[0]) else packed


def _hexadecimal(text: str) -> bytes | None:
    text = text.strip(" \t\r\n")
    return bytes.fromhex(text) if re.fullmatch(r"([0-9a-fA-F]{2})*", text) else None


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(re.sub(r"[ \t\r\n]", "", text), validate=True)
    except ValueError:
        return None


def _any_uri(text: str) -> str | None:
    """A character sequence that RFC 3987 allows as an IRI or a relative reference."""
    text = text.strip(" \t\r\n")
    if _IRI.fullmatch(text.replace("#", "", 1)) is None or text.count("#") > 1:
        return None
    head = re.split("[/?#]", text, maxsplit=1)[0]
    return text if ":" not in head or _SCHEME.match(head) else None


def _moment(text: str) -> Hashable | None:
    """A point of time with its offset; equal moments of different offsets are different values."""
    match = _MOMENT.fullmatch(text.strip(" \t\r\n"))
    if match is None:
        return None
    year, month, day, hour, minute = (int(match.group(index)) for index in range(1, 6))
    second, zone = Decimal(match.group(6)), match.group(7)
    offset = _offset(zone)
    end_of_day = hour == 24 and minute == 0 and second == 0
    if not _calendar(year, month, day) or offset is False or not (hour < 24 or end_of_day):
        return None
    if minute > 59 or second >= 60:
        return None
    days = _days(year, month, day)
    seconds = Decimal(days * 86400 + hour * 3600 + minute * 60) + second
    return (seconds - (offset or 0) * 60).normalize(), offset


def _stamp(text: str) -> Hashable | None:
    return _moment(text) if re.search(r"(Z|[+-]\d\d:\d\d)\s*$", text) else None


def _offset(zone: str | None) -> int | bool | None:
    """Minutes from UTC; None without a zone, False when out of range."""
    if zone is None or zone == "Z":
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    if minutes > 14 * 60 or int(zone[4:6]) > 59:
        return False
    return -minutes if zone[0] == "-" else minutes


def _calendar(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(_common_year(year), month)[1]


def _common_year(year: int) -> int:
    """A year of the standard calendar module with the same leap day: the Gregorian cycle is 400 years."""
    return year % 400 + 2000


def _days(year: int, month: int, day: int) -> int:
    cycles, rest = divmod(year, 400)
    whole = cycles * 146097 + rest * 365 + (rest + 3) // 4 - (rest + 99) // 100 + (rest + 399) // 400
    months = sum(calendar.monthrange(_common_year(year), number)[1] for number in range(1, month))
    return whole + months + day


def _xml(text: str) -> str | None:
    """Well-formed XML content in canonical form."""
    try:
        return ElementTree.canonicalize(f"<literal>{text}</literal>")
    except ElementTree.ParseError:
        return None


SUPPORTED: dict[NamedNode, tuple[str, _Reader]] = {
    **{XSD[name]: ("decimal", partial(_integer, name)) for name in BOUNDS},
    XSD["decimal"]: ("decimal", _decimal),
    **{XSD[name]: ("string", partial(_string, name)) for name in STRINGS},
    XSD["boolean"]: ("boolean", _boolean),
    XSD["double"]: ("double", _double),
    XSD["float"]: ("float", _float),
    XSD["hexBinary"]: ("hexBinary", _hexadecimal),
    XSD["base64Binary"]: ("base64Binary", _base64),
    XSD["anyURI"]: ("anyURI", _any_uri),
    XSD["dateTime"]: ("dateTime", _moment),
    XSD["dateTimeStamp"]: ("dateTime", _stamp),
    RDF["XMLLiteral"]: ("xml", _xml),
}
