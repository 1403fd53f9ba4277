"""The report as one HTML page that stands alone: filter by text, severity and file, grouped by cause, with
excerpts.
"""

from __future__ import annotations

from icigraph.base.faults import Fault
from icigraph.base.pages import page
from icigraph.validation.finding import Finding
from icigraph.validation.formats.outcome import mistakes, outcome
from icigraph.validation.formats.rows import constraint_of, message_of, only_one, part_said
from icigraph.validation.reading.excerpt import Excerpt, excerpt
from icigraph.validation.report import Evidence, ValidationReport

__all__ = ["render"]


def render(report: ValidationReport) -> str:
    """The page; it loads nothing and its script only hides and shows what is already written.

    >>> render(ValidationReport()).startswith("<!DOCTYPE html>")
    True
    """

    def line(evidence: Evidence) -> Excerpt | None:
        source = report.inputs.get(evidence.place.file)
        return excerpt(source, evidence.place) if source else None

    head, rest = outcome(report)
    choices = (("severity", "Severity", list(report.counts())), ("file", "File", _files(report)))
    return page(
        "icigraph.validation.formats",
        "report.html",
        title=f"Validation report: {head}",
        outcome=head,
        good=report.silent and not mistakes(report),
        summary=rest.lstrip(",: "),
        choices=choices,
        report=report,
        excerpt=line,
        evidence=Evidence,
        fault_of=_fault,
        constraint_of=constraint_of,
        message_of=message_of,
        only_one=only_one,
        part_said=part_said,
    )


def _files(report: ValidationReport) -> list[str]:
    places = [one.place for one in report.findings]
    places += [*(fault.place for fault in report.faults), *(result.place for result in report.results)]
    return sorted({place.file for place in places if place})


def _fault(finding: Finding) -> Fault:
    return Fault(f"{finding.message} ({finding.code})", finding.place, finding.hint)
