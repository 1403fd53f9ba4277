"""The known name that somebody who misspelt one most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is closest to `name`, case put aside; None when nothing is close.

    >>> nearest("rfds", ["rdf", "rdfs", "owl"])
    'rdfs'
    >>> nearest("zebra", ["rdf"]) is None
    True
    """
    # Only a mistake needs it, and every question asked would pay for its import.
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the closest known name, or None.

    >>> did_you_mean("titel", ["title", "name"])
    'did you mean title?'
    """
    found = nearest(name, known)
    return f"did you mean {found}?" if found is not None else None
