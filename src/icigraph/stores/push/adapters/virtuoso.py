"""OpenLink Virtuoso: one Update request of small operations is one transaction, rolled back whole if one
fails.

What one transaction removes and adds again may be gone once the server was killed and has replayed its log:
measured, and only for such statements; it seems to replay deletions and insertions in any order. So no
statement may stand on both sides of a plan (`replaces_graphs`), in whatever form.

It cannot hold some literals at all; those are named before anything is sent. Its queries have no snapshot:
readers see all or nothing only where the server runs with `DefaultIsolation = 8` (docs/stores/virtuoso.md).

One request has its limits, and there are no transactions beyond it. A graph too large for it goes to the
graph endpoint, the bulk path, where every statement commits alone: in a push in parts only. Staging graphs
would not hide it, since a query that names no graph reads all graphs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from icigraph.base.faults import Fault, InputError, ServiceError
from icigraph.rdf.canonical import has_blank_nodes
from icigraph.stores.push.adapters.generic import written
from icigraph.stores.push.adapters.literals import refused_direction, with_allowed_literals
from icigraph.stores.push.adapters.rows import without_kept_rows
from icigraph.stores.push.manifest import pending_line
from icigraph.stores.push.plan import Change, Plan
from icigraph.stores.push.update_text import update_text
from icigraph.stores.store.protocol import Service

__all__ = ["commit", "commit_part", "prepared", "refused_literal"]

_LINES_EACH = 1000
# Beyond it answers HT057, that its string session is longer than 10 Mb.
_LARGEST = 10_000_000
# Bytes of lines in one of several requests: below the former with what stands around them.
_PIECE = 8_000_000
# What the graph endpoint takes has no such limit; fewer requests save a third of the time.
_LARGE_PIECE = 64_000_000
# A part up to this size goes in one request still: larger ones meet readers too often, and lose after 12 s.
_SMALL_PART = 200_000
# It turns a template with blank nodes into code, at most 10,000 lines of it in one operation.
_BLANK_EACH = 200
_TOO_MUCH_CODE = "SQ199"
_DEADLOCK = "40001"
_IN_PARTS = (
    "push in parts with --in-parts (readers may see a part of it until it is done), "
    "or some graphs at a time with --graphs"
)
# Logged, and one transaction. A request that failed row by row leaves its thread of the server in that mode,
# and the next request there would commit each row alone. A DEFINE holds for one operation only.
_AT_ONCE = (
    b"DELETE { GRAPH <urn:x> { <urn:x> <urn:x> ?mode } } WHERE { BIND(bif:log_enable(1, 1) AS ?mode) } ;\n"
)
# Each row commits alone and is logged: a large transaction loses against busy readers every time (40001).
_ROW_BY_ROW = b"DEFINE sql:log-enable 3\n"
# What is sent to the graph endpoint is taken for HTML or plain text if its first 64 KiB look so, whatever
# its media type: these look like Turtle.
_LOOKS_LIKE_TURTLE = b"#" + b" " * (1 << 16) + b"\n"
_XSD = rb"http://www\.w3\.org/2001/XMLSchema#"
_INTEGER = re.compile(rb'"([+-]?\d+)"\^\^<' + _XSD + rb"integer> \.$")
_DURATION = re.compile(rb'"\^\^<' + _XSD + rb"(?:duration|yearMonthDuration)> \.$")
_NAN = re.compile(rb'"NaN"\^\^<' + _XSD + rb"(?:double|float)> \.$")


def prepared(service: Service, plan: Plan) -> Plan:
    """The plan without literals that Virtuoso would refuse or spoil, and without what it would remove and add
    again; an `InputError` names those literals.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.stores.store.protocol import open_service
    >>> from icigraph.stores.store.targets import Target
    >>> folder, double = Path(tempfile.mkdtemp()), b"<http://www.w3.org/2001/XMLSchema#double>"
    >>> added = written([b'<x:a> <x:p> "NaN"^^' + double + b" .\\n"], folder / "added.nt")
    >>> plan = Plan((Change("x:g", added, 1, written([], folder / "removed.nt"), 0),), ())
    >>> service = open_service(Target("https://example.org/sparql", kind="virtuoso", strings=True))
    >>> list(prepared(service, plan).changes[0].added_lines())
    [b'<x:a> <x:p> "NaN" .\\n']
    """
    plan = with_allowed_literals(service, plan, "Virtuoso", refused_literal)
    return replace(plan, changes=tuple(without_kept_rows(change) for change in plan.changes))


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One Update request; an `InputError` tells that it is larger than Virtuoso takes."""
    request = _written(plan, folder)
    if (size := request.stat().st_size) > _LARGEST:
        most, asked = (f"{number / 1e6:.1f} MB" for number in (_LARGEST, size))
        message = f"Virtuoso takes at most {most} in one request, and a push is one; this one has {asked}"
        raise InputError(Fault(message, hint=_IN_PARTS))
    try:
        service.update(request)
    except ServiceError as error:
        if _TOO_MUCH_CODE not in error.words:
            raise
        message = "Virtuoso takes some thousands of blank nodes in one request, and a push is one"
        raise InputError(Fault(message, hint=_IN_PARTS)) from None


