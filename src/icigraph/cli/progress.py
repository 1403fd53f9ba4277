"""Progress on a terminal."""

from __future__ import annotations

import atexit
import sys
from time import monotonic

from icigraph.base.progress import Progress
from icigraph.cli.streams import EMPTY_LINE

__all__ = ["progress_line"]

_PAUSE = 0.1
"""Seconds between two looks at the same stage."""


def progress_line() -> Progress:
    """A reporter that tells on one line of stderr how far a stage is, and empties the line when it is done.

    The cursor waits at the start of the line, so that whatever else is written takes its place.
    """
    stage_shown, shown_at = "", 0.0

    def report(stage: str, done: int, total: int | None) -> None:
        nonlocal stage_shown, shown_at
        if total is not None and done >= total:
            clear()
        elif stage != stage_shown or monotonic() - shown_at >= _PAUSE:
            stage_shown, shown_at = stage, monotonic()
            share = f"{100 * done // total:3} % of {total}" if total else str(done)
            _write(f"{EMPTY_LINE}{stage} {share}\r")

    def clear() -> None:
        nonlocal stage_shown
        if stage_shown:
            stage_shown = ""
            _write(EMPTY_LINE)

    # A run that a signal ends leaves the line empty.
    atexit.register(clear)
    return report


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
