"""Text of others as it may be shown to a person: what would steer a terminal is written out instead."""

from __future__ import annotations

import re

__all__ = ["printable"]

# C0 without tab and line feed, DEL and C1, and what turns the direction of text round unseen.
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with each control character written as its escape; tabs and ends of lines stay.

    >>> printable("all well\\x1b[8m")
    'all well\\\\x1b[8m'
    """
    return _STEERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
