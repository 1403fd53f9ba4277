"""Loading a file of any size to one graph: what is large is read as it goes, so that memory is bounded."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, Store, parse

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import most_unzipped, too_large
from icigraph.project.folders import display
from icigraph.project.load import load_files
from icigraph.rdf.nesting import Levels
from icigraph.rdf.placed.syntax_faults import engine_fault
from icigraph.rdf.syntax import JSON_LD, N_QUADS, TRIG, syntax_of

__all__ = ["load_large"]

_LARGE = 4 << 20
_TOLD = 1 << 20
_BOM = b"\xef\xbb\xbf"
_OF_GRAPHS = (TRIG, N_QUADS, JSON_LD)


def load_large(path: Path, graph: NamedNode, store: Store, heard: Callable[[int], None]) -> None:
    """Load a file to one graph of a store; graphs that the file names itself are put aside, their triples are
    not. `heard` is told how many bytes more have been read, now and then.

    InputError as `load_files` raises it; of a large file it tells the first fault only.

    >>> load_large(Path("no-such.ttl"), NamedNode("http://e.org/g"), Store(), print)
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file
      hint: check the path
    """
    size = path.stat().st_size if path.is_file() else 0
    if size <= _LARGE and (syntax_of(path) not in _OF_GRAPHS or not path.is_file()):
        load_files([(path, graph)], store)
        heard(size)
        return
    try:
        with path.open("rb") as file:
            _load(_Stream(file, path, heard), path, graph, store)
    except SyntaxError as error:
        if size <= _LARGE:
            load_files([(path, graph)], Store())
        raise InputError(engine_fault(error, display(path))) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        shown = Place(display(path))
        raise InputError(Fault(f"is not a whole gzip file: {error}", shown, "compress it again")) from None


def _load(stream: _Stream, path: Path, graph: NamedNode, store: Store) -> None:
    syntax = syntax_of(path)
    if syntax not in _OF_GRAPHS:
        store.bulk_load(stream, syntax.format, base_iri=graph.value, to_graph=graph)  # type: ignore[arg-type]
        return
    quads = parse(stream, syntax.format, base_iri=graph.value, rename_blank_nodes=True)  # type: ignore[arg-type]
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)


class _Stream:
    """A file as its reader wants it: unzipped, without a byte order mark, each megabyte told."""

    def __init__(self, file: IO[bytes], path: Path, heard: Callable[[int], None]) -> None:
        self._file = file
        self._heard = heard
        self._told = 0
        self._content = gzip.GzipFile(fileobj=file) if path.name.lower().endswith(".gz") else file
        self._shown = Place(display(path))
        # What is not zipped is as long as it is.
        self._most = most_unzipped(path.stat().st_size) if self._content is not file else None
        self._levels = Levels()
        self._ahead = self._content.read(len(_BOM)).removeprefix(_BOM)

    def read(self, size: int = -1) -> bytes:
        ahead, self._ahead = self._ahead, b""
        block = ahead or self._content.read(size)
        if self._levels.nest_too_deep(block):
            raise InputError(Fault("triple terms nest too deep to be read", self._shown, "flatten it"))
        if self._most is not None and self._content.tell() > self._most:
            raise too_large(self._shown, self._most)
        more = self._file.tell() - self._told
        if more >= _TOLD or not block:
            self._told += more
            self._heard(more)
        return block
