"""Write a dataset, or some of its graphs, in any RDF syntax, with the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, Triple, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.canonical import sorted_quads
from icigraph.rdf.syntax import JSON_LD, RDF_XML, Syntax
from icigraph.rdf.unwritable import unwritable

__all__ = ["exported"]


def exported(quads: Iterable[Quad], syntax: Syntax, prefixes: Mapping[str, str] | None = None) -> bytes:
    """The bytes of `quads` in the syntax `syntax`; a syntax without named graphs gets their union.

    Statements stand in canonical order and blank nodes have canonical labels, so equal datasets give equal
    bytes. What the syntax cannot write is an `InputError` that names every such statement.

    >>> from pyoxigraph import Literal, NamedNode
    >>> from icigraph.rdf.syntax import N_TRIPLES
    >>> exported([Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))], N_TRIPLES)
    b'<urn:s> <urn:p> "o" .\\n'
    """
    if syntax.holds_graphs:
        return _serialised(_checked(sorted_quads(quads), syntax), syntax, prefixes)
    union = sorted_quads(Quad(quad.subject, quad.predicate, quad.object) for quad in sorted_quads(quads))
    return _serialised((quad.triple for quad in _checked(union, syntax)), syntax, prefixes)


def _checked(quads: Iterable[Quad], syntax: Syntax) -> list[Quad]:
    checked = list(quads)
    faults = [
        Fault(f"{quad.triple}: {reason}", hint="choose another format, such as ttl or nq")
        for quad in checked
        if (reason := unwritable(quad.triple, syntax))
    ]
    if faults:
        raise InputError(*faults)
    return checked


def _serialised(
    statements: Iterable[Quad] | Iterable[Triple], syntax: Syntax, prefixes: Mapping[str, str] | None
) -> bytes:
    used = dict(prefixes) if prefixes and syntax != JSON_LD else None
    written = serialize(statements, format=syntax.format, prefixes=used)
    if written is None:
        raise AssertionError("serialize without output gives bytes")
    # A raw carriage return in XML is read as a line feed (XML 1.0, section 2.11); its reference is not.
    return written.replace(b"\r", b"&#xD;") if syntax == RDF_XML else written
