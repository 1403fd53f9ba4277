"""Values of literals: equal, different, outside a range, ill-typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from icigraph.rdf.literal_values import datatypes_of, value_of
from icigraph.rdf.namespaces import RDF, XSD


def literal(text: str, name: str) -> Literal:
    return Literal(text, datatype=RDF[name] if name in ("PlainLiteral", "XMLLiteral") else XSD[name])


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (("1", "int"), ("01", "integer"), True),
        (("1.50", "decimal"), ("1.5", "decimal"), True),
        (("-0", "integer"), ("0", "byte"), True),
        (("1", "integer"), ("1", "double"), False),
        (("1.0", "float"), ("1.0", "double"), False),
        (("0.0", "double"), ("-0.0", "double"), False),
        (("1", "boolean"), ("true", "boolean"), True),
        (("ab", "hexBinary"), ("AB", "hexBinary"), True),
        (("x", "string"), ("x", "NCName"), True),
        (("x@", "PlainLiteral"), ("x", "string"), True),
        (("2009-04-21T12:30:15", "dateTime"), ("2009-04-21T12:30:15.00", "dateTime"), True),
        (("2009-01-01T24:00:00Z", "dateTime"), ("2009-01-02T00:00:00Z", "dateTime"), True),
        (("2009-01-01T01:00:00+01:00", "dateTime"), ("2009-01-01T00:00:00Z", "dateTime"), False),
        (("2009-01-01T00:00:00Z", "dateTime"), ("2009-01-01T00:00:00Z", "dateTimeStamp"), True),
        (("<a b='1'/>", "XMLLiteral"), ('<a b="1"></a>', "XMLLiteral"), True),
    ],
)
def test_equal_values(left: tuple[str, str], right: tuple[str, str], same: bool) -> None:
    assert (value_of(literal(*left)) == value_of(literal(*right))) is same


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("128", "byte"),
        ("-1", "unsignedShort"),
        ("0", "positiveInteger"),
        ("1.0", "integer"),
        ("1e400", "double"),
        ("1e39", "float"),
        ("yes", "boolean"),
        ("abc", "hexBinary"),
        ("a", "base64Binary"),
        (":x", "anyURI"),
        ("2009-02-30T00:00:00", "dateTime"),
        ("2009-01-01T00:00:00", "dateTimeStamp"),
        ("2009-01-01T00:00:00+15:00", "dateTime"),
        ("a:b", "NCName"),
        ("1a", "Name"),
        (" a", "token"),
        ("a\tb", "normalizedString"),
        ("en-", "language"),
        ("a@12", "PlainLiteral"),
        ("<a>", "XMLLiteral"),
    ],
)
def test_ill_typed(text: str, name: str) -> None:
    assert value_of(literal(text, name)) is None
    assert datatypes_of(literal(text, name)) == ()


def test_a_literal_of_an_unknown_datatype_is_itself() -> None:
    assert value_of(literal("2020", "gYear")) != value_of(literal("2020", "gYearMonth"))
    assert value_of(literal("soon", "gYear")) is not None


@given(st.integers(-(2**70), 2**70))
def test_an_integer_is_of_each_type_whose_bounds_hold_it(number: int) -> None:
    kinds = datatypes_of(literal(str(number), "integer"))
    assert (XSD["byte"] in kinds) is (-128 <= number <= 127)
    assert (XSD["unsignedLong"] in kinds) is (0 <= number < 2**64)
    assert XSD["decimal"] in kinds and XSD["double"] not in kinds
