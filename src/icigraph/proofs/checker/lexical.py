"""Whether a literal denotes a value of a datatype, for the checker: the lexical and value spaces of XSD.

The reasoner has tables of its own (`reason.literals`); these are written anew, so that a fault of the one is
not a fault of the other.
"""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

from pyoxigraph import Literal, NamedNode

from icigraph.proofs.checker.values import Unknown
from icigraph.rdf.namespaces import RDF, XSD
from icigraph.rdf.productions import PN_CHARS

__all__ = ["denotes", "differ"]

_BITS = {"long": 64, "int": 32, "short": 16, "byte": 8}
_LIMITS: dict[str, tuple[float, float]] = {
    "integer": (float("-inf"), float("inf")),
    "nonNegativeInteger": (0, float("inf")),
    "positiveInteger": (1, float("inf")),
    "nonPositiveInteger": (float("-inf"), 0),
    "negativeInteger": (float("-inf"), -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}
_PLAIN = RDF["PlainLiteral"]
_NO_START = "(?![-.0-9\u00b7\u0300-\u036f\u203f-\u2040])"
_TEXTS = {
    "string": r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*",
    "normalizedString": r"[^\x00-\x1f\ufffe\uffff]*",
    "token": r"(?! )(?!.* \Z)(?!.*  )[^\x00-\x1f\ufffe\uffff]*",
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    "Name": f"{_NO_START}[.:{PN_CHARS}]+",
    "NCName": f"{_NO_START}[.{PN_CHARS}]+",
    "NMTOKEN": f"[.:{PN_CHARS}]+",
}
_FLOATING = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
# What XSD collapses; Python's own `strip` takes more.
_WHITE = " \t\r\n"
_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)"


def denotes(literal: Literal, datatype: NamedNode) -> bool:
    """Whether the literal is well typed and what it denotes is in the value space of `datatype`.

    Raises Unknown for a datatype that is not known here.

    >>> denotes(Literal("300", datatype=XSD["short"]), XSD["byte"])
    False
    >>> denotes(Literal("100", datatype=XSD["short"]), XSD["byte"])
    True
    """
    own, wanted = _space(literal.datatype), _space(datatype)
    return own == wanted and _spelled(literal, literal.datatype) and _within(literal, datatype, own)


def differ(one: Literal, other: Literal) -> bool:
    """Whether two literals are well typed and denote different values.

    Raises Unknown for a datatype that is not known here.

    >>> differ(Literal("1.0", datatype=XSD["decimal"]), Literal("01", datatype=XSD["byte"]))
    False
    >>> differ(Literal("1"), Literal("1", datatype=XSD["integer"]))
    True
    """
    spaces = _space(one.datatype), _space(other.datatype)
    if not _spelled(one, one.datatype) or not _spelled(other, other.datatype):
        return False
    return spaces[0] != spaces[1] or _value(one, spaces[0]) != _value(other, spaces[1])


def _value(literal: Literal, space: str) -> object:
    """What a well-typed literal denotes, as something that only equals the same."""
    if space == "string":
        text, language = literal.value, literal.language or ""
        if literal.datatype == _PLAIN:
            text, _, language = text.rpartition("@")
        return text, language.lower()
    # White space counts in XML, and nowhere else here.
    return _VALUES.get(space, str)(literal.value if space == "XMLLiteral" else literal.value.strip(_WHITE))


def _local(datatype: NamedNode) -> str:
    return datatype.value.removeprefix(str(XSD))


def _space(datatype: NamedNode) -> str:
    """The primitive datatype whose values those of this one are among."""
    name = _local(datatype)
    if name in _LIMITS or name == "decimal":
        return "decimal"
    if name in _TEXTS or datatype in (RDF["langString"], _PLAIN):
        return "string"
    if name in ("dateTime", "dateTimeStamp"):
        return "dateTime"
    if datatype == RDF["XMLLiteral"]:
        return "XMLLiteral"
    if name in _SPELLINGS:
        return name
    raise Unknown(f"the datatype {datatype}")


def _spelled(literal: Literal, datatype: NamedNode) -> bool:
    if literal.language is not None:
        return re.fullmatch(_TEXTS["language"], literal.language) is not None
    name, text = _local(datatype), literal.value
    if datatype == _PLAIN:
        return "@" in text and re.fullmatch(f"({_TEXTS['language']})?", text.rpartition("@")[2]) is not None
    if name in _TEXTS:
        return re.fullmatch(_TEXTS[name], text) is not None
    if name in _LIMITS:
        whole = re.fullmatch(r"[+-]?\d+", text.strip(_WHITE), re.ASCII) is not None
        return whole and _within_limits(text, name)
    if datatype == RDF["XMLLiteral"]:
        return _is_xml(text)
    return _SPELLINGS[name](text.strip(_WHITE))


