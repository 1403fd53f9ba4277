"""SPARQL expressions evaluated term by term, for the checker (SPARQL 1.1 Query, section 17).

The search has the query engine evaluate a rule's expressions; here they are parsed and computed anew, so
that a fault of the one is not a fault of the other. What is not known here is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import ceil, floor

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from icigraph.explain.proof import Term
from icigraph.rdf.namespaces import STANDARD_PREFIXES, XSD

__all__ = ["Unevaluable", "evaluate", "holds"]

_Value = Callable[[Mapping[Variable, Term]], Term]

_TOKENS = re.compile(
    r"""\s*(?:(?P<var>[?$]\w+)|(?P<iri><[^<>\s]*>)|(?P<number>\d+\.\d+|\d+)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)|(?P<op>\^\^|&&|\|\||!=|<=|>=|[=<>+\-*/!(),])|(?P<name>\w*:[\w.-]*\w|\w+))""",
    re.VERBOSE,
)
_LEVELS = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), ("+", "-"), ("*", "/"))
_SIGNED = "integer int long short byte nonPositiveInteger negativeInteger"
_UNSIGNED = "nonNegativeInteger positiveInteger unsignedInt unsignedLong unsignedShort unsignedByte"
_INTEGERS = frozenset(XSD[name].value for name in (*_SIGNED.split(), *_UNSIGNED.split()))
_STRING, _BOOLEAN, _INTEGER = XSD["string"], XSD["boolean"], XSD["integer"]
_DECIMAL, _DOUBLE, _FLOAT = XSD["decimal"], XSD["double"], XSD["float"]
_DATE, _DATETIME = XSD["date"], XSD["dateTime"]


class Unevaluable(Exception):  # noqa: N818 (SPARQL's "error" is a value of its logic, not a fault)
    """The expression has no value, or one of its functions is not known here."""


def evaluate(expression: str, bindings: Mapping[Variable, Term]) -> Term:
    """The value of a SPARQL expression under the bindings.

    Raises Unevaluable where SPARQL has a type error, or where a function is not known here.

    >>> evaluate('STRDT(CONCAT(STR(?y), "-01"), xsd:date)', {Variable("y"): Literal("2004-06")}).value
    '2004-06-01'
    >>> evaluate("2004 - 4 * FLOOR(2004 / 4) = 0", {}).value
    'true'
    """
    parser = _Parser(list(_scan(expression)))
    value = parser.expression(0)
    parser.end()
    return value(bindings)


def holds(guard: str, bindings: Mapping[Variable, Term]) -> bool:
    """Whether a guard is true under the bindings; an error is not.

    >>> holds("?x != ?y", {Variable("x"): NamedNode("x:a"), Variable("y"): NamedNode("x:b")})
    True
    """
    return _truth(evaluate(guard, bindings))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _scan(expression: str) -> Iterator[_Token]:
    place, text = 0, expression.rstrip()
    while place < len(text):
        found = _TOKENS.match(text, place)
        if found is None or found.lastgroup is None:
            raise Unevaluable(f"cannot read the expression at {text[place:]!r}")
        yield _Token(found.lastgroup, found[found.lastgroup])
        place = found.end()


class _Parser:
    """Precedence climbing over the tokens; each method returns a function from bindings to a term."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def _peek(self) -> str:
        return self._tokens[self._place].text if self._place < len(self._tokens) else ""

    def _next(self) -> _Token:
        if self._place >= len(self._tokens):
            raise Unevaluable("the expression ends too early")
        self._place += 1
        return self._tokens[self._place - 1]

    def _expect(self, text: str) -> None:
        token = self._next()
        if token.text != text:
            raise Unevaluable(f"expected {text!r}, found {token.text!r}")

    def end(self) -> None:
        if self._place < len(self._tokens):
            raise Unevaluable(f"cannot read the expression from {self._peek()!r} on")

    def expression(self, level: int) -> _Value:
        if level == len(_LEVELS):
            return self._unary()
        left = self.expression(level + 1)
        while self._peek().upper() in _LEVELS[level]:
            left = self._infix(level, left)
        return left

    def _infix(self, level: int, left: _Value) -> _Value:
        operator = self._next().text.upper()
        if operator == "NOT":
            return _not(self._infix(level, left))
        if operator == "IN":
            return _member(left, self._arguments())
        right = self.expression(level + 1)
        return _operation(operator, left, right)

    def _unary(self) -> _Value:
        if self._peek() == "!":
            self._next()
            return _not(self._unary())
        if self._peek() == "-":
            self._next()
            return _operation("-", _constant(_number(Decimal(0), _INTEGER)), self._unary())
        return self._primary()

    def _primary(self) -> _Value:
        token = self._next()
        if token.text == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        if token.kind == "var":
            return _variable(Variable(token.text[1:]))
        if token.kind == "number":
            return _constant(Literal(token.text, datatype=_DECIMAL if "." in token.text else _INTEGER))
        if token.kind == "string":
            return _constant(self._literal(_unquoted(token.text)))
        return self._named(token)

    def _literal(self, text: str) -> Literal:
        if self._peek().startswith("@"):
            return Literal(text, language=self._next().text[1:])
        if self._peek() == "^^":
            self._next()
            return Literal(text, datatype=_iri(self._next()))
        return Literal(text)

    def _named(self, token: _Token) -> _Value:
        if self._peek() == "(":
            return _call(token, self._arguments())
        if token.text.lower() in ("true", "false"):
            return _constant(Literal(token.text.lower(), datatype=_BOOLEAN))
        return _constant(_iri(token))

    def _arguments(self) -> list[_Value]:
        self._expect("(")
        arguments: list[_Value] = []
        while self._peek() != ")":
            arguments.append(self.expression(0))
            if self._peek() == ",":
                self._next()
        self._expect(")")
        return arguments


