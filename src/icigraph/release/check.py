"""Reading a release back from the disk before it is put in place: every file is what was written, and the RDF
in it states what the project states.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import stored_bytes
from icigraph.base.progress import Progress, silent
from icigraph.rdf.canonical import canonical_quads, canonical_triples
from icigraph.release.content import Content
from icigraph.release.datasets import DATASET, parts
from icigraph.release.folder import checksum

__all__ = ["check_release"]

_SPOILED = "nothing was put in place: is the disk in order?"
_WRONG = "nothing was put in place: this is a mistake of icigraph, or of the library that it writes with"

_Lines = Callable[[], list[bytes]]


def check_release(
    folder: Path, content: Content, checksums: Mapping[str, str], progress: Progress = silent
) -> None:
    r"""Compare the files in `folder` with the SHA-256 of what was written to each, and those of RDF with
    `content`. An `InputError` lists the files that hold something else.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "facts.csv").write_bytes(b"fact\r\n")
    >>> content = Content(bundled_project(), (), (), Store(), {})
    >>> check_release(folder, content, {"facts.csv": checksum(b"fact,who\r\n")})
    Traceback (most recent call last):
        ...
    icigraph.base.faults.InputError: facts.csv: is not what was written
      hint: nothing was put in place: is the disk in order?
    """
    asserted = _asserted(content)
    faults: list[Fault] = []
    for number, name in enumerate(sorted(checksums), 1):
        written = stored_bytes(folder / name)
        if checksum(written) != checksums[name]:
            faults.append(Fault("is not what was written", Place(name), _SPOILED))
        elif name in asserted and (message := _difference(name, written, asserted[name])):
            faults.append(Fault(f"reads back otherwise: it {message}", Place(name), _WRONG))
        progress("check", number, len(checksums))
    if faults:
        raise InputError(*faults)


def _asserted(content: Content) -> dict[str, _Lines]:
    """The canonical lines that each file of the graph should have."""
    found: dict[str, _Lines] = {name: partial(_union, quads) for name, quads in parts(content).items()}
    found[DATASET] = partial(canonical_quads, (*content.asserted, *content.inferred))
    return found


def _union(quads: Iterable[Quad]) -> list[bytes]:
    return canonical_triples(quad.triple for quad in quads)


def _difference(name: str, written: bytes, asserted: _Lines) -> str | None:
    try:
        if name == DATASET:
            found = canonical_quads(parse(gzip.decompress(written), format=RdfFormat.N_QUADS))
        else:
            found = _union(parse(written, format=RdfFormat.TURTLE))
    except (SyntaxError, OSError, EOFError, zlib.error) as error:
        return f"cannot be read: {error}"
    lines = asserted()
    if found == lines:
        return None
    lacks, more = sorted({*lines} - {*found}), sorted({*found} - {*lines})
    return "; ".join((*_some("lacks", lacks), *_some("has", more)))


def _some(verb: str, lines: list[bytes]) -> Iterable[str]:
    if lines:
        others = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        yield f"{verb} {lines[0].decode().removesuffix(f' .{chr(10)}')[:160]}{others}"
