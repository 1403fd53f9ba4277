"""The functions of SPARQL expressions that the checker knows, by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.proofs.checker.lexical import denotes, differ
from icigraph.proofs.checker.values import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INTEGER,
    STRING,
    Unevaluable,
    Unknown,
    boolean,
    common_type,
    comparable,
    decimal_of,
    is_number,
    moment,
    number,
    read_number,
    text_of,
    truth,
)
from icigraph.proofs.proof import Term
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.regex import matches

__all__ = ["FUNCTIONS", "cast_to"]


def cast_to(datatype: NamedNode) -> Callable[[Term], Term]:
    """The constructor functions of the XSD types that rules use (SPARQL 1.1 Query, section 17.5).

    >>> cast_to(INTEGER)(Literal("2004")) == number(Decimal(2004), INTEGER)
    True
    >>> cast_to(STRING)(NamedNode("x:a")).value
    'x:a'
    """

    def cast(term: Term) -> Term:
        if datatype == STRING and not isinstance(term, BlankNode):
            return Literal(term.value)
        if not isinstance(term, Literal):
            raise Unevaluable(f"{term} cannot be cast to {datatype}")
        if datatype == INTEGER and term.datatype == STRING and _WHOLE.fullmatch(term.value) is None:
            raise Unevaluable(f"{term} is no integer")
        if datatype in (INTEGER, DECIMAL, DOUBLE, FLOAT):
            return number(_worth(term), datatype)
        if datatype == BOOLEAN:
            return boolean(truth(term if is_number(term) else Literal(_read_truth(term), datatype=BOOLEAN)))
        if datatype not in (DATE, DATETIME) or term.datatype not in (STRING, datatype):
            raise Unknown(f"casting {term.datatype} to {datatype}")
        result = Literal(term.value, datatype=datatype)
        comparable(result)
        return result

    return cast


_WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*")


def _worth(term: Literal) -> Decimal:
    """A number, or one that a text or a truth value stands for."""
    if term.datatype == BOOLEAN:
        return Decimal(int(truth(term)))
    return read_number(term.value) if term.datatype == STRING else decimal_of(term)


def _read_truth(term: Literal) -> str:
    if term.value not in ("true", "false", "1", "0"):
        raise Unevaluable(f"{term} is neither true nor false")
    return term.value


def _str(term: Term) -> Term:
    if isinstance(term, BlankNode):
        raise Unevaluable("a blank node has no string")
    return Literal(term.value)


def _substr(term: Term, start: Term, length: Term | None = None) -> Term:
    text, first = text_of(term), int(decimal_of(start)) - 1
    last = len(text) if length is None else first + int(decimal_of(length))
    return _like(term, text[max(first, 0) : max(last, 0)])


def _like(term: Term, text: str) -> Literal:
    language = term.language if isinstance(term, Literal) else None
    return Literal(text, language=language) if language else Literal(text)


def _concat(*terms: Term) -> Term:
    text = "".join(text_of(term) for term in terms)
    languages = {term.language for term in terms if isinstance(term, Literal)}
    language = languages.pop() if len(languages) == 1 else None
    return Literal(text, language=language) if language else Literal(text)


def _before(term: Term, part: Term) -> Term:
    text, _, found = _parted(term, part)
    return _like(term, text) if found else Literal("")


def _after(term: Term, part: Term) -> Term:
    _, text, found = _parted(term, part)
    return _like(term, text) if found else Literal("")


def _parted(term: Term, part: Term) -> tuple[str, str, bool]:
    """What stands before and after the first of a part, and whether there is one. Only a part without
    language, or of the text's own, is asked for (SPARQL 1.1 Query, section 17.4.3.1.2).
    """
    text, wanted = text_of(term), text_of(part)
    if isinstance(part, Literal) and part.language and part.language != getattr(term, "language", None):
        raise Unevaluable(f"{term} and {part} have different languages")
    at = text.find(wanted)
    return text[: max(at, 0)], text[at + len(wanted) :], at >= 0


def _rounded(rounding: str, more: Decimal = Decimal(0)) -> Callable[[Term], Term]:
    def rounded(term: Term) -> Term:
        value = decimal_of(term)
        if not value.is_finite():
            return term
        return number((value + more).to_integral_value(rounding), common_type(term, term))

    return rounded


def _part(attribute: str) -> Callable[[Term], Term]:
    def part(term: Term) -> Term:
        if not isinstance(term, Literal) or term.datatype not in (DATE, DATETIME):
            raise Unknown(f"{attribute.upper()} of {term}")
        return number(Decimal(getattr(moment(term), attribute)), INTEGER)

    return part


_CLOCK = re.compile(r".*T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(Z|([+-])(\d\d):(\d\d))?", re.ASCII)


def _clock(term: Term) -> re.Match[str]:
    """The parts of a point of time: hours, minutes, seconds and zone."""
    found = _CLOCK.fullmatch(term.value) if isinstance(term, Literal) and term.datatype == DATETIME else None
    if found is None or found[1] == "24":
        raise Unknown(f"the clock of {term}")
    return found


def _zone(term: Term) -> Term:
    """The zone as a duration; an error where there is none."""
    found = _clock(term)
    if not found[4]:
        raise Unevaluable(f"{term} has no time zone")
    hours, minutes = (int(found[group] or 0) for group in (6, 7))
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") or "0S"
    sign = "-" if found[5] == "-" and parts != "0S" else ""
    return Literal(f"{sign}PT{parts}", datatype=XSD["dayTimeDuration"])


def _digest(name: str) -> Callable[[Term], Term]:
    def digest(term: Term) -> Term:
        if isinstance(term, Literal) and term.language:
            raise Unevaluable(f"{term} has a language")
        return Literal(hashlib.new(name, text_of(term).encode(), usedforsecurity=False).hexdigest())

    return digest


def _datatype(term: Term) -> Term:
    if not isinstance(term, Literal):
        raise Unevaluable(f"{term} is not a literal")
    return term.datatype


def _lang(term: Term) -> Term:
    if not isinstance(term, Literal):
        raise Unevaluable(f"{term} is not a literal")
    return Literal(term.language or "")


def _lang_matches(tag: Term, wanted: Term) -> Term:
    given, range_ = text_of(tag).lower(), text_of(wanted).lower()
    return boolean(bool(given) if range_ == "*" else f"{given}-".startswith(f"{range_}-"))


def _to_iri(term: Term) -> Term:
    return term if isinstance(term, NamedNode) else NamedNode(text_of(term))


def _strdt(text: Term, datatype: Term) -> Term:
    if not isinstance(datatype, NamedNode):
        raise Unevaluable(f"{datatype} is not a datatype")
    return Literal(text_of(text), datatype=datatype)


def _regex(text: Term, pattern: Term, flags: Term | None = None) -> Term:
    """The one function that the checker leaves to the store: see `rdf.regex`."""
    chosen = None if flags is None else Literal(text_of(flags))
    found = matches(Literal(text_of(text)), Literal(text_of(pattern)), chosen)
    if found is None:
        raise Unevaluable(f"{pattern} is no regular expression, or {flags} are no flags")
    return boolean(found)


def _differ(left: Term, right: Term) -> Term:
    """Another: whether two literals are well typed and denote different values."""
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        raise Unevaluable(f"{left} or {right} is not a literal")
    return boolean(differ(left, right))


def _same_value(left: Term, right: Term) -> Term:
    """And another: whether two literals are well typed and denote one value."""
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        raise Unevaluable(f"{left} or {right} is not a literal")
    return boolean(
        denotes(left, left.datatype) and denotes(right, right.datatype) and not differ(left, right)
    )


def _denotes(term: Term, datatype: Term) -> Term:
    """A function of our own, for the rules of datatypes: whether a literal has a value of a datatype."""
    if not isinstance(term, Literal) or not isinstance(datatype, NamedNode):
        raise Unevaluable(f"{term} is not a literal, or {datatype} not a datatype")
    return boolean(denotes(term, datatype))


FUNCTIONS: dict[str, Callable[..., Term]] = {
    "STR": _str,
    "SUBSTR": _substr,
    "CONCAT": _concat,
    "STRLEN": lambda term: number(Decimal(len(text_of(term))), INTEGER),
    "UCASE": lambda term: _like(term, text_of(term).upper()),
    "LCASE": lambda term: _like(term, text_of(term).lower()),
    "STRSTARTS": lambda text, start: boolean(text_of(text).startswith(text_of(start))),
    "STRENDS": lambda text, end: boolean(text_of(text).endswith(text_of(end))),
    "CONTAINS": lambda text, part: boolean(text_of(part) in text_of(text)),
    "REGEX": _regex,
    "STRBEFORE": _before,
    "STRAFTER": _after,
    "ENCODE_FOR_URI": lambda term: Literal(quote(text_of(term), safe="-_.~")),
    "STRDT": _strdt,
    "STRLANG": lambda text, tag: Literal(text_of(text), language=text_of(tag)),
    "IRI": _to_iri,
    "URI": _to_iri,
    "DATATYPE": _datatype,
    "LANG": _lang,
    "LANGMATCHES": _lang_matches,
    "SAMETERM": lambda left, right: boolean(left == right),
    "ISIRI": lambda term: boolean(isinstance(term, NamedNode)),
    "ISURI": lambda term: boolean(isinstance(term, NamedNode)),
    "ISBLANK": lambda term: boolean(isinstance(term, BlankNode)),
    "ISLITERAL": lambda term: boolean(isinstance(term, Literal)),
    "ISNUMERIC": lambda term: boolean(is_number(term)),
    "FLOOR": _rounded(ROUND_FLOOR),
    "CEIL": _rounded(ROUND_CEILING),
    "ROUND": _rounded(ROUND_FLOOR, Decimal("0.5")),
    "DENOTES": _denotes,
    "DIFFER": _differ,
    "SAMEVALUE": _same_value,
    "ABS": lambda term: number(abs(decimal_of(term)), common_type(term, term)),
    "YEAR": _part("year"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
    "HOURS": lambda term: number(Decimal(_clock(term)[1]), INTEGER),
    "MINUTES": lambda term: number(Decimal(_clock(term)[2]), INTEGER),
    "SECONDS": lambda term: number(Decimal(_clock(term)[3]), DECIMAL),
    "TIMEZONE": _zone,
    "TZ": lambda term: Literal(_clock(term)[4] or ""),
    **{name: _digest(name.lower()) for name in ("MD5", "SHA1", "SHA256", "SHA384", "SHA512")},
}
