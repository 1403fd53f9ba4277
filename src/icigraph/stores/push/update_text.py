"""The texts that carry a plan: one SPARQL Update request, or N-Quads."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from icigraph.rdf.canonical import has_blank_nodes
from icigraph.stores.push.plan import Change, Plan

__all__ = ["added_quads", "removed_quads", "update_text"]

_LABEL = re.compile(rb'(^|<<\( | )_:([^\s"]+)(?= )')
_BLANK_CLEARED = (
    b"DELETE { GRAPH <%s> { ?s ?p ?o } } WHERE { GRAPH <%s> { ?s ?p ?o } FILTER(isBlank(?s) || isBlank(?o)) }"
)


def update_text(plan: Plan, lines_each: int | None = None, blank_each: int | None = None) -> Iterator[bytes]:
    r"""The plan as one SPARQL 1.1 Update request, in pieces.

    `lines_each` bounds the triples of one operation for stores that compile an operation whole, `blank_each`
    those with blank nodes. Lines that share blank nodes stay together, since a label means one node only
    inside an operation.

    >>> import tempfile
    >>> from pathlib import Path
    >>> added, removed = (Path(tempfile.mkdtemp(), name) for name in ("added.nt", "removed.nt"))
    >>> _ = added.write_text("<x:a> <x:p> <x:b> .\n"), removed.write_text("")
    >>> b"".join(update_text(Plan((Change("x:g", added, 1, removed, 0),), ())))
    b'INSERT DATA { GRAPH <x:g> {\n<x:a> <x:p> <x:b> .\n} }'
    """
    for number, operation in enumerate(_operations(plan, lines_each, blank_each)):
        yield b" ;\n" if number else b""
        yield from operation


def added_quads(plan: Plan) -> Iterator[bytes]:
    r"""The lines that the plan adds, as N-Quads.

    >>> import tempfile
    >>> from pathlib import Path
    >>> added, removed = (Path(tempfile.mkdtemp(), name) for name in ("added.nt", "removed.nt"))
    >>> _ = added.write_text("<x:a> <x:p> <x:b> .\n"), removed.write_text("")
    >>> list(added_quads(Plan((Change("x:g", added, 1, removed, 0),), ())))
    [b'<x:a> <x:p> <x:b> <x:g> .\n']
    """
    return _quads(plan, lambda change: change.added_lines())


def removed_quads(plan: Plan) -> Iterator[bytes]:
    r"""The lines that the plan removes one by one, as N-Quads.

    >>> import tempfile
    >>> from pathlib import Path
    >>> added, removed = (Path(tempfile.mkdtemp(), name) for name in ("added.nt", "removed.nt"))
    >>> _ = added.write_text(""), removed.write_text("<x:a> <x:p> <x:b> .\n")
    >>> list(removed_quads(Plan((Change("x:g", added, 0, removed, 1),), ())))
    [b'<x:a> <x:p> <x:b> <x:g> .\n']
    """
    return _quads(plan, lambda change: () if change.clear else change.removed_lines())


def _quads(plan: Plan, lines_of: object) -> Iterator[bytes]:
    for number, change in enumerate(plan.changes):
        end = f" <{change.graph}> .\n".encode()
        for line in _labelled(lines_of(change), number, change):  # type: ignore[operator]
            yield line.removesuffix(b" .\n") + end


def _operations(plan: Plan, lines_each: int | None, blank_each: int | None) -> Iterator[Iterable[bytes]]:
    for number, change in enumerate(plan.changes):
        graph = change.graph.encode()
        if change.clear:
            yield [b"DROP SILENT GRAPH <" + graph + b">"]
        else:
            for part in _in_batches(change.removed_lines(), lines_each):
                yield _data(b"DELETE", graph, part)
        if change.clears_blank:
            yield [_BLANK_CLEARED % (graph, graph)]
        lines = list(_labelled(change.added_lines(), number, change)) if change.has_blank_nodes else ()
        blank = [line for line in lines if has_blank_nodes(line)]
        plain = (line for line in lines if not has_blank_nodes(line)) if lines else change.added_lines()
        for connected in _connected(blank, blank_each):
            # Virtuoso takes blank nodes in a template, not in INSERT DATA.
            yield [b"INSERT { GRAPH <", graph, b"> {\n", *connected, b"} } WHERE { }"]
        for part in _in_batches(plain, lines_each):
            yield _data(b"INSERT", graph, part)


def _in_batches(lines: Iterable[bytes], lines_each: int | None) -> Iterator[Iterable[bytes]]:
    rest = iter(lines)
    for first in rest:
        # The whole part is taken before the next one starts.
        yield itertools.chain([first], itertools.islice(rest, lines_each - 1) if lines_each else rest)


def _connected(lines: list[bytes], lines_each: int | None) -> Iterator[list[bytes]]:
    """The lines in parts of at most `lines_each`, or more where so many hang together by blank nodes."""
    if not lines_each or len(lines) <= lines_each:
        yield from [lines] if lines else []
        return
    part: list[bytes] = []
    for group in _groups(lines):
        if part and len(part) + len(group) > lines_each:
            yield part
            part = []
        part += group
    if part:
        yield part


def _groups(lines: list[bytes]) -> Iterable[list[bytes]]:
    """The lines by what their blank nodes are connected to, directly or through others."""
    heads: dict[bytes, bytes] = {}

    def head(label: bytes) -> bytes:
        while (above := heads.setdefault(label, label)) != label:
            heads[label] = heads[above]
            label = heads[label]
        return label

    labels = [[found[2] for found in _LABEL.finditer(line)] for line in lines]
    for first, *others in labels:
        for other in others:
            heads[head(other)] = head(first)
    groups: dict[bytes, list[bytes]] = {}
    for line, (first, *_) in zip(lines, labels, strict=True):
        groups.setdefault(head(first), []).append(line)
    return groups.values()


def _data(verb: bytes, graph: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    yield verb + b" DATA { GRAPH <" + graph + b"> {\n"
    yield from lines
    yield b"} }"


def _labelled(lines: Iterable[bytes], number: int, change: Change) -> Iterable[bytes]:
    """Labels that no other graph of the plan uses."""
    if not change.has_blank_nodes:
        return lines
    return (_LABEL.sub(rb"\1_:g%d\2" % number, line) if has_blank_nodes(line) else line for line in lines)
