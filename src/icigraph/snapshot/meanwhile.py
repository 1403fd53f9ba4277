"""One job done while another, which leaves the interpreter free, is waited for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeVar

    Result = TypeVar("Result")

__all__ = ["deferred"]


def deferred(job: Callable[[], Result]) -> tuple[Callable[[], None], Callable[[], Result]]:
    """Two functions: the first starts the job in a thread, once; the second waits for its result, or raises
    what the job raised. A job that nobody started is done by then.

    >>> start, result = deferred(lambda: 6 * 7)
    >>> start()
    >>> result()
    42
    """
    found: list[Result] = []
    wrong: list[BaseException] = []
    threads: list[Thread] = []

    def work() -> None:
        try:
            found.append(job())
        except BaseException as error:
            wrong.append(error)

    def start() -> None:
        if not threads:
            threads.append(Thread(target=work, daemon=True))
            threads[0].start()

    def result() -> Result:
        if not threads:
            return job()
        threads[0].join()
        if wrong:
            raise wrong[0]
        return found[0]

    return start, result
