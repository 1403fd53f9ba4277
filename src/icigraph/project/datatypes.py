"""The datatypes that parameters of questions may have, and whether a literal of one is well-formed."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from icigraph.rdf.literal_values import SUPPORTED, value_of
from icigraph.rdf.namespaces import XSD

__all__ = ["DATATYPES", "is_well_formed"]

_OF_TIME = frozenset(
    XSD[name]
    for name in (
        "date",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gMonthDay",
        "gDay",
        "duration",
        "yearMonthDuration",
        "dayTimeDuration",
    )
)
DATATYPES = frozenset([*SUPPORTED, *_OF_TIME])
"""Those of XML Schema that the reasoner or the engine has."""


def is_well_formed(literal: Literal) -> bool:
    """Whether the text of a literal is in the lexical space of its datatype, which is one of `DATATYPES`.

    >>> is_well_formed(Literal("10:30:00", datatype=XSD["time"]))
    True
    >>> is_well_formed(Literal("300", datatype=XSD["byte"]))
    False
    """
    if literal.datatype in SUPPORTED:
        return value_of(literal) is not None
    return _can_be_cast(literal.value, literal.datatype)


def _can_be_cast(text: str, datatype: NamedNode) -> bool:
    rows = Store().query(f"SELECT ({datatype}({Literal(text)}) AS ?value) {{}}")
    return isinstance(rows, QuerySolutions) and next(iter(rows))["value"] is not None
