"""Statements that a store holds in another form than they are sent in: told apart from those that change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from icigraph.stores.push.adapters.generic import written
from icigraph.stores.push.meaning import keeps_meaning
from icigraph.stores.push.plan import Change

__all__ = ["without_kept_rows"]

# The lexical form, then the datatype or nothing.
_LITERAL = re.compile(rb'"(?:[^"\\]|\\.)*"((?:\^\^<[^<>]*>)?) \.$')


def without_kept_rows(change: Change) -> Change:
    r"""The same change without what it would remove and add again: the same datatype and the same value.

    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> integer = b"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
    >>> removed = written([b'<x:a> <x:p> "1"' + integer], folder / "removed.nt")
    >>> added = written([b'<x:a> <x:p> "01"' + integer], folder / "added.nt")
    >>> change = without_kept_rows(Change("x:g", added, 1, removed, 1))
    >>> change.additions, change.removals
    (0, 0)
    """
    if change.clear or not change.removals:
        return change
    removed: dict[bytes, list[bytes]] = {}
    for line in change.removed_lines():
        if key := _key(line):
            removed.setdefault(key, []).append(line)
    kept = {line: same for line in change.added_lines() if (same := _same_row(line, removed))}
    return _without(change, kept) if kept else change


def _without(change: Change, kept: Mapping[bytes, bytes]) -> Change:
    stays = set(kept.values())
    added = [line for line in change.added_lines() if line not in kept]
    gone = [line for line in change.removed_lines() if line not in stays]
    return replace(
        change,
        added=written(added, change.removed.with_name("settled-added.nt")),
        additions=len(added),
        removed=written(gone, change.removed.with_name("settled-removed.nt")),
        removals=len(gone),
    )


def _key(line: bytes) -> bytes | None:
    """Subject, predicate and datatype of a line that ends in a literal without language."""
    found = _LITERAL.search(line)
    return line[: found.start()] + found[1] if found else None


def _same_row(line: bytes, removed: Mapping[bytes, list[bytes]]) -> bytes | None:
    key = _key(line)
    return next((other for other in removed.get(key, ()) if _same_value(line, other)), None) if key else None


def _same_value(line: bytes, other: bytes) -> bool:
    if line == other:
        return True
    sent, there = (each.decode().removesuffix(" .\n").split(" ", 2)[2] for each in (line, other))
    return keeps_meaning(sent, there)
