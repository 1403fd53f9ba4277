"""RDF terms as text, their total order, and the last part of a name. Terms are pyoxigraph's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.base.faults import Fault, InputError

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Term", "as_ntriples", "as_sparql", "local_name", "parse_term", "term_key"]

Term = NamedNode | BlankNode | Literal | Triple


def parse_term(text: str) -> Term:
    """The term that `text` writes in N-Triples syntax. Raises InputError if it writes none, or more than one.

    >>> parse_term('"1"^^<http://www.w3.org/2001/XMLSchema#integer>').value
    '1'
    >>> parse_term("_:b0")
    <BlankNode value=b0>
    """
    if "<<(" in text:
        from icigraph.rdf.nesting import must_not_nest

        must_not_nest(text.encode(), RdfFormat.N_QUADS, "the term")
    try:
        # The graph name after it shows that nothing in the text ended the statement or began a comment.
        quads = list(parse(f"<x:s> <x:p> {text} <x:g> .", format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(Fault(f"{text!r} is not a term in N-Triples syntax: {_reason(error)}")) from None
    if len(quads) != 1 or str(quads[0].graph_name) != "<x:g>":
        raise InputError(Fault(f"{text!r} is not one RDF term"))
    term: Term = quads[0].object
    return term


def _reason(error: SyntaxError) -> str:
    return (error.msg or "").partition(": ")[2] or str(error.msg)


def term_key(term: Term | DefaultGraph) -> tuple[Any, ...]:
    """A sort key, one total order of terms: default graph, blank nodes, IRIs, literals, triple terms.

    >>> sorted([Literal("a"), NamedNode("x:b"), NamedNode("x:a")], key=term_key)[0]
    <NamedNode value=x:a>
    """
    if isinstance(term, NamedNode):
        return (2, term.value)
    if isinstance(term, Literal):
        return (3, term.value, term.datatype.value, term.language or "", str(term))
    if isinstance(term, BlankNode):
        return (1, term.value)
    if isinstance(term, Triple):
        return (4, term_key(term.subject), term_key(term.predicate), term_key(term.object))
    return (0,)


def as_ntriples(term: Term) -> str:
    """A term as N-Triples writes it (RDF 1.2 N-Triples, section 2): `str` gives a triple, not a triple term.

    >>> as_ntriples(Triple(NamedNode("x:a"), NamedNode("x:b"), Literal("c")))
    '<<( <x:a> <x:b> "c" )>>'
    """
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def as_sparql(term: Term) -> str:
    """A term as SPARQL writes it. A blank node would be a variable there, so it has no such text: ValueError.

    >>> as_sparql(Literal("a", language="en"))
    '"a"@en'
    """
    if isinstance(term, BlankNode):
        raise ValueError("a blank node cannot be named in SPARQL")
    return as_ntriples(term)


def local_name(iri: NamedNode | str) -> str:
    """What stands after the last #, / or : of an IRI; the whole IRI if nothing does.

    >>> local_name("http://e.org/a#b"), local_name("http://e.org/c/"), local_name("urn:x:d")
    ('b', 'c', 'd')
    """
    value = iri.value if isinstance(iri, NamedNode) else iri
    trimmed = value.rstrip("#/:")
    last = max(trimmed.rfind(mark) for mark in "#/:")
    return trimmed[last + 1 :] or value
