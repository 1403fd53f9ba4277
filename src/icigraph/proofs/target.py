"""What is to be explained: properties by their local names, and the triples behind a row of an answer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.proofs.proof import Term
from icigraph.proofs.search.lookup import subjects
from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rdf.prefixes import unescape_local
from icigraph.rdf.sparql import declared_prefixes, tokens
from icigraph.rdf.terms import local_name

__all__ = [
    "class_named",
    "likeliest",
    "objects_of",
    "parse_triple",
    "property_named",
    "row_triples",
    "subjects_of",
]

_PROPERTIES = (
    OWL["ObjectProperty"],
    OWL["DatatypeProperty"],
    OWL["AnnotationProperty"],
    RDF["Property"],
)
_CLASSES = (OWL["Class"], RDFS["Class"])


def parse_triple(text: str) -> Triple:
    """The triple that a line of N-Triples holds; the last full stop may be left out.

    >>> parse_triple("<x:a> <x:p> <x:b>").object
    <NamedNode value=x:b>
    """
    from pyoxigraph import RdfFormat, parse

    from icigraph.rdf.nesting import must_not_nest

    line = text.strip().removesuffix(".") + " ."
    must_not_nest(line.encode(), RdfFormat.N_TRIPLES, "the triple")
    try:
        quads = list(parse(line, RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise InputError(Fault(f"not a triple in N-Triples syntax: {text}", hint=str(error))) from None
    if len(quads) != 1:
        raise InputError(Fault(f"one triple is wanted, not {len(quads)}: {text}"))
    quad = quads[0]
    if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
        hint = "name things by their IRIs"
        raise InputError(Fault(f"a blank node has another name in each reading: {text}", hint=hint))
    return Triple(quad.subject, quad.predicate, quad.object)


def property_named(store: Store, text: str) -> NamedNode | None:
    """The one property of the store's ontology that has the local name, such as `start`; `a` is rdf:type.

    >>> store, start = Store(), NamedNode("http://a/start")
    >>> store.add(Quad(start, RDF["type"], OWL["DatatypeProperty"], start))
    >>> property_named(store, "start") == start, property_named(store, "end")
    (True, None)
    """
    return RDF["type"] if text == "a" else _declared(store, text, _PROPERTIES)


def class_named(store: Store, text: str) -> NamedNode | None:
    """The one class of the store's ontology that has the local name.

    >>> store, state = Store(), NamedNode("http://a/State")
    >>> store.add(Quad(state, RDF["type"], OWL["Class"], state))
    >>> class_named(store, "State") == state
    True
    """
    return _declared(store, text, _CLASSES)


def _declared(store: Store, text: str, kinds: Iterable[NamedNode]) -> NamedNode | None:
    typed = {term for kind in kinds for term in subjects(store, RDF["type"], kind)}
    found = [term for term in typed if isinstance(term, NamedNode) and local_name(term) == text]
    return found[0] if len(found) == 1 else None


def likeliest(named: Iterable[NamedNode], used: Container[object]) -> NamedNode | None:
    """Of several things with one name the one that is used where the name stands; None unless there is one.

    >>> a, b = NamedNode("x:a"), NamedNode("x:b")
    >>> likeliest([a, b], {b})
    <NamedNode value=x:b>
    """
    fitting = [thing for thing in named if thing in used]
    return fitting[0] if len(fitting) == 1 else None


def subjects_of(store: Store, predicate: NamedNode) -> set[object]:
    """The subjects that a property has in the store.

    >>> store, a, p, b = Store(), NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")
    >>> store.add(Quad(a, p, b, p))
    >>> subjects_of(store, p) == {a}
    True
    """
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, None)}


def objects_of(store: Store, predicate: NamedNode) -> set[object]:
    """The objects that a property has in the store.

    >>> store, a, p, b = Store(), NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")
    >>> store.add(Quad(a, p, b, p))
    >>> objects_of(store, p) == {b}
    True
    """
    return {quad.object for quad in store.quads_for_pattern(None, predicate, None)}


def row_triples(
    store: Store, query: str, row: Iterable[object], prefixes: Mapping[str, str]
) -> tuple[Triple, ...]:
    """The triples that an answer's row rests on.

    They are the triples of the store whose property the query names, and whose ends are terms of the row, or
    one a term of the row and the other a constant of the query.

    >>> store, (a, p, b) = Store(), (NamedNode(f"x:{name}") for name in "apb")
    >>> store.add(Quad(a, p, b, a))
    >>> [str(each) for each in row_triples(store, "PREFIX x: <x:> SELECT * { ?s x:p ?o }", [a, b], {})]
    ['<x:a> <x:p> <x:b>']
    """
    terms = tuple(dict.fromkeys(term for term in row if isinstance(term, NamedNode | BlankNode | Literal)))
    constants = _named(query, prefixes)
    ends = {*terms, *constants}
    found = (
        quad.triple
        for term in terms
        for quad in _around(store, term)
        if quad.predicate in constants and {quad.subject, quad.object} <= ends
    )
    return tuple(sorted(set(found), key=str))


def _around(store: Store, term: Term) -> Iterable[Quad]:
    if isinstance(term, NamedNode | BlankNode):
        yield from store.quads_for_pattern(term, None, None)
    yield from store.quads_for_pattern(None, None, term)


def _named(query: str, prefixes: Mapping[str, str]) -> set[Term]:
    """The IRIs that a query names."""
    parts = list(tokens(query))
    known = {**prefixes, **declared_prefixes(parts)}
    found: set[Term] = set()
    for token in parts:
        prefix, _, local = token.text.partition(":")
        if token.kind == "iri" and ":" in token.text:
            found.add(NamedNode(token.text[1:-1]))
        elif token.text == "a":
            found.add(RDF["type"])
        elif token.kind == "name" and prefix in known:
            found.add(NamedNode(known[prefix] + unescape_local(local)))
    return found
