"""`--watch`: do something, and again after each change of the files that it reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from icigraph.base.faults import IcigraphError
from icigraph.cli.common import out
from icigraph.cli.parser import complain

__all__ = ["watch"]

_PAUSE = 0.3
_State = dict[str, object]


def watch(once: Callable[[], object], paths: Callable[[], Iterable[str]]) -> int:
    """Run `once`, then again after each change of a file that `paths` name, until interrupted: a file that is
    broken or away for a moment is told, and waited for."""
    seen: _State = {}
    while True:
        now = _state(paths)
        if now != seen:
            _told(once)
            out("watching for changes; Ctrl-C stops\n")
            # What was read may name files of its own, which are watched from now on.
            seen = _state(paths) | now
        time.sleep(_PAUSE)


def _told(once: Callable[[], object]) -> None:
    try:
        once()
    except IcigraphError as error:
        for fault in error.faults:
            complain(f"error: {fault}")


def _state(paths: Callable[[], Iterable[str]]) -> _State:
    """What changes when a file that is read does, comes or goes."""
    try:
        found = tuple(paths())
    except IcigraphError as error:
        return {"": str(error)}
    return {one: _times(one) for one in found if "://" not in one}


def _times(path: str) -> object:
    from icigraph.validation.reading.inputs import expand

    try:
        found = [(str(file), file.stat()) for file in expand(path)]
    except (IcigraphError, OSError) as error:
        return str(error)
    return [(file, each.st_mtime_ns, each.st_size, each.st_ino) for file, each in found]