def _iri(token: _Token) -> NamedNode:
    if token.kind == "iri":
        return NamedNode(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    if token.kind != "name" or not colon or prefix not in STANDARD_PREFIXES:
        raise Unevaluable(f"unknown name {token.text!r}")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


def _unquoted(text: str) -> str:
    escapes = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), text[1:-1])


# Terms and their values.


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def _is_number(term: Term) -> bool:
    return isinstance(term, Literal) and (
        term.datatype.value in _INTEGERS or term.datatype in (_DECIMAL, _DOUBLE, _FLOAT)
    )


def _decimal(term: Term) -> Decimal:
    if not isinstance(term, Literal) or not _is_number(term):
        raise Unevaluable(f"{term} is not a number")
    try:
        return Decimal(term.value)
    except InvalidOperation as error:
        raise Unevaluable(f"{term} is not a number") from error


def _number(value: Decimal, datatype: NamedNode) -> Literal:
    if datatype == _INTEGER:
        return Literal(str(int(value)), datatype=_INTEGER)
    if datatype == _DECIMAL:
        text = f"{value:f}"
        return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_DECIMAL)
    return Literal(repr(float(value)), datatype=datatype)


def _common(left: Term, right: Term) -> NamedNode:
    """The type to which two numbers are promoted (SPARQL 1.1 Query, section 17.3)."""
    kinds = [term.datatype for term in (left, right) if isinstance(term, Literal)]
    for wider in (_DOUBLE, _FLOAT, _DECIMAL):
        if wider in kinds:
            return wider
    return _INTEGER


def _truth(term: Term) -> bool:
    """The effective boolean value (SPARQL 1.1 Query, section 17.2.2)."""
    if _is_number(term):
        return _decimal(term) != 0
    if isinstance(term, Literal) and term.datatype == _BOOLEAN:
        return term.value in ("true", "1")
    if isinstance(term, Literal) and term.datatype == _STRING:
        return term.value != ""
    raise Unevaluable(f"{term} is neither true nor false")


def _comparable(term: Term) -> tuple[str, object]:
    """The kind of ordered value that a literal has, and the value."""
    if _is_number(term):
        return "number", _decimal(term)
    if isinstance(term, Literal) and term.datatype in (_STRING, _BOOLEAN):
        return str(term.datatype), term.value
    if isinstance(term, Literal) and term.datatype in (_DATE, _DATETIME):
        return str(term.datatype), _moment(term)
    raise Unevaluable(f"{term} has no order")


def _moment(term: Literal) -> date:
    try:
        read = date.fromisoformat if term.datatype == _DATE else datetime.fromisoformat
        return read(term.value)
    except ValueError as error:
        raise Unevaluable(f"{term} is not a date") from error


def _equal(left: Term, right: Term) -> bool:
    if left == right:
        return True
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return False
    if left.language or right.language:
        return False
    kind, value = _comparable(left)
    other, against = _comparable(right)
    if kind != other:
        raise Unevaluable(f"{left} and {right} cannot be compared")
    return value == against


