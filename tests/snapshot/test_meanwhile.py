"""A job that is done while another is waited for."""

from __future__ import annotations

import threading

import pytest

from icigraph.snapshot.meanwhile import deferred


def test_a_started_job_runs_beside_and_once() -> None:
    begun, may_end, runs = threading.Event(), threading.Event(), []

    def job() -> int:
        begun.set()
        assert may_end.wait(10)
        runs.append(threading.current_thread())
        return 7

    start, result = deferred(job)
    start()
    start()
    assert begun.wait(10)
    may_end.set()
    assert (result(), result()) == (7, 7)
    assert len(runs) == 1 and runs[0] is not threading.current_thread()


@pytest.mark.parametrize("begin", [True, False])
def test_what_a_job_raises_reaches_who_waits_for_it(begin: bool) -> None:
    def job() -> None:
        raise KeyError("x")

    start, result = deferred(job)
    if begin:
        start()
    with pytest.raises(KeyError, match="x"):
        result()
