"""What stays of a blank node when its file is edited elsewhere: not its label, but what is said of it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

__all__ = ["BlankNodes"]

_LINE = re.compile(r"(\S+) (\S+) (.*) \.")
_DEEPEST = 4


class BlankNodes:
    """The blank nodes of N-Triples text that has one triple a line.

    >>> one = BlankNodes('_:b0 <x:p> _:b1 .\\n_:b1 <x:q> "1" .\\n')
    >>> other = BlankNodes('_:b7 <x:q> "1" .\\n_:b2 <x:p> _:b7 .\\n')
    >>> one.digest("b0") == other.digest("b2"), one.digest("b1") == other.digest("b7")
    (True, True)
    """

    def __init__(self, text: str) -> None:
        self._about: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._into: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._known: dict[tuple[str, int], str] = {}
        for line in text.split("\n") if "_:" in text else ():
            found = _LINE.fullmatch(line) if "_:" in line else None
            if found and found[1].startswith("_:"):
                self._about[found[1]].append((found[2], found[3]))
            if found and found[3].startswith("_:"):
                self._into[found[3]].append((found[2], found[1]))

    def digest(self, label: str) -> str:
        """The same for two blank nodes of which the same is said, whatever their labels."""
        node = f"_:{label}"
        above = sorted(f"{predicate} {self._outer(subject)}" for predicate, subject in self._into[node])
        said = "\n".join([self._described(node, _DEEPEST), *above])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def _described(self, term: str, deep: int) -> str:
        """What is said of a term, as a digest: what each says of the next would grow with every step."""
        if not term.startswith("_:") or deep == 0:
            return self._outer(term)
        if (term, deep) not in self._known:
            about = self._about[term]
            parts = sorted(f"{predicate} {self._described(value, deep - 1)}" for predicate, value in about)
            self._known[term, deep] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return self._known[term, deep]

    def _outer(self, term: str) -> str:
        return "[]" if term.startswith("_:") else term
