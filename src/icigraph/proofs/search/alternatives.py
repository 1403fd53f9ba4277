"""Every minimal proof of a triple: one for each smallest set of asserted triples and axioms that it follows
from.

Such a set is a *support*; it is minimal when no part of it suffices. Supports are found as a least fixpoint
over the derivations below the triple, so that none leans on itself, and for each the proof with the fewest
steps is kept. Along a transitive property the supports are the paths of asserted links that visit nothing
twice.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import Triple

from icigraph.proofs.proof import Proof, asserted
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.transitive_derivations import TransitiveDerivations, assembled

__all__ = ["Alternatives", "alternatives"]

_Support = frozenset[Triple]
_Supports = dict[_Support, Proof]

_TRIPLES = 2_000
_MATCHES = 200
_WAYS = 20_000
_EFFORT = 100_000


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The minimal proofs found, the shortest first; `complete` says whether there are no more."""

    proofs: tuple[Proof, ...]
    complete: bool


def alternatives(derivations: Derivations, triple: Triple, limit: int = 20) -> Alternatives:
    """The minimal proofs of the triple, at most `limit` of them.

    No support of more triples is built than that; a triple that is asserted and inferred too has both proofs.

    >>> from pyoxigraph import NamedNode, Quad, Store, Variable
    >>> from icigraph.proofs.search.rulebook import RuleBook
    >>> from icigraph.rules.compile.rule import Rule
    >>> x, (a, p, q, new) = Variable("x"), (NamedNode(f"x:{name}") for name in ("a", "p", "q", "new"))
    >>> rules = [Rule(name, "s", ((x, a, x),), ((x, prop, x),)) for name, prop in (("one", p), ("two", q))]
    >>> store = Store()
    >>> store.extend([Quad(a, p, a, p), Quad(a, q, a, p), Quad(a, a, a, new)])
    >>> found = alternatives(Derivations(store, RuleBook(rules), concluded=[new]), Triple(a, a, a))
    >>> [proof.rule for proof in found.proofs]
    ['one', 'two']
    """
    search = _Search(derivations, limit)
    search.look_below(triple)
    found = search.found(triple)
    if not found and (shortest := Prover(derivations).prove(triple)):
        return Alternatives((shortest,), False)
    return Alternatives(tuple(sorted(found, key=_order)), search.whole)


class _Search:
    """The supports of the triples below one, as far as they were looked for; `whole` tells whether nothing
    was left out. What is looked at is bounded: where everything is connected, supports are without number.
    """

    def __init__(self, derivations: Derivations, limit: int) -> None:
        self._derivations = derivations
        self._limit = limit
        self._transitive = TransitiveDerivations(derivations, lambda _: 0)
        self._ways: dict[Triple, list[Derivation]] = {}
        self._supports: dict[Triple, _Supports] = defaultdict(dict)
        self._effort = _EFFORT
        self.whole = True

    def look_below(self, root: Triple) -> None:
        """Gather each triple that the root may rest on, with its derivations."""
        waiting, total = deque([root]), 0
        while waiting and len(self._ways) < _TRIPLES and total < _WAYS:
            triple = waiting.popleft()
            if triple in self._ways:
                continue
            self._ways[triple] = ways = [] if self._connected(triple) else self._of(triple)
            total += len(ways)
            waiting.extend(premise for way in ways for premise in way.premises)
        self.whole &= all(triple in self._ways for triple in waiting)

    def _of(self, triple: Triple) -> list[Derivation]:
        if self._derivations.asserted(triple):
            self._supports[triple][frozenset([triple])] = asserted(triple)
        ways = self._derivations.of(triple, _MATCHES)
        self.whole &= len(ways) < _MATCHES
        return ways

    def _connected(self, triple: Triple) -> bool:
        """Take the supports along a transitive property, if that is all there is to the triple."""
        found = self._transitive.supports(triple, self._limit)
        if found is None:
            return False
        for way in found[0]:
            proof = assembled(way, {}) or asserted(triple)
            axioms = (axiom for one in way for axiom in one.derivation.rule.axiom)
            _admit(self._supports[triple], frozenset([*proof.leaves(), *axioms]), proof)
        self.whole &= found[1]
        return True

    def found(self, triple: Triple) -> Collection[Proof]:
        """The proofs of the triple: supports are passed up until nothing changes, or the effort is spent."""
        changed = set(self._ways)
        while changed and self._effort > 0:
            changed = self._round(changed)
        self.whole &= not changed
        return self._supports[triple].values()

    def _round(self, changed: set[Triple]) -> set[Triple]:
        """Pass on what changed in the last round; what changed now."""
        now: set[Triple] = set()
        for triple, derivations in self._ways.items():
            for derivation in derivations:
                if derivation.premises and changed.isdisjoint(derivation.premises):
                    continue
                if self._effort <= 0:
                    return changed
                if self._extend(triple, derivation):
                    now.add(triple)
        return now

    def _extend(self, triple: Triple, derivation: Derivation) -> bool:
        """Whether a derivation gives its conclusion a support that it did not have."""
        own, changed = self._supports[triple], False
        for support, proof in self._combined(triple, derivation).items():
            if len(own) >= self._limit and not any(support <= other for other in own):
                self.whole = False
            else:
                changed |= _admit(own, support, proof)
        return changed

    def _combined(self, triple: Triple, derivation: Derivation) -> _Supports:
        """The supports that a derivation gives its conclusion: one of each premise, and the rule's axioms."""
        partial: list[tuple[_Support, tuple[Proof, ...]]] = [(frozenset(derivation.rule.axiom), ())]
        for premise in derivation.premises:
            known = self._supports[premise]
            grown = [(s | support, (*p, proof)) for s, p in partial for support, proof in known.items()]
            partial = sorted(grown, key=lambda pair: len(pair[0]))[: self._limit * self._limit]
            self._effort -= 1 + len(grown)
        found: _Supports = {}
        for support, premises in partial:
            if triple not in support:
                _admit(found, support, derivation.proof(triple, premises))
        return found


def _admit(known: _Supports, support: _Support, proof: Proof) -> bool:
    """Keep the support if no part of it is known, and drop those of which it is a part; whether that changed
    it.
    """
    if support in known:
        better = _order(proof) < _order(known[support])
        known[support] = proof if better else known[support]
        return better
    if any(other < support for other in known):
        return False
    for other in [other for other in known if support < other]:
        del known[other]
    known[support] = proof
    return True


def _order(proof: Proof) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    return proof.steps, proof.rules(), tuple(map(str, proof.leaves()))