def _within(literal: Literal, datatype: NamedNode, space: str) -> bool:
    name = _local(datatype)
    if name in _LIMITS:
        number = Decimal(literal.value.strip(_WHITE))
        return number == number.to_integral_value() and _within_limits(literal.value, name)
    if space == "string":
        return datatype == _PLAIN or _is_text(literal, datatype)
    return name != "dateTimeStamp" or re.search(_ZONE + "$", literal.value.strip(_WHITE)) is not None


def _is_text(literal: Literal, datatype: NamedNode) -> bool:
    """Whether a text, with its language if it has one, is among those of a datatype of strings."""
    text, language = literal.value, literal.language
    if literal.datatype == _PLAIN:
        text, _, language = text.rpartition("@")
    if language or datatype == RDF["langString"]:
        return bool(language) and datatype == RDF["langString"]
    return re.fullmatch(_TEXTS[_local(datatype)], text) is not None


def _within_limits(text: str, name: str) -> bool:
    low, high = _LIMITS[name]
    return low <= Decimal(text.strip(_WHITE)) <= high


def _matching(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, re.ASCII) is not None


def _is_floating(text: str, most: Decimal) -> bool:
    """A number no greater than the greatest of its width, or one of the special values."""
    if text in ("INF", "+INF", "-INF", "NaN"):
        return True
    return re.fullmatch(_FLOATING, text, re.ASCII) is not None and abs(Decimal(text)) < most


def _is_xml(text: str) -> bool:
    try:
        ElementTree.fromstring(f"<x>{text}</x>")
    except ElementTree.ParseError:
        return False
    return True


def _unspaced(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _WHITE)))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(_unspaced(text), validate=True)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    found = re.fullmatch(rf"(-?\d{{4,}})-(\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?{_ZONE}?", text, re.ASCII)
    if found is None:
        return False
    years, day, clock = found[1], found[2], found[3]
    # Python's years are four digits; any with the same leap day will do.
    year = 2000 + int(years) % 400
    clock = "00:00:00" if clock == "24:00:00" and not (found[4] or "").strip(".0") else clock
    try:
        datetime.fromisoformat(f"{year}-{day}T{clock}")
    except ValueError:
        return False
    return not re.match(r"-?0\d{4,}", years)


def _is_reference(text: str) -> bool:
    """An IRI, or a reference relative to one (RFC 3987): a colon before any slash ends a scheme."""
    first = re.split("[/?#]", text, maxsplit=1)[0]
    scheme, colon, _ = first.partition(":")
    named = not colon or re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*", scheme) is not None
    allowed = re.fullmatch(r"([^\x00-\x20<>\"{}|\\^`%[\]]|%[0-9A-Fa-f]{2}|\[[\w:.]+\])*", text) is not None
    return named and allowed and text.count("#") < 2


_SPELLINGS: dict[str, Callable[[str], bool]] = {
    "decimal": _matching(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "boolean": _matching("true|false|0|1"),
    "double": lambda text: _is_floating(text, Decimal("1.797693134862315808e308")),
    "float": lambda text: _is_floating(text, Decimal("3.4028235677973366e38")),
    "hexBinary": _matching("([0-9A-Fa-f]{2})*"),
    "base64Binary": _is_base64,
    "anyURI": _is_reference,
    "dateTime": _is_moment,
    "dateTimeStamp": lambda text: _is_moment(text) and re.search(_ZONE + "$", text) is not None,
}


def _bits(text: str, width: str) -> bytes:
    """A number as its bits: the two zeros differ, and what is not a number is one thing."""
    return struct.pack(width, float(text.replace("INF", "inf")))


def _instant(text: str) -> tuple[Decimal, str]:
    """The seconds to a moment on the clock of its zone, and that zone."""
    found = re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(.*)", text, re.ASCII)
    assert found is not None
    year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
    # Python knows four digits of a year; 400 years have 146,097 days.
    days = year // 400 * 146_097 + date(2000 + year % 400, month, day).toordinal()
    seconds = Decimal((days * 24 + hour) * 3600 + minute * 60) + Decimal(found[6])
    return seconds, "Z" if found[7] in ("+00:00", "-00:00") else found[7]


_VALUES: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "boolean": lambda text: text in ("true", "1"),
    "double": lambda text: _bits(text, "<d"),
    "float": lambda text: _bits(text, "<f"),
    "hexBinary": bytes.fromhex,
    "base64Binary": lambda text: base64.b64decode(_unspaced(text)),
    "dateTime": _instant,
    "XMLLiteral": lambda text: ElementTree.canonicalize(f"<x>{text}</x>"),
}
