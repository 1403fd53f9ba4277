"""What the second engine leaves out without a word, and the default one runs: SHACL 1.2, and targets and
expressions of the advanced features.
"""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.validation.lint.draft import Draft, Naming
from icigraph.validation.lint.features import not_run
from icigraph.validation.reading.statements import Statements, sh

__all__ = ["left_out_by_pyshacl"]

_CONSTRAINTS = """expression nodeByExpression values singleLine someValue subsetOf rootClass memberShape
    uniqueMembers minListLength maxListLength uniqueValuesFor reifierShape reificationRequired"""
_LISTS = ("class", "datatype", "nodeKind")


def left_out_by_pyshacl(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each feature that is used and that pyshacl does not run, at its first place.

    >>> shapes = Statements(f"<x:S> {sh('singleLine')} <x:true> .\n")
    >>> [one.message for one in left_out_by_pyshacl(shapes, str)]
    ['<http://www.w3.org/ns/shacl#singleLine> is not run: pyshacl does not check it; the default engine does']
    """
    for name in _CONSTRAINTS.split():
        what = "pyshacl does not check it; the default engine does"
        yield from not_run(sh(name), list(shapes.pairs(sh(name))), what, spelt)
    what = "pyshacl finds no node by it; the default engine does"
    queried = [one for one in shapes.pairs(sh("target")) if shapes.values(one[1], sh("select"))]
    yield from not_run(sh("target"), queried, what, spelt)
    yield from not_run(sh("targetWhere"), list(shapes.pairs(sh("targetWhere"))), what, spelt)
    for name in _LISTS:
        lists = [one for one in shapes.pairs(sh(name)) if one[1].startswith("_:")]
        what = "pyshacl takes a list for one value; the default engine takes its members for alternatives"
        yield from not_run(sh(name), lists, what, spelt)
