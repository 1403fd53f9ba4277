"""Derivations along a transitive property: what a path of links comes to, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from icigraph.proofs.proof import Proof, asserted
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.transitive_paths import (
    Link,
    Relation,
    cheapest,
    relation_of,
    simple_paths,
    steps_along,
)

__all__ = ["Proven", "TransitiveDerivations", "assembled"]


@dataclass(frozen=True, slots=True)
class Proven:
    """A triple, the step that concludes it, and how many steps its whole proof takes."""

    triple: Triple
    derivation: Derivation
    steps: int


def assembled(way: Iterable[Proven], built: Mapping[Triple, Proof]) -> Proof | None:
    """The proof of the last of the steps, from the parts that are built; None without any.

    >>> from pyoxigraph import Quad, Store, Variable
    >>> from icigraph.proofs.search.rulebook import RuleBook
    >>> from icigraph.rules.compile.rule import Rule
    >>> x, y, z, (a, b, c, p) = *map(Variable, "xyz"), (NamedNode(f"x:{name}") for name in "abcp")
    >>> book, store = RuleBook([Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))]), Store()
    >>> store.extend([Quad(a, p, b, p), Quad(b, p, c, p)])
    >>> way = TransitiveDerivations(Derivations(store, book), lambda _: 1).shortest(Triple(a, p, c))
    >>> [str(premise.conclusion) for premise in assembled(way, {}).premises]
    ['<x:a> <x:p> <x:b>', '<x:b> <x:p> <x:c>']
    """
    parts: dict[Triple, Proof] = {}
    proof = None
    for one in way:
        premises = (parts.get(each) or built.get(each) or asserted(each) for each in one.derivation.premises)
        proof = parts[one.triple] = one.derivation.proof(one.triple, premises)
    return proof


class TransitiveDerivations:
    """Proves triples of transitive properties in one closed store. `cost_of` gives the steps of the shortest
    proof of any other triple.

    >>> from pyoxigraph import Quad, Store, Variable
    >>> from icigraph.proofs.search.rulebook import RuleBook
    >>> from icigraph.rules.compile.rule import Rule
    >>> x, y, z, (a, b, c, p) = *map(Variable, "xyz"), (NamedNode(f"x:{name}") for name in "abcp")
    >>> book, store = RuleBook([Rule("r", "prp-trp", ((x, p, z),), ((x, p, y), (y, p, z)))]), Store()
    >>> store.extend([Quad(a, p, b, p), Quad(b, p, c, p)])
    >>> search = TransitiveDerivations(Derivations(store, book), lambda _: 1)
    >>> [(str(proven.triple), proven.steps) for proven in search.shortest(Triple(a, p, c))]
    [('<x:a> <x:p> <x:c>', 1)]
    """

    __slots__ = ("_cost_of", "_derivations", "_own", "_relations")

    def __init__(self, derivations: Derivations, cost_of: Callable[[Triple], int]) -> None:
        self._derivations = derivations
        self._cost_of = cost_of
        self._relations: dict[NamedNode, Relation | None] = {}
        self._own: dict[Triple, Proven | None] = {}

    def shortest(self, triple: Triple) -> tuple[Proven, ...]:
        """All that the shortest proof of the triple concludes along its property, the triple last.

        Nothing where the property is not transitive, or where its other rules need the property themselves,
        so that links and paths cannot be told apart.
        """
        relation = self._relation(triple)
        return self._follow(triple, relation, self._cheapest) if relation and relation.apart else ()

    def any(self, triple: Triple) -> tuple[Proven, ...]:
        """The same along links that are asserted, or one step from what is: found quickly for every
        transitive property, and not always the shortest.
        """
        relation = self._relation(triple)
        return self._follow(triple, relation, self._immediate) if relation else ()

    def supports(self, triple: Triple, limit: int) -> tuple[list[tuple[Proven, ...]], bool] | None:
        """The proofs of the triple along each path of asserted links, at most `limit`, and whether these are
        all; None where its property is not transitive, or where other rules conclude it too.
        """
        relation = self._relation(triple)
        if relation is None or relation.others:
            return None
        seen = self._derivations
        paths, whole = simple_paths(seen.store, relation, triple, seen.concluded, limit)
        return [self._steps(relation, path, {}) for path in paths], whole

    def _relation(self, triple: Triple) -> Relation | None:
        """The relation along which the triple may hold, if its property is transitive."""
        prop = triple.predicate
        if prop not in self._relations:
            self._relations[prop] = relation_of(prop, self._derivations.book, self._derivations.store)
        relation = self._relations[prop]
        if relation and self._rests_on_conclusions(relation):
            return None
        to_itself = triple.subject == triple.object
        return None if relation and relation.transitive.guards and to_itself else relation

    def _rests_on_conclusions(self, relation: Relation) -> bool:
        """Whether no file states that the property is transitive, or symmetric: that must be proven first."""
        rules = (rule for rule in (relation.transitive, relation.symmetric) if rule)
        return any(map(self._derivations.inferred_axioms, rules))

    def _follow(
        self, triple: Triple, relation: Relation, own_of: Callable[[Triple, Relation], Proven | None]
    ) -> tuple[Proven, ...]:
        """The steps along the cheapest path; `own_of` tells how a link that no file asserts is proven."""
        seen = self._derivations

        def weight(link: Triple, is_asserted: bool) -> int | None:
            if is_asserted:
                return 0
            own = own_of(link, relation)
            return own.steps if own else None

        path = cheapest(seen.store, relation, triple, seen.concluded, weight)
        links = (own_of(link.triple, relation) for link in path if not seen.asserted(link.triple))
        return self._steps(relation, path, {own.triple: own for own in links if own})

    def _steps(
        self, relation: Relation, path: tuple[Link, ...], proven: dict[Triple, Proven]
    ) -> tuple[Proven, ...]:
        """What follows from a path whose links are stated or proven, one after the other."""
        for conclusion, rule, premises in steps_along(relation, path):
            # A path back to where it began may come to the same twice.
            if conclusion in proven:
                continue
            step = self._derivations.step(rule, premises)
            below = (proven[premise].steps for premise in step.pending if premise in proven)
            proven[conclusion] = Proven(conclusion, step, 1 + sum(below))
        return tuple(proven.values())

    def _cheapest(self, link: Triple, relation: Relation) -> Proven | None:
        """How the other rules of the property prove a link in the fewest steps."""
        if link not in self._own:
            ways = self._others(link, relation)
            found = [Proven(link, way, 1 + sum(map(self._cost_of, way.pending))) for way in ways]
            self._own[link] = min(found, key=lambda one: one.steps, default=None)
        return self._own[link]

    def _immediate(self, link: Triple, relation: Relation) -> Proven | None:
        """How they prove it in one step from what is stated, if they do."""
        ways = (way for way in self._others(link, relation) if not way.pending)
        return next((Proven(link, way, 1) for way in ways), None)

    def _others(self, link: Triple, relation: Relation) -> list[Derivation]:
        return self._derivations.of(link, _MATCHES, relation.others) if relation.others else []


_MATCHES = 1_000
