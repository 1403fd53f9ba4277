"""`validate --fix`: follow suggestions in the files, and see that the data validates no worse for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from icigraph.base.faults import Fault
from icigraph.base.files import write_atomically
from icigraph.cli.common import out
from icigraph.cli.parser import complain
from icigraph.validation.fix import Fix, Mending, Patch, mending, offered, write
from icigraph.validation.report import Applicability, ValidationReport
from icigraph.validation.worse import culprits, worse

__all__ = ["mend", "preview"]

_SHOWN = 20


def preview(report: ValidationReport, least: Applicability) -> int:
    """Print what would be written as a patch, each file's fixes above it; 1 if there is any.

    >>> preview(ValidationReport(), Applicability.SAFE)
    0
    """
    made = mending(report.inputs, offered(report, least))
    for patch in made.patches:
        out("".join(f"# {fix}\n" for fix in patch.fixes) + patch.diff)
    _tell_left(made, report, least)
    return 1 if made.patches else 0


def mend(
    shown: ValidationReport,
    before: ValidationReport,
    least: Applicability,
    validate: Callable[[], tuple[ValidationReport, str]],
) -> tuple[ValidationReport, str]:
    """Follow the suggestions of `shown` in the files, and give what validating them again gives. A fix with
    which a node has more results than `before` is taken back, and everything if validating fails.
    """
    made = mending(shown.inputs, offered(shown, least))
    _tell_left(made, shown, least)
    while made.patches:
        done, unwritten = write(made.patches)
        written = [patch for patch in made.patches if patch.source.name in done]
        if unwritten:
            _take_back(written)
            made = _without_files(made, shown, unwritten)
            continue
        after, note = _validated(validate, written)
        worsened = worse(before, after, made.fixes)
        if not worsened and len(after.faults) <= len(before.faults):
            _tell(written)
            return after, note
        _take_back(written)
        wrong = culprits(worsened, made.fixes)
        for fix in wrong:
            complain(f"taken back, since more would be wrong after it: {fix}")
        made = _without(made, shown, wrong)
    return validate()


def _validated(
    validate: Callable[[], tuple[ValidationReport, str]], written: Iterable[Patch]
) -> tuple[ValidationReport, str]:
    try:
        return validate()
    except BaseException:
        # Also on an interrupt: what is not known to be no worse does not stay.
        _take_back(written)
        raise


def _without(made: Mending, report: ValidationReport, wrong: Iterable[Fix]) -> Mending:
    ids = {id(fix) for fix in wrong}
    return mending(report.inputs, [fix for fix in made.fixes if id(fix) not in ids])


def _without_files(made: Mending, report: ValidationReport, faults: Iterable[Fault]) -> Mending:
    """What can be done without files that could not be written, told why."""
    names = set()
    for fault in faults:
        complain(str(fault))
        names.add(fault.place.file if fault.place else "")
    return _without(made, report, [f for f in made.fixes if any(e.place.file in names for e in f.edits)])


def _take_back(patches: Iterable[Patch]) -> None:
    for patch in patches:
        write_atomically(Path(patch.source.name), patch.source.content)


def _tell(patches: Iterable[Patch]) -> None:
    for patch in patches:
        count = len(patch.fixes)
        complain(f"mended {patch.source.name}: {count} suggestion{'s' if count > 1 else ''} followed")


def _tell_left(made: Mending, report: ValidationReport, least: Applicability) -> None:
    for fault in made.left:
        complain(str(fault))
    taken = {id(fix.result) for fix in offered(report, least)}
    unsafe = [fix for fix in offered(report, Applicability.UNSAFE) if id(fix.result) not in taken]
    for fix in unsafe[:_SHOWN]:
        complain(f"left, {fix}")
    if unsafe:
        more = f"{len(unsafe)} suggestion{'s' if len(unsafe) > 1 else ''} left"
        complain(f"{more}: --fix --unsafe follows what may change what is said as well")
    elif not made.patches and not made.left:
        complain("nothing that is mechanical to mend")
