"""Looking up what a store says of one thing, in an order that is the same in each run."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from icigraph.proofs.proof import Term

__all__ = ["Thing", "objects", "subjects", "text_of"]

Thing = NamedNode | BlankNode


def objects(store: Store, subject: object, predicate: NamedNode) -> tuple[Term, ...]:
    """The objects that a subject has under a predicate in any graph; none where the subject cannot be one.

    >>> from pyoxigraph import Quad
    >>> store, a, p = Store(), NamedNode("x:a"), NamedNode("x:p")
    >>> store.add(Quad(a, p, Literal("b"), a))
    >>> [each.value for each in objects(store, a, p)]
    ['b']
    """
    if not isinstance(subject, Thing):
        return ()
    found = {quad.object for quad in store.quads_for_pattern(subject, predicate, None)}
    return tuple(sorted((term for term in found if isinstance(term, Thing | Literal)), key=str))


def subjects(store: Store, predicate: NamedNode, object_: object) -> tuple[Thing, ...]:
    """The subjects that have an object under a predicate in any graph.

    >>> from pyoxigraph import Quad
    >>> store, a, p = Store(), NamedNode("x:a"), NamedNode("x:p")
    >>> store.add(Quad(a, p, Literal("b"), a))
    >>> [each.value for each in subjects(store, p, Literal("b"))]
    ['x:a']
    """
    if not isinstance(object_, Thing | Literal):
        return ()
    found = {quad.subject for quad in store.quads_for_pattern(None, predicate, object_)}
    return tuple(sorted((term for term in found if isinstance(term, Thing)), key=str))


def text_of(store: Store, subject: object, predicate: NamedNode) -> str:
    """The words that a subject has under a predicate, English ones first; empty where it has none.

    >>> from pyoxigraph import Quad
    >>> store, a, p = Store(), NamedNode("x:a"), NamedNode("x:p")
    >>> store.add(Quad(a, p, Literal("b"), a))
    >>> store.add(Quad(a, p, Literal("un b", language="fr"), a))
    >>> text_of(store, a, p)
    'b'
    """
    literals = (term for term in objects(store, subject, predicate) if isinstance(term, Literal))
    return next((literal.value for literal in sorted(literals, key=_english_first)), "")


def _english_first(literal: Literal) -> tuple[bool, str]:
    return literal.language not in (None, "en"), literal.value
