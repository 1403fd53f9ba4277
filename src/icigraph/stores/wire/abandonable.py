"""Waiting for others so that nobody has to wait on: work in threads that are left behind when an interrupt or
a deadline comes.

Python runs the handlers of signals in the main thread only, and only between its own steps: not while a name
is looked up, nor while it waits for another thread to end. So whatever waits for the network does so in a
daemon thread, and the thread that asked waits for an event, which an interrupt ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

__all__ = ["at_once", "awaited"]

# Seconds for the threads to see that nobody waits for them, and to leave their files.
_GRACE = 0.3

Item = TypeVar("Item")
Made = TypeVar("Made")


def awaited(work: Callable[[], Made], seconds: float, abandon: Callable[[], None]) -> Made:
    """What `work` gives, or raises. After so many `seconds`, or an interrupt, `abandon` is called, which
    should make the work end soon, and TimeoutError or the interrupt raised whether it ends or not.

    >>> awaited(lambda: 1 + 1, 5.0, lambda: None)
    2
    """
    done = Event()
    made: list[Made] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    Thread(target=run, daemon=True).start()
    try:
        if not done.wait(max(seconds, 0.0)):
            raise TimeoutError
    except BaseException:
        abandon()
        done.wait(_GRACE)
        raise
    if failed:
        raise failed[0]
    return made[0]


def at_once(
    work: Callable[[Item], Made],
    items: Sequence[Item],
    abandon: Callable[[], None],
    *,
    threads: int = 4,
    report: Callable[[int], None] = lambda _done: None,
) -> list[Made]:
    """What `work` gives for each of the `items`, in their order, some of them worked on at a time.

    `report` is called with the number that are done. The first failure, or an interrupt, calls `abandon` and
    is raised; what has not been begun is not begun then.

    >>> at_once(str.upper, ["a", "b"], lambda: None)
    ['A', 'B']
    """
    rest: SimpleQueue[int] = SimpleQueue()
    ended: SimpleQueue[tuple[int, Made | None, BaseException | None]] = SimpleQueue()
    stopped = Event()
    for number in range(len(items)):
        rest.put(number)

    def run() -> None:
        while not stopped.is_set():
            try:
                number = rest.get_nowait()
            except Empty:
                return
            try:
                ended.put((number, work(items[number]), None))
            except BaseException as error:
                ended.put((number, None, error))

    workers = [Thread(target=run, daemon=True) for _ in range(min(threads, len(items)))]
    for worker in workers:
        worker.start()
    made: dict[int, Made] = {}
    try:
        while len(made) < len(items):
            number, value, error = ended.get()
            if error is not None:
                raise error
            made[number] = value  # type: ignore[assignment]
            report(len(made))
    except BaseException:
        stopped.set()
        abandon()
        _leave(workers)
        raise
    return [made[number] for number in range(len(items))]


def _leave(workers: Sequence[Thread]) -> None:
    end = time.monotonic() + _GRACE
    for worker in workers:
        worker.join(max(0.0, end - time.monotonic()))
