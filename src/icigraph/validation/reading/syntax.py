"""What can still be read of a broken file, and everything that is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from pyoxigraph import RdfFormat, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode
from icigraph.rdf.placed.document import LineTable, PlacedDocument
from icigraph.validation.reading.inputs import Source
from icigraph.validation.reading.placed import document_of

__all__ = ["recover"]

_DIRECTIVE = re.compile(r"@?(?:prefix|base)\b", re.IGNORECASE)


def recover(source: Source, error: SyntaxError) -> tuple[Iterable[Triple], tuple[Fault, ...]]:
    """The triples of the statements that are whole, and the faults; `error` is what the parser said first.

    Turtle, TriG, N-Triples and N-Quads are read on after each fault; of RDF/XML and JSON-LD only the faults
    are told.

    >>> broken = Source("a.ttl", b"<urn:a> <urn:p> 1 .\\n<urn:b> <urn:p> .\\n", RdfFormat.TURTLE, "urn:d")
    >>> triples, (fault,) = recover(broken, SyntaxError())
    >>> len(list(triples)), str(fault.place)
    (1, 'a.ttl:2:17')
    """
    from icigraph.rdf.placed.syntax_faults import engine_fault

    try:
        decode(source.content, file=source.name)
    except InputError as wrong:
        return (), wrong.faults
    if not source.syntax.placed:
        found = _marked_up(source) or (_as_written(engine_fault(error, source.name), source),)
        return (), tuple(_explained(fault, source) for fault in found)
    document = document_of(source)
    return _whole(document, source.text), document.faults or (engine_fault(error, source.name),)


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


def _marked_up(source: Source) -> tuple[Fault, ...]:
    """What can be found wrong with a document that the engine's parser refuses."""
    if source.format == RdfFormat.RDF_XML:
        from icigraph.validation.reading.xml_faults import faults_of_xml

        return faults_of_xml(source)
    from icigraph.validation.reading.json_faults import fault_of_json

    fault = fault_of_json(source)
    return () if fault is None else (fault,)


def _as_written(fault: Fault, source: Source) -> Fault:
    """The fault at its place in the file, where the parser was given another text."""
    if not source.splices or fault.place is None or fault.place.line is None:
        return fault
    at = LineTable(source.parsed, source.name).offset(fault.place.line, fault.place.column or 1)
    return Fault(fault.message, _place(source, at), fault.hint)


def _explained(fault: Fault, source: Source) -> Fault:
    """The fault in words that tell what to do."""
    return _remote_context(source) if "LoadDocumentCallback" in fault.message else fault


def _remote_context(source: Source) -> Fault:
    from icigraph.validation.reading.json_contexts import first_named

    url, at = first_named(source.parsed) or ("", None)
    place = Place(source.name) if at is None else _place(source, at)
    named = f" {url}" if url else ""
    hint = f"save it, and say where it is: --context {url or 'URL'}=FILE, or contexts in the configuration"
    return Fault(f"the context{named} is on the web, and nothing is loaded from there", place, hint)


def _place(source: Source, at: int) -> Place:
    """The place in the file of a character of what was parsed."""
    return LineTable(source.text, source.name).place(source.written_at(at))
