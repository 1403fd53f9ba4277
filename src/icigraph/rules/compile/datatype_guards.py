"""What SPARQL can say of a literal's datatype: the guard that a literal denotes a value of a datatype.

A published closure holds no triple about a literal, so a rule that asks for one (`?y a xsd:integer`) asks the
literal itself. The value spaces are those of `reason.literals` (OWL 2 Syntax, section 4).
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Variable

from icigraph.rdf.literal_values import BOUNDS, STRINGS
from icigraph.rdf.namespaces import RDF, RDFS, XSD

__all__ = ["denotes"]

_NUMBERS = (XSD["decimal"], *(XSD[name] for name in BOUNDS))
_TEXTS = tuple(XSD[name] for name in STRINGS)
_MOMENTS = (XSD["dateTime"], XSD["dateTimeStamp"])


def denotes(variable: Variable, datatype: NamedNode) -> str:
    """The guard that a variable is a literal with a value of a datatype. Of a datatype that is not in the map
    of OWL 2 RL (xsd:date) that are its own literals.

    >>> denotes(Variable("y"), XSD["date"])
    'DATATYPE(?y) = <http://www.w3.org/2001/XMLSchema#date>'
    """
    if datatype == RDFS["Literal"]:
        return f"isLiteral({variable})"
    if datatype in _NUMBERS:
        return _number(variable, datatype)
    if datatype in _TEXTS:
        return _text(variable, datatype)
    if datatype == RDF["PlainLiteral"]:
        return f"({_among(variable, _TEXTS)} || LANG({variable}) != '')"
    if datatype in _MOMENTS:
        zoned = f" && TZ({variable}) != ''" if datatype == XSD["dateTimeStamp"] else ""
        return _among(variable, _MOMENTS) + zoned
    return f"DATATYPE({variable}) = {datatype}"


def _among(variable: Variable, datatypes: tuple[NamedNode, ...]) -> str:
    return f"DATATYPE({variable}) IN ({', '.join(map(str, datatypes))})"


def _number(variable: Variable, datatype: NamedNode) -> str:
    parts = [_among(variable, _NUMBERS), f"isNumeric({variable})"]
    name = datatype.value.removeprefix(str(XSD))
    if name in BOUNDS:
        low, high = BOUNDS[name]
        parts.append(f"{variable} = FLOOR({variable})")
        parts += [f"{variable} >= {low}"] if low is not None else []
        parts += [f"{variable} <= {high}"] if high is not None else []
    return " && ".join(parts)


def _text(variable: Variable, datatype: NamedNode) -> str:
    among = _among(variable, _TEXTS)
    if datatype == XSD["string"]:
        return among
    pattern = STRINGS[datatype.value.removeprefix(str(XSD))]
    return f"{among} && REGEX(STR({variable}), {Literal(f'^(?:{pattern})$')})"
