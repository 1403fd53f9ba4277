"""What JSON-LD says and a parser leaves out without a word: statements with an IRI or a language tag that is
none (JSON-LD 1.1 API, section 8.1). Data that lacks them must not pass for checked.

Only strings that look wrong are tried: one is at fault if a good one in its place gives more triples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import Fault
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable

__all__ = ["dropped_from_json"]

_MOST = 20
_STRING = rb'"(?:[^"\\]|\\.)*+"'
_MEANT = re.compile(rb':\s*"@(id|type|language|vocab)"')
_KEY = re.compile(rb'("[^"\\]*+")\s*$')
_COERCED = re.compile(rb'("[^"\\]*+")\s*:\s*\{[^{}]*"@type"\s*$')
_LOOK_BACK = 1000
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})")
_TAG = re.compile(r"@?[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_PROPERTY = re.compile(rb'[{,]\s*+("[^"\\\x00-\x20<>{}|^`]*+[\x00-\x20<>{}|^`][^"\\]*+")\s*:')


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """A string that looks wrong: where its bytes stand, and what kind of thing it should be."""

    start: int
    end: int
    is_tag: bool

    @property
    def good(self) -> bytes:
        return b'"en"' if self.is_tag else b'"urn:x-icigraph:good:%d"' % self.start


def dropped_from_json(source: Source, triples: int) -> tuple[Fault, ...]:
    """A fault for each string that keeps a statement out of the `triples` that the parser gives.

    >>> text = b'{"@id": "x:a", "x:p": [{"@id": "x:not an IRI"}, "a text"]}'
    >>> (fault,) = dropped_from_json(Source("a.json", text, RdfFormat.JSON_LD, "x:b"), 1)
    >>> str(fault.place), fault.message
    ('a.json:1:32', '"x:not an IRI" is not an IRI, so that a statement is left out')
    """
    body = source.body
    found = list(_doubtful(body))[:_MOST]
    most = _count(source, body, found) if found else triples
    if most <= triples:
        return ()
    # The others are good meanwhile: one may stand in what another keeps out.
    without = ([other for other in found if other is not one] for one in found)
    dropped = (one for one, others in zip(found, without, strict=True) if _count(source, body, others) < most)
    return tuple(_fault(source, body, one) for one in sorted(dropped, key=lambda one: one.start))


def _doubtful(body: bytes) -> Iterator[_Doubtful]:
    naming, speaking = {b'"@id"', b'"@type"'}, {b'"@language"'}
    for meant in _MEANT.finditer(body):
        # A keyword as a value stands in a context: a name for it, or the kind of a term's values.
        before = body[max(0, meant.start() - _LOOK_BACK) : meant.start()]
        key = _KEY.search(before)
        if key and key[1] == b'"@type"':
            term = _COERCED.search(before)
            naming |= {term[1]} if term else set()
        elif key:
            (speaking if meant[1] == b"language" else naming).add(key[1])
    for start, end in _values(body, naming, rb"-0-9A-Za-z_.:/#"):
        if _NO_IRI.search(_said(body, start, end)):
            yield _Doubtful(start, end, False)
    for start, end in _values(body, speaking, rb"a-z"):
        if not _TAG.fullmatch(_said(body, start, end)):
            yield _Doubtful(start, end, True)
    for found in _PROPERTY.finditer(body):
        if b":" in found[1]:
            yield _Doubtful(*found.span(1), False)


def _values(body: bytes, keys: set[bytes], usual: bytes) -> Iterator[tuple[int, int]]:
    """The strings that some keys have as values, alone or in an array, but for those of usual characters."""
    named = b"|".join(sorted(map(re.escape, keys)))
    single = rb'(?!"[' + usual + rb']*+")(' + _STRING + rb")"
    pattern = re.compile(rb"(?:" + named + rb")\s*:\s*(?:" + single + rb"|\[([^\[\]{}]*)\])")
    for found in pattern.finditer(body):
        if found[1]:
            yield found.span(1)
        elif found[2]:
            inside = re.finditer(_STRING, found[2])
            yield from ((found.start(2) + one.start(), found.start(2) + one.end()) for one in inside)


def _said(body: bytes, start: int, end: int) -> str:
    try:
        return str(json.loads(body[start:end]))
    except ValueError:
        return ""


def _count(source: Source, body: bytes, good: list[_Doubtful]) -> int:
    """How many triples there would be with good strings instead of these."""
    made, done = [], 0
    for one in sorted(good, key=lambda one: one.start):
        made += [body[done : one.start], one.good]
        done = one.end
    text = b"".join([*made, body[done:]])
    try:
        return sum(1 for _ in parse(text, format=RdfFormat.JSON_LD, base_iri=source.base))
    except SyntaxError:
        return 0


def _fault(source: Source, body: bytes, one: _Doubtful) -> Fault:
    at = source.written_at(len(body[: one.start].decode()))
    place = LineTable(source.text, source.name).place(at)
    said = body[one.start : one.end].decode()
    if one.is_tag:
        return Fault(
            f"{said} is no language tag, so that a text is left out", place, "for example en or en-GB"
        )
    hint = "encode such characters as %XX"
    return Fault(f"{said} is not an IRI, so that a statement is left out", place, hint)
