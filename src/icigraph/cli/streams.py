"""The standard streams as a shell may leave them: closed, full, in another encoding, or with a reader that
went away."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

__all__ = ["EMPTY_LINE", "abandon", "finish", "make_usable", "write_all", "write_out"]

EMPTY_LINE = "\r\x1b[K"
"""Empties the line of a terminal on which the cursor stands (ECMA-48, EL)."""
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def make_usable() -> None:
    """Put the null device where a stream is closed, and write UTF-8 to stdout whatever the locale says."""
    # In this order each file takes the number of the stream that it stands for, the lowest that is free.
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_out(content: bytes) -> None:
    """Write to stdout, at once. A reader that went away wants no more: that is no error. An `InputError` says
    why else it cannot be written."""
    write_all((content,))


def write_all(chunks: Iterable[bytes]) -> None:
    """Write to stdout what comes piece by piece, as `write_out` does; none is made for a reader that went
    away."""
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except OSError as error:
        _give_up(error)


def finish() -> None:
    """Send what waits for stdout, so that what goes wrong is told now and not when Python ends."""
    write_out(b"")


def _give_up(error: OSError) -> None:
    abandon(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        hint = "make room, or write elsewhere"
        raise InputError(Fault(f"cannot write to stdout: {error.strerror}", hint=hint)) from None


def abandon(stream: TextIO) -> None:
    """Send what still waits in the stream, and all that follows, to the null device."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
    stream.flush()
