"""The RDF syntaxes that a dataset is exported in, and what each of them cannot write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.base.printable import NOT_IN_XML
from icigraph.rdf.namespaces import RDF

__all__ = ["FORMATS", "ExportFormat", "export_format", "unwritable"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One RDF syntax: the `name` a user types, media type, file suffix and whether it holds named graphs."""

    name: str
    media_type: str
    suffix: str
    holds_graphs: bool
    rdf_format: RdfFormat


_ALL = (
    ExportFormat("ttl", "text/turtle", ".ttl", False, RdfFormat.TURTLE),
    ExportFormat("nt", "application/n-triples", ".nt", False, RdfFormat.N_TRIPLES),
    ExportFormat("nq", "application/n-quads", ".nq", True, RdfFormat.N_QUADS),
    ExportFormat("trig", "application/trig", ".trig", True, RdfFormat.TRIG),
    ExportFormat("rdfxml", "application/rdf+xml", ".rdf", False, RdfFormat.RDF_XML),
    ExportFormat("jsonld", "application/ld+json", ".jsonld", True, RdfFormat.JSON_LD),
)

FORMATS: dict[str, ExportFormat] = {each.name: each for each in _ALL}

_NOT_XML = re.compile(NOT_IN_XML)
# The end of an IRI that can stand as the local part of an element name (XML Namespaces, NCName).
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_LOCAL_NAME = re.compile(f"[{_NAME_START}][{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*$")


def export_format(name: str) -> ExportFormat:
    """The syntax called `name`; an `InputError` that lists all names otherwise.

    >>> export_format("trig").media_type
    'application/trig'
    """
    try:
        return FORMATS[name]
    except KeyError:
        known = ", ".join(FORMATS)
        raise InputError(Fault(f"no export format is called {name!r}", hint=f"one of {known}")) from None


def unwritable(triple: Triple, form: ExportFormat) -> str | None:
    """Why `form` cannot write `triple` so that every reader gets it back, or None where it can.

    RDF/XML cannot hold a predicate whose IRI does not end in an XML name, nor control characters (RDF 1.1
    XML Syntax, section 7.2); JSON-LD 1.1 cannot hold triple terms.

    >>> from pyoxigraph import NamedNode
    >>> bell = Triple(NamedNode("http://a.org/s"), NamedNode("http://a.org/p"), Literal("\\x07"))
    >>> unwritable(bell, export_format("rdfxml"))
    'XML has no way to write the control character U+0007'
    >>> unwritable(bell, export_format("ttl")) is None
    True
    """
    if form.rdf_format == RdfFormat.RDF_XML:
        return _not_in_xml(triple)
    if form.rdf_format == RdfFormat.JSON_LD and isinstance(triple.object, Triple):
        return "JSON-LD 1.1 has no triple terms"
    return None


def _not_in_xml(triple: Triple) -> str | None:
    if not _XML_LOCAL_NAME.search(triple.predicate.value):
        return f"RDF/XML has no way to write the predicate <{triple.predicate.value}>: it ends in no XML name"
    if triple.predicate == RDF["type"] and not _XML_LOCAL_NAME.search(str(triple.object).rstrip(">")):
        # The writer makes an element of it, whatever its name.
        return f"no element of RDF/XML can be called after the class {triple.object}: it ends in no XML name"
    if isinstance(triple.object, Triple):
        return _not_in_xml(triple.object)
    bad = _NOT_XML.search(_text(triple.object))
    return f"XML has no way to write the control character U+{ord(bad[0]):04X}" if bad else None


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return term.value if isinstance(term, Literal) else str(term)
