"""The report as JUnit XML: a suite for each shape, a case for each cause, so that CI servers count and show
it.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from icigraph.validation.finding import Finding
from icigraph.validation.formats.outcome import outcome
from icigraph.validation.formats.rows import constraint_of, details_of, message_of, only_one, severity_of
from icigraph.validation.report import Cause, ValidationReport
from icigraph.validation.shapes.names import brief

__all__ = ["render"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: ValidationReport) -> str:
    """A `testsuites` document; a conforming report has one passing case. What was validated stands as
    properties of a suite of its own, of which each finding of the lint is a case.

    >>> render(ValidationReport()).splitlines()[1]
    '<testsuites name="icigraph validate" tests="1" failures="0" errors="0">'
    """
    suites = [_shapes(report)]
    suites += [_syntax(report)] if report.faults else []
    suites += [_engines(report)] if report.disagreements else []
    ordered = sorted(report.causes, key=_suite_name)
    suites += [_suite(name, list(causes), report) for name, causes in groupby(ordered, _suite_name)]
    failures = len(report.causes) + bool(report.disagreements) + _outcomes(report).count("failure")
    errors = len(report.faults) + _outcomes(report).count("error")
    tests = len(report.causes) + bool(report.disagreements) + len(report.faults) + len(_outcomes(report))
    head = f'<testsuites name="icigraph validate" tests="{tests}" failures="{failures}" errors="{errors}">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(suites)}</testsuites>\n'


def _outcomes(report: ValidationReport) -> list[str]:
    """How each case of the first suite ends: `passed`, `failure` or `error`."""
    by_exit_code = ("passed", "failure", "error")
    found = [by_exit_code[one.rule.exit_code] for one in report.findings]
    return found if found or not report.silent else ["passed"]


def _shapes(report: ValidationReport) -> str:
    outcomes = _outcomes(report)
    counts = {
        "files": len(report.files),
        "triples": report.data_triples,
        "shapes": report.shapes,
        "focusNodes": report.focus_nodes,
        "heldBack": report.held_back,
    }
    properties = "".join(
        f'      <property name="{name}" value="{count}"/>\n' for name, count in counts.items()
    )
    cases = "".join(
        _finding(one, ended) for one, ended in zip(report.findings, outcomes, strict=bool(report.findings))
    )
    if outcomes and not report.findings:
        name = _attribute(outcome(report)[0])
        cases = f'    <testcase classname="icigraph" name={name}/>\n'
    return (
        f'  <testsuite name="icigraph validate" tests="{len(outcomes)}" '
        f'failures="{outcomes.count("failure")}" errors="{outcomes.count("error")}">\n'
        f"    <properties>\n{properties}    </properties>\n{cases}  </testsuite>\n"
    )


def _finding(finding: Finding, ended: str) -> str:
    name = f"{finding.code} {finding.place}" if finding.place else finding.code
    text = _text(str(finding))
    about = f"type={_attribute(finding.code)} message={_attribute(finding.message)}"
    body = f"<system-out>{text}</system-out>" if ended == "passed" else f"<{ended} {about}>{text}</{ended}>"
    return f'    <testcase classname="shapes" name={_attribute(name)}>\n      {body}\n    </testcase>\n'


def _suite_name(cause: Cause) -> str:
    return cause.root.value if cause.root else "unnamed shape"


def _suite(name: str, causes: list[Cause], report: ValidationReport) -> str:
    cases = "".join(_case(name, cause, report) for cause in causes)
    count = f'tests="{len(causes)}" failures="{len(causes)}" errors="0"'
    return f"  <testsuite name={_attribute(name)} {count}>\n{cases}  </testsuite>\n"


def _case(name: str, cause: Cause, report: ValidationReport) -> str:
    lines = [
        line
        for result in cause.results
        for line in (
            f"{result.place or '?'}: {report.shown(result.focus)}: {message_of(result, cause)}",
            *(str(one) for one in details_of(result, report)),
        )
    ]
    kind = constraint_of(cause.component, report)
    title = f"{brief(cause.why, 600)} [{kind}]"
    told = f"{severity_of(cause.severity)}: expected {cause.expected}"
    return (
        f"    <testcase classname={_attribute(name)} name={_attribute(title)}>\n"
        f"      <failure type={_attribute(kind)} message={_attribute(told)}>"
        f"{_text(chr(10).join(lines))}</failure>\n    </testcase>\n"
    )


def _syntax(report: ValidationReport) -> str:
    cases = "".join(
        f'    <testcase classname="syntax" name={_attribute(str(fault.place or "input"))}>\n'
        f'      <error type="syntax" message={_attribute(fault.message)}>{_text(str(fault))}</error>\n'
        "    </testcase>\n"
        for fault in report.faults
    )
    count = f'tests="{len(report.faults)}" failures="0" errors="{len(report.faults)}"'
    return f'  <testsuite name="syntax" {count}>\n{cases}  </testsuite>\n'


def _engines(report: ValidationReport) -> str:
    lines = "\n".join(only_one(one, report) for one in report.disagreements)
    failure = f'<failure type="Disagreement" message="they disagree">{_text(lines)}</failure>'
    return (
        '  <testsuite name="engines" tests="1" failures="1" errors="0">\n'
        f'    <testcase classname="engines" name="the engines agree">\n      {failure}\n    </testcase>\n'
        "  </testsuite>\n"
    )


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text), {"\n": "&#10;"})
