"""Spans of texts: where a text says something, as offsets and a digest that a citation can hold."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from icigraph.rdf.namespaces import CORE, XSD
from icigraph.rdf.prefixes import Prefixes

__all__ = ["Span", "digest_of", "find_digest", "find_span"]

_QUOTES = {"'": "['\u2018\u2019\u201a\u02bc`\u00b4]", '"': '["\u201c\u201d\u201e\u00ab\u00bb]'}
_SAME = {mark: pattern for pattern in _QUOTES.values() for mark in pattern[1:-1]} | dict.fromkeys(
    "-‐‑‒–—−", "[-‐‑‒–—−]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` up to but not with `end`, and the SHA-256 of what they say in UTF-8, in small
    letters.

    >>> print(Span(0, 5, "2cf2").turtle(Prefixes({"core": str(CORE), "xsd": str(XSD)})))
    core:from "0"^^xsd:nonNegativeInteger ;
        core:to "5"^^xsd:nonNegativeInteger ;
        core:digest "2cf2" .
    """

    start: int
    end: int
    digest: str

    @property
    def is_empty(self) -> bool:
        """Whether it holds no character, or has its ends the wrong way round."""
        return not 0 <= self.start < self.end

    def holds_in(self, text: str) -> bool:
        """Whether `text` says there what the digest was made of.

        >>> Span(4, 7, digest_of("two")).holds_in("one two"), Span(0, 3, digest_of("two")).holds_in("one two")
        (True, False)
        """
        inside = not self.is_empty and self.end <= len(text)
        return inside and digest_of(text[self.start : self.end]) == self.digest

    def turtle(self, prefixes: Prefixes) -> str:
        """The end of a citation's block: its offsets and its digest."""
        kind = prefixes.shrink(XSD["nonNegativeInteger"])
        start, end, digest = (prefixes.shrink(CORE[name]) for name in ("from", "to", "digest"))
        return (
            f'{start} "{self.start}"^^{kind} ;\n    {end} "{self.end}"^^{kind} ;\n'
            f'    {digest} "{self.digest}" .'
        )


def digest_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in 64 hexadecimal digits.

    >>> digest_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find_span(text: str, needle: str) -> list[Span]:
    """Every place where `text` says `needle`, in order; the same kind of quote, dash or space is enough.

    Exact places alone are given when there are any.

    >>> [(span.start, span.end) for span in find_span("He said \u201cno\u201d,\\n twice", '"no", twice')]
    [(8, 20)]
    >>> find_span("a", "b")
    []
    """
    wanted = needle.strip()
    if not wanted:
        return []
    exact = [(match.start(), match.end()) for match in re.finditer(re.escape(wanted), text)]
    places = exact or [(match.start(), match.end()) for match in re.finditer(_lenient_pattern(wanted), text)]
    return [Span(start, end, digest_of(text[start:end])) for start, end in places]


def _lenient_pattern(needle: str) -> str:
    words = ("".join(_SAME.get(char, re.escape(char)) for char in word) for word in needle.split())
    return r"\s+".join(words)


def find_digest(text: str, span: Span, window: int = 50) -> Span | None:
    """The span near `span` that has its digest: both ends are tried up to `window` code points away.

    >>> found = find_digest("one two", Span(3, 6, digest_of("two")))
    >>> found.start, found.end
    (4, 7)
    """
    shifts = sorted(range(-window, window + 1), key=abs)
    ends = [span.end + shift for shift in shifts]
    for shift in shifts:
        start = span.start + shift
        if 0 <= start < len(text):
            for end in ends:
                if start < end <= len(text) and digest_of(text[start:end]) == span.digest:
                    return Span(start, end, span.digest)
    return None
