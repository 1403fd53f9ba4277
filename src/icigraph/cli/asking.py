"""Asking a person on a terminal for the cells of a row."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from icigraph.base.printable import printable
from icigraph.project.tables.adding import Draft
from icigraph.project.tables.column import THING, VALUE, Column

__all__ = ["asked"]

_OFFERED = 12


def asked(draft: Draft, given: Mapping[str, str]) -> dict[str, str]:
    """What a person answers for each column that nothing is given for; asked again while it is wrong."""
    return {column.name: _answer(draft, column) for column in draft.columns if column.name not in given}


def _answer(draft: Draft, column: Column) -> str:
    _tell(_described(draft, column))
    while True:
        sys.stderr.write(f"{column.name}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        text = line.strip()
        if text == "?" and column.form == THING:
            names = draft.names(column)
            more = f" and {len(names) - _OFFERED} more" if len(names) > _OFFERED else ""
            _tell(f"  {', '.join(names[:_OFFERED])}{more}")
            continue
        fault = draft.fault(column, text)
        if fault is None:
            return text
        _tell(f"  {fault.message}" + (f"\n  {fault.hint}" if fault.hint else ""))


def _described(draft: Draft, column: Column) -> str:
    kinds = " or ".join(map(draft.project.prefixes.shrink, column.types))
    kind = kinds if column.form in (VALUE, THING) and kinds else column.form
    several = f", several parted by {column.separator!r}" if column.separator else ""
    offered = ", ? lists them" if column.form == THING else ""
    need = "" if column.required else ", may be empty"
    about = f"{column.description} " if column.description else ""
    return f"{about}({kind}{several}{offered}{need})"


def _tell(text: str) -> None:
    sys.stderr.write(f"{printable(text)}\n")
