"""The report as one HTML page that stands alone: filter by text, severity and file, grouped by cause, with
excerpts.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from icigraph.rdf.faults import Fault
from icigraph.validate.excerpt import excerpt
from icigraph.validate.formats.rows import message_of, only_one, part_said
from icigraph.validate.formats.verdict import mistakes, verdict
from icigraph.validate.lint.finding import Finding
from icigraph.validate.report import Cause, Disagreement, Evidence, Part, Result, ValidationReport

__all__ = ["render"]

_FRAME = Path(__file__).with_name("report.html")


def render(report: ValidationReport) -> str:
    """The page; it loads nothing and its script only hides and shows what is already written."""
    frame = _FRAME.read_text(encoding="utf-8")
    head, rest = verdict(report)
    parts = {
        "VERDICT": escape(head),
        "CLASS": "good" if report.silent and not mistakes(report) else "bad",
        "SUMMARY": escape(rest.lstrip(",: ")),
        "FILES": "".join(f"<option>{escape(name)}</option>" for name in _files(report)),
        "SEVERITIES": "".join(f"<option>{escape(name)}</option>" for name in report.counts()),
        "CAUSES": "".join(
            [
                *_faults(report),
                *_findings(report),
                *(_cause(cause, report) for cause in report.causes),
                *_disagreements(report),
            ]
        ),
    }
    for name, text in parts.items():
        frame = frame.replace(f"@{name}@", text)
    return frame


def _files(report: ValidationReport) -> list[str]:
    places = [one.place for one in report.findings]
    places += [*(fault.place for fault in report.faults), *(result.place for result in report.results)]
    return sorted({place.file for place in places if place})


def _faults(report: ValidationReport) -> Iterator[str]:
    if report.faults:
        rows = "".join(_fault(fault, report) for fault in report.faults)
        yield _section("Violation", "syntax", "files that are not well formed", rows)


def _findings(report: ValidationReport) -> Iterator[str]:
    for level, kind in (("error", "Violation"), ("warning", "Warning")):
        rows = "".join(_found(one, kind, report) for one in report.findings if one.level == level)
        if rows:
            yield _section(kind, level, "the shapes themselves", rows)


def _found(finding: Finding, kind: str, report: ValidationReport) -> str:
    return _told(Fault(f"{finding.message} ({finding.code})", finding.place, finding.hint), kind, report)


def _fault(fault: Fault, report: ValidationReport) -> str:
    return _told(fault, "Violation", report)


def _told(fault: Fault, kind: str, report: ValidationReport) -> str:
    shown = _evidence(Evidence(fault.place), report) if fault.place else ""
    file = escape(fault.place.file) if fault.place else ""
    hint = f'<p class="help">{escape(fault.hint)}</p>' if fault.hint else ""
    said = f"<p>{escape(fault.message)}</p>{shown}{hint}"
    return f'<article data-file="{file}" data-severity="{kind}">{said}</article>'


def _disagreements(report: ValidationReport) -> Iterator[str]:
    if report.disagreements:
        rows = "".join(_disagreement(one, report) for one in report.disagreements)
        yield _section("Warning", "engines", "what only one of them says", rows)


def _section(kind: str, name: str, title: str, rows: str) -> str:
    return f'<section class="cause"><h2><b class="{kind}">{name}</b> {title}</h2>{rows}</section>'


def _disagreement(one: Disagreement, report: ValidationReport) -> str:
    said = f"<p>{escape(only_one(one, report))}</p>"
    return f'<article data-file="" data-severity="Warning">{said}</article>'


def _cause(cause: Cause, report: ValidationReport) -> str:
    kind = cause.severity.value.rpartition("#")[2]
    shape = escape(report.names.show(cause.root) if cause.root else "an unnamed shape")
    rows = "".join(_result(result, cause, kind, report) for result in cause.results)
    said = f"perhaps {kind}" if cause.doubtful else kind
    return (
        f'<section class="cause"><h2><b class="{escape(kind)}">{escape(said)}</b> {escape(cause.why)} '
        f'<span class="count">{cause.count}</span></h2>'
        f'<p class="expected">expected {escape(cause.expected)}; shape {shape}</p>{rows}</section>'
    )


def _result(result: Result, cause: Cause, kind: str, report: ValidationReport) -> str:
    file = escape(result.place.file) if result.place else ""
    value = f" <code>{escape(report.names.brief(result.value))}</code>" if result.value is not None else ""
    shown = "".join(_evidence(one, report) for one in result.evidence)
    insert = f"<p>could be added at {escape(str(result.insert))}</p>" if result.insert else ""
    helps = "".join(f'<p class="help">{escape(one.text)}</p>' for one in result.suggestions)
    focus = f"<code>{escape(report.names.brief(result.focus))}</code>"
    parts = "".join(_part(one, report) for one in result.parts)
    said = f"<p>{focus}{value}: {escape(message_of(result, cause))}</p>{shown}{insert}{parts}{helps}"
    return f'<article data-file="{file}" data-severity="{escape(kind)}">{said}</article>'


def _part(part: Part, report: ValidationReport) -> str:
    at = f' <span class="place">{escape(str(part.place))}</span>' if part.place else ""
    inner = "".join(_detail(one, cause, report) for cause in part.causes for one in cause.results)
    return f'<div class="part"><p>{escape(part_said(part, report))}{at}</p>{inner}</div>'


def _detail(result: Result, cause: Cause, report: ValidationReport) -> str:
    value = f" <code>{escape(report.names.brief(result.value))}</code>" if result.value is not None else ""
    shown = "".join(_evidence(one, report) for one in result.evidence)
    parts = "".join(_part(one, report) for one in result.parts)
    helps = "".join(f'<p class="help">{escape(one.text)}</p>' for one in result.suggestions)
    return f"<p>{escape(message_of(result, cause))}{value}</p>{shown}{parts}{helps}"


def _evidence(evidence: Evidence, report: ValidationReport) -> str:
    place = escape(str(evidence.place)) + (" (inferred from this)" if evidence.inferred else "")
    source = report.inputs.get(evidence.place.file)
    found = excerpt(source, evidence.place) if source else None
    if found is None:
        return f'<p class="place">{place}</p>'
    before, term, after = (
        found.text[: found.start - 1],
        found.text[found.start - 1 : found.end - 1],
        found.text[found.end - 1 :],
    )
    return (
        f'<p class="place">{place}</p><pre><i>{found.number}</i> {escape(before)}<mark>{escape(term)}</mark>'
        f"{escape(after)}</pre>"
    )
