"""Everything that is wrong with JSON-LD that is JSON at least: the engine's parser stops at the first fault,
and does not say where. So it is asked which parts of the document it refuses, down to the smallest.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import Fault
from icigraph.rdf.placed.document import LineTable
from icigraph.validation.reading.inputs import Source
from icigraph.validation.reading.json_outline import JsonValue, read_json

__all__ = ["faults_of_json"]

_MOST = 50
_WORK = 30_000_000
"""How many characters the parser may be given in all: of a large document some faults are told, not all."""


def faults_of_json(source: Source) -> tuple[Fault, ...]:
    """The faults of a document in the order of its text; none if it is no JSON.

    >>> text = '[{"@id": 5, "x:p": [{"@index": {}}, 1]}]'
    >>> [str(fault) for fault in faults_of_json(Source("a.json", text.encode(), RdfFormat.JSON_LD, "x:a"))]
    ['a.json:1:10: @id value must be a string', 'a.json:1:32: @index value must be a string']
    """
    text = source.text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return ()
    whole = read_json(text)
    if whole is None:
        return ()
    search, top = _Search(text, source.base), _Part(whole)
    search.look([top])
    lines = LineTable(text, source.name)
    found = sorted(search.confirmed(top).items(), key=lambda pair: pair[0].at)
    return tuple(Fault(message, lines.place(value.at)) for value, message in found)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A piece of a document: its value, the key that it is given, and what it stands in."""

    value: JsonValue
    key: JsonValue | None = None
    above: _Part | None = None

    def inside(self) -> list[_Part]:
        """The members of an object, or the items of an array."""
        found = self.value.value
        if isinstance(found, tuple):
            return [_Part(value, key, self) for key, value in found]
        return [_Part(item, None, self) for item in found] if isinstance(found, list) else []

    @property
    def is_context(self) -> bool:
        return self.key is not None and self.key.value == "@context"

    @property
    def is_array(self) -> bool:
        return isinstance(self.value.value, list)


@dataclass(slots=True)
class _Search:
    """Finds the smallest parts that are refused; `found` says why each is."""

    text: str
    base: str
    found: dict[JsonValue, str] = field(default_factory=dict)
    left: int = _WORK

    def look(self, parts: list[_Part]) -> None:
        """Look into parts that stand in the same array or object."""
        if self._is_enough or not parts or self._refusal(parts) is None:
            return
        if len(parts) > 1:
            half = len(parts) // 2
            self.look(parts[:half])
            self.look(parts[half:])
        elif not self._refused_when_empty(parts[0]):
            self._look_inside(parts[0])

    @property
    def _is_enough(self) -> bool:
        return len(self.found) >= _MOST or self.left <= 0

    def _refused_when_empty(self, part: _Part) -> bool:
        inside = {one.value: "" for one in part.inside()}
        refusal = _Search(self.text, self.base, {**self.found, **inside})._refusal([part])
        if refusal is not None:
            self.found[part.value] = refusal
        return refusal is not None

    def _look_inside(self, part: _Part) -> None:
        inside = part.inside()
        if part.is_context and isinstance(part.value.value, tuple):
            self._look_at_terms(part, inside)
        else:
            self.look([one for one in inside if one.is_context])
            self.look([one for one in inside if not one.is_context])
        refusal = None if self._is_enough else self._refusal([part])
        if refusal is not None:
            self.found[part.value] = refusal

    def _look_at_terms(self, context: _Part, terms: list[_Part]) -> None:
        """A term may rest on others: those are at fault that no others make good."""
        left, before = list(terms), len(terms) + 1
        self.found.update((one.value, "") for one in terms)
        while left and len(left) < before:
            before = len(left)
            for term in [*left]:
                del self.found[term.value]
                refusal = self._refusal([context])
                if refusal is None:
                    left.remove(term)
                else:
                    self.found[term.value] = refusal

    def confirmed(self, top: _Part) -> dict[JsonValue, str]:
        """What was found, but for what is refused only without its surroundings."""
        if len(self.found) * len(self.text) > self.left or self._refusal([top]) is not None:
            return self.found
        return {
            value: message
            for value, message in self.found.items()
            if _Search(
                self.text, self.base, {k: v for k, v in self.found.items() if k is not value}
            )._refusal([top])
        }

    def _refusal(self, parts: Iterable[_Part]) -> str | None:
        """Why the parser refuses a document with only these parts, and without what was found."""
        known, holes = list(parts), sorted(value.at for value in self.found)
        said = [self._text(part, holes) for part in known if part.value not in self.found]
        text = self._around(known[0], said, holes)
        self.left -= len(text)
        try:
            for _ in parse(text, format=RdfFormat.JSON_LD, base_iri=self.base):
                pass
        except SyntaxError as error:
            return str(error.msg)
        return None

    def _around(self, part: _Part, inner: list[str], holes: list[int]) -> str:
        """What stands beside a part, in the document around it with the contexts that apply."""
        above = part.above
        if above is None:
            return ", ".join(inner) or "{}"
        beside = (
            [] if part.is_context or above.is_array else [one for one in above.inside() if one.is_context]
        )
        contexts = [self._text(one, holes) for one in beside if one.value not in self.found]
        return self._around(above, [_keyed(above, ", ".join([*contexts, *inner]), self.text)], holes)

    def _text(self, part: _Part, holes: list[int]) -> str:
        """A part as it is written, without what was found in it, which begins at the `holes`."""
        value, text = part.value, self.text
        if bisect_left(holes, value.at) == bisect_left(holes, value.end):
            return text[(part.key or value).at : value.end]
        inner = (self._text(one, holes) for one in part.inside() if one.value not in self.found)
        return _keyed(part, ", ".join(inner), text)


def _keyed(part: _Part, inner: str, text: str) -> str:
    """An array or object with other contents, and its key if it has one."""
    opened, closed = "{}" if isinstance(part.value.value, tuple) else "[]"
    key = f"{text[part.key.at : part.key.end]}: " if part.key else ""
    return f"{key}{opened}{inner}{closed}"
