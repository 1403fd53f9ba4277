"""The syntax faults of a document. pyoxigraph's parser decides if there are any; our readers find all."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import Fault, Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.turtle import document_of

__all__ = ["engine_fault", "faults_behind", "syntax_faults"]


def syntax_faults(source: Source) -> tuple[Fault, ...]:
    """Every syntax fault of a document, in its order; none exactly when pyoxigraph's parser accepts it.

    >>> text = b"<x:a> <x:b> .\\n<x:a> <x:b> <x:"
    >>> [str(fault.place) for fault in syntax_faults(Source("a.ttl", text, RdfFormat.TURTLE, "x:d"))]
    ['a.ttl:1:13', 'a.ttl:2:13']
    """
    try:
        for _ in parse(source.body, format=source.format, base_iri=source.base or None):
            pass
    except SyntaxError as error:
        return faults_behind(error, source)
    return ()


def faults_behind(error: SyntaxError, source: Source) -> tuple[Fault, ...]:
    """What is wrong with a document that the engine refuses with `error`: every fault, of JSON-LD the first.

    >>> broken = Source("a.nt", b"<x:a> <x:b> .", RdfFormat.N_TRIPLES, "x:d")
    >>> [str(fault.place) for fault in faults_behind(SyntaxError("no object"), broken)]
    ['a.nt:1:13']
    """
    found = document_of(source).faults if source.syntax.placed else _marked_up(source)
    return found or (_as_written(engine_fault(error, source.name), source),)


def _marked_up(source: Source) -> tuple[Fault, ...]:
    """What can be found wrong with RDF/XML or JSON-LD: the engine's parser does not say where."""
    if source.format == RdfFormat.RDF_XML:
        from icigraph.rdf.placed.xml_faults import faults_of_xml

        return faults_of_xml(source)
    from icigraph.rdf.placed.json_faults import fault_of_json

    fault = fault_of_json(source)
    return () if fault is None else (fault,)


def _as_written(fault: Fault, source: Source) -> Fault:
    """The fault at its place in the file, where the parser was given another text."""
    if not source.splices or fault.place is None or fault.place.line is None:
        return fault
    at = LineTable(source.parsed, source.name).offset(fault.place.line, fault.place.column or 1)
    place = LineTable(source.text, source.name).place(source.written_at(at))
    return Fault(fault.message, place, fault.hint)


def engine_fault(error: SyntaxError, file: str) -> Fault:
    """What pyoxigraph's parser says, as a fault with its place.

    >>> print(engine_fault(SyntaxError("Parser error at line 1 column 3: no dot", ("", 1, 3, "")), "a.ttl"))
    a.ttl:1:3: no dot
    """
    message = error.msg or "cannot be read"
    head, colon, rest = message.partition(": ")
    reason = rest if colon and head.startswith("Parser error at line") else message
    return Fault(reason, Place(file, error.lineno, error.offset))
