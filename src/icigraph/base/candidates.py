"""What a person may have meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean", "near"]


def near(word: str, known: Iterable[str], limit: int = 5) -> list[str]:
    """The `known` words that resemble `word`, the nearest first, whatever their case; words that hold it come
    next.

    >>> near("kuwiat", ["Kuwait", "Qatar"])
    ['Kuwait']
    >>> near("arab", ["Saudi Arabia", "Oman"])
    ['Saudi Arabia']
    """
    import difflib

    names = {name.casefold(): name for name in known}
    wanted = word.casefold()
    close = difflib.get_close_matches(wanted, names, n=limit, cutoff=0.65)
    holding = sorted(name for name in names if wanted and wanted in name and name not in close)
    return [names[name] for name in (close + holding)[:limit]]


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint with the words that resemble `word`, or None.

    >>> did_you_mean("partner", ["partners", "summits"])
    'did you mean partners?'
    """
    found = near(word, known)
    return f"did you mean {' or '.join(found)}?" if found else None
