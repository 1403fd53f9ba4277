"""Whether a graph validates worse after mending than before: node by node, so that a gain hides no loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from icigraph.validation.fix import Fix
from icigraph.validation.report import Result, Term, ValidationReport, severity_rank

__all__ = ["culprits", "worse"]

_Tally = Counter[tuple[Term, int]]


def worse(before: ValidationReport, after: ValidationReport, fixes: Iterable[Fix]) -> tuple[Result, ...]:
    """The results after at focus nodes that have more of some severity, or graver ones, than before. Where a
    fix writes one node for another, the results of the one before count for the other.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> terms = SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> before, after = (Result(NamedNode(f"x:{name}"), *terms) for name in "ab")
    >>> found = worse(ValidationReport(results=(before,)), ValidationReport(results=(before, after)), [])
    >>> [str(result.focus) for result in found]
    ['<x:b>']
    """
    had, has = _tally(before.results), _tally(after.results)
    for old, new in {(fix.result.value, edit.term) for fix in fixes for edit in fix.edits}:
        if old is not None:
            had.update({(new, rank): had[old, rank] for rank in (1, 2, 3)})
    worsened = {focus for (focus, rank), count in has.items() if count > had[focus, rank]}
    return tuple(result for result in after.results if result.focus in worsened)


def _tally(results: Iterable[Result]) -> _Tally:
    """How many results of each focus node are at least as grave as each rank."""
    return Counter(
        (result.focus, rank) for result in results for rank in range(1, severity_rank(result.severity) + 1)
    )


def culprits(found: Iterable[Result], fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """The fixes that have to do with results that are there since; all of them where none is seen to.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.validation.report import Suggestion
    >>> terms = SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> one, two = (Fix(Result(NamedNode(f"x:{name}"), *terms), Suggestion("mend it")) for name in "ab")
    >>> culprits([Result(NamedNode("x:b"), *terms)], (one, two)) == (two,)
    True
    """
    nodes = {term for result in found for term in (result.focus, result.value) if term is not None}
    near = tuple(fix for fix in fixes if not nodes.isdisjoint(_nodes(fix)))
    return near or fixes


def _nodes(fix: Fix) -> set[Term | None]:
    triples = (one.triple for one in fix.result.evidence if one.triple)
    subjects = {triple.subject for triple in triples}
    return {fix.result.focus, fix.result.value, *subjects, *(edit.term for edit in fix.edits)}
