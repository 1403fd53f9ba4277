"""Whether a closed store contradicts itself, asked so cheaply that every build can ask.

Axioms that forbid make many rules (n disjoint classes make n(n-1)/2) and are hardly ever broken. So a few
queries tell first whether any may be broken, and only then are all rules compiled and run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.rdf.namespaces import OWL, RDF
from icigraph.reason.axioms import Axioms
from icigraph.reason.compile import compile_once
from icigraph.reason.inconsistency import Inconsistency, violations_of, violations_of_values
from icigraph.reason.ruleset import RuleSet
from icigraph.reason.value_suspicions import values_may_clash

__all__ = ["contradictions", "may_contradict"]

_TYPE = RDF["type"]
_DENIALS = tuple(
    OWL[name] for name in ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")
)


def contradictions(store: Store, rules: Callable[[], RuleSet]) -> tuple[Inconsistency, ...]:
    """Every contradiction in a closed store, those between the values of literals among them. `rules` makes
    those that the store was closed with, and is called only where something may be wrong.

    >>> contradictions(Store(), RuleSet)
    ()
    """
    if not may_contradict(store):
        return ()
    used = rules()
    broken = chain(violations_of(store, used), violations_of_values(store, used))
    # An asymmetric property is broken by two facts in either order: one contradiction.
    return tuple({(frozenset(each.premises), each.axiom): each for each in broken}.values())


def may_contradict(store: Store) -> bool:
    """Whether an axiom may be broken in a closed store; where this is false, none is."""
    return (
        _some(store, None, OWL["Nothing"])
        or _different_and_same(store)
        or _forbids_by_expression(store)
        or any(_share(store, classes) for classes in _disjoint_classes(store))
        or _breaks(store, _property_axioms(store))
        or values_may_clash(store)
    )


def _some(store: Store, predicate: NamedNode | None, value: NamedNode | None = None) -> bool:
    return next(store.quads_for_pattern(None, predicate, value, None), None) is not None


def _told(store: Store, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, predicate, value, None))


def _different_and_same(store: Store) -> bool:
    different = _some(store, OWL["differentFrom"])
    if not different and not _some(store, _TYPE, OWL["AllDifferent"]):
        return False
    return _some(store, OWL["sameAs"]) or _different_from_itself(store)


def _different_from_itself(store: Store) -> bool:
    if any(triple.subject == triple.object for triple in _told(store, OWL["differentFrom"])):
        return True
    listed = (_lists(store, OWL["AllDifferent"], name) for name in ("members", "distinctMembers"))
    found = (Axioms(spelled).members(head.object) for _, head, spelled in chain(*listed))
    return any(len(set(members.terms)) < len(members.terms) for members in found if members)


def _forbids_by_expression(store: Store) -> bool:
    """Whether a class expression forbids something; what it comes to, only its rules tell."""
    limits = chain(_told(store, OWL["maxCardinality"]), _told(store, OWL["maxQualifiedCardinality"]))
    return _some(store, OWL["complementOf"]) or any(_allows_none(limit.object) for limit in limits)


def _allows_none(limit: object) -> bool:
    return isinstance(limit, Literal) and not limit.value.strip().lstrip("+").strip("0")


def _disjoint_classes(store: Store) -> Iterator[tuple[object, ...]]:
    """Each set of classes that share no member."""
    for triple in _told(store, OWL["disjointWith"]):
        yield triple.subject, triple.object
    for _, members, spelled in _lists(store, OWL["AllDisjointClasses"]):
        found = Axioms(spelled).members(members.object)
        yield found.terms if found else ()


def _lists(
    store: Store, kind: NamedNode, name: str = "members"
) -> Iterator[tuple[Triple, Triple, list[Triple]]]:
    """Each axiom of a kind that lists its members: its two triples, and those that spell the list."""
    for axiom in _told(store, _TYPE, kind):
        for members in store.quads_for_pattern(axiom.subject, OWL[name], None, None):
            yield axiom, members.triple, list(_spelled(store, members.object))


def _spelled(store: Store, head: object) -> Iterator[Triple]:
    seen: set[object] = set()
    nodes = [head]
    while nodes:
        node = nodes.pop()
        if node in seen or not isinstance(node, BlankNode | NamedNode):
            continue
        seen.add(node)
        for predicate in (RDF["first"], RDF["rest"]):
            for quad in store.quads_for_pattern(node, predicate, None, None):
                yield quad.triple
                if predicate == RDF["rest"]:
                    nodes.append(quad.object)


def _share(store: Store, classes: tuple[object, ...]) -> bool:
    """Whether something may belong to two of the classes."""
    if any(isinstance(kind, BlankNode) for kind in classes) or len(set(classes)) < len(classes):
        return True
    values = " ".join(map(str, classes))
    typed = f"VALUES ?class {{ {values} }} GRAPH ?_g {{ ?x {_TYPE} ?class }}"
    counted = f"SELECT (COUNT(DISTINCT ?class) AS ?classes) WHERE {{ {typed} }} GROUP BY ?x"
    return bool(store.query(f"ASK {{ {{ {counted} }} FILTER(?classes > 1) }}"))


def _property_axioms(store: Store) -> Iterator[Triple]:
    """The axioms that forbid something of properties alone: few, and quickly compiled."""
    for kind in (OWL["IrreflexiveProperty"], OWL["AsymmetricProperty"]):
        yield from _told(store, _TYPE, kind)
    for predicate in (OWL["propertyDisjointWith"], *_DENIALS):
        yield from _told(store, predicate)
    for axiom, members, spelled in _lists(store, OWL["AllDisjointProperties"]):
        yield from (axiom, members, *spelled)
    inverses = _told(store, OWL["inverseOf"])
    yield from (triple for triple in inverses if isinstance(triple.subject, BlankNode))


def _breaks(store: Store, axioms: Iterator[Triple]) -> bool:
    rules = compile_once(axioms)
    return any(True for _ in violations_of(store, RuleSet((), rules.constraints)))
