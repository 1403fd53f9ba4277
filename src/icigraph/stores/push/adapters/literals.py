"""Literals that a store would refuse or spoil: named before anything is sent, or sent as plain strings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from icigraph.base.faults import Fault, InputError
from icigraph.stores.push.adapters.generic import written
from icigraph.stores.push.plan import Change, Plan
from icigraph.stores.store.protocol import Service

__all__ = ["Refusing", "refused_direction", "with_allowed_literals"]

Refusing = Callable[[bytes], str | None]

_TYPE = re.compile(rb'(")(?:\^\^<[^<>]*>|@[A-Za-z0-9-]+) \.$')
_DIRECTION = re.compile(rb'"@[A-Za-z0-9-]+--(?:ltr|rtl) \.$')
_SHOWN = 5


def refused_direction(line: bytes) -> str | None:
    """Why a store of RDF 1.1 would refuse an N-Triples line, or None.

    >>> refused_direction(b'<a> <b> "x"@ar--rtl .\\n')
    'RDF 1.2 text direction is not supported there'
    """
    return "RDF 1.2 text direction is not supported there" if _DIRECTION.search(line) else None


def with_allowed_literals(service: Service, plan: Plan, store: str, refused: Refusing) -> Plan:
    r"""The plan without literals that `refused` gives a reason against, where the target allows strings;
    elsewhere such literals are an `InputError`.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.stores.store.protocol import open_service
    >>> from icigraph.stores.store.targets import Target
    >>> folder = Path(tempfile.mkdtemp())
    >>> added = written([b'<x:a> <x:p> "33"^^<x:day> .\n'], folder / "added.nt")
    >>> plan = Plan((Change("x:g", added, 1, written([], folder / "removed.nt"), 0),), ())
    >>> service = open_service(Target("https://example.org/sparql", kind="virtuoso", strings=True))
    >>> allowed = with_allowed_literals(service, plan, "Virtuoso", lambda line: "it has no day")
    >>> list(allowed.changes[0].added_lines())
    [b'<x:a> <x:p> "33" .\n']
    """
    if service.target.strings:
        return replace(plan, changes=tuple(_with_strings(change, refused) for change in plan.changes))
    _check(plan, store, refused)
    return plan


def _with_strings(change: Change, refused: Refusing) -> Change:
    # The folder of what is removed is the change's own; a graph sent whole lies beside the others.
    path = change.removed.with_name("strings.nt")
    lines = (_TYPE.sub(rb"\1 .", line) if refused(line) else line for line in change.added_lines())
    return replace(change, added=written(lines, path))


def _check(plan: Plan, store: str, refused: Refusing) -> None:
    found = [
        f"{line.decode().strip()}: {reason}"
        for change in plan.changes
        for line in change.added_lines()
        if (reason := refused(line))
    ]
    if found:
        hint = "--strings sends such literals as plain strings"
        more = [Fault(f"and {len(found) - _SHOWN} more")] if len(found) > _SHOWN else []
        raise InputError(*(Fault(f"{store}: {each}", hint=hint) for each in found[:_SHOWN]), *more)
