"""Claims as the core has them: what they speak of, which of an occurrent are accepted, which disagree."""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode

from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE

__all__ = ["ABOUT", "SPEAKS", "accepted_claims", "cited_claims", "claims_of", "disagreeing", "spoken_of"]

Node = NamedNode | BlankNode

ABOUT = (CORE["states"], CORE["denies"], CORE["announces"])
"""The properties that lead from a claim to the occurrent of which it speaks."""
SPEAKS = (*ABOUT, CORE["names"])
"""These, and the one that leads to a thing whose name is claimed."""


def accepted_claims(store: AskedStore, occurrent: Node) -> frozenset[Node]:
    """The claims by which an occurrent is accepted; none in a store that nothing was derived in."""
    quads = store.quads_for_pattern(occurrent, CORE["acceptedClaim"], None, None)
    return frozenset(quad.object for quad in quads if isinstance(quad.object, Node))


def claims_of(store: AskedStore, occurrent: Node) -> tuple[Node, ...]:
    """Every claim that states, denies or announces an occurrent, those that are accepted first.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact, told, denied, data = Store(), *(NamedNode(f"x:{name}") for name in "ftdg")
    >>> store.add(Quad(denied, CORE["denies"], fact, data))
    >>> store.extend([Quad(told, CORE["states"], fact, data), Quad(fact, CORE["acceptedClaim"], told, data)])
    >>> [claim.value for claim in claims_of(store, fact)]
    ['x:t', 'x:d']
    """
    quads = store.quads_for_pattern(None, None, occurrent, None)
    found = {quad.subject for quad in quads if quad.predicate in ABOUT and isinstance(quad.subject, Node)}
    if not found:
        return ()
    accepted = accepted_claims(store, occurrent)
    return tuple(sorted(found, key=lambda claim: (claim not in accepted, str(claim))))


def cited_claims(store: AskedStore, node: Node) -> tuple[Node, ...]:
    """What has the citations of a node: itself, where it has some, or the claims that speak of it.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact, claim, cited, data = Store(), *(NamedNode(f"x:{name}") for name in "fcid")
    >>> store.extend([Quad(claim, CORE["states"], fact, data), Quad(claim, CORE["citation"], cited, data)])
    >>> cited_claims(store, fact) == cited_claims(store, claim) == (claim,)
    True
    """
    own = next(iter(store.quads_for_pattern(node, CORE["citation"], None, None)), None)
    return (node,) if own is not None else claims_of(store, node)


def spoken_of(store: AskedStore, claim: Node) -> tuple[NamedNode, Node] | None:
    """How a claim speaks of what: one of `SPEAKS`, and the occurrent or thing; None of what is no claim.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact, claim = Store(), NamedNode("x:fact"), NamedNode("x:claim")
    >>> store.add(Quad(claim, CORE["states"], fact, fact))
    >>> spoken_of(store, claim) == (CORE["states"], fact), spoken_of(store, fact)
    (True, None)
    """
    quads = store.quads_for_pattern(claim, None, None, None)
    found = {(quad.predicate, quad.object) for quad in quads if quad.predicate in SPEAKS}
    ends = [(how, end) for how, end in found if isinstance(end, Node)]
    return min(ends, key=str, default=None)


def disagreeing(store: AskedStore, claim: Node) -> tuple[Node, ...]:
    """The claims that cannot hold beside a claim, in order of their IRIs.

    >>> from pyoxigraph import Quad, Store
    >>> store, one, other = Store(), NamedNode("x:one"), NamedNode("x:other")
    >>> store.add(Quad(one, CORE["disagreesWith"], other, one))
    >>> disagreeing(store, other) == (one,)
    True
    """
    forward = (quad.object for quad in store.quads_for_pattern(claim, CORE["disagreesWith"], None, None))
    backward = (quad.subject for quad in store.quads_for_pattern(None, CORE["disagreesWith"], claim, None))
    found = {term for pair in (forward, backward) for term in pair if isinstance(term, Node)}
    return tuple(sorted(found - {claim}, key=str))
