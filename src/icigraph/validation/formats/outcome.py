"""What came of a validation in a sentence, the same in every format, and what was validated."""

from __future__ import annotations

from icigraph.validation.report import ValidationReport

__all__ = ["counted", "held_back", "mistakes", "outcome"]


def outcome(report: ValidationReport) -> tuple[str, str]:
    """What came out, and after it what was found and looked at.

    >>> "".join(outcome(ValidationReport(files=("a.ttl",), data_triples=1200, shapes=2, focus_nodes=1)))
    'conforms: 1 file, 1,200 triples, 2 shapes, 1 focus node'
    """
    beside = "".join(f"; {said}" for said in _beside(report))
    if not report.usable:
        return "not validated", f": the shapes cannot be used; {_checked(report)}"
    if report.held_back and not (report.results or report.faults):
        return "not known to conform", f": {_checked(report)}{beside}"
    if not report.silent:
        return "does not conform", f": {', '.join(_found(report))} in {_checked(report)}{beside}"
    if any(one.code == "no-focus-node" for one in report.findings):
        return "nothing was checked", f": {_checked(report)}{beside}"
    wrong = mistakes(report)
    but = f", but {counted(wrong, 'warning')} of the shapes" if wrong else ""
    head = (
        "conforms" if report.conforms else "nothing new" if report.known else "nothing in what was asked for"
    )
    return head, f"{but}: {_checked(report)}{beside}"


def _beside(report: ValidationReport) -> list[str]:
    """What there is beside the results that are told."""
    sentences = (
        (report.known, "result", "of the baseline left out"),
        (len(report.stale), "result", "of the baseline no longer there"),
        (report.left_out, "result", "of other shapes or files left out"),
        (report.unshown, "more result", "not shown"),
    )
    beside = [f"{counted(number, noun)} {what}" for number, noun, what in sentences if number]
    return [*beside, held_back(report)] if report.held_back else beside


def held_back(report: ValidationReport) -> str:
    """How many results are not told, since what is missing may stand in what could not be read.

    >>> held_back(ValidationReport(held_back=2))
    '2 results held back until the syntax errors are mended'
    """
    return f"{counted(report.held_back, 'result')} held back until the syntax errors are mended"


def _found(report: ValidationReport) -> list[str]:
    counts = [
        counted(number, name.rpartition("/")[2].lower()) for name, number in sorted(report.counts().items())
    ]
    counts += [counted(len(report.faults), "error")] if report.faults else []
    return counts


def mistakes(report: ValidationReport) -> int:
    """How many findings of the lint are mistakes in the shapes, for which the exit code is not 0.

    >>> mistakes(ValidationReport())
    0
    """
    return sum(one.rule.exit_code > 0 for one in report.findings)


def _checked(report: ValidationReport) -> str:
    """What was validated: files, triples, shapes and the nodes that their targets find.

    >>> _checked(ValidationReport(files=("a.ttl",), data_triples=3))
    '1 file, 3 triples, 0 shapes, 0 focus nodes'
    """
    counts = (
        (len(report.files), "file"),
        (report.data_triples, "triple"),
        (report.shapes, "shape"),
        (report.focus_nodes, "focus node"),
    )
    return ", ".join(counted(number, noun) for number, noun in counts)


def counted(number: int, noun: str) -> str:
    """A number of things in words, the noun in its plural where there are several.

    >>> counted(1, "file"), counted(2000, "file"), counted(2, "info")
    ('1 file', '2,000 files', '2 info')
    """
    plural = noun if noun.endswith("info") or number == 1 else noun + "s"
    return f"{number:,} {plural}"
