"""OpenLink Virtuoso: one Update request of small operations is one transaction, rolled back whole if one
fails.

What one transaction removes and adds again may be gone once the server was killed and has replayed its log:
measured, and only for such statements; it seems to replay deletions and insertions in any order. So no
statement may stand on both sides of a plan (`replaces_graphs`), in whatever form.

It cannot hold some literals at all; those are named before anything is sent. Its queries have no snapshot:
readers see all or nothing only where the server runs with `DefaultIsolation = 8` (docs/stores/virtuoso.md).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from icigraph.publish.adapters.generic import written
from icigraph.publish.adapters.literals import refused_direction, with_allowed_literals
from icigraph.publish.adapters.rows import without_kept_rows
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service
from icigraph.publish.requests import update_text
from icigraph.rdf.faults import Fault, InputError

__all__ = ["commit", "refused_literal"]

_LINES_EACH = 1000
# Beyond it answers HT057, that its string session is longer than 10 Mb.
_LARGEST = 10_000_000
# It turns a template with blank nodes into code, at most 10,000 lines of it in one operation.
_BLANK_EACH = 200
_XSD = rb"http://www\.w3\.org/2001/XMLSchema#"
_INTEGER = re.compile(rb'"([+-]?\d+)"\^\^<' + _XSD + rb"integer> \.$")
_DURATION = re.compile(rb'"\^\^<' + _XSD + rb"(?:duration|yearMonthDuration)> \.$")
_NAN = re.compile(rb'"NaN"\^\^<' + _XSD + rb"(?:double|float)> \.$")


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One Update request; an `InputError` names the literals that Virtuoso would refuse or spoil, or tells
    that the request is larger than it takes.
    """
    plan = with_allowed_literals(service, plan, "Virtuoso", refused_literal)
    plan = replace(plan, changes=tuple(without_kept_rows(change) for change in plan.changes))
    request = written(update_text(plan, _LINES_EACH, _BLANK_EACH), folder / "request.ru")
    if (size := request.stat().st_size) > _LARGEST:
        most, asked = (f"{number / 1e6:.1f} MB" for number in (_LARGEST, size))
        message = f"Virtuoso takes at most {most} in one request, and a push is one; this one has {asked}"
        raise InputError(Fault(message, hint="push some graphs at a time, with --graphs"))
    service.update(request)


def refused_literal(line: bytes) -> str | None:
    """Why Virtuoso 7 would refuse an N-Triples line, or None.

    >>> refused_literal(b'<a> <b> "9223372036854775808"^^<http://www.w3.org/2001/XMLSchema#integer> .\\n')
    'integers end at 64 bits there'
    """
    if (found := _INTEGER.search(line)) and not -(2**63) <= int(found[1]) < 2**63:
        return "integers end at 64 bits there"
    if _DURATION.search(line):
        return "xsd:duration and xsd:yearMonthDuration are not supported there"
    if _NAN.search(line):
        # Not a number has no place in the order of its index of quads: beside another number it spoils the
        # index for good, and every later insertion stops with "out of seg data".
        return "NaN spoils the index there"
    return refused_direction(line)
