"""Progress on a terminal."""

from __future__ import annotations

import atexit
import sys
from io import StringIO
from time import monotonic

from icigraph.base.progress import Progress
from icigraph.cli.streams import EMPTY_LINE
from icigraph.cli.terminal import console_for

__all__ = ["progress_line"]

_PAUSE = 0.1
"""Seconds between two looks at the same stage."""
_BAR = 24


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
            _write(f"{EMPTY_LINE}{_drawn(stage, done, total)}\r")

    def clear() -> None:
        nonlocal stage_shown
        if stage_shown:
            stage_shown = ""
            _write(EMPTY_LINE)

    # A run that a signal ends leaves the line empty.
    atexit.register(clear)
    return report


def _drawn(stage: str, done: int, total: int | None) -> str:
    """The stage, a bar where the whole is known, and how much is done, in a line that fits the terminal."""
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    console = console_for(sys.stderr)
    share = f"{100 * done // total:3} % of {total}" if total else str(done)
    if not total or len(stage) + _BAR + len(share) + 3 > console.width:
        return f"{stage} {share}"[: console.width - 1]
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_row(Text(stage), ProgressBar(total=total, completed=done, width=_BAR), Text(share))
    console.print(line, end="")
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().rstrip("\n ")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
