"""What a terminal is: whether there is one, how wide it is, whether it shows colours; and how what is told is
shown on it.

What a person sees on one is fitted into its width by rich, which nothing else imports. Everything else gets
plain text, the same everywhere.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from icigraph.base.blocks import Told, plain
from icigraph.base.printable import coloured
from icigraph.cli.streams import write_out

if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import Console

__all__ = ["console_for", "has_colour", "is_terminal", "tell", "width_of"]

_LEAST = 20
"""Columns below which nothing is fitted any more."""


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person reads the stream, stdout unless another is given, at a terminal.

    >>> from io import StringIO
    >>> is_terminal(StringIO())
    False
    """
    return (stream or sys.stdout).isatty()


def has_colour(stream: TextIO | None = None) -> bool:
    """Whether the stream is a terminal that shows colours, and NO_COLOR is not set (no-color.org).

    >>> from io import StringIO
    >>> has_colour(StringIO())
    False
    """
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO | None = None) -> int | None:
    """The columns of the terminal that the stream is, or of COLUMNS; None where it is none, and nothing is
    wrapped.

    >>> from io import StringIO
    >>> width_of(StringIO()) is None
    True
    """
    if not is_terminal(stream):
        return None
    from shutil import get_terminal_size

    return max(get_terminal_size().columns, _LEAST)


def tell(told: Told) -> None:
    """Write to stdout what is told: text as it is, blocks fitted into the terminal, or plain where there is
    none. A terminal gets no commands that labels or a store's words may hold.
    """
    width = width_of()
    if width is None:
        text = told if isinstance(told, str) else plain(told)
    elif isinstance(told, str):
        text = coloured(told)
    else:
        from icigraph.cli.fitting import fitted

        text = fitted(told, console_for(sys.stdout))
    write_out(text.encode("utf-8", "backslashreplace"))


def console_for(stream: TextIO) -> Console:
    """A console as wide as the terminal that the stream is, in its colours, that writes to a text; it guesses
    nothing of what it is given.

    >>> from io import StringIO
    >>> console_for(StringIO()).color_system is None
    True
    """
    from io import StringIO

    from rich.console import Console

    return Console(
        file=StringIO(),
        width=width_of(stream),
        height=25,
        force_terminal=True,
        force_interactive=False,
        color_system="auto" if has_colour(stream) else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
