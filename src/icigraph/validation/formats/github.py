"""The report as GitHub workflow commands, which show as annotations on the lines of a pull request."""

from __future__ import annotations

from icigraph.base.faults import Place
from icigraph.validation.formats.outcome import outcome
from icigraph.validation.formats.rows import constraint_of, details_of, message_of, only_one, stale_said
from icigraph.validation.report import ValidationReport, severity_rank
from icigraph.validation.shapes.names import brief

__all__ = ["render"]

_COMMANDS = {1: "notice", 2: "warning", 3: "error"}


def render(report: ValidationReport) -> str:
    """One `::error file=…,line=…::message` line for each fault, result, disagreement of engines and finding
    of the lint; last the verdict, as a line of the log.

    >>> from icigraph.base.faults import Fault
    >>> print(render(ValidationReport(faults=(Fault("no dot", Place("a.ttl", 3, 1)),))), end="")
    ::error file=a.ttl,line=3,col=1,title=error::no dot
    does not conform: 1 error in 0 files, 0 triples, 0 shapes, 0 focus nodes
    """
    lines = [_line("error", fault.place, "error", fault.message) for fault in report.faults]
    for cause in report.causes:
        for result in cause.results:
            command = _COMMANDS[severity_rank(result.severity)]
            text = "\n".join(
                [
                    f"{report.shown(result.focus)}: {message_of(result, cause)}",
                    *(str(one) for one in details_of(result, report)),
                    *(one.text for one in result.suggestions),
                ]
            )
            title = f"{brief(cause.why, 200)} [{constraint_of(cause.component, report)}]"
            lines.append(_line(command, result.place, title, text))
    lines += [
        _line("warning", None, "the engines disagree", only_one(one, report)) for one in report.disagreements
    ]
    lines += [
        _line(one.level, one.place, one.code, "\n".join(part for part in (one.message, one.hint) if part))
        for one in report.findings
    ]
    lines += [
        _line("notice", None, "no longer there", f"of the baseline: {stale_said(one, report)}")
        for one in report.stale
    ]
    return "".join(f"{line}\n" for line in (*lines, "".join(outcome(report))))


def _line(command: str, place: Place | None, title: str, text: str) -> str:
    at = {"file": place.file, "line": place.line, "col": place.column} if place else {}
    properties = [
        f"{name}={_property(str(value))}" for name, value in {**at, "title": title}.items() if value
    ]
    return f"::{command} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
