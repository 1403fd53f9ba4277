"""The files that need a library of an extra: written where it is installed, else left out and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icigraph.publish.release.content import Content
from icigraph.publish.release.facts import FactTable
from icigraph.publish.release.jelly import holds, to_jelly
from icigraph.publish.release.parquet import parquet_tables

__all__ = ["ExtraFiles", "extra_files"]


@dataclass(frozen=True, slots=True)
class ExtraFiles:
    """The files that could be written, by name, and a line about each kind that was left out."""

    files: dict[str, bytes]
    left_out: tuple[str, ...]


def extra_files(content: Content, tables: Iterable[FactTable]) -> ExtraFiles:
    """Parquet tables and Jelly."""
    files: dict[str, bytes] = {}
    left_out = []
    try:
        files |= {f"tables/{name}.parquet": table for name, table in parquet_tables(tables).items()}
    except ModuleNotFoundError:
        left_out.append("Parquet tables (pip install 'icigraph[parquet]')")
    try:
        files |= _jelly(content)
    except ModuleNotFoundError:
        left_out.append("Jelly (pip install 'icigraph[jelly]')")
    if not all(map(holds, content.asserted)):
        left_out.append("asserted.jelly (Jelly cannot hold base directions and triple terms)")
    return ExtraFiles(files, tuple(left_out))


def _jelly(content: Content) -> dict[str, bytes]:
    parts = {"asserted": content.asserted, "inferred": content.inferred}
    return {f"{name}.jelly": to_jelly(quads) for name, quads in parts.items() if all(map(holds, quads))}
