"""What some RDF syntaxes cannot write."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.base.printable import NOT_IN_XML
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.productions import NCNAME_START, PN_CHARS
from icigraph.rdf.syntax import JSON_LD, RDF_XML, Syntax

__all__ = ["unwritable"]


_NOT_XML = re.compile(NOT_IN_XML)
# The end of an IRI that can stand as the local part of an element name (XML Namespaces, NCName).
_XML_LOCAL_NAME = re.compile(f"[{NCNAME_START}][.{PN_CHARS}]*$")


def unwritable(triple: Triple, syntax: Syntax) -> str | None:
    """Why `syntax` cannot write `triple` so that every reader gets it back, or None where it can.

    RDF/XML cannot hold a predicate whose IRI does not end in an XML name, nor control characters (RDF 1.1 XML
    Syntax, section 7.2); JSON-LD 1.1 cannot hold triple terms.

    >>> from icigraph.rdf.syntax import TURTLE
    >>> bell = Triple(NamedNode("http://a.org/s"), NamedNode("http://a.org/p"), Literal("\\x07"))
    >>> unwritable(bell, RDF_XML)
    'XML has no way to write the control character U+0007'
    >>> unwritable(bell, TURTLE) is None
    True
    """
    if syntax == RDF_XML:
        return _not_in_xml(triple)
    if syntax == JSON_LD and isinstance(triple.object, Triple):
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
