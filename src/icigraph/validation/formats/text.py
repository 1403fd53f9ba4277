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

__all__ = ["Paint", "plain", "render"]

Paint = Callable[[str, str], str]
"""Colours a text: called with a style (`violation`, `warning`, `info`, `place`, `good`, `dim`, `hint`) and
the text.
"""

_EXAMPLES = 3
_STALE = 5
_WIDTH = 100
_FOLLOWED = {Applicability.SAFE: " [--fix]", Applicability.UNSAFE: " [--fix --unsafe]"}


def plain(_style: str, text: str) -> str:
    """No colour.

    >>> plain("good", "conforms")
    'conforms'
    """
    return text


@dataclass(frozen=True, slots=True)
class _Page:
    """How the report is written: in which colours, for how wide a terminal (None: for none, so that lines
    which programs look for stay whole), in which languages.
    """

    report: ValidationReport
    paint: Paint
    width: int | None
    languages: tuple[str, ...]


def render(
    report: ValidationReport,
    *,
    paint: Paint = plain,
    width: int | None = None,
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
    parts += [_disagreement(page)] if report.disagreements else []
    parts += [_stale(page)] if report.stale else []
    parts += [_finding(finding, page) for finding in report.findings]
    return "\n".join([*parts, _verdict(page)]) + "\n"


def _fault(fault: Fault, page: _Page) -> str:
    lines = _labelled("error", "violation", fault.message, page, "")
    if fault.place:
        lines += _shown(Evidence(fault.place), page)
    if fault.hint:
        lines += _labelled("hint", "hint", fault.hint, page)
    return "\n".join([*lines, ""])


def _finding(finding: Finding, page: _Page) -> str:
    kind = "violation" if finding.level == "error" else "warning"
    lines = _labelled(f"{finding.level}[{finding.code}]", kind, finding.message, page, "")
    if finding.place:
        lines += _shown(Evidence(finding.place), page)
    if finding.hint:
        lines += _labelled("hint", "hint", finding.hint, page)
    return "\n".join([*lines, ""])


def _cause(cause: Cause, page: _Page, examples: int) -> str:
    from icigraph.validation.formats.rows import constraint_of, severity_of

    kind = severity_of(cause.severity)
    times = f" ({cause.count} times)" if cause.count > 1 else ""
    head = f"{kind}[{constraint_of(cause.component, page.report)}]"
    lines = _labelled(head, kind, f"{brief(cause.why, 600)}{times}", page, "")
    lines += _indented(f"expected: {cause.expected}", page.width)
    lines += _indented(f"about: {brief(cause.about, 600)}", page.width) if cause.about else []
    lines += _dimmed(f"shape: {_shape(cause, page.report)}", page)
    for result in cause.results[:examples]:
        value = f"  value {page.report.shown(result.value)}" if result.value is not None else ""
        lines += _indented(f"{page.report.shown(result.focus)}{value}", page.width)
        lines += _result(result, page, frozenset(), cause.why)
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
        yield from _dimmed(f"… and {cause.count - examples} more{where}", page)


def _result(result: Result, page: _Page, above: frozenset[Place], why: str) -> Iterator[str]:
    """Where a result arises, but for the places that stand `above`, what accounts for it, and its message
    unless that is `why` the cause is one.
    """
    for evidence in result.evidence:
        if evidence.place not in above:
            yield from _shown(evidence, page)
    if result.insert:
        yield f"    could be added at {page.paint('place', str(result.insert))}"
    from icigraph.validation.telling.messages import chosen_message

    message = brief(chosen_message(result, page.languages) or "", 600)
    if message and message != brief(why, 600):
        yield from _indented(message, page.width, "    ")
    inner = replace(page, width=page.width and page.width - 4)
    shown = above | {evidence.place for evidence in result.evidence}
    for part in result.parts:
        yield from (f"    {line}" for line in _part(part, inner, shown))
    for suggestion in result.suggestions:
        followed = _FOLLOWED.get(suggestion.applicability, "")
        yield from _labelled("help", "hint", f"{brief(suggestion.text, 600)}{followed}", page, "    ")


def _part(part: Part, page: _Page, above: frozenset[Place]) -> Iterator[str]:
    """A shape that a node was held against, and why the node does not conform."""
    from icigraph.validation.formats.rows import part_said

    at = f"  ({part.place})" if part.place else ""
    *first, last = _indented(f"{part_said(part, page.report)}{at}", page.width, "")
    yield from first
    yield last.replace(at, page.paint("dim", at)) if at else last
    for cause in part.causes:
        yield from _indented(f"{cause.why}; expected: {cause.expected}", page.width)
        for result in cause.results[:_EXAMPLES]:
            if result.value not in (None, part.node):
                yield f"  value {page.report.shown(result.value)}"
            yield from _result(result, page, above, cause.why)
        yield from _more(cause, page, _EXAMPLES)


def _shown(evidence: Evidence, page: _Page) -> Iterator[str]:
    # What conforms has no lines to show, and does not wait for the import of what finds them.
    from icigraph.validation.reading.excerpt import excerpt

    paint = page.paint
    drawn = "  (inferred from this)" if evidence.inferred else ""
    yield f"    {paint('dim', '-->')} {paint('place', str(evidence.place))}{drawn}"
    source = page.report.inputs.get(evidence.place.file)
    found = excerpt(source, evidence.place, page.width) if source else None
    if found:
        gutter = " " * len(str(found.number))
        yield f"    {paint('dim', f'{found.number} |')} {found.text}"
        yield f"    {paint('dim', f'{gutter} |')} {paint('violation', found.carets)}"


def _labelled(label: str, style: str, text: str, page: _Page, margin: str = "  ") -> list[str]:
    """Text behind a coloured label, which takes no more room for its colour."""
    said = f"{label}: {text}"
    first, *rest = _indented(said, page.width, margin) if page.width or margin else [said]
    return [first.replace(label, page.paint(style, label), 1), *rest]


def _dimmed(text: str, page: _Page) -> list[str]:
    lines = _indented(text, page.width) if page.width else [f"  {text}"]
    return [page.paint("dim", line) for line in lines]


def _indented(text: str, width: int | None, margin: str = "  ") -> list[str]:
    # A report that conforms wraps nothing and does not wait for the import.
    from textwrap import wrap

    return wrap(
        text,
        max(width or _WIDTH, 30),
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _disagreement(page: _Page) -> str:
    from icigraph.validation.formats.rows import only_one

    report = page.report
    lines = [page.paint("warning", f"the engines disagree on {len(report.disagreements)} results:")]
    lines += [line for one in report.disagreements for line in _indented(only_one(one, report), page.width)]
    return "\n".join([*lines, ""])


def _stale(page: _Page) -> str:
    from icigraph.validation.formats.rows import stale_said

    gone = page.report.stale
    said = "what the baseline has and is no longer there may return unseen:"
    lines = _labelled("warning", "warning", said, page, "")
    lines += [line for one in gone[:_STALE] for line in _indented(stale_said(one, page.report), page.width)]
    lines += [f"  … and {len(gone) - _STALE} more"] if len(gone) > _STALE else []
    lines += _labelled("hint", "hint", "write it anew with --write-baseline", page)
    return "\n".join([*lines, ""])


def _verdict(page: _Page) -> str:
    head, rest = outcome(page.report)
    mistaken = "warning" if mistakes(page.report) else "good"
    style = "violation" if head.startswith(("does not", "not")) else mistaken
    said = head + rest
    lines = _indented(said, page.width, "") if page.width else [said]
    return "\n".join([lines[0].replace(head, page.paint(style, head), 1), *lines[1:]])
