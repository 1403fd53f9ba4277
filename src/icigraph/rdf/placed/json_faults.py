"""The place of the fault in JSON-LD that is JSON at least. The engine's parser stops there and does not say
where: so it is asked which part of the document it refuses for the same reason, down to the smallest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import Fault
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.json_outline import JsonValue, read_json

__all__ = ["fault_of_json"]


def fault_of_json(source: Source) -> Fault | None:
    """The first fault of a document with its place; None if it is no JSON, or nothing is wrong.

    >>> text = '[{"@id": "x:a"}, {"x:p": [1, {"@index": {}}]}]'
    >>> str(fault_of_json(Source("a.json", text.encode(), RdfFormat.JSON_LD, "x:a")))
    'a.json:1:41: @index value must be a string'
    """
    text = source.parsed
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    whole = read_json(text)
    message = _refusal(text, source.base)
    if whole is None or message is None:
        return None
    found = _Search(text, source.base, message).smallest(_Part(whole))
    return Fault(message, LineTable(source.text, source.name).place(source.written_at(found.value.at)))


def _refusal(text: str, base: str) -> str | None:
    """Why the parser refuses a text, None if it does not."""
    try:
        for _ in parse(text, format=RdfFormat.JSON_LD, base_iri=base):
            pass
    except SyntaxError as error:
        return str(error.msg)
    return None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Search:
    """Finds the smallest part of a text that is refused with a message."""

    text: str
    base: str
    message: str

    def smallest(self, part: _Part) -> _Part:
        """The first innermost part at fault: this one, where several of its own make the fault together."""
        while (inner := self._at_fault(part)) is not None:
            part = inner
        return part

    def _at_fault(self, part: _Part) -> _Part | None:
        inside = part.inside()
        if not inside or self._refused(part, []):
            return None
        if part.is_context and isinstance(part.value.value, tuple):
            # A term may rest on others: that one is at fault without which nothing is.
            rest = ((one, [other for other in inside if other is not one]) for one in inside)
            return next((one for one, others in rest if not self._refused(part, others)), None)
        inside.sort(key=lambda one: not one.is_context)
        good, bad = 0, len(inside)
        while bad - good > 1:
            half = (good + bad) // 2
            good, bad = (good, half) if self._refused(part, inside[:half]) else (half, bad)
        found = inside[bad - 1]
        alone = [one for one in inside if one is found or one.is_context]
        return found if self._refused(part, alone) else None

    def _refused(self, part: _Part, inside: list[_Part]) -> bool:
        """Whether a document with only these of a part's members or items is refused as the whole is."""
        text = self._with_only(part, [self._text(one) for one in inside])
        while part.above is not None:
            above = part.above
            beside = [] if part.is_context else [one for one in above.inside() if one.is_context]
            text = self._with_only(above, [*map(self._text, beside), text])
            part = above
        return _refusal(text, self.base) == self.message

    def _text(self, part: _Part) -> str:
        return self.text[(part.key or part.value).at : part.value.end]

    def _with_only(self, part: _Part, inside: list[str]) -> str:
        """An array or object with other contents, and its key if it has one."""
        opened, closed = "{}" if isinstance(part.value.value, tuple) else "[]"
        key = f"{self.text[part.key.at : part.key.end]}: " if part.key else ""
        return f"{key}{opened}{', '.join(inside)}{closed}"
