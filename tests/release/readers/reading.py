"""What it is to read a file back, and how to tell what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["Reading", "difference"]

# What differs between a file and the source, in words, or None.
Reading = Callable[[Path], str | None]

_LONGEST = 160
_BEFORE = 60


def difference(stated: Iterable[str], read: Iterable[str]) -> str | None:
    """What tells the statements of a file from those of the source, each as often as it stands there.

    >>> difference(["a 1", "b 2"], ["b 3", "a 1", "c 4"])
    'lacks b 2; has b 3 (and 1 more), which the project does not state'
    >>> difference(["a", "b"], ["b", "a"]) is None
    True
    """
    source, found = Counter(stated), Counter(read)
    lacks, more = source - found, found - source
    # The least of each are the likeliest to be one statement, right and wrong.
    right, wrong = min(lacks, default=""), min(more, default="")
    parts = [f"lacks {_excerpt(right, wrong)}{_others(lacks)}"] if lacks else []
    if more:
        parts.append(f"has {_excerpt(wrong, right)}{_others(more)}, which the project does not state")
    return "; ".join(parts) or None


def _excerpt(text: str, other: str) -> str:
    """The text, or if it is long what stands around the place where it parts from the other."""
    if len(text) <= _LONGEST:
        return text
    parts = next((at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
    start = max(0, parts - _BEFORE)
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _others(counted: Counter[str]) -> str:
    return f" (and {counted.total() - 1} more)" if counted.total() > 1 else ""
