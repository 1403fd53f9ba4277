"""What can still be read of a broken file, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple

from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.rdf.files import decode
from icigraph.rdf.placed import LineTable
from icigraph.validate.inputs import Source
from icigraph.validate.placed import document_of

__all__ = ["recover"]


def recover(source: Source, error: SyntaxError) -> tuple[Iterable[Triple], tuple[Fault, ...]]:
    """The triples of the statements that are whole, and the faults; `error` is what the parser said first.

    Turtle, TriG, N-Triples and N-Quads are read on after each fault; of RDF/XML and JSON-LD the first fault
    is all.
    """
    from icigraph.rdf.verdict import engine_fault

    try:
        decode(source.content, file=source.name)
    except InputError as wrong:
        return (), wrong.faults
    if not source.syntax.placed:
        return (), (_explained(engine_fault(error, source.name), source),)
    document = document_of(source)
    return [one.quad.triple for one in document.quads], document.faults or (engine_fault(error, source.name),)


def _explained(fault: Fault, source: Source) -> Fault:
    """The fault with the place and the hint that the engine's parser does not give."""
    if "LoadDocumentCallback" in fault.message:
        return _remote_context(source)
    if source.format == RdfFormat.RDF_XML and fault.place and fault.place.line is None:
        return Fault(fault.message, _xml_place(source), fault.hint)
    return fault


def _remote_context(source: Source) -> Fault:
    found = re.search(r"\"@(?:context|import)\"\s*:\s*(?:\[[^\]\"]*)?(\"[^\"]*\")", source.text)
    place = LineTable(source.text, source.name).place(found.start(1)) if found else Place(source.name)
    named = f" {found[1]}" if found else ""
    hint = "write what it defines into the file, or convert the file to Turtle or N-Quads"
    return Fault(f"the context{named} is on the web, and nothing is loaded from there", place, hint)


def _xml_place(source: Source) -> Place:
    """Where the document stops being well formed; without a line where only RDF is broken."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate(namespace_separator=" ").Parse(source.body, True)
    except ExpatError as error:
        return Place(source.name, error.lineno, error.offset + 1)
    return Place(source.name)
