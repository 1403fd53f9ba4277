"""Push: bring a store to hold just the local graphs, in one transaction or, where that is asked for, in
parts; and make sure that it does.

The manifest in the store says what it holds. It is read first, so a push with nothing to do is one query; it
is read again whenever an answer did not come, so a push that was cut off at any moment is taken up by the
next one; and it is read again after a push, so that two that met end as one of the two.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.base.faults import Fault, ServiceError
from icigraph.base.progress import Progress, silent
from icigraph.rdf.spool import SpooledGraph
from icigraph.stores.push.adapters import commit, held_as_string, replaces_graphs
from icigraph.stores.push.manifest import read_manifest
from icigraph.stores.push.parts import commit_in_parts
from icigraph.stores.push.plan import ForeignGraphError, Intent, Plan, make_plan
from icigraph.stores.push.verify import GraphCheck, verify
from icigraph.stores.store.full_disk import with_advice_on_full_disk
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.http import UnreachableError

__all__ = ["Pushed", "plan_push", "push"]

_TRIES = 4
_CONFLICT_TRIES = 20
_PAUSE = 1.0
_LONGEST_PAUSE = 8.0
# How stores say that two transactions met: the one that lost may simply be sent again. In the words of the
# store alone, since it may repeat what it was sent.
_CONFLICT = re.compile(r"\bVirtuoso 40001\b|\bSailConflictException\b|\bObserved state has changed\b")
_PART = Fault(
    "the store may hold a part of this push now", hint="push again with --in-parts: it goes on from there"
)

_Commit = Callable[[Service, Plan, Path], None]


class _MetError(ServiceError):
    """Another push came between: what the store holds is of both, and its manifest says so."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the plan that it set out with, how the graphs that it touched read back, and whether
    it was `overtaken`: another push followed before that was done, so what was read is of that one.

    >>> check = GraphCheck("x:g", "e3b0", "27ae", 1, altered_count=1)
    >>> pushed = Pushed(Plan((), ()), (check,))
    >>> pushed.exact, pushed.faithful
    (False, True)
    """

    plan: Plan
    checks: tuple[GraphCheck, ...]
    overtaken: bool = False

    @property
    def faithful(self) -> bool:
        """Whether every graph that was sent reads back with the same meaning."""
        return all(check.faithful for check in self.checks)

    @property
    def exact(self) -> bool:
        """Whether every graph that was sent reads back to the letter."""
        return all(check.exact for check in self.checks)


def plan_push(
    service: Service,
    base: str,
    local: Mapping[str, SpooledGraph],
    folder: Path,
    *,
    intent: Intent | None = None,
) -> Plan:
    """What a push would do now. Nothing is written to the store.

    A `ForeignGraphError` names graphs that no push put there.
    """
    whole = replaces_graphs(service.kind)
    published = read_manifest(service, base)
    while True:
        try:
            return make_plan(service, base, local, published, folder, intent or Intent(), whole=whole)
        except ForeignGraphError:
            # A push that ended after the manifest was read put them there, if the manifest is another now.
            before, published = published, read_manifest(service, base)
            if published.lines == before.lines:
                raise


def push(
    service: Service,
    base: str,
    local: Mapping[str, SpooledGraph],
    *,
    intent: Intent | None = None,
    check: bool = True,
    in_parts: bool = False,
    tries: int = _TRIES,
    progress: Progress = silent,
) -> Pushed:
    """Make the store hold the `local` graphs and, as the `intent` says, no other published graph below
    `base`.

    Readers see the dataset of before or that of after. A `ServiceError` leaves the dataset of before, or of
    after where the answer alone was lost; pushing again completes it either way. A cut-off is tried again up
    to `tries` times in all, a conflict with another push more often, since each ends without a trace and busy
    readers may win many. Of two pushes at once the store holds one in the end. What was sent is read back
    unless `check` is false; what does not read back as it should is sent once more.

    With `in_parts` the graphs go one after the other: readers may see a part, and so they do after an error,
    until a push completes it.
    """
    send = partial(commit_in_parts, progress=progress) if in_parts else commit
    intent = intent or Intent()
    intended: Plan | None = None
    touched: set[str] = set()
    again: set[str] = set()
    for attempt in count(1):
        with TemporaryDirectory(prefix="icigraph-push-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            progress("compare", 0, len(local))
            plan = plan_push(service, base, local, folder, intent=intent)
            progress("compare", len(local), len(local))
            intended = intended or plan
            touched |= {change.graph for change in plan.changes}
            error = _failure_of(send, service, base, plan, folder) if plan.changes else None
        if error is None:
            sent = {iri: local[iri] for iri in touched if iri in local} if check else {}
            pushed = _read_back(service, base, intended, plan, sent, progress)
            wrong = {each.graph for each in pushed.checks if not each.faithful}
            if pushed.overtaken or wrong <= again:
                return pushed
            again |= wrong
            intent = replace(intent, doubted={*intent.doubted, *wrong})
            continue
        if attempt >= _allowed(error, tries):
            explained = with_advice_on_full_disk(error, service.kind)
            raise (explained.again(*explained.faults, _PART) if in_parts else explained)
        # At random, so that two that met do not meet again.
        time.sleep(min(_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE) * random.uniform(0.2, 1.0))
    raise AssertionError("counting has no end")


def _failure_of(send: _Commit, service: Service, base: str, plan: Plan, folder: Path) -> ServiceError | None:
    try:
        send(service, plan, folder)
        if read_manifest(service, base).lines != plan.manifest:
            message = f"{service.target.url}: other pushes came between each time"
            return _MetError(Fault(message, hint="push again when they are done"))
    except ServiceError as error:
        return error
    return None


def _allowed(error: ServiceError, tries: int) -> int:
    if isinstance(error, UnreachableError):
        return tries
    met = isinstance(error, _MetError) or error.status == 409
    return _CONFLICT_TRIES if met or _CONFLICT.search(error.words) else 1


def _read_back(
    service: Service,
    base: str,
    intended: Plan,
    plan: Plan,
    sent: Mapping[str, SpooledGraph],
    progress: Progress,
) -> Pushed:
    """How what was sent reads back; what differs is no fault of this push if another one followed."""
    checks = verify(service, sent, as_string=held_as_string(service), progress=progress)
    if all(check.faithful for check in checks):
        return Pushed(intended, checks)
    return Pushed(intended, checks, read_manifest(service, base).lines != plan.manifest)
