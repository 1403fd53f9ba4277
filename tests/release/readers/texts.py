"""Reading back what is text: the questions, the list of checksums."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_bytes
from icigraph.release.content import Content
from icigraph.release.folder import SUMS, checksums_in

__all__ = ["text_readings"]


def text_readings(content: Content, checksums: Mapping[str, str]) -> dict[str, Reading]:
    """The questions as the project's files have them, and the checksum of every other file."""
    sums = {name: checksum for name, checksum in checksums.items() if name != SUMS}
    questions: dict[str, Reading] = {
        f"queries/{path.name}": partial(_compare_bytes, read_bytes(path))
        for path in content.project.query_files
    }
    return questions | {
        SUMS: partial(_compare_sums, sums),
    }


def _compare_bytes(source: bytes, path: Path) -> str | None:
    written = read_bytes(path)
    if written == source:
        return None
    lines = (content.decode("utf-8", "replace").splitlines() for content in (source, written))
    return difference(*lines) or "has the same lines in another order or with other ends"


def _compare_sums(sums: Mapping[str, str], path: Path) -> str | None:
    found = checksums_in(read_bytes(path))
    return difference(*((f"{digest}  {name}" for name, digest in each.items()) for each in (sums, found)))
