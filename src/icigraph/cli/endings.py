"""How a run ends before its time: by Ctrl-C, by a signal that asks it to end, by a time limit.

Python looks at signals between two of its own steps, and a call of the engine is one step, however long it
takes. So a thread beside the run watches: a run that did not end by itself soon after it was asked to is
ended by that thread, which removes what is temporary first.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread, Timer
from typing import TYPE_CHECKING

from icigraph.cli.parser import complain

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["Ended", "Watch", "limited", "number_of", "tell_ended"]

_PATIENCE = 0.5
"""Seconds that a run has to end by itself; removing what is temporary comes on top."""

_TOLD = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}


class Ended(KeyboardInterrupt):
    """A signal asked the run to end: `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def number_of(ended: KeyboardInterrupt) -> int:
    """The number of the signal that ended the run; SIGINT where nothing else is said.

    >>> number_of(KeyboardInterrupt()) == signal.SIGINT
    True
    """
    return ended.number if isinstance(ended, Ended) else signal.SIGINT


def tell_ended(number: int) -> int:
    """Say on stderr that a signal ended the run; returns the exit code, as shells have it."""
    complain(f"error: {_TOLD[signal.Signals(number).name]}")
    return 128 + number


class Watch:
    """From now on SIGINT, SIGTERM and SIGHUP end this process within a second, whatever it does.

    First `Ended` is raised in the main thread; where that does not end the run, the process is left. A second
    signal leaves it at once. Signals that were ignored (`nohup`) still are.
    """

    def __init__(self) -> None:
        self._telling = Lock()
        heeded = [number for number in map(_number, _TOLD) if number is not None and _is_heeded(number)]
        self._heeded = frozenset(heeded)
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in heeded:
            signal.signal(number, _raise)
        sys.unraisablehook = _silent_when_ended
        Thread(target=self._wait, args=(reading, self._heeded), daemon=True).start()

    def report(self, number: int) -> int:
        """Say on stderr that a signal ended the run, once; returns the exit code, as shells have it."""
        return tell_ended(number) if self._telling.acquire(blocking=False) else 128 + number

    def rest(self) -> None:
        """The run is done, and only Python's own leaving is left: a signal changes no more how it ended."""
        for number in self._heeded:
            signal.signal(number, signal.SIG_IGN)

    def _wait(self, reading: int, heeded: frozenset[int]) -> None:
        while (number := os.read(reading, 1)[0]) not in heeded:
            pass
        select.select([reading], [], [], _PATIENCE)
        _leave(self.report(number))


def _number(name: str) -> int | None:
    return getattr(signal, name, None)


def _is_heeded(number: int) -> bool:
    return signal.getsignal(number) not in (signal.SIG_IGN, None)


def _raise(number: int, _frame: object) -> NoReturn:
    raise Ended(number)


def _silent_when_ended(unraisable: object) -> None:
    """An interrupt of code that can raise nothing, as a finaliser, is no news: the watch ends the run."""
    if not isinstance(getattr(unraisable, "exc_value", None), KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)  # type: ignore[arg-type]


def _leave(code: int) -> NoReturn:
    """End the process from a thread beside the main one, which may not return for long."""
    try:
        # What tempfile, weakref.finalize and `rdf.temporary` registered: temporary files and folders go.
        atexit._run_exitfuncs()
    finally:
        os._exit(code)


@contextmanager
def limited(seconds: float | None, message: str, hint: str, code: int) -> Iterator[None]:
    """End the process with a message and an exit code where the block takes longer; None is no limit.

    >>> with limited(60, "the query took too long", "give --timeout a longer time", 3):
    ...     print("done in time")
    done in time
    """
    if seconds is None:
        yield
        return

    def end() -> None:
        complain(f"error: {message}", hint)
        _leave(code)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
