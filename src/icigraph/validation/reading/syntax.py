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
        found = _marked_up(source) or (engine_fault(error, source.name),)
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


def _explained(fault: Fault, source: Source) -> Fault:
    """The fault in words that tell what to do."""
    return _remote_context(source) if "LoadDocumentCallback" in fault.message else fault


def _remote_context(source: Source) -> Fault:
    found = re.search(r"\"@(?:context|import)\"\s*:\s*(?:\[[^\]\"]*)?(\"[^\"]*\")", source.text)
    place = LineTable(source.text, source.name).place(found.start(1)) if found else Place(source.name)
    named = f" {found[1]}" if found else ""
    hint = "write what it defines into the file, or convert the file to Turtle or N-Quads"
    return Fault(f"the context{named} is on the web, and nothing is loaded from there", place, hint)
