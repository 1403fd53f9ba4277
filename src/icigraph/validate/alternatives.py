"""One regular expression for many words that share beginnings: found in a long text at C speed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

__all__ = ["any_of"]


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches exactly these words, their common beginnings written once.

    >>> any_of(["id/a1 ", "id/a2 ", "id/b "])
    'id/(?:a(?:1\\\\ |2\\\\ )|b\\\\ )'
    """
    return _pattern(sorted(set(words)))


def _pattern(words: list[str]) -> str:
    shared = _shared(words[0], words[-1])
    rest = [word[len(shared) :] for word in words]
    head = re.escape(shared)
    if len(rest) == 1:
        return head
    branches = [_pattern(list(group)) for _, group in groupby(rest, lambda word: word[:1])]
    return f"{head}(?:{'|'.join(branches)})"


def _shared(first: str, last: str) -> str:
    """What the first and the last of sorted words begin with, so do all between."""
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: min(len(first), len(last)) if size is None else size]
