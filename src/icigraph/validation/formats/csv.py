"""The report as CSV (RFC 4180): one row a result, a fault or a finding of the lint."""

from __future__ import annotations

import csv
from io import StringIO

from icigraph.base.faults import Place
from icigraph.rdf.terms import as_ntriples
from icigraph.validation.formats.outcome import held_back
from icigraph.validation.formats.rows import details_of, message_of, only_one
from icigraph.validation.report import Result, ValidationReport
from icigraph.validation.shapes.paths import as_sparql

__all__ = ["HEADER", "render"]

HEADER = (
    "file",
    "line",
    "column",
    "severity",
    "component",
    "shape",
    "focusNode",
    "path",
    "value",
    "message",
    "suggestion",
    "details",
)


def render(report: ValidationReport) -> str:
    """A header and one row for each fault, each result in the report's order of causes, what only one engine
    says, and each finding of the lint, its code in the place of a component; last how many results are held
    back, if any are.

    >>> render(ValidationReport()).splitlines()
    ['file,line,column,severity,component,shape,focusNode,path,value,message,suggestion,details']
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for fault in report.faults:
        writer.writerow(
            [*_at(fault.place), "syntax", "", "", "", "", "", fault.message, fault.hint or "", ""]
        )
    writer.writerows(
        _row(result, message_of(result, cause), report) for cause in report.causes for result in cause.results
    )
    for one in report.disagreements:
        row = _row(one.result, only_one(one, report), report)
        row[HEADER.index("severity")] = "disagreement"
        writer.writerow(row)
    for found in report.findings:
        cells = (found.level, found.code, "", "", "", "", found.message, found.hint or "", "")
        writer.writerow([*_at(found.place), *cells])
    if report.held_back:
        writer.writerow([*_at(None), "held back", "", "", "", "", "", held_back(report), "", ""])
    return out.getvalue()


def _at(place: Place | None) -> list[object]:
    return [place.file, place.line or "", place.column or ""] if place else ["", "", ""]


def _row(result: Result, message: str, report: ValidationReport) -> list[object]:
    return [
        *_at(result.place),
        result.severity.value,
        result.component.value,
        str(result.root or result.shape),
        as_ntriples(result.focus),
        as_sparql(result.path) if result.path is not None else "",
        "" if result.value is None else as_ntriples(result.value),
        message,
        result.suggestions[0].text if result.suggestions else "",
        "\n".join(str(one).removeprefix("  ") for one in details_of(result, report)),
    ]
