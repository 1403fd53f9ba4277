"""Where the terms are written that findings are about, looked up in the files that can have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Triple

from icigraph.base.faults import Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.place_index import PlaceIndex
from icigraph.validation.finding import Finding
from icigraph.validation.lint.draft import Draft, Spot
from icigraph.validation.reading.dataset import Dataset
from icigraph.validation.reading.statements import parsed

__all__ = ["found_at"]


def found_at(drafts: Iterable[Draft], shapes: Dataset) -> list[Finding]:
    """The drafts as findings, with their places in the files of the shapes.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.validation.lint.draft import at_object
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> source = Source("s.ttl", b"<x:S> <x:p> <x:b> .", RdfFormat.TURTLE, "x:")
    >>> draft = Draft("code", "it is wrong", at_object("<x:S>", "<x:p>", "<x:b>"))
    >>> [str(finding.place) for finding in found_at([draft], from_sources((source,)))]
    ['s.ttl:1:13']
    """
    drafts = list(drafts)
    index = PlaceIndex.of(shapes)
    index.want(_triple(one.spot).subject for one in drafts if one.spot)
    sources = {source.name: source for source in shapes.sources}
    return [
        Finding(one.code, one.message, _place(one.spot, index, sources) if one.spot else None, one.hint)
        for one in drafts
    ]


def _triple(spot: Spot) -> Triple:
    return parsed(spot.subject, spot.predicate, spot.value)


def _place(spot: Spot, index: PlaceIndex, sources: Mapping[str, Source]) -> Place | None:
    placed = index.find(_triple(spot))
    if placed is None:
        return None
    place: Place = getattr(placed, spot.part)
    return place if spot.offset is None else _within(sources[place.file], place, spot.offset)


def _within(source: Source, start: Place, offset: int) -> Place:
    """Where a character of a literal is; where the literal is, if the file's syntax has no exact places."""
    if not source.syntax.placed or not start.line or not start.column:
        return start
    lines = LineTable(source.text, source.name)
    at = _character_of(source.text, lines.offset(start.line, start.column), offset)
    return start if at is None else lines.place(at)


_QUOTES = ('"""', "'''", '"', "'")
_ESCAPED = {"u": 6, "U": 10}


def _character_of(text: str, start: int, number: int) -> int | None:
    """Where in `text` the character of this number (from 0) of a quoted string at `start` is written: an
    escape counts as the character that it stands for. None if no string begins there or it is shorter.

    >>> _character_of(r'<a> <b> "x\\ty" .', 8, 2)
    12
    """
    quote = next((one for one in _QUOTES if text.startswith(one, start)), None)
    if quote is None:
        return None
    at = start + len(quote)
    for _ in range(number):
        if at >= len(text) or text.startswith(quote, at):
            return None
        at += _ESCAPED.get(text[at + 1 : at + 2], 2) if text[at] == "\\" else 1
    return at
