"""The files that need a library of an extra: written where it is installed, else missing and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icigraph.release.facts import FactTable
from icigraph.release.parquet import parquet_tables

__all__ = ["Extras", "extra_files"]


@dataclass(frozen=True, slots=True)
class Extras:
    """What could be written, and a line about each kind of file whose library is not installed."""

    files: dict[str, bytes]
    missing: tuple[str, ...]


def extra_files(tables: Iterable[FactTable]) -> Extras:
    """Parquet tables.

    >>> from pyoxigraph import Literal
    >>> table = FactTable("Membership", ("ici:start",), {"x:joined": {"ici:start": (Literal("2004-12"),)}})
    >>> list(extra_files([table]).files)
    ['tables/Membership.parquet']
    """
    try:
        written = parquet_tables(tables)
    except ModuleNotFoundError:
        return Extras({}, ("Parquet tables (pip install 'icigraph[parquet]')",))
    return Extras({f"tables/{name}.parquet": table for name, table in written.items()}, ())
