"""What a literal means, apart from how it is written: stores give many back in other words than they were
sent.

Two literals mean the same if they are the same value (XSD 1.1 Part 2, with the decimal types as one and the
binary floating-point types as one), or the same text in the same language. A date in another time zone, a
year and month that became a string, and a text whose language was lost do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, Quad, QuerySolutions, Store

__all__ = ["in_the_same_words", "keeps_meaning", "meaning_of", "plain_form"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LITERAL = re.compile(
    r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+?)(--(?:ltr|rtl))?|\^\^<([^<>\s]*)>)?', re.DOTALL
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_SIGNED = "integer nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger long int short byte"
_UNSIGNED = "unsignedLong unsignedInt unsignedShort unsignedByte"
_DECIMALS = frozenset(f"decimal {_SIGNED} {_UNSIGNED}".split())
# Those of which the canonical form is asked of pyoxigraph, by the family that they belong to.
_FAMILIES = {
    **{name: name for name in ["date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"]},
    **dict.fromkeys(("dateTime", "dateTimeStamp"), "dateTime"),
    **dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration"), "duration"),
}


def keeps_meaning(sent: str, found: str) -> bool:
    """Whether two literals in N-Triples syntax mean the same.

    >>> integer, gift = "^^<http://www.w3.org/2001/XMLSchema#integer>", '"Gift"'
    >>> keeps_meaning('"042"' + integer, '"42"' + integer)
    True
    >>> keeps_meaning(f"{gift}@en", f"{gift}@de"), keeps_meaning(f"{gift}@en", gift)
    (False, False)
    """
    return sent == found or meaning_of(sent) == meaning_of(found)


def plain_form(literal: str) -> str:
    """The literal as a plain string of the same characters.

    >>> plain_form('"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>')
    '"P1Y"'
    """
    found = _LITERAL.fullmatch(literal)
    return f'"{found[1]}"' if found else literal


def meaning_of(literal: str) -> Hashable:
    """Something that is equal for literals in N-Triples syntax that mean the same, and for no others.

    >>> number = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    >>> meaning_of(f'"01"{number}') == meaning_of(f'"1"{number}'), meaning_of('"01"') == meaning_of('"1"')
    (True, False)
    """
    found = _LITERAL.fullmatch(literal)
    if not found:
        return literal
    text, language, direction, datatype = found.groups()
    if language:
        return "text", text, language.lower(), direction
    kind = (datatype or f"{_XSD}string").removeprefix(_XSD)
    value = _VALUES[kind](text) if kind in _VALUES else None
    if value is None and kind in _FAMILIES:
        value = _canonical(literal, _FAMILIES[kind])
    return (kind, text) if value is None else value


def _decimal(text: str) -> Hashable | None:
    try:
        return ("decimal", Decimal(text)) if _DECIMAL.fullmatch(text) else None
    except InvalidOperation:
        return None


def _float(text: str) -> Hashable | None:
    if not _FLOAT.fullmatch(text):
        return None
    # Not a number is equal to nothing, and the same as itself.
    return ("float", text if text == "NaN" else float(text))


def _boolean(text: str) -> Hashable | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


def _hexadecimal(text: str) -> Hashable | None:
    return ("hexBinary", text.upper())


def _base64(text: str) -> Hashable | None:
    return ("base64Binary", re.sub(r"\s", "", text))


_VALUES: dict[str, Callable[[str], Hashable | None]] = {
    **dict.fromkeys(_DECIMALS, _decimal),
    **dict.fromkeys(("double", "float"), _float),
    "boolean": _boolean,
    "hexBinary": _hexadecimal,
    "base64Binary": _base64,
}


def _canonical(literal: str, family: str) -> Hashable | None:
    """The canonical form that pyoxigraph gives a value; None where it knows none."""
    try:
        rows = Store().query(f"SELECT ?v WHERE {{ BIND({literal} AS ?v) }}")
    except SyntaxError:
        return None
    if not isinstance(rows, QuerySolutions):
        raise AssertionError("a SELECT query gives solutions")
    value = next(rows)["v"]
    return (family, value.value) if isinstance(value, Literal) else None


def in_the_same_words(quads: Iterable[Quad], model: Iterable[Quad], *, strings: bool = False) -> list[Quad]:
    """The quads with each literal that only reads otherwise in `model`, but means the same, as it stands
    there: stores rewrite some on the way in. With `strings` a plain string of the same characters is the
    same, too.

    >>> from pyoxigraph import NamedNode
    >>> a, integer = NamedNode("x:a"), NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    >>> theirs, ours = (Quad(a, a, Literal(text, datatype=integer), a) for text in ("1", "01"))
    >>> [quad.object.value for quad in in_the_same_words([theirs], [ours])]
    ['01']
    """
    given, wanted = list(quads), set(model)
    other: dict[tuple[object, ...], list[Quad]] = {}
    for quad in wanted.difference(given):
        if isinstance(quad.object, Literal):
            other.setdefault((quad.subject, quad.predicate, quad.graph_name), []).append(quad)
    return [quad if quad in wanted else _reworded(quad, other, strings) for quad in given]


def _reworded(quad: Quad, other: dict[tuple[object, ...], list[Quad]], strings: bool) -> Quad:
    if not isinstance(quad.object, Literal):
        return quad
    for rival in other.get((quad.subject, quad.predicate, quad.graph_name), ()):
        here, there = str(quad.object), str(rival.object)
        if keeps_meaning(here, there) or (
            strings and plain_form(here) == plain_form(there) and "@" not in _ends(here, there)
        ):
            return rival
    return quad


def _ends(*literals: str) -> str:
    """What follows the text of each."""
    return "".join(literal[literal.rindex('"') :] for literal in literals)
