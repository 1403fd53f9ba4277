"""Push: bring a store to hold just the local graphs, in one transaction or, where that is asked for, in
parts; and make sure that it does.

The manifest in the store says what it holds. It is read first, so a push with nothing to do is one query;
and it is read again whenever an answer did not come, so a push that was cut off at any moment is taken up
by the next one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.publish.adapters import commit, replaces_graphs
from icigraph.publish.full_disk import told_of_full_disk
from icigraph.publish.http import UnreachableError
from icigraph.publish.manifest import read_manifest
from icigraph.publish.parts import commit_in_parts
from icigraph.publish.plan import Plan, make_plan
from icigraph.publish.protocol import Service
from icigraph.publish.spool import SpooledGraph
from icigraph.publish.verify import GraphCheck, verify
from icigraph.rdf.faults import Fault, ServiceError
from icigraph.rdf.progress import Progress, silent

__all__ = ["Pushed", "plan_push", "push"]

_TRIES = 4
_CONFLICT_TRIES = 20
_PAUSE = 1.0
_LONGEST_PAUSE = 8.0
# How stores say that two transactions met: the one that lost may simply be sent again.
_CONFLICTS = ("deadlock", "40001", "conflict")
_PART = Fault(
    "the store may hold a part of this push now", hint="push again with --in-parts: it goes on from there"
)

_Commit = Callable[[Service, Plan, Path], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the plan that it set out with, and how the graphs that it touched read back."""

    plan: Plan
    checks: tuple[GraphCheck, ...]

    @property
    def faithful(self) -> bool:
        """Whether every graph that was sent reads back with the same meaning."""
        return all(check.faithful for check in self.checks)

    @property
    def exact(self) -> bool:
        """Whether every graph that was sent reads back to the letter."""
        return all(check.exact for check in self.checks)


def plan_push(
    service: Service, base: str, local: Mapping[str, SpooledGraph], folder: Path, *, keep_others: bool = False
) -> Plan:
    """What a push would do now. Nothing is written to the store."""
    published = read_manifest(service, base)
    whole = replaces_graphs(service.kind)
    return make_plan(service, base, local, published, folder, keep_others=keep_others, whole=whole)


def push(
    service: Service,
    base: str,
    local: Mapping[str, SpooledGraph],
    *,
    keep_others: bool = False,
    check: bool = True,
    in_parts: bool = False,
    tries: int = _TRIES,
    progress: Progress = silent,
) -> Pushed:
    """Make the store hold the `local` graphs and, unless `keep_others`, no other published graph below
    `base`.

    Readers see the dataset of before or that of after. A `ServiceError` leaves the dataset of before, or of
    after where the answer alone was lost; pushing again completes it either way. A cut-off is tried again up
    to `tries` times in all, a conflict with another transaction more often, since each ends without a trace
    and busy readers may win many. What was sent is read back unless `check` is false.

    With `in_parts` the graphs go one after the other: readers may see a part, and so they do after an error,
    until a push completes it.
    """
    send = partial(commit_in_parts, progress=progress) if in_parts else commit
    intended: Plan | None = None
    for attempt in count(1):
        with TemporaryDirectory(prefix="icigraph-push-") as name:
            folder = Path(name)
            progress("compare", 0, len(local))
            plan = plan_push(service, base, local, folder, keep_others=keep_others)
            progress("compare", len(local), len(local))
            intended = intended or plan
            error = _failure_of(send, service, plan, folder) if plan.changes else None
            if error is None:
                return Pushed(intended, _read_back(service, intended, local, progress) if check else ())
        if attempt >= _allowed(error, tries):
            told = told_of_full_disk(error, service.kind)
            raise (type(told)(*told.faults, _PART) if in_parts else told)
        # At random, so that two that met do not meet again.
        time.sleep(min(_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE) * random.uniform(0.2, 1.0))
    raise AssertionError("counting has no end")


def _failure_of(send: _Commit, service: Service, plan: Plan, folder: Path) -> ServiceError | None:
    try:
        send(service, plan, folder)
    except ServiceError as error:
        return error
    return None


def _allowed(error: ServiceError, tries: int) -> int:
    if isinstance(error, UnreachableError):
        return tries
    return _CONFLICT_TRIES if any(sign in str(error).lower() for sign in _CONFLICTS) else 1


def _read_back(
    service: Service, plan: Plan, local: Mapping[str, SpooledGraph], progress: Progress
) -> tuple[GraphCheck, ...]:
    sent = {change.graph: local[change.graph] for change in plan.changes if change.graph in local}
    return verify(service, sent, progress=progress)
