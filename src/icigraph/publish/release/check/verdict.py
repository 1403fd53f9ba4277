"""The verdict on a release: every file is what was written, and reads back as what the project states."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from icigraph.publish.release.check.graphs import graph_readings
from icigraph.publish.release.check.mappings import mapping_readings
from icigraph.publish.release.check.page import page_readings
from icigraph.publish.release.check.rdf import rdf_readings
from icigraph.publish.release.check.reading import Reading
from icigraph.publish.release.check.tables import table_readings
from icigraph.publish.release.check.texts import text_readings
from icigraph.publish.release.content import Content
from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.rdf.files import read_bytes
from icigraph.rdf.progress import Progress, silent

__all__ = ["Check", "check_release"]

_SPOILED = "nothing was put in place: is the disk in order?"
_WRONG = "nothing was put in place: this is a mistake of icigraph, or of a library that it writes with"


@dataclass(frozen=True, slots=True)
class Check:
    """How a release was read back.

    `read_by` are the libraries that read what they did not write; `doubtful` the files that only such a
    library reads otherwise; `alone` the files that nothing read but what wrote them, by what would help.
    """

    read_by: tuple[str, ...]
    doubtful: tuple[str, ...]
    alone: Mapping[str, tuple[str, ...]]


def check_release(
    folder: Path, content: Content, checksums: Mapping[str, str], progress: Progress = silent
) -> Check:
    """Compare the files in `folder` with `content`; `checksums` are the SHA-256 of what was written to each.

    An `InputError` lists the files that hold something else, and what differs. A file is doubtful if another
    library alone reads it otherwise: rdflib rewrites a few literals (in Turtle `042` becomes `42`).
    """
    readings = _readings(content, checksums)
    faults: list[Fault] = []
    doubtful: list[str] = []
    for number, name in enumerate(sorted(checksums), 1):
        told = [_compared(reading, folder / name) for reading in readings.get(name, ())]
        differs = next(filter(None, told), None)
        if hashlib.sha256(read_bytes(folder / name)).hexdigest() != checksums[name]:
            said = f"is not what was written{f': it {differs}' if differs else ''}"
            faults.append(Fault(said, Place(name), _SPOILED))
        elif told and all(told):
            faults.append(Fault(f"reads back otherwise: it {told[0]}", Place(name), _WRONG))
        elif differs:
            doubtful.append(name)
        progress("check", number, len(checksums))
    if faults:
        raise InputError(*faults)
    return _check(readings, tuple(doubtful))


def _readings(content: Content, checksums: Mapping[str, str]) -> dict[str, tuple[Reading, ...]]:
    """How each file is read back: the library that wrote it last, if at all."""
    found = {
        **rdf_readings(content, checksums),
        **table_readings(content),
        **graph_readings(content),
        **mapping_readings(content),
        **page_readings(content, checksums),
        **text_readings(content, checksums),
    }
    return {name: found[name] for name in sorted(checksums) if name in found}


def _compared(reading: Reading, path: Path) -> str | None:
    try:
        return reading.compare(path)
    except Exception as error:
        # Each library has errors of its own for what it cannot read.
        return f"cannot be read{f' by {reading.by}' if reading.by else ''}: {error}"


def _check(readings: Mapping[str, tuple[Reading, ...]], doubtful: tuple[str, ...]) -> Check:
    alone: dict[str, tuple[str, ...]] = {}
    libraries: dict[str, None] = {}
    for name, (first, *_) in readings.items():
        if first.instead:
            alone[first.instead] = (*alone.get(first.instead, ()), name)
        elif first.by:
            libraries[first.by] = None
    return Check(tuple(libraries), doubtful, alone)
