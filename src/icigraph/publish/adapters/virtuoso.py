"""OpenLink Virtuoso: one Update request of small operations is one transaction, rolled back whole if one
fails.

It cannot hold some literals at all; those are named before anything is sent. Its queries have no snapshot:
readers see all or nothing only where the server runs with `DefaultIsolation = 8` (docs/stores/virtuoso.md).
"""

from __future__ import annotations

import re
from pathlib import Path

from icigraph.publish.adapters.generic import written
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service
from icigraph.publish.requests import update_text
from icigraph.rdf.faults import Fault, InputError

__all__ = ["commit", "refused_literal"]

_LINES_EACH = 1000
_XSD = rb"http://www\.w3\.org/2001/XMLSchema#"
_INTEGER = re.compile(rb'"([+-]?\d+)"\^\^<' + _XSD + rb"integer> \.$")
_DURATION = re.compile(rb'"(-?P[^"]*)"\^\^<' + _XSD + rb"(?:duration|yearMonthDuration)> \.$")
_DIRECTION = re.compile(rb'"@[A-Za-z0-9-]+--(?:ltr|rtl) \.$')
_SHOWN = 5


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One Update request; an `InputError` names the literals that Virtuoso would refuse."""
    refused = [
        f"{line.decode().strip()}: {reason}"
        for change in plan.changes
        for line in change.added_lines()
        if (reason := refused_literal(line))
    ]
    if refused:
        hint = "write the value in another datatype, such as xsd:string or xsd:decimal"
        more = [Fault(f"and {len(refused) - _SHOWN} more")] if len(refused) > _SHOWN else []
        raise InputError(*(Fault(f"Virtuoso: {each}", hint=hint) for each in refused[:_SHOWN]), *more)
    service.update(written(update_text(plan, _LINES_EACH), folder / "request.ru"))


def refused_literal(line: bytes) -> str | None:
    """Why Virtuoso 7 would refuse an N-Triples line, or None.

    >>> refused_literal(b'<a> <b> "9223372036854775808"^^<http://www.w3.org/2001/XMLSchema#integer> .\\n')
    'integers end at 64 bits there'
    """
    if (found := _INTEGER.search(line)) and not -(2**63) <= int(found[1]) < 2**63:
        return "integers end at 64 bits there"
    if (found := _DURATION.search(line)) and re.search(rb"[YM]", found[1].partition(b"T")[0]):
        return "durations of years and months are not supported there"
    return "RDF 1.2 text direction is not supported there" if _DIRECTION.search(line) else None
