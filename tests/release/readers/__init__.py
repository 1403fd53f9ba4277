"""Reading a release by other readers than what wrote it, and comparing it with what it was made of."""

from __future__ import annotations

from pathlib import Path

from tests.release.readers.graphs import graph_readings
from tests.release.readers.mappings import mapping_readings
from tests.release.readers.page import page_readings
from tests.release.readers.rdf import rdf_readings
from tests.release.readers.reading import Reading
from tests.release.readers.tables import table_readings
from tests.release.readers.texts import text_readings

from icigraph.release.content import Content
from icigraph.release.folder import SUMS, checksum

__all__ = ["differences"]

# What is written after the description.
_AFTER = {"dataset.ttl", "index.html", "README.md", SUMS}


def differences(folder: Path, content: Content) -> dict[str, str]:
    """What each file of a release says otherwise than `content`, in words; empty where all is well.

    `dataset.nq.gz` cannot be left unread, nor any file that has a reader.
    """
    files = [path for path in folder.rglob("*") if path.is_file()]
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    sums = {name: checksum(each) for name, each in written.items()}
    described = {name: each for name, each in written.items() if name not in _AFTER}
    readings: dict[str, Reading] = {
        **rdf_readings(content, described),
        **table_readings(content),
        **graph_readings(content),
        **mapping_readings(content),
        **page_readings(content, sums),
        **text_readings(content, sums),
    }
    told = {name: _compared(readings[name], folder / name) for name in sorted(sums) if name in readings}
    return {name: said for name, said in told.items() if said}


def _compared(compare: Reading, path: Path) -> str | None:
    try:
        return compare(path)
    except Exception as error:
        # Each library has errors of its own for what it cannot read.
        return f"cannot be read: {error}"
