"""The operators of SPARQL expressions, and the forms that look at their operands in their own order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal
from math import copysign

from pyoxigraph import Variable

from icigraph.proofs.checker.values import (
    DECIMAL,
    INTEGER,
    Unevaluable,
    Unknown,
    boolean,
    common_type,
    decimal_of,
    equal,
    floating,
    less,
    number,
    truth,
)
from icigraph.proofs.proof import Term

__all__ = ["LAZY", "Value", "constant", "membership", "negation", "operation", "variable"]

Value = Callable[[Mapping[Variable, Term]], Term]
"""An expression ready to be evaluated: from bindings to a term."""


def constant(term: Term) -> Value:
    """An expression that is a term, whatever is bound.

    >>> constant(boolean(True))({}).value
    'true'
    """
    return lambda _: term


def variable(name: Variable) -> Value:
    """An expression that is what a variable is bound to; evaluating it where that is unbound is Unevaluable.

    >>> variable(Variable("x"))({Variable("x"): boolean(False)}).value
    'false'
    """

    def value(bindings: Mapping[Variable, Term]) -> Term:
        if name not in bindings:
            raise Unevaluable(f"{name} is not bound")
        return bindings[name]

    return value


def negation(inner: Value) -> Value:
    """`!`: whether an expression is not true (SPARQL 1.1 Query, section 17.3).

    >>> negation(constant(boolean(True)))({}).value
    'false'
    """
    return lambda bindings: boolean(not truth(inner(bindings)))


def membership(item: Value, among: list[Value]) -> Value:
    """IN: one that is equal decides, whatever errors the others have (SPARQL 1.1 Query, section 17.4.1.9).

    >>> unbound, true = variable(Variable("x")), constant(boolean(True))
    >>> membership(true, [unbound, true])({}).value
    'true'
    """

    def value(bindings: Mapping[Variable, Term]) -> Term:
        wanted = item(bindings)
        failed: Unevaluable | Unknown | None = None
        for one in among:
            try:
                if equal(wanted, one(bindings)):
                    return boolean(True)
            except (Unevaluable, Unknown) as error:
                failed = error
        if failed is not None:
            raise failed
        return boolean(False)

    return value


_COMPARISONS: dict[str, Callable[[Term, Term], bool]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: not less(right, left),
    ">=": lambda left, right: not less(left, right),
}


def operation(operator: str, left: Value, right: Value) -> Value:
    """The expression of a binary operator: `||`, `&&`, a comparison, or one of arithmetic (SPARQL 1.1 Query,
    section 17.3).

    >>> one, two = (constant(number(Decimal(each), INTEGER)) for each in (1, 2))
    >>> operation("+", one, two)({}).value, operation("<", one, two)({}).value
    ('3', 'true')
    """
    if operator == "||":
        return _choice(left, right, deciding=True)
    if operator == "&&":
        return _choice(left, right, deciding=False)
    if operator in _COMPARISONS:
        compare = _COMPARISONS[operator]
        return lambda bindings: boolean(compare(left(bindings), right(bindings)))
    return lambda bindings: _arithmetic(operator, left(bindings), right(bindings))


def _choice(left: Value, right: Value, *, deciding: bool) -> Value:
    """Or (a true operand decides) and And (a false one does), whatever error the other operand has."""

    def value(bindings: Mapping[Variable, Term]) -> Term:
        found = [_attempt(one, bindings) for one in (left, right)]
        if deciding in found:
            return boolean(deciding)
        for one in found:
            if isinstance(one, Unknown):
                raise one
        if None in found:
            raise Unevaluable("an operand has no truth value")
        return boolean(not deciding)

    return value


def _attempt(value: Value, bindings: Mapping[Variable, Term]) -> bool | Unknown | None:
    try:
        return truth(value(bindings))
    except Unknown as unknown:
        return unknown
    except Unevaluable:
        return None


_DIGITS = Decimal(1).scaleb(-18)


def _arithmetic(operator: str, left: Term, right: Term) -> Term:
    a, b, kind = decimal_of(left), decimal_of(right), common_type(left, right)
    if kind not in (INTEGER, DECIMAL):
        return floating(_of_floats(operator, float(a), float(b)), kind)
    if operator == "/":
        if b == 0:
            raise Unevaluable("division by zero")
        # As many digits as XSD asks of every engine.
        return number((a / b).quantize(_DIGITS, ROUND_DOWN), DECIMAL)
    return number({"+": a + b, "-": a - b, "*": a * b}[operator], kind)


def _of_floats(operator: str, a: float, b: float) -> float:
    if operator == "/":
        if b == 0:
            return float("nan") if a == 0 or a != a else float("inf") * copysign(1, a) * copysign(1, b)
        return a / b
    return {"+": a + b, "-": a - b, "*": a * b}[operator]


def _if(arguments: list[Value]) -> Value:
    test, then, otherwise = arguments
    return lambda bindings: then(bindings) if truth(test(bindings)) else otherwise(bindings)


def _coalesce(arguments: list[Value]) -> Value:
    def value(bindings: Mapping[Variable, Term]) -> Term:
        for argument in arguments:
            try:
                return argument(bindings)
            except Unevaluable:
                continue
        raise Unevaluable("no argument of COALESCE has a value")

    return value


def _bound(arguments: list[Value]) -> Value:
    def value(bindings: Mapping[Variable, Term]) -> Term:
        try:
            arguments[0](bindings)
        except Unevaluable:
            return boolean(False)
        return boolean(True)

    return value


LAZY: dict[str, Callable[[list[Value]], Value]] = {"IF": _if, "COALESCE": _coalesce, "BOUND": _bound}
