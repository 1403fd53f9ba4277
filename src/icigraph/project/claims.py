"""Claims as the core has them: what they speak of, which of an occurrent are accepted, which disagree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.dates import period
from icigraph.rdf.namespaces import CORE
from icigraph.rdf.terms import local_name

__all__ = [
    "ABOUT",
    "SPEAKS",
    "Node",
    "accepted_claims",
    "claims_of",
    "days_of",
    "disagreeing",
    "said_by",
    "spoken_of",
    "standing",
    "standing_of",
]

Node = NamedNode | BlankNode

ABOUT = (CORE["states"], CORE["denies"], CORE["announces"])
"""The properties that lead from a claim to the occurrent of which it speaks."""
SPEAKS = (*ABOUT, CORE["names"])
"""These, and the one that leads to a thing whose name is claimed."""


def accepted_claims(store: AskedStore, occurrent: Node) -> frozenset[Node]:
    """The claims by which an occurrent is accepted; none in a store that nothing was derived in.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact, told, data = Store(), *(NamedNode(f"x:{name}") for name in "ftg")
    >>> store.add(Quad(fact, CORE["acceptedClaim"], told, data))
    >>> accepted_claims(store, fact) == {told}
    True
    """
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


def standing(ways: Collection[str]) -> str:
    """What is to be said of an occurrent that no claim makes accepted, by how its claims speak of it.

    >>> standing(["states", "denies"]), standing(["announces"]), standing(["states"]), standing([])
    ('denied', 'announced only', 'not accepted', '')
    """
    if "denies" in ways:
        return "denied"
    return "announced only" if set(ways) == {"announces"} else "not accepted" if ways else ""


def standing_of(store: AskedStore, occurrent: Node) -> str:
    """The same of an occurrent in a closed store; empty where it is accepted.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact, claim = Store(), NamedNode("x:fact"), NamedNode("x:claim")
    >>> store.add(Quad(claim, CORE["denies"], fact, fact))
    >>> standing_of(store, fact)
    'denied'
    """
    if accepted_claims(store, occurrent):
        return ""
    quads = store.quads_for_pattern(None, None, occurrent, None)
    return standing([local_name(quad.predicate) for quad in quads if quad.predicate in ABOUT])


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


_SAID = ("attestedOn", "scheduledFor", "announcer", "statedDuration", "weekday", "amount", "name")


def said_by(store: AskedStore, claim: Node, label: Callable[[Node], str] = str) -> Iterator[tuple[str, str]]:
    """What a claim says, as its source has it: name of the property and value, of an interval what lies
    between. `label` names a thing.

    >>> from pyoxigraph import Quad, Store
    >>> store, claim = Store(), NamedNode("x:claim")
    >>> store.add(Quad(claim, CORE["start"], Literal("2004-12"), claim))
    >>> store.add(Quad(claim, CORE["startNotBefore"], Literal("2004-12-01"), claim))
    >>> list(said_by(store, claim))
    [('start', '2004-12')]
    """
    values: dict[NamedNode, set[str]] = {}
    for quad in store.quads_for_pattern(claim, None, None, None):
        if isinstance(quad.object, Literal | Node):
            text = quad.object.value if isinstance(quad.object, Literal) else label(quad.object)
            values.setdefault(quad.predicate, set()).add(text)

    def told(name: str) -> str:
        return ", ".join(sorted(values.get(CORE[name], ())))

    for name in ("start", "end"):
        if text := told(name) or period(told(f"{name}NotBefore"), told(f"{name}NotAfter")):
            yield name, text
    for name in _SAID:
        if text := told(name):
            yield name, text


def days_of(store: AskedStore, occurrent: Node) -> tuple[str, str]:
    """When an occurrent began and ended, by its accepted claims together: each a day, a month, a year, or
    the days between which it lies; empty where nothing dates it, or no end is recorded.

    >>> from pyoxigraph import Quad, Store
    >>> store, fact = Store(), NamedNode("x:fact")
    >>> for name, day in (("earliestStart", "2004-12-01"), ("latestStart", "2004-12-31")):
    ...     store.add(Quad(fact, CORE[name], Literal(day), fact))
    >>> days_of(store, fact)
    ('2004-12', '')
    """
    days = {
        quad.predicate: quad.object.value
        for quad in store.quads_for_pattern(occurrent, None, None, None)
        if isinstance(quad.object, Literal)
    }
    bounds = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
    first, begun, last, ended = (days.get(CORE[name], "") for name in bounds)
    return period(first, begun), period(last, ended) if ended else ""


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
