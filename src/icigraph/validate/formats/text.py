"""The report for a person at a terminal: causes first, each with what was expected and where, like a
compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import wrap

from icigraph.rdf.faults import Fault
from icigraph.validate.messages import chosen_message
from icigraph.validate.names import brief
from icigraph.validate.report import Cause, Evidence, Result, ValidationReport

__all__ = ["Paint", "plain", "render"]

Paint = Callable[[str, str], str]
"""Colours a text: called with a style (`violation`, `warning`, `info`, `place`, `good`, `dim`, `hint`) and
the text.
"""

_EXAMPLES = 3


def plain(_style: str, text: str) -> str:
    """No colour."""
    return text


def render(
    report: ValidationReport,
    *,
    paint: Paint = plain,
    width: int = 100,
    examples: int = _EXAMPLES,
    languages: tuple[str, ...] = ("en",),
) -> str:
    """The report as text; of each cause at most `examples` results are shown in full."""
    parts = [_fault(fault, report, paint) for fault in report.faults]
    parts += [_cause(cause, report, paint, width, examples, languages) for cause in report.causes]
    parts += [_disagreement(report, paint)] if report.disagreements else []
    return "\n".join([*parts, _verdict(report, paint)]) + "\n"


def _fault(fault: Fault, report: ValidationReport, paint: Paint) -> str:
    lines = [f"{paint('violation', 'syntax error')}: {fault.message}"]
    if fault.place:
        lines += _shown(Evidence(fault.place), report, paint)
    if fault.hint:
        lines.append(f"  {paint('hint', 'hint')}: {fault.hint}")
    return "\n".join([*lines, ""])


def _cause(
    cause: Cause,
    report: ValidationReport,
    paint: Paint,
    width: int,
    examples: int,
    languages: tuple[str, ...],
) -> str:
    kind = cause.severity.value.rpartition("#")[2].rpartition("/")[2].lower()
    times = f" ({cause.count} times)" if cause.count > 1 else ""
    lines = [f"{paint(kind, kind)}: {cause.why}{times}"]
    lines += _indented(f"expected: {cause.expected}", width)
    lines.append(paint("dim", f"  shape: {_shape(cause, report)}"))
    for result in cause.results[:examples]:
        lines += _result(result, report, paint, width, languages)
    if cause.count > examples:
        lines.append(paint("dim", f"  … and {cause.count - examples} more: {_others(cause, examples)}"))
    return "\n".join([*lines, ""])


def _shape(cause: Cause, report: ValidationReport) -> str:
    name = report.names.show(cause.root) if cause.root else "an unnamed shape"
    place = cause.results[0].shape_place
    return f"{name}  ({place})" if place else name


def _others(cause: Cause, examples: int) -> str:
    places = [str(result.place) for result in cause.results[examples : examples + 5] if result.place]
    return ", ".join(places) + (", …" if cause.count > examples + 5 else "")


def _result(
    result: Result, report: ValidationReport, paint: Paint, width: int, languages: tuple[str, ...]
) -> Iterator[str]:
    value = f"  value {report.names.brief(result.value)}" if result.value is not None else ""
    yield f"  {report.names.brief(result.focus)}{value}"
    for evidence in result.evidence:
        yield from _shown(evidence, report, paint)
    if result.insert:
        yield f"    could be added at {paint('place', str(result.insert))}"
    message = brief(chosen_message(result, languages) or "", 600)
    if message:
        yield from _indented(message, width, "    ")
    for suggestion in result.suggestions:
        yield from _indented(f"{paint('hint', 'help')}: {brief(suggestion.text, 600)}", width, "    ")


def _shown(evidence: Evidence, report: ValidationReport, paint: Paint) -> Iterator[str]:
    # What conforms has no lines to show, and does not wait for the import of what finds them.
    from icigraph.validate.excerpt import excerpt

    drawn = "  (inferred from this)" if evidence.inferred else ""
    yield f"    {paint('dim', '-->')} {paint('place', str(evidence.place))}{drawn}"
    source = report.inputs.get(evidence.place.file)
    found = excerpt(source, evidence.place) if source else None
    if found:
        gutter = " " * len(str(found.number))
        yield f"    {paint('dim', f'{found.number} |')} {found.text}"
        yield f"    {paint('dim', f'{gutter} |')} {paint('violation', found.carets)}"


def _indented(text: str, width: int, margin: str = "  ") -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _disagreement(report: ValidationReport, paint: Paint) -> str:
    from icigraph.validate.formats.rows import only_one

    lines = [paint("warning", f"the engines disagree on {len(report.disagreements)} results:")]
    lines += [f"  {only_one(one, report)}" for one in report.disagreements]
    return "\n".join([*lines, ""])


def _verdict(report: ValidationReport, paint: Paint) -> str:
    checked = f"{_counted(len(report.files), 'file')}, {_counted(report.data_triples, 'triple')}"
    known = f"; {_counted(report.known, 'result')} of the baseline left out" if report.known else ""
    unshown = f"; {_counted(report.unshown, 'more result')} not shown" if report.unshown else ""
    if report.conforms:
        return paint("good", "conforms") + f": {checked}{known}"
    counts = [
        _counted(number, name.rpartition("/")[2].lower()) for name, number in sorted(report.counts().items())
    ]
    counts += [_counted(len(report.faults), "syntax error")] if report.faults else []
    return paint("violation", "does not conform") + f": {', '.join(counts)} in {checked}{known}{unshown}"


def _counted(number: int, noun: str) -> str:
    plural = noun if noun.endswith("info") or number == 1 else noun + "s"
    return f"{number:,} {plural}"
