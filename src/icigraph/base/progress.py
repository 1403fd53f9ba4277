"""How a long job tells how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "silent"]

Progress = Callable[[str, int, int | None], None]
"""Called with the stage's name, how much is done and, where it is known, how much there is in all."""


def silent(stage: str, done: int, total: int | None) -> None:
    """A reporter that nobody hears.

    >>> silent("load", 1, None)
    """
