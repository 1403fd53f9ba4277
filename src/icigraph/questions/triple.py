"""The one triple that a person means."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.proofs.target import (
    class_named,
    likeliest,
    objects_of,
    parse_triple,
    property_named,
    subjects_of,
)
from icigraph.questions.naming import Naming
from icigraph.questions.things import the_thing
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.terms import parse_term

__all__ = ["the_triple"]


def the_triple(store: Store, naming: Naming, given: Sequence[str]) -> Triple:
    r"""The triple whose terms `given` names by labels, codes, CURIEs or IRIs; or one N-Triples triple.

    A name that several things share denotes the one that has the property. An `InputError` lists candidates
    where a term is not exactly one thing.

    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.namespaces import OWL, RDFS
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store, names = Store(), {"x:k": "Kuwait", "x:p": "partner in", "x:ici": "ICI"}
    >>> things = ((NamedNode(iri), Literal(name)) for iri, name in names.items())
    >>> store.extend([Quad(thing, RDFS["label"], name, NamedNode("x:g")) for thing, name in things])
    >>> str(the_triple(store, Naming(store, Prefixes({})), ["Kuwait", "partner in", "ICI"]))
    '<x:k> <x:p> <x:ici>'
    """
    if len(given) == 1 and "<" in given[0]:
        return parse_triple(given[0])
    if len(given) != 3:
        hint = "write SUBJECT PREDICATE OBJECT; a name with spaces goes in quotes"
        raise InputError(Fault(f"a triple has three terms, not {len(given)}", hint=hint))
    subject, predicate, value = given
    found = (
        property_named(store, predicate)
        or naming.vocabulary(predicate)
        or naming.property_of(predicate)
        or the_thing(naming, predicate)
    )
    start = likeliest(naming.denoted_by(subject), subjects_of(store, found)) or naming.vocabulary(subject)
    return Triple(start or the_thing(naming, subject), found, _object(store, naming, value, found))


def _object(store: Store, naming: Naming, text: str, predicate: NamedNode) -> NamedNode | Literal:
    if not text.startswith('"'):
        end = likeliest(naming.denoted_by(text), objects_of(store, predicate))
        kind = class_named(store, text) if predicate == RDF["type"] else None
        return kind or end or naming.vocabulary(text) or the_thing(naming, text)
    term = parse_term(text)
    if not isinstance(term, Literal):
        raise InputError(Fault(f"not a literal: {text}"))
    return term