def _less(left: Term, right: Term) -> bool:
    kind, value = _comparable(left)
    other, against = _comparable(right)
    if kind != other:
        raise Unevaluable(f"{left} and {right} cannot be compared")
    return bool(value < against)  # type: ignore[operator]


def _text(term: Term) -> str:
    if isinstance(term, Literal) and (term.datatype == _STRING or term.language):
        return term.value
    raise Unevaluable(f"{term} is not a string")


# Operators.


def _constant(term: Term) -> _Value:
    return lambda _: term


def _variable(name: Variable) -> _Value:
    def value(bindings: Mapping[Variable, Term]) -> Term:
        if name not in bindings:
            raise Unevaluable(f"{name} is not bound")
        return bindings[name]

    return value


def _not(inner: _Value) -> _Value:
    return lambda bindings: _boolean(not _truth(inner(bindings)))


def _member(item: _Value, among: list[_Value]) -> _Value:
    return lambda bindings: _boolean(any(_equal(item(bindings), one(bindings)) for one in among))


_COMPARISONS: dict[str, Callable[[Term, Term], bool]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: not _less(right, left),
    ">=": lambda left, right: not _less(left, right),
}


def _operation(operator: str, left: _Value, right: _Value) -> _Value:
    if operator == "||":
        return _choice(left, right, deciding=True)
    if operator == "&&":
        return _choice(left, right, deciding=False)
    if operator in _COMPARISONS:
        compare = _COMPARISONS[operator]
        return lambda bindings: _boolean(compare(left(bindings), right(bindings)))
    return lambda bindings: _arithmetic(operator, left(bindings), right(bindings))


def _choice(left: _Value, right: _Value, *, deciding: bool) -> _Value:
    """Or (a true operand decides) and And (a false one does), whatever error the other operand has."""

    def value(bindings: Mapping[Variable, Term]) -> Term:
        first, second = _attempt(left, bindings), _attempt(right, bindings)
        if deciding in (first, second):
            return _boolean(deciding)
        if None in (first, second):
            raise Unevaluable("an operand has no truth value")
        return _boolean(not deciding)

    return value


def _attempt(value: _Value, bindings: Mapping[Variable, Term]) -> bool | None:
    try:
        return _truth(value(bindings))
    except Unevaluable:
        return None


def _arithmetic(operator: str, left: Term, right: Term) -> Term:
    a, b, kind = _decimal(left), _decimal(right), _common(left, right)
    if operator == "/":
        if b == 0:
            raise Unevaluable("division by zero")
        return _number(a / b, _DECIMAL if kind == _INTEGER else kind)
    return _number({"+": a + b, "-": a - b, "*": a * b}[operator], kind)


# Functions.


def _call(token: _Token, arguments: list[_Value]) -> _Value:
    name = token.text.upper()
    if name in _LAZY:
        return _LAZY[name](arguments)
    if name in _FUNCTIONS:
        function = _FUNCTIONS[name]
    elif ":" in token.text:
        function = _cast(_iri(token))
    else:
        raise Unevaluable(f"the function {token.text} is not known here")
    return lambda bindings: _applied(function, name, [argument(bindings) for argument in arguments])


def _applied(function: Callable[..., Term], name: str, values: list[Term]) -> Term:
    try:
        return function(*values)
    except (TypeError, AttributeError) as error:
        raise Unevaluable(f"{name} cannot be applied to {', '.join(map(str, values))}") from error


def _if(arguments: list[_Value]) -> _Value:
    test, then, otherwise = arguments
    return lambda bindings: then(bindings) if _truth(test(bindings)) else otherwise(bindings)


def _coalesce(arguments: list[_Value]) -> _Value:
    def value(bindings: Mapping[Variable, Term]) -> Term:
        for argument in arguments:
            try:
                return argument(bindings)
            except Unevaluable:
                continue
        raise Unevaluable("no argument of COALESCE has a value")

    return value


def _bound(arguments: list[_Value]) -> _Value:
    def value(bindings: Mapping[Variable, Term]) -> Term:
        try:
            arguments[0](bindings)
        except Unevaluable:
            return _boolean(False)
        return _boolean(True)

    return value


_LAZY: dict[str, Callable[[list[_Value]], _Value]] = {"IF": _if, "COALESCE": _coalesce, "BOUND": _bound}


