"""The byte order mark that some editors put before UTF-8: no part of what a file says."""

from __future__ import annotations

__all__ = ["MARK", "blanked", "without_mark"]

MARK = b"\xef\xbb\xbf"
"""The mark in UTF-8."""


def without_mark(content: bytes) -> bytes:
    """The bytes of a file without the mark that may stand before them.

    >>> without_mark(MARK + b"a")
    b'a'
    """
    return content.removeprefix(MARK)


def blanked(text: str) -> str:
    """The text with a space in the place of a mark, so that lines and columns stay what they are.

    >>> blanked("\ufeffa")
    ' a'
    """
    return " " + text[1:] if text.startswith("\ufeff") else text
