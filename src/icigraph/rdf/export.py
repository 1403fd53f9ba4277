"""Write a dataset, or some of its graphs, in any RDF syntax, with the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.canonical import sorted_quads
from icigraph.rdf.export_formats import ExportFormat, unwritable

__all__ = ["exported"]


def exported(quads: Iterable[Quad], form: ExportFormat, prefixes: Mapping[str, str] | None = None) -> bytes:
    """The bytes of `quads` in the syntax `form`; a syntax without named graphs gets their union.

    Statements stand in canonical order and blank nodes have canonical labels, so equal datasets give equal
    bytes. What the syntax cannot write is an `InputError` that names every such statement.
    """
    if form.holds_graphs:
        return _serialised(_checked(sorted_quads(quads), form), form, prefixes)
    union = sorted_quads(Quad(quad.subject, quad.predicate, quad.object) for quad in sorted_quads(quads))
    return _serialised((quad.triple for quad in _checked(union, form)), form, prefixes)


def _checked(quads: Iterable[Quad], form: ExportFormat) -> list[Quad]:
    checked = list(quads)
    faults = [
        Fault(f"{quad.triple}: {reason}", hint="choose another format, such as ttl or nq")
        for quad in checked
        if (reason := unwritable(quad.triple, form))
    ]
    if faults:
        raise InputError(*faults)
    return checked


def _serialised(
    statements: Iterable[Quad] | Iterable[Triple], form: ExportFormat, prefixes: Mapping[str, str] | None
) -> bytes:
    used = dict(prefixes) if prefixes and form.rdf_format != RdfFormat.JSON_LD else None
    written = serialize(statements, format=form.rdf_format, prefixes=used)
    if written is None:
        raise AssertionError("serialize without output gives bytes")
    # A raw carriage return in XML is read as a line feed (XML 1.0, section 2.11); its reference is not.
    return written.replace(b"\r", b"&#xD;") if form.rdf_format == RdfFormat.RDF_XML else written
