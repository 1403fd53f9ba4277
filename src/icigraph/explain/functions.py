"""The functions of SPARQL expressions that the checker knows, by name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import ceil, floor

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.explain.lexical import denotes, differ
from icigraph.explain.proof import Term
from icigraph.explain.values import (
    DATE,
    DATETIME,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INTEGER,
    STRING,
    Unevaluable,
    boolean,
    common_type,
    comparable,
    decimal_of,
    is_number,
    moment,
    number,
    read_number,
    text_of,
)
from icigraph.rdf.regex import matches

__all__ = ["FUNCTIONS", "cast_to"]


def cast_to(datatype: NamedNode) -> Callable[[Term], Term]:
    """The constructor functions of the XSD types that rules use (SPARQL 1.1 Query, section 17.5)."""

    def cast(term: Term) -> Term:
        if not isinstance(term, Literal):
            raise Unevaluable(f"{term} cannot be cast to {datatype}")
        if datatype == STRING:
            return Literal(term.value)
        if datatype in (INTEGER, DECIMAL, DOUBLE, FLOAT):
            return number(read_number(term.value), datatype)
        result = Literal(term.value, datatype=datatype)
        comparable(result)
        return result

    return cast


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
    return Literal("".join(text_of(term) for term in terms))


def _rounded(function: Callable[[Decimal], int]) -> Callable[[Term], Term]:
    return lambda term: number(Decimal(function(decimal_of(term))), common_type(term, term))


def _part(attribute: str) -> Callable[[Term], Term]:
    def part(term: Term) -> Term:
        if not isinstance(term, Literal) or term.datatype not in (DATE, DATETIME):
            raise Unevaluable(f"{term} is not a date")
        return number(Decimal(getattr(moment(term), attribute)), INTEGER)

    return part


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
    "FLOOR": _rounded(floor),
    "CEIL": _rounded(ceil),
    "DENOTES": _denotes,
    "DIFFER": _differ,
    "SAMEVALUE": _same_value,
    "ABS": lambda term: number(abs(decimal_of(term)), common_type(term, term)),
    "YEAR": _part("year"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
}
