"""What of a broken input is not in the graph that was read from it, as far as its text tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from icigraph.base.faults import Fault, Place
from icigraph.rdf.placed.document import LineTable, PlacedDocument
from icigraph.rdf.placed.lexer import TOKEN
from icigraph.rdf.terms import local_name
from icigraph.validation.reading.dataset import Dataset
from icigraph.validation.reading.inputs import Source
from icigraph.validation.reading.placed import Relabelling, document_of

__all__ = ["Lost", "lost_of", "unread"]

_WORD = re.compile(r"<([^<>\"\s]*)>?|([^\s<>\"'(),;\[\]{}]+)")
_PLAIN = re.compile(r"[^\s<>\"'(),;\[\]{}&=]+")
_DECLARED = re.compile(r"@?prefix\s+([^\s:<]*):\s*<([^>\s]*)>", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][\w+.-]*:")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})|([^\w\s]))")
_DIRECTIVE = re.compile(r"@?(?:prefix|base)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch of an input that was not read whole, from `first` to `last`; `what` it is, in words.

    `names` are the IRIs and local names that stand there, `blanks` the blank nodes; without names nothing is
    known of it.
    """

    what: str
    first: Place
    last: Place
    names: frozenset[str] | None = None
    blanks: frozenset[BlankNode] = frozenset()

    def mentions(self, term: object) -> bool:
        """Whether what stands there may be about a node."""
        if isinstance(term, BlankNode):
            return self.names is None or term in self.blanks
        if not isinstance(term, NamedNode):
            return False
        return self.names is None or term.value in self.names or local_name(term) in self.names

    def holds(self, place: Place) -> bool:
        """Whether a place lies there."""
        return self.first.file == place.file and (self.first.line is None or self.first <= place < self.last)


def unread(fault: Fault) -> Lost:
    """An input of which nothing is at hand."""
    place = Place(fault.place.file if fault.place else "an input")
    return Lost(f"{place.file} could not be read", place, place)


def lost_of(dataset: Dataset) -> Iterator[Lost]:
    """What of a data graph's sources could not be read."""
    broken = {fault.place.file for fault in dataset.faults if fault.place}
    for source, offset in zip(dataset.sources, dataset.offsets, strict=True):
        if source.name in broken:
            yield from _lost(source, offset)


def _lost(source: Source, offset: int) -> Iterator[Lost]:
    document = document_of(source) if source.syntax.placed else None
    if document is None or not document.lost:
        # Of the other syntaxes nothing is kept once they are broken.
        whole = Place(source.name)
        yield Lost(f"{source.name} could not be read", whole, whole, _words(source.text))
        return
    yield from _statements(source, document, offset)


def _statements(source: Source, document: PlacedDocument, offset: int) -> Iterator[Lost]:
    whole = source.text
    spaces, lines, ours = _spaces(whole), LineTable(whole, source.name), Relabelling(offset)
    read = [(one, ours.triple(one.quad.triple)) for one in document.quads]
    starts = [one.start_offset for one, _ in read]
    for start, wrong, end in document.lost:
        if _DIRECTIVE.match(whole, start):
            # Without it, every name after it may have been taken for another.
            end = len(whole)
        here, after = bisect_left(starts, start), bisect_left(starts, end)
        # A full stop may have come too early: more may have been meant of the statement before.
        before = bisect_left(starts, starts[here - 1]) if here else 0
        above = {triple.subject for _, triple in read[before:here]}
        inside = {term for _, triple in read[here:after] for term in (triple.subject, triple.object)}
        # What was read of the statement itself leaves open what else its subject has, and the last value.
        values = (one.object_offset for one, _ in read[here:after] if one.object_offset < wrong)
        subject = TOKEN.match(whole, start)
        text = f"{subject[0] if subject else ''} {whole[max(values, default=start) : end]}"
        named = {term for label, term in ours.names.items() if f"_:{label}" in text}
        names = _names(text, spaces, source.base)
        names |= {term.value for term in above if isinstance(term, NamedNode)}
        # Where the file ends in the midst of a statement, anything may have followed.
        cut_off = not whole[start:].rstrip().endswith((".", "}")) and end == len(whole)
        first = lines.place(start)
        yield Lost(
            f"the statement at {first} could not be read whole",
            first,
            lines.place(end),
            None if cut_off else names,
            frozenset(term for term in above | inside | named if isinstance(term, BlankNode)),
        )


def _spaces(text: str) -> dict[str, set[str]]:
    """What each prefix of a document stands for, wherever that is declared."""
    found: dict[str, set[str]] = {}
    for prefix, space in _DECLARED.findall(text):
        found.setdefault(prefix, set()).add(space)
    return found


def _names(text: str, spaces: dict[str, set[str]], base: str) -> frozenset[str]:
    """The IRIs that a piece of Turtle names; of what cannot be made out, the local names."""
    found: set[str] = set()
    for iri, word in _WORD.findall(_ESCAPE.sub(_unescaped, text)):
        prefix, colon, rest = word.rstrip(".").partition(":")
        if not word:
            found.add(iri if _ABSOLUTE.match(iri) else local_name(iri or base))
        elif colon:
            known = spaces.get(prefix, ())
            found |= {space + rest for space in known}
            found |= {local_name(rest)} if not all(map(_ABSOLUTE.match, known or ("",))) else set()
    return frozenset(found)


def _words(text: str) -> frozenset[str]:
    """Every word of a text in another syntax, which may be the last part of a name."""
    return frozenset(local_name(word) for word in _PLAIN.findall(text))


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else found[3]
