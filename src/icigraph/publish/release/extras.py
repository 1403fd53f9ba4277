"""The files that need a library of an extra: written where it is installed, else missing and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icigraph.publish.release.content import Content
from icigraph.publish.release.datasets import Written, jelly_datasets
from icigraph.publish.release.facts import FactTable
from icigraph.publish.release.parquet import parquet_tables

__all__ = ["Extras", "extra_files"]


@dataclass(frozen=True, slots=True)
class Extras:
    """What could be written, and a line about each kind of file whose library is not installed."""

    written: Written
    missing: tuple[str, ...]


def extra_files(content: Content, tables: Iterable[FactTable]) -> Extras:
    """Parquet tables and Jelly."""
    files: dict[str, bytes] = {}
    left_out: tuple[str, ...] = ()
    missing = []
    try:
        files |= {f"tables/{name}.parquet": table for name, table in parquet_tables(tables).items()}
    except ModuleNotFoundError:
        missing.append("Parquet tables (pip install 'icigraph[parquet]')")
    try:
        jelly = jelly_datasets(content)
        files, left_out = files | jelly.files, jelly.left_out
    except ModuleNotFoundError:
        missing.append("Jelly (pip install 'icigraph[jelly]')")
    return Extras(Written(files, left_out), tuple(missing))
