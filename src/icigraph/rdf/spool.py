"""Graphs on disk as sorted canonical lines: compared, hashed and sent as streams, whatever their size."""

from __future__ import annotations

import hashlib
import heapq
import itertools
import operator
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat, parse, serialize

from icigraph.rdf.canonical import canonical_triples, has_blank_nodes

__all__ = ["SpooledGraph", "compare", "spool_graph", "spool_quads"]

_RUN_LINES = 200_000
_LOOK_LINES = 10_000
_BLOCK = 1 << 20
_OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class SpooledGraph:
    r"""One graph's canonical N-Triples in `path`, sorted and distinct, with their number and SHA-256.

    >>> import tempfile
    >>> lines = [b"<x:b> <x:p> <x:o> <x:g> .\n", b"<x:a> <x:p> <x:o> <x:g> .\n"]
    >>> list(spool_quads(lines, Path(tempfile.mkdtemp()))["x:g"].lines())
    [b'<x:a> <x:p> <x:o> .\n', b'<x:b> <x:p> <x:o> .\n']
    """

    path: Path
    triples: int
    digest: str
    has_blank_nodes: bool

    def lines(self) -> Iterator[bytes]:
        """The lines, in order."""
        with self.path.open("rb") as file:
            yield from file


def spool_quads(lines: Iterable[bytes], folder: Path) -> dict[str, SpooledGraph]:
    r"""Every named graph of a dataset given as N-Quads lines of canonical terms, by its IRI.

    Lines in the order of their bytes are not sorted again. Statements of the default graph are left out.

    >>> import tempfile
    >>> lines = [b"<x:a> <x:p> <x:o> <x:g> .\n", b"<x:a> <x:p> <x:o> <x:h> .\n"]
    >>> {name: graph.triples for name, graph in spool_quads(lines, Path(tempfile.mkdtemp())).items()}
    {'x:g': 1, 'x:h': 1}
    """
    files = _Files(folder)
    known: dict[bytes, str] = {}
    for line in lines:
        start = line.rfind(b" <")
        end = line[start:]
        graph = known.get(end) or _graph_named(end)
        # A triple of the default graph may end in an IRI as well: its object, with two terms before it.
        if graph and line.count(b" ", 0, start) > 1:
            known[end] = graph
            files.write(graph, line[:start] + b" .\n")
    return {graph: _finished(path) for graph, path in files.close().items()}


def spool_graph(source: Path, folder: Path, syntax: RdfFormat = RdfFormat.N_TRIPLES) -> SpooledGraph:
    r"""The graph in the file `source`, as any store writes it, brought to canonical lines.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.nt").write_text("<x:b> <x:p> <x:o> .\n<x:a> <x:p> <x:o> .\n<x:b> <x:p> <x:o> .\n")
    >>> graph = spool_graph(folder / "a.nt", folder)
    >>> graph.triples, next(graph.lines())
    (2, b'<x:a> <x:p> <x:o> .\n')
    """
    path = folder / f"{source.stem}.canonical"
    with path.open("wb") as file:
        serialize(parse(path=source, format=syntax), file, format=RdfFormat.N_QUADS)
    return _finished(path)


def compare(left: Iterable[bytes], right: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    """The lines of only one of two sorted streams: (True, line) for the left one's, (False, line) for the
    right one's.

    >>> list(compare([b"a", b"b"], [b"b", b"c"]))
    [(True, b'a'), (False, b'c')]
    """
    sides = heapq.merge(((line, True) for line in left), ((line, False) for line in right))
    for line, group in itertools.groupby(sides, key=lambda pair: pair[0]):
        found = {side for _, side in group}
        if len(found) == 1:
            yield found.pop(), line


_GRAPH = re.compile(rb" <([^<>\s]*)> \.\n?")


def _graph_named(end: bytes) -> str | None:
    found = _GRAPH.fullmatch(end)
    return found[1].decode() if found else None


class _Files:
    """One file a graph, few of them open at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._open: dict[str, IO[bytes]] = {}

    def write(self, graph: str, line: bytes) -> None:
        file = self._open.get(graph) or self._opened(graph)
        file.write(line)

    def _opened(self, graph: str) -> IO[bytes]:
        if len(self._open) >= _OPEN_FILES:
            self._open.pop(next(iter(self._open))).close()
        path = self._paths.setdefault(graph, self._folder / f"{len(self._paths)}.nt")
        return self._open.setdefault(graph, path.open("ab"))

    def close(self) -> dict[str, Path]:
        for file in self._open.values():
            file.close()
        return self._paths


def _finished(path: Path) -> SpooledGraph:
    ordered, blank = _facts(path)
    if blank:
        quads = parse(path=path, format=RdfFormat.N_TRIPLES)
        path.write_bytes(b"".join(canonical_triples(quad.triple for quad in quads)))
    elif not ordered:
        _sort(path)
    count, running = 0, hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            count += block.count(b"\n")
            running.update(block)
    return SpooledGraph(path, count, running.hexdigest(), blank)


def _facts(path: Path) -> tuple[bool, bool]:
    """Whether the lines ascend, and whether any may hold a blank node."""
    ordered, blank, before = True, False, b""
    with path.open("rb") as file:
        while lines := list(itertools.islice(file, _LOOK_LINES)):
            ordered = ordered and before < lines[0] and all(map(operator.lt, lines, lines[1:]))
            blank = blank or (b"_:" in b"".join(lines) and any(map(has_blank_nodes, lines)))
            before = lines[-1]
    return ordered, blank


def _sort(path: Path) -> None:
    """Sort a file's lines and drop repeated ones, a bounded number of lines in memory at a time."""
    runs = list(_runs(path))
    with ExitStack() as opened:
        merged = heapq.merge(*(opened.enter_context(run.open("rb")) for run in runs))
        with path.open("wb") as file:
            file.writelines(line for line, _ in itertools.groupby(merged))
    for run in runs:
        run.unlink()


def _runs(path: Path) -> Iterator[Path]:
    with path.open("rb") as file:
        for number in itertools.count():
            lines = list(itertools.islice(file, _RUN_LINES))
            if not lines:
                return
            run = path.with_suffix(f".run{number}")
            run.write_bytes(b"".join(sorted(lines)))
            yield run
