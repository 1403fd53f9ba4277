"""Citations that do not agree with their source's text, as results like those of shapes."""

from __future__ import annotations

from pyoxigraph import Literal

from icigraph.base.faults import Fault
from icigraph.rdf.namespaces import ICI, SH
from icigraph.validation.report import Cause, Evidence, Result, Term

__all__ = ["cause_of", "result_of"]

_COMPONENT = ICI["CitationConstraintComponent"]


def result_of(citation: Term, fault: Fault) -> Result:
    """The result for one citation that failed."""
    evidence = (Evidence(fault.place),) if fault.place else ()
    text = f"{fault.message}; {fault.hint}" if fault.hint else fault.message
    return Result(
        citation,
        _COMPONENT,
        SH["Violation"],
        ICI["Citation"],
        ICI["Citation"],
        messages=(Literal(text),),
        evidence=evidence,
    )


def cause_of(results: tuple[Result, ...]) -> Cause:
    """What the failed citations have in common."""
    return Cause(
        ICI["Citation"],
        ICI["Citation"],
        _COMPONENT,
        None,
        SH["Violation"],
        "a citation does not agree with its source's text",
        "offsets and digest of a span that the text has",
        results,
    )
