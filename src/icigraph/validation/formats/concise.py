"""The report in one line for each result, as compilers and linters have it, for editors, grep and logs:
`file:line:column: severity: message [constraint]`.
"""

from __future__ import annotations

from icigraph.base.faults import Place
from icigraph.validation.formats.outcome import outcome
from icigraph.validation.formats.rows import (
    constraint_of,
    details_of,
    message_of,
    only_one,
    severity_of,
    stale_said,
)
from icigraph.validation.report import ValidationReport, order

__all__ = ["render"]


def render(report: ValidationReport) -> str:
    """A line for each fault, result, disagreement of engines, finding of the lint, and result of a baseline
    that is gone, each with the code that stands for its kind; last the verdict. What has no place begins with
    the severity.

    >>> from icigraph.base.faults import Fault
    >>> print(render(ValidationReport(faults=(Fault("no dot", Place("a.ttl", 3, 1)),))).splitlines()[0])
    a.ttl:3:1: error: no dot [rdf-syntax]
    """
    lines = [_line(one.place, "error", one.message, "rdf-syntax") for one in report.faults]
    told = [(result, cause) for cause in report.causes for result in cause.results]
    for result, cause in sorted(told, key=lambda pair: order(pair[0])):
        why = "; ".join(str(one).strip() for one in details_of(result, report))
        said = f"{report.shown(result.focus)}: {message_of(result, cause)}{f' ({why})' if why else ''}"
        code = constraint_of(result.component, report)
        lines.append(_line(result.place, severity_of(result.severity), said, code))
    lines += [
        _line(None, "warning", only_one(one, report), "engine-disagreement") for one in report.disagreements
    ]
    lines += [_line(one.place, one.level, one.message, one.code) for one in report.findings]
    lines += [_line(None, "warning", stale_said(one, report), "no-longer-there") for one in report.stale]
    return "".join(f"{line}\n" for line in (*lines, "".join(outcome(report))))


def _line(place: Place | None, severity: str, message: str, code: str) -> str:
    at = f"{place}: " if place else ""
    return f"{at}{severity}: {' '.join(message.split())} [{code}]"
