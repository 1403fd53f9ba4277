"""Which of many terms somebody who misspelt one most likely meant, and in what the two differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.terms import Term, local_name

__all__ = ["Candidates", "same_digits", "same_space", "similarity"]

_CLOSE = 0.75
_SWAPPED = 0.85
_FEW = 40
_DIGITS = re.compile(r"[0-9]+")


class Candidates:
    """Terms that may have been meant; the first question makes an index, so that each costs what is near.

    >>> known = Candidates([NamedNode("http://e/kuwait"), NamedNode("http://e/qatar"), NamedNode("http://e/Oman")])
    >>> known.but_for_case(NamedNode("http://e/oman"))
    [<NamedNode value=http://e/Oman>]
    >>> known.nearest(NamedNode("http://e/kuwiat"))
    <NamedNode value=http://e/kuwait>
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: Sequence[Term] = tuple(dict.fromkeys(terms))
        self._near: dict[Term, Term | None] = {}

    def but_for_case(self, term: Term) -> list[Term]:
        """The others that differ from a term in case alone, or in the white space around a literal's text; of
        IRIs those of the same namespace.
        """
        return [one for one in self._folded.get(_fold(term), ()) if one != term]

    def of_text(self, term: Term) -> Term | None:
        """A literal with the same text as a literal, but for its language or datatype."""
        return next((one for one in self._texts.get(spelling(term), ()) if one != term), None)

    def nearest(self, term: Term) -> Term | None:
        """The other whose spelling is nearest, case put aside; None if none is near."""
        if term not in self._near:
            self._near[term] = self._nearest(term)
        return self._near[term]

    def _nearest(self, term: Term) -> Term | None:
        word, matcher = spelling(term).lower(), SequenceMatcher(autojunk=False)
        matcher.set_seq2(word)
        best: tuple[float, Term | None] = (_CLOSE, None)
        for one in self._plausible(term):
            matcher.set_seq1(spelling(one).lower())
            bound = best[0]
            if one == term or matcher.real_quick_ratio() <= bound or matcher.quick_ratio() <= bound:
                continue
            ratio = matcher.ratio()
            if ratio > bound and similarity(term, one) >= _CLOSE:
                best = ratio, one
        return best[1]

    @cached_property
    def _folded(self) -> dict[object, list[Term]]:
        found = defaultdict(list)
        for one in self.terms:
            found[_fold(one)].append(one)
        return found

    @cached_property
    def _texts(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = defaultdict(list)
        for one in self.terms:
            if isinstance(one, Literal):
                found[one.value].append(one)
        return found

    def _plausible(self, term: Term) -> Sequence[Term]:
        """Of many terms those that share most of the rarer pairs of letters with a term."""
        if len(self.terms) <= _FEW:
            return self.terms
        posted = sorted((self._pairs[pair] for pair in _pairs(term) if pair in self._pairs), key=len)
        shared: Counter[int] = Counter()
        for numbers in posted:
            # What nearly all have tells nothing, and is counted only where there is nothing else.
            if not shared or len(numbers) * 4 <= len(self.terms):
                shared.update(numbers)
        return [self.terms[number] for number, _ in shared.most_common(_FEW)]

    @cached_property
    def _pairs(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for number, one in enumerate(self.terms):
            for pair in _pairs(one):
                found[pair].append(number)
        return found


def _pairs(term: Term) -> set[str]:
    text = f"^{_local(term).lower()}$"
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _fold(term: Term) -> object:
    if isinstance(term, Literal):
        return term.value.strip().casefold(), term.datatype, (term.language or "").lower()
    return _namespace(term), _local(term).casefold()


def spelling(term: Term) -> str:
    """A term's IRI or text."""
    return str(getattr(term, "value", term))


def _local(term: Term) -> str:
    """The last part of an IRI: long namespaces in common must not make strangers alike; a literal's text.

    >>> _local(NamedNode("http://e/state/kuwait")), _local(Literal("a text"))
    ('kuwait', 'a text')
    """
    return local_name(term) if isinstance(term, NamedNode) else spelling(term)


def _namespace(term: Term) -> str:
    """What stands before the last part of an IRI; nothing before a literal's text.

    >>> _namespace(NamedNode("http://e/state/kuwait"))
    'http://e/state/'
    """
    return term.value.rstrip("#/:").removesuffix(_local(term)) if isinstance(term, NamedNode) else ""


def same_space(one: Term, other: Term) -> bool:
    """Whether two IRIs have one namespace, `http` and `https` put aside; whether two literals have one
    datatype and language.

    >>> same_space(NamedNode("http://e/a"), NamedNode("https://e/b"))
    True
    """
    if isinstance(one, Literal) and isinstance(other, Literal):
        return (one.datatype, one.language) == (other.datatype, other.language)
    if isinstance(one, NamedNode) and isinstance(other, NamedNode):
        return _namespace(one).replace("https://", "http://") == _namespace(other).replace(
            "https://", "http://"
        )
    return False


def same_digits(one: Term, other: Term) -> bool:
    """Whether the same numbers stand in both: another number is another thing, not a slip.

    >>> same_digits(Literal("AB-2003"), Literal("AB-2005"))
    False
    """
    return _DIGITS.findall(_local(one)) == _DIGITS.findall(_local(other))


def similarity(one: Term, other: Term) -> float:
    """How alike the last parts of two terms are, from 0 to 1; letters that changed places count little.

    >>> similarity(NamedNode("http://e/kuwiat"), NamedNode("http://e/kuwait"))
    0.85
    """
    first, second = _local(one).lower(), _local(other).lower()
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return max(ratio, _SWAPPED) if sorted(first) == sorted(second) else ratio
