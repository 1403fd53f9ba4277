"""TOML read once, and the place of each key in its text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from icigraph.base.faults import Fault, InputError, Place

__all__ = ["place_of_key", "read_toml"]

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@lru_cache(maxsize=8)
def read_toml(text: str, file: str) -> Mapping[str, Any]:
    """What a TOML text says; an `InputError` with line and column where it is none.

    >>> read_toml("[validate]\\nshapes = 's.ttl'", "c.toml")
    {'validate': {'shapes': 's.ttl'}}
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_fault(str(error), text, file)) from None
    except RecursionError:
        raise InputError(Fault("tables and arrays nest too deep", Place(file), "flatten it")) from None


def _fault(message: str, text: str, file: str) -> Fault:
    match = _AT_LINE.search(message)
    if match:
        place = Place(file, int(match[1]), int(match[2]))
        return Fault(_AT_LINE.sub("", message), place, "see https://toml.io")
    last = text.count("\n") + 1
    return Fault(
        message.removesuffix(" (at end of document)"), Place(file, last, 1), "the file ends too early"
    )


def place_of_key(text: str, file: str, key: str, table: Sequence[str] = ()) -> Place:
    """Where a key is written; of those of one name the one in the `table` of these names, however that is
    written.

    >>> text = "shapes = 1\\n[tool.icigraph.validate]\\nshapes = 2\\n"
    >>> str(place_of_key(text, "c.toml", "shapes", ("tool", "icigraph", "validate")))
    'c.toml:3:1'
    """
    names = [rf"""["']?{re.escape(name)}["']?""" for name in table]
    header = r"[ \t]*\.[ \t]*".join(names)
    starts = [0]
    if table:
        begun = re.search(rf"^[ \t]*\[[ \t]*{header}[ \t]*\]", text, re.MULTILINE)
        within = re.search(rf"^[ \t]*{names[-1]}[ \t]*[.=]", text, re.MULTILINE)
        starts = [found.end() for found in (begun, within) if found] + [0]
    name = rf"""["']?({re.escape(key)})["']?[ \t]*(?:=|\]|\.)"""
    before = r"(?:^[ \t]*(?:\[+[ \t]*)?|[{,.][ \t]*|(?<=[.={])[ \t]*)" if table else r"^[ \t]*(?:\[+[ \t]*)?"
    for start in starts:
        match = re.compile(before + name, re.MULTILINE).search(text, start)
        if match:
            at = match.start(1)
            return Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return Place(file)
