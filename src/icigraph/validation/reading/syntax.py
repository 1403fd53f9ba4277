"""What can still be read of a broken file, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode
from icigraph.rdf.placed.document import LineTable
from icigraph.validation.reading.inputs import Source
from icigraph.validation.reading.placed import document_of

__all__ = ["recover"]


def recover(source: Source, error: SyntaxError) -> tuple[Iterable[Triple], tuple[Fault, ...]]:
    """The triples of the statements that are whole, and the faults; `error` is what the parser said first.

    Turtle, TriG, N-Triples and N-Quads are read on after each fault; of RDF/XML and JSON-LD only the faults
    are told.
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
    return [one.quad.triple for one in document.quads], document.faults or (engine_fault(error, source.name),)


def _marked_up(source: Source) -> tuple[Fault, ...]:
    """All that can be found wrong with a document that the engine's parser refuses."""
    if source.format == RdfFormat.RDF_XML:
        from icigraph.validation.reading.xml_faults import faults_of_xml

        return faults_of_xml(source)
    from icigraph.validation.reading.json_faults import faults_of_json

    return faults_of_json(source)


def _explained(fault: Fault, source: Source) -> Fault:
    """The fault in words that tell what to do."""
    return _remote_context(source) if "LoadDocumentCallback" in fault.message else fault


def _remote_context(source: Source) -> Fault:
    found = re.search(r"\"@(?:context|import)\"\s*:\s*(?:\[[^\]\"]*)?(\"[^\"]*\")", source.text)
    place = LineTable(source.text, source.name).place(found.start(1)) if found else Place(source.name)
    named = f" {found[1]}" if found else ""
    hint = "write what it defines into the file, or convert the file to Turtle or N-Quads"
    return Fault(f"the context{named} is on the web, and nothing is loaded from there", place, hint)
