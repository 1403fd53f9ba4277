"""Jobs of which some wait for others, several at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

__all__ = ["in_turn"]

T = TypeVar("T")


def in_turn(
    jobs: Sequence[Callable[[], T]],
    awaited: Sequence[Collection[int]],
    workers: int,
    *,
    ended: Callable[[int], None],
    stop: Callable[[], None],
) -> list[T]:
    """Run each job once those that `awaited` names for it, by their positions, have ended; what each gave.

    At most `workers` run at a time, each in a thread; of those that may begin, the first comes first. `ended`
    is told how many have ended. When one fails or the run is interrupted, `stop` is called, which should make
    the others end soon; once they have, the exception is raised.

    >>> in_turn([lambda: 1, lambda: 2], [(), (0,)], 2, ended=lambda count: None, stop=lambda: None)
    [1, 2]
    """
    pool = ThreadPoolExecutor(workers)
    waiting, running = dict(enumerate(awaited)), dict[Future[T], int]()
    results: dict[int, T] = {}
    try:
        while waiting or running:
            ready = [number for number, others in waiting.items() if results.keys() >= set(others)]
            for number in ready[: workers - len(running)]:
                del waiting[number]
                running[pool.submit(jobs[number])] = number
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                results[running.pop(future)] = future.result()
            ended(len(results))
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown()
    return [results[number] for number in range(len(jobs))]
