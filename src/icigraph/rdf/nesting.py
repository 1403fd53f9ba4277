"""Bounds on how deep a text may nest, known before the engine reads it: its parsers call themselves for each
level, and what is deeper than the stack ends the process.

The bounds are far above what people and their programs write, and far below what the stack holds.
"""

from __future__ import annotations

import re

from pyoxigraph import RdfFormat

from icigraph.base.faults import Fault, InputError, Place

__all__ = ["DEEPEST_JSON", "DEEPEST_TERM", "DEEPEST_XML", "Levels", "must_not_nest", "must_not_nest_json"]

DEEPEST_TERM = 100
"""Triple terms within triple terms."""

DEEPEST_JSON = 500
"""Objects and arrays within one another."""

DEEPEST_XML = 1_000
"""Elements within one another."""

_SPACE = rb"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_TERM = rb"(?:<[^<>\s]*+>|\[" + _SPACE + rb"\]|(?:\\.|[^\\\s<>\[\]()\"'\#])++)"
# A triple term can stand within another as its object only: after its subject and predicate. The pattern
# begins with plain characters, which are found at the speed of memory.
_OPEN = rb"<<\(" + _SPACE + _TERM + _SPACE + _TERM + _SPACE
_TOO_DEEP = re.compile(_OPEN + rb"(?:" + _OPEN + b"){%d}" % DEEPEST_TERM, re.DOTALL)
_LEVEL = re.compile(_OPEN + rb"(?=<<\()", re.DOTALL)
_LONGEST = 1 << 20

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ALIKE = bytes.maketrans(b"{}", b"[]")
_BLOCK = 4096
_LINED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.N3)


class Levels:
    """Watches a text that comes piece by piece for triple terms (RDF 1.2 Turtle, section 2.7.2) that nest too
    deep.

    >>> levels, level = Levels(), b"<<( <x:a> <x:b> "
    >>> levels.nest_too_deep(b"<x:a> <x:b> " + 60 * level), levels.nest_too_deep(60 * level)
    (False, True)
    """

    def __init__(self) -> None:
        self._rest = b""
        self._deep = 0

    def nest_too_deep(self, piece: bytes) -> bool:
        """Whether it is known with the next piece that they do."""
        if not self._rest and b"<<(" not in piece and not piece.endswith(b"<"):
            return False
        text, end = self._rest + piece, 0
        for match in _LEVEL.finditer(text):
            self._deep = self._deep + 1 if match.start() == end else 1
            end = match.end()
            # Another one follows.
            if self._deep >= DEEPEST_TERM:
                return True
        # What may go on in the next piece: the last level that is opened here, or the beginning of one.
        last = text.rfind(b"<<(")
        last = last if last >= 0 else len(text) - 2
        if last != end:
            self._deep = 0
        self._rest = text[last:] if len(text) - last < _LONGEST else b""
        return False


def must_not_nest(content: bytes, form: RdfFormat, file: str) -> None:
    """Raises InputError with the place in `file` where a document in an RDF syntax nests too deep to be read.

    >>> must_not_nest(b"<x:a> <x:b> " + 500 * b"<<( <x:a> <x:b> ", RdfFormat.TURTLE, "a.ttl")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: a.ttl:1:13: triple terms nest more than 100 deep here
      hint: flatten it
    """
    if form in _LINED:
        found = _TOO_DEEP.search(content)
        if found is not None:
            raise _too_deep(content, found.start(), file, "triple terms nest", DEEPEST_TERM)
    elif form == RdfFormat.JSON_LD:
        must_not_nest_json(content, file)
    elif form == RdfFormat.RDF_XML:
        _must_not_nest_xml(content, file)


def _must_not_nest_xml(content: bytes, file: str) -> None:
    """The engine's time grows with the square of the depth. Where one looks, one block apart, the tags before
    tell the depth; what looks like tags in comments is too little to matter."""
    depth = 0
    for start in range(0, len(content), _BLOCK):
        tags, *others = (
            content.count(mark, start, start + _BLOCK) for mark in (b"<", b"</", b"/>", b"<!", b"<?")
        )
        depth += tags - others[0] - sum(others)
        if depth > DEEPEST_XML:
            raise InputError(_fault(Place(file), "elements nest", DEEPEST_XML))


def must_not_nest_json(content: bytes, file: str) -> None:
    """Raises InputError where a JSON text nests too deep to be read.

    >>> must_not_nest_json(b"[" * 1000, "a.json")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: a.json: objects and arrays nest more than 500 deep
      hint: flatten it
    """
    if content.count(b"[") + content.count(b"{") <= DEEPEST_JSON:
        return
    if b"\\" in content:
        content = content.replace(rb"\\", b"").replace(rb"\"", b"")
    outside_strings = b"".join(content.split(b'"')[::2])
    if _is_deeper(outside_strings.translate(_ALIKE, _NOT_BRACKETS)):
        raise InputError(_fault(Place(file), "objects and arrays nest", DEEPEST_JSON))


def _is_deeper(brackets: bytes) -> bool:
    """Whether brackets stand too deep within one another: what is innermost is taken away level by level."""
    for _ in range(DEEPEST_JSON):
        less = brackets.replace(b"[]", b"")
        if less == brackets:
            break
        brackets = less
    # What is left is deeper, or is never closed, or closes nothing.
    return b"[]" in brackets or brackets.count(b"[") > DEEPEST_JSON


def _too_deep(content: bytes, start: int, file: str, what: str, deepest: int) -> InputError:
    line_start = content.rfind(b"\n", 0, start) + 1
    column = len(content[line_start:start].decode("utf-8", "replace")) + 1
    place = Place(file, content.count(b"\n", 0, start) + 1, column)
    fault = _fault(place, what, deepest)
    return InputError(Fault(f"{fault.message} here", place, fault.hint))


def _fault(place: Place, what: str, deepest: int) -> Fault:
    return Fault(f"{what} more than {deepest} deep", place, "flatten it")
