"""What can still be read of a broken file, and everything that is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from pyoxigraph import Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable, PlacedDocument
from icigraph.rdf.placed.turtle import document_of

__all__ = ["recover"]

_DIRECTIVE = re.compile(r"@?(?:prefix|base)\b", re.IGNORECASE)


def recover(source: Source, error: SyntaxError) -> tuple[Iterable[Triple], tuple[Fault, ...]]:
    """The triples of the statements that are whole, and the faults; `error` is what the parser said first.

    Turtle, TriG, N-Triples and N-Quads are read on after each fault; of RDF/XML and JSON-LD only the faults
    are told.

    >>> from pyoxigraph import RdfFormat
    >>> broken = Source("a.ttl", b"<urn:a> <urn:p> 1 .\\n<urn:b> <urn:p> .\\n", RdfFormat.TURTLE, "urn:d")
    >>> triples, (fault,) = recover(broken, SyntaxError())
    >>> len(list(triples)), str(fault.place)
    (1, 'a.ttl:2:17')
    """
    from icigraph.rdf.placed.syntax_faults import faults_behind

    try:
        decode(source.content, file=source.name)
    except InputError as wrong:
        return (), wrong.faults
    faults = tuple(_explained(fault, source) for fault in faults_behind(error, source))
    return _whole(document_of(source), source.text) if source.syntax.placed else (), faults


def _whole(document: PlacedDocument, text: str) -> list[Triple]:
    """The triples of statements that no fault touches. After a prefix that is broken every name may have been
    taken for another.
    """
    starts = [start for start, _, _ in document.faulty_spans]
    ends = [len(text) if _DIRECTIVE.match(text, start) else end for start, _, end in document.faulty_spans]
    reached = list(accumulate(ends, max))
    kept = []
    for one in document.quads:
        before = bisect_right(starts, one.start_offset)
        if not before or reached[before - 1] <= one.start_offset:
            kept.append(one.quad.triple)
    return kept


def _explained(fault: Fault, source: Source) -> Fault:
    """The fault in words that tell what to do."""
    return _remote_context(source) if "LoadDocumentCallback" in fault.message else fault


def _remote_context(source: Source) -> Fault:
    from icigraph.validation.reading.json_contexts import first_named

    url, at = first_named(source.parsed) or ("", None)
    place = Place(source.name)
    if at is not None:
        place = LineTable(source.text, source.name).place(source.written_at(at))
    named = f" {url}" if url else ""
    hint = f"save it, and say where it is: --context {url or 'URL'}=FILE, or contexts in the configuration"
    return Fault(f"the context{named} is on the web, and nothing is loaded from there", place, hint)
