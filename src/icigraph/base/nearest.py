"""What somebody who misspelt a name most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["candidates", "did_you_mean", "folded", "nearest"]

_ALIKE = 0.65
"""How alike two words must be, of 1, to be taken for each other (`difflib.SequenceMatcher.ratio`)."""
_TELLING = 3
"""Letters that a word must have for another that holds it to be meant."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the `known` words that is spelled most as `word` is, whatever its case; None if none is.

    >>> nearest("rfds", ["rdf", "rdfs", "owl"])
    'rdfs'
    >>> nearest("zebra", ["rdf"]) is None
    True
    """
    return next(iter(_alike(word, known, 1)), None)


def candidates(word: str, known: Iterable[str], limit: int = 5) -> list[str]:
    """The `known` words, at most `limit`, that `word` may stand for: the nearest, then those that hold it.

    >>> candidates("kuwiat", ["Kuwait", "Qatar"])
    ['Kuwait']
    >>> candidates("arab", ["Saudi Arabia", "Oman"])
    ['Saudi Arabia']
    """
    names = sorted(known)
    wanted = word.casefold()
    holding = [name for name in names if wanted in name.casefold()] if len(word) >= _TELLING else []
    return list(dict.fromkeys([*_alike(word, names, limit), *holding]))[:limit]


def did_you_mean(word: str, known: Iterable[str], limit: int = 1) -> str | None:
    """A hint with the words, at most `limit`, that resemble `word`; None where there are none.

    >>> did_you_mean("titel", ["title", "name"])
    'did you mean title?'
    >>> did_you_mean("partner", ["partners", "partner-of", "summits"], limit=5)
    'did you mean partners or partner-of?'
    >>> did_you_mean("zebra", ["rdf"]) is None
    True
    """
    found = candidates(word, known, limit)
    return f"did you mean {' or '.join(found)}?" if found else None


def folded(name: str) -> str:
    """A name without regard to case, and to how its marks are put together (Unicode Standard, section 3.13).

    >>> folded("QATAR"), folded("Cafe\\u0301") == folded("CAF\\u00c9")
    ('qatar', True)
    """
    if name.isascii():
        return name.casefold()
    # Most names have no marks.
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", name).casefold())


def _alike(word: str, known: Iterable[str], limit: int) -> list[str]:
    # Only a mistake needs it, and every question asked would pay for its import.
    from difflib import get_close_matches

    names = {name.casefold(): name for name in sorted(known, reverse=True)}
    return [names[name] for name in get_close_matches(word.casefold(), names, n=limit, cutoff=_ALIKE)]
