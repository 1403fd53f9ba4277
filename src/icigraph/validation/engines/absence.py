"""Which results may rest on something that is not there: of data that was not read whole they are held
back.
"""

from __future__ import annotations

import re

from pyoxigraph import Literal

from icigraph.rdf.namespaces import SH
from icigraph.validation.report import Result
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["may_rest_on_absence"]

_OF_WHAT_IS_THERE = frozenset(
    SH[f"{name}ConstraintComponent"]
    for name in (
        *("Datatype", "NodeKind", "In", "MaxCount", "Disjoint", "UniqueLang", "Closed"),
        *("MinExclusive", "MinInclusive", "MaxExclusive", "MaxInclusive", "LessThan", "LessThanOrEquals"),
        *("MinLength", "MaxLength", "Pattern", "LanguageIn", "SingleLine"),
    )
)
_CLOSED = SH["ClosedConstraintComponent"]
_ASKS_FOR_ABSENCE = re.compile(
    r"(?<![?$\w])(?:ASK|EXISTS|OPTIONAL|BOUND|COALESCE|COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)\b",
    re.I,
)


def may_rest_on_absence(result: Result, shapes: ShapeGraph) -> bool:
    """Whether triples that are missing from the data might take the result away. False for what is broken by
    what is there, such as a value too many (SHACL sections 4 and 6), True for all else: values too few,
    constraints that name shapes, and queries that ask whether there is anything.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> def of(component):
    ...     return Result(NamedNode("urn:a"), SH[component], SH["Violation"], NamedNode("urn:S"))
    >>> shapes = ShapeGraph(Dataset(DataText("")))
    >>> may_rest_on_absence(of("MinCountConstraintComponent"), shapes)
    True
    >>> may_rest_on_absence(of("MaxCountConstraintComponent"), shapes)
    False
    """
    queries = shapes.queries(result.shape, result.component)
    if queries:
        return any(map(_ASKS_FOR_ABSENCE.search, queries))
    by_types = any(not isinstance(one, Literal) for one in shapes.values(result.shape, SH["closed"]))
    return result.component not in _OF_WHAT_IS_THERE or (result.component == _CLOSED and by_types)
