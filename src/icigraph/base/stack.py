"""Recursion deeper than one stack allows: the rest of it is run on a stack of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

__all__ = ["on_own_stack"]

Result = TypeVar("Result")


def on_own_stack(work: Callable[[], Result]) -> Result:
    """What `work` gives or raises, run where recursion begins to count anew; the caller waits for it.

    Python bounds the depth of recursion of each thread, and to raise that bound would raise it for all.

    >>> def deep(left: int) -> int:
    ...     if left == 0:
    ...         return 0
    ...     return 1 + (on_own_stack(lambda: deep(left - 1)) if left % 200 == 0 else deep(left - 1))
    >>> deep(5000)
    5000
    """
    run = _Run(work)
    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join()
    if run.error is not None:
        raise run.error
    return run.results[0]


class _Run(Generic[Result]):
    """One call and what came of it."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self.results: list[Result] = []
        self.error: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.results.append(self._work())
        except BaseException as error:
            self.error = error