def commit_part(service: Service, part: Plan, folder: Path) -> None:
    """One graph and its lines of the manifest: at once if it is small and no reader is in the way, else piece
    by piece, and the manifest says meanwhile that the graph is ours and not whole.
    """
    change, manifest = part.changes
    small = part.size <= _SMALL_PART and not change.has_blank_nodes and not change.clear
    if small and _committed(service, part, folder):
        return
    nothing, pending = written([], folder / "nothing.nt"), pending_line(change.graph)
    there = [line for line in manifest.removed_lines() if line != pending]
    marked = manifest.removals > len(there)
    before = replace(manifest, removed=written(there, folder / "told.nt"))
    _send(service, replace(before, added=written([] if marked else [pending], folder / "mark.nt")), folder)
    _send(service, replace(change, added=nothing, removed=nothing), folder, _ROW_BY_ROW)
    only_removed = replace(change, added=nothing, clear=False, clears_blank=False)
    for piece in _pieces(change.removed_lines(), folder, _PIECE):
        _send(service, replace(only_removed, removed=piece), folder, _ROW_BY_ROW)
    for piece in _bodies(change, folder):
        service.add_to_graph(change.graph, piece)
    _send(service, replace(manifest, removed=written([pending], folder / "mark.nt")), folder)


def _committed(service: Service, part: Plan, folder: Path) -> bool:
    """Whether one request did it; not so where it lost against a reader, as it may time and again."""
    try:
        commit(service, part, folder)
    except ServiceError as error:
        if _DEADLOCK not in error.words:
            raise
        return False
    return True


def _send(service: Service, change: Change, folder: Path, head: bytes = _AT_ONCE) -> None:
    request = _written(Plan((change,), ()), folder, head)
    if request.stat().st_size > len(head):
        service.update(request)


def _written(plan: Plan, folder: Path, head: bytes = _AT_ONCE) -> Path:
    text = update_text(plan, _LINES_EACH, _BLANK_EACH)
    return written(itertools.chain([head], text), folder / "request.ru")


def _bodies(change: Change, folder: Path) -> Iterator[Path]:
    """What is added, for the graph endpoint. A label means one node in one body: blank nodes go in one."""
    if not change.has_blank_nodes:
        yield from _pieces(change.added_lines(), folder, _LARGE_PIECE, _LOOKS_LIKE_TURTLE)
        return
    blank = (line for line in change.added_lines() if has_blank_nodes(line))
    yield written(itertools.chain([_LOOKS_LIKE_TURTLE], blank), folder / "piece.nt")
    plain = (line for line in change.added_lines() if not has_blank_nodes(line))
    yield from _pieces(plain, folder, _LARGE_PIECE, _LOOKS_LIKE_TURTLE)


def _pieces(lines: Iterable[bytes], folder: Path, size: int, head: bytes = b"") -> Iterator[Path]:
    """The lines in files of bounded size, each at the place of the one before."""
    rest = iter(lines)
    for first in rest:
        yield written(itertools.chain([head, first], _up_to(size - len(first), rest)), folder / "piece.nt")


def _up_to(size: int, lines: Iterator[bytes]) -> Iterator[bytes]:
    while size > 0 and (line := next(lines, b"")):
        size -= len(line)
        yield line


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
