"""The report as CSV (RFC 4180): one row a result or fault."""

from __future__ import annotations

import csv
from io import StringIO

from icigraph.validate.formats.rows import details_of, message_of, only_one
from icigraph.validate.paths import as_sparql
from icigraph.validate.report import Result, ValidationReport

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
    """A header and one row for each fault, each result in the report's order of causes, and what only one
    engine says.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for fault in report.faults:
        place = fault.place
        at = (place.file, place.line or "", place.column or "") if place else ("", "", "")
        writer.writerow([*at, "syntax", "", "", "", "", "", fault.message, fault.hint or "", ""])
    writer.writerows(
        _row(result, message_of(result, cause), report) for cause in report.causes for result in cause.results
    )
    for one in report.disagreements:
        row = _row(one.result, only_one(one, report), report)
        row[HEADER.index("severity")] = "disagreement"
        writer.writerow(row)
    return out.getvalue()


def _row(result: Result, message: str, report: ValidationReport) -> list[object]:
    place = result.place
    at = [place.file, place.line or "", place.column or ""] if place else ["", "", ""]
    return [
        *at,
        "unsure" if result.doubt else result.severity.value,
        result.component.value,
        str(result.root or result.shape),
        str(result.focus),
        as_sparql(result.path) if result.path is not None else "",
        "" if result.value is None else str(result.value),
        message,
        result.suggestions[0].text if result.suggestions else "",
        "\n".join(str(one).removeprefix("  ") for one in details_of(result, report)),
    ]