def _cast(datatype: NamedNode) -> Callable[[Term], Term]:
    """The constructor functions of the XSD types that rules use (SPARQL 1.1 Query, section 17.5)."""

    def cast(term: Term) -> Term:
        if not isinstance(term, Literal):
            raise Unevaluable(f"{term} cannot be cast to {datatype}")
        if datatype == _STRING:
            return Literal(term.value)
        if datatype in (_INTEGER, _DECIMAL, _DOUBLE, _FLOAT):
            return _number(_numeric(term.value), datatype)
        result = Literal(term.value, datatype=datatype)
        _comparable(result)
        return result

    return cast


def _numeric(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Unevaluable(f"{text!r} is not a number") from error


def _str(term: Term) -> Term:
    if isinstance(term, BlankNode):
        raise Unevaluable("a blank node has no string")
    return Literal(term.value)


def _substr(term: Term, start: Term, length: Term | None = None) -> Term:
    text, first = _text(term), int(_decimal(start)) - 1
    last = len(text) if length is None else first + int(_decimal(length))
    return _like(term, text[max(first, 0) : max(last, 0)])


def _like(term: Term, text: str) -> Literal:
    language = term.language if isinstance(term, Literal) else None
    return Literal(text, language=language) if language else Literal(text)


def _concat(*terms: Term) -> Term:
    return Literal("".join(_text(term) for term in terms))


def _rounded(function: Callable[[Decimal], int]) -> Callable[[Term], Term]:
    return lambda term: _number(Decimal(function(_decimal(term))), _common(term, term))


def _part(attribute: str) -> Callable[[Term], Term]:
    def part(term: Term) -> Term:
        if not isinstance(term, Literal) or term.datatype not in (_DATE, _DATETIME):
            raise Unevaluable(f"{term} is not a date")
        return _number(Decimal(getattr(_moment(term), attribute)), _INTEGER)

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
    given, range_ = _text(tag).lower(), _text(wanted).lower()
    return _boolean(bool(given) if range_ == "*" else f"{given}-".startswith(f"{range_}-"))


def _to_iri(term: Term) -> Term:
    return term if isinstance(term, NamedNode) else NamedNode(_text(term))


def _strdt(text: Term, datatype: Term) -> Term:
    if not isinstance(datatype, NamedNode):
        raise Unevaluable(f"{datatype} is not a datatype")
    return Literal(_text(text), datatype=datatype)


def _regex(text: Term, pattern: Term, flags: Term | None = None) -> Term:
    ignore = re.IGNORECASE if flags is not None and "i" in _text(flags) else 0
    return _boolean(re.search(_text(pattern), _text(text), ignore) is not None)


_FUNCTIONS: dict[str, Callable[..., Term]] = {
    "STR": _str,
    "SUBSTR": _substr,
    "CONCAT": _concat,
    "STRLEN": lambda term: _number(Decimal(len(_text(term))), _INTEGER),
    "UCASE": lambda term: _like(term, _text(term).upper()),
    "LCASE": lambda term: _like(term, _text(term).lower()),
    "STRSTARTS": lambda text, start: _boolean(_text(text).startswith(_text(start))),
    "STRENDS": lambda text, end: _boolean(_text(text).endswith(_text(end))),
    "CONTAINS": lambda text, part: _boolean(_text(part) in _text(text)),
    "REGEX": _regex,
    "STRDT": _strdt,
    "STRLANG": lambda text, tag: Literal(_text(text), language=_text(tag)),
    "IRI": _to_iri,
    "URI": _to_iri,
    "DATATYPE": _datatype,
    "LANG": _lang,
    "LANGMATCHES": _lang_matches,
    "SAMETERM": lambda left, right: _boolean(left == right),
    "ISIRI": lambda term: _boolean(isinstance(term, NamedNode)),
    "ISURI": lambda term: _boolean(isinstance(term, NamedNode)),
    "ISBLANK": lambda term: _boolean(isinstance(term, BlankNode)),
    "ISLITERAL": lambda term: _boolean(isinstance(term, Literal)),
    "ISNUMERIC": lambda term: _boolean(_is_number(term)),
    "FLOOR": _rounded(floor),
    "CEIL": _rounded(ceil),
    "ABS": lambda term: _number(abs(_decimal(term)), _common(term, term)),
    "YEAR": _part("year"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
}
