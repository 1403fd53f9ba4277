"""Text of others as it may be shown to a person: what would steer a terminal is written out instead, and what
XML has no way to write is replaced."""

from __future__ import annotations

import re

__all__ = ["NOT_IN_XML", "coloured", "in_xml", "printable"]

# C0 without tab and line feed, DEL and C1, and what turns the direction of text round unseen.
_STEERS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_COLOUR = "(\x1b\\[[0-9;]*m)"
NOT_IN_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What no XML document may hold, even escaped (XML 1.0, fifth edition, production 2)."""


def printable(text: str) -> str:
    """The text with each control character written as its escape; tabs and ends of lines stay.

    >>> printable("all well\\x1b[8m")
    'all well\\\\x1b[8m'
    """
    return text if text.isprintable() else re.sub(_STEERS, _escaped, text)


def coloured(text: str) -> str:
    """The same of text that colours were put into: they stay.

    >>> coloured("\\x1b]0;title\\x07 \\x1b[1mbold")
    '\\\\x1b]0;title\\\\x07 \\x1b[1mbold'
    """
    return text if text.isprintable() else re.sub(f"{_COLOUR}|{_STEERS}", _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    is_colour = found.lastindex == 1
    return found[0] if is_colour else found[0].encode("unicode_escape").decode()


def in_xml(text: str) -> str:
    """The text with a replacement character for each that no XML document may hold.

    >>> in_xml("a\\x07b")
    'a\ufffdb'
    """
    return re.sub(NOT_IN_XML, "\ufffd", text)
