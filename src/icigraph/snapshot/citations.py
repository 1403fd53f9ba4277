"""Citations that do not agree with their source's text, as results like those of shapes."""

from __future__ import annotations

from pyoxigraph import Literal

from icigraph.base.faults import Fault
from icigraph.rdf.namespaces import CORE, SH
from icigraph.validation.report import Cause, Evidence, Result, Term

__all__ = ["cause_of", "result_of"]

_COMPONENT = CORE["CitationConstraintComponent"]


def result_of(citation: Term, fault: Fault) -> Result:
    """The result for one citation that failed.

    >>> from icigraph.base.faults import Place
    >>> from pyoxigraph import NamedNode
    >>> fault = Fault("the span reads otherwise", Place("a.ttl", 3), "offsets 4–9")
    >>> result = result_of(NamedNode("x:cited"), fault)
    >>> result.messages[0].value, str(result.evidence[0].place)
    ('the span reads otherwise; offsets 4–9', 'a.ttl:3')
    """
    evidence = (Evidence(fault.place),) if fault.place else ()
    text = f"{fault.message}; {fault.hint}" if fault.hint else fault.message
    return Result(
        citation,
        _COMPONENT,
        SH["Violation"],
        CORE["Citation"],
        CORE["Citation"],
        messages=(Literal(text),),
        evidence=evidence,
    )


def cause_of(results: tuple[Result, ...]) -> Cause:
    """What the failed citations have in common.

    >>> from pyoxigraph import NamedNode
    >>> cause_of((result_of(NamedNode("x:cited"), Fault("the span reads otherwise")),)).count
    1
    """
    return Cause(
        CORE["Citation"],
        CORE["Citation"],
        _COMPONENT,
        None,
        SH["Violation"],
        "a citation does not agree with its source's text",
        "offsets and digest of a span that the text has",
        results,
    )
