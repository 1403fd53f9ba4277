"""SPARQL expressions evaluated term by term, for the checker (SPARQL 1.1 Query, section 17).

The search has the query engine evaluate a rule's expressions; here they are parsed and computed anew, so that
a fault of the one is not a fault of the other. The tokens alone are those that every reader of SPARQL text
takes. What is not known here is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from icigraph.proofs.checker.functions import FUNCTIONS, cast_to
from icigraph.proofs.checker.operators import LAZY, Value, constant, membership, negation, operation, variable
from icigraph.proofs.checker.values import (
    BOOLEAN,
    DECIMAL,
    DOUBLE,
    INTEGER,
    Unevaluable,
    Unknown,
    number,
    truth,
)
from icigraph.proofs.proof import Term
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.placed.lexer import BadEscape, string_value
from icigraph.rdf.sparql import Token, joined, tokens

__all__ = ["Unevaluable", "Unknown", "evaluate", "holds"]

_OPERATORS = frozenset(["^^", "&&", "||", "!=", "<=", ">="])
_LEVELS = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), ("+", "-"), ("*", "/"))


def evaluate(expression: str, bindings: Mapping[Variable, Term]) -> Term:
    """The value of a SPARQL expression under the bindings.

    Raises Unevaluable where SPARQL has a type error, Unknown where a function or a kind of value is not known
    here.

    >>> evaluate('STRDT(CONCAT(STR(?y), "-01"), xsd:date)', {Variable("y"): Literal("2004-06")}).value
    '2004-06-01'
    >>> evaluate("2004 - 4 * FLOOR(2004 / 4) = 0", {}).value
    'true'
    """
    try:
        parser = _Parser(list(joined(tokens(expression), _OPERATORS)))
        value = parser.expression(0)
        parser.end()
    except (Unevaluable, BadEscape) as error:
        raise Unknown(f"the expression {expression}: {error}") from error
    return value(bindings)


def holds(guard: str, bindings: Mapping[Variable, Term]) -> bool:
    """Whether a guard is true under the bindings; an error is not.

    >>> holds("?x != ?y", {Variable("x"): NamedNode("x:a"), Variable("y"): NamedNode("x:b")})
    True
    """
    return truth(evaluate(guard, bindings))


class _Parser:
    """Precedence climbing over the tokens; each method returns a function from bindings to a term."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def _peek(self) -> str:
        return self._tokens[self._place].text if self._place < len(self._tokens) else ""

    def _next(self) -> Token:
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

    def expression(self, level: int) -> Value:
        if level == len(_LEVELS):
            return self._unary()
        left = self.expression(level + 1)
        while self._peek().upper() in _LEVELS[level]:
            left = self._infix(level, left)
        return left

    def _infix(self, level: int, left: Value) -> Value:
        operator = self._next().text.upper()
        if operator == "NOT":
            return negation(self._infix(level, left))
        if operator == "IN":
            return membership(left, self._arguments())
        right = self.expression(level + 1)
        return operation(operator, left, right)

    def _unary(self) -> Value:
        if self._peek() == "!":
            self._next()
            return negation(self._unary())
        if self._peek() == "-":
            self._next()
            return operation("-", constant(number(Decimal(0), INTEGER)), self._unary())
        return self._primary()

    def _primary(self) -> Value:
        token = self._next()
        if token.text == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        if token.kind == "variable":
            return variable(Variable(token.text[1:]))
        if token.kind == "blank":
            return constant(BlankNode(token.text[2:]))
        if token.kind == "number":
            kind = DOUBLE if "e" in token.text.lower() else DECIMAL if "." in token.text else INTEGER
            return constant(Literal(token.text, datatype=kind))
        if token.kind == "string":
            return constant(self._literal(string_value(token.text)))
        return self._named(token)

    def _literal(self, text: str) -> Literal:
        if self._peek().startswith("@"):
            return Literal(text, language=self._next().text[1:])
        if self._peek() == "^^":
            self._next()
            return Literal(text, datatype=_iri(self._next()))
        return Literal(text)

    def _named(self, token: Token) -> Value:
        if self._peek() == "(":
            return _call(token, self._arguments())
        if token.text.lower() in ("true", "false"):
            return constant(Literal(token.text.lower(), datatype=BOOLEAN))
        return constant(_iri(token))

    def _arguments(self) -> list[Value]:
        self._expect("(")
        arguments: list[Value] = []
        while self._peek() != ")":
            arguments.append(self.expression(0))
            if self._peek() == ",":
                self._next()
        self._expect(")")
        return arguments


def _iri(token: Token) -> NamedNode:
    if token.kind == "iri":
        return NamedNode(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    if token.kind != "name" or not colon or prefix not in STANDARD_PREFIXES:
        raise Unevaluable(f"unknown name {token.text!r}")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


def _call(token: Token, arguments: list[Value]) -> Value:
    name = token.text.upper()
    if name in LAZY:
        return LAZY[name](arguments)
    if name in FUNCTIONS:
        function = FUNCTIONS[name]
    elif ":" in token.text:
        function = cast_to(_iri(token))
    else:
        return _unknown(name)
    return lambda bindings: _applied(function, name, [argument(bindings) for argument in arguments])


def _unknown(name: str) -> Value:
    """A function that is not known here: that matters only where its value is asked for."""

    def value(_: Mapping[Variable, Term]) -> Term:
        raise Unknown(name)

    return value


def _applied(function: Callable[..., Term], name: str, values: list[Term]) -> Term:
    try:
        return function(*values)
    except (TypeError, AttributeError, ValueError) as error:
        raise Unevaluable(f"{name} cannot be applied to {', '.join(map(str, values))}") from error
