"""The report for a person at a terminal: causes first, each with what was expected and where, like a
compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from icigraph.base.faults import Fault, Place
from icigraph.validation.finding import Finding
from icigraph.validation.formats.outcome import mistakes, outcome
from icigraph.validation.report import Applicability, Cause, Evidence, Part, Result, ValidationReport
from icigraph.validation.shapes.names import brief
from icigraph.validation.telling.messages import chosen_message

__all__ = ["Paint", "plain", "render"]

Paint = Callable[[str, str], str]
"""Colours a text: called with a style (`violation`, `warning`, `info`, `place`, `good`, `dim`, `hint`) and
the text.
"""

_EXAMPLES = 3
_STALE = 5
_FOLLOWED = {Applicability.SAFE: " [--fix]", Applicability.UNSAFE: " [--fix --unsafe]"}


def plain(_style: str, text: str) -> str:
    """No colour.

    >>> plain("good", "conforms")
    'conforms'
    """
    return text


@dataclass(frozen=True, slots=True)
class _Page:
    """How the report is written: in which colours, how wide, in which languages."""

    report: ValidationReport
    paint: Paint
    width: int
    languages: tuple[str, ...]


def render(
    report: ValidationReport,
    *,
    paint: Paint = plain,
    width: int = 100,
    examples: int = _EXAMPLES,
    languages: tuple[str, ...] = ("en",),
) -> str:
    """The report as text; of each cause at most `examples` results are shown in full.

    >>> render(ValidationReport(files=("a.ttl",), shapes=1, focus_nodes=1))
    'conforms: 1 file, 0 triples, 1 shape, 1 focus node\\n'
    """
    page = _Page(report, paint, width, languages)
    parts = [_fault(fault, page) for fault in report.faults]
    parts += [_cause(cause, page, examples) for cause in report.causes]
    parts += [_disagreement(report, paint)] if report.disagreements else []
    parts += [_stale(report, paint)] if report.stale else []
    parts += [_finding(finding, page) for finding in report.findings]
    return "\n".join([*parts, _last_line(report, paint)]) + "\n"


def _fault(fault: Fault, page: _Page) -> str:
    lines = [f"{page.paint('violation', 'error')}: {fault.message}"]
    if fault.place:
        lines += _shown(Evidence(fault.place), page)
    if fault.hint:
        lines.append(f"  {page.paint('hint', 'hint')}: {fault.hint}")
    return "\n".join([*lines, ""])


def _finding(finding: Finding, page: _Page) -> str:
    kind = "violation" if finding.level == "error" else "warning"
    lines = [f"{page.paint(kind, f'{finding.level}[{finding.code}]')}: {finding.message}"]
    if finding.place:
        lines += _shown(Evidence(finding.place), page)
    if finding.hint:
        lines += _indented(f"{page.paint('hint', 'hint')}: {finding.hint}", page.width)
    return "\n".join([*lines, ""])


def _cause(cause: Cause, page: _Page, examples: int) -> str:
    kind = cause.severity.value.rpartition("#")[2].rpartition("/")[2].lower()
    times = f" ({cause.count} times)" if cause.count > 1 else ""
    lines = [f"{page.paint(kind, kind)}: {cause.why}{times}"]
    lines += _indented(f"expected: {cause.expected}", page.width)
    lines.append(page.paint("dim", f"  shape: {_shape(cause, page.report)}"))
    for result in cause.results[:examples]:
        value = f"  value {page.report.shown(result.value)}" if result.value is not None else ""
        lines.append(f"  {page.report.shown(result.focus)}{value}")
        lines += _result(result, page, frozenset())
    lines += _more(cause, page, examples)
    return "\n".join([*lines, ""])


def _shape(cause: Cause, report: ValidationReport) -> str:
    name = report.names.show(cause.root) if cause.root else "an unnamed shape"
    place = cause.results[0].shape_place
    return f"{name}  ({place})" if place else name


def _more(cause: Cause, page: _Page, examples: int) -> Iterator[str]:
    if cause.count > examples:
        places = [str(result.place) for result in cause.results[examples : examples + 5] if result.place]
        others = ", ".join([*places, *(["…"] if cause.count > examples + 5 else [])])
        where = f": {others}" if places else ""
        yield page.paint("dim", f"  … and {cause.count - examples} more{where}")


def _result(result: Result, page: _Page, above: frozenset[Place]) -> Iterator[str]:
    """Where a result arises, but for the places that stand `above`, and what accounts for it."""
    for evidence in result.evidence:
        if evidence.place not in above:
            yield from _shown(evidence, page)
    if result.insert:
        yield f"    could be added at {page.paint('place', str(result.insert))}"
    message = brief(chosen_message(result, page.languages) or "", 600)
    if message:
        yield from _indented(message, page.width, "    ")
    inner = replace(page, width=page.width - 4)
    shown = above | {evidence.place for evidence in result.evidence}
    for part in result.parts:
        yield from (f"    {line}" for line in _part(part, inner, shown))
    for suggestion in result.suggestions:
        followed = _FOLLOWED.get(suggestion.applicability, "")
        said = f"{page.paint('hint', 'help')}: {brief(suggestion.text, 600)}{followed}"
        yield from _indented(said, page.width, "    ")


def _part(part: Part, page: _Page, above: frozenset[Place]) -> Iterator[str]:
    """A shape that a node was held against, and why the node does not conform."""
    from icigraph.validation.formats.rows import part_said

    at = page.paint("dim", f"  ({part.place})") if part.place else ""
    yield f"{part_said(part, page.report)}{at}"
    for cause in part.causes:
        yield from _indented(f"{cause.why}; expected: {cause.expected}", page.width)
        for result in cause.results[:_EXAMPLES]:
            if result.value not in (None, part.node):
                yield f"  value {page.report.shown(result.value)}"
            yield from _result(result, page, above)
        yield from _more(cause, page, _EXAMPLES)


def _shown(evidence: Evidence, page: _Page) -> Iterator[str]:
    # What conforms has no lines to show, and does not wait for the import of what finds them.
    from icigraph.validation.reading.excerpt import excerpt

    paint = page.paint
    drawn = "  (inferred from this)" if evidence.inferred else ""
    yield f"    {paint('dim', '-->')} {paint('place', str(evidence.place))}{drawn}"
    source = page.report.inputs.get(evidence.place.file)
    found = excerpt(source, evidence.place) if source else None
    if found:
        gutter = " " * len(str(found.number))
        yield f"    {paint('dim', f'{found.number} |')} {found.text}"
        yield f"    {paint('dim', f'{gutter} |')} {paint('violation', found.carets)}"


def _indented(text: str, width: int, margin: str = "  ") -> list[str]:
    # A report that conforms wraps nothing and does not wait for the import.
    from textwrap import wrap

    return wrap(
        text,
        max(width, 30),
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _disagreement(report: ValidationReport, paint: Paint) -> str:
    from icigraph.validation.formats.rows import only_one

    lines = [paint("warning", f"the engines disagree on {len(report.disagreements)} results:")]
    lines += [f"  {only_one(one, report)}" for one in report.disagreements]
    return "\n".join([*lines, ""])


def _stale(report: ValidationReport, paint: Paint) -> str:
    from icigraph.validation.formats.rows import stale_said

    gone = report.stale
    lines = [
        f"{paint('warning', 'warning')}: what the baseline has and is no longer there may return unseen:"
    ]
    lines += [f"  {stale_said(one, report)}" for one in gone[:_STALE]]
    lines += [f"  … and {len(gone) - _STALE} more"] if len(gone) > _STALE else []
    return "\n".join([*lines, f"  {paint('hint', 'hint')}: write it anew with --write-baseline", ""])


def _last_line(report: ValidationReport, paint: Paint) -> str:
    head, rest = outcome(report)
    style = "violation" if head.startswith(("does not", "not")) else "warning" if mistakes(report) else "good"
    return f"{paint(style, head)}{rest}"
