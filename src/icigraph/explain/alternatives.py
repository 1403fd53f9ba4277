"""Every minimal proof of a triple: one for each smallest set of asserted triples and axioms that it follows
from.

Such a set is a *support*; it is minimal when no part of it suffices. Supports are found as a least fixpoint
over the derivations below the triple, so that none leans on itself, and for each the proof with the fewest
steps is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store, Triple

from icigraph.explain.derivations import CONCLUDED, Derivation, Derivations
from icigraph.explain.proof import Proof, asserted
from icigraph.explain.rulebook import book_of
from icigraph.reason.rule import Rule
from icigraph.reason.ruleset import RuleSet

__all__ = ["Alternatives", "alternatives", "proofs"]

_Support = frozenset[Triple]
_Supports = dict[_Support, Proof]

_TRIPLES = 2_000
_MATCHES = 200


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The minimal proofs found, the shortest first; `complete` says whether there are no more."""

    proofs: tuple[Proof, ...]
    complete: bool


def proofs(
    store: Store,
    rules: RuleSet | Iterable[Rule],
    triple: Triple,
    *,
    concluded: Collection[NamedNode] = CONCLUDED,
    limit: int = 20,
) -> tuple[Proof, ...]:
    """The minimal proofs of a triple in a closed store, at most `limit`, the shortest first."""
    return alternatives(Derivations(store, book_of(store, rules), concluded), triple, limit).proofs


def alternatives(derivations: Derivations, triple: Triple, limit: int = 20) -> Alternatives:
    """The minimal proofs of the triple, at most `limit` of them.

    No support of more triples is built than that; a triple that is stated and inferred too has both proofs.
    """
    ways, whole = _below(derivations, triple)
    supports: dict[Triple, _Supports] = {
        each: {frozenset([each]): asserted(each)} for each in ways if derivations.asserted(each)
    }
    changed, cut = set(ways), False
    while changed:
        changed, full = _round(ways, supports, changed, limit)
        cut = cut or full
    found = sorted(supports.get(triple, {}).values(), key=_order)
    return Alternatives(tuple(found), whole and not cut)


def _below(derivations: Derivations, root: Triple) -> tuple[dict[Triple, list[Derivation]], bool]:
    """Each triple that the root may rest on, with its derivations; and whether that is all."""
    ways: dict[Triple, list[Derivation]] = {}
    waiting, whole = [root], True
    while waiting and len(ways) < _TRIPLES:
        triple = waiting.pop(0)
        if triple not in ways:
            ways[triple] = derivations.of(triple, _MATCHES)
            whole = whole and len(ways[triple]) < _MATCHES
            waiting.extend(premise for way in ways[triple] for premise in way.premises)
    return ways, whole and not any(triple not in ways for triple in waiting)


def _round(
    ways: dict[Triple, list[Derivation]],
    supports: dict[Triple, _Supports],
    changed: set[Triple],
    limit: int,
) -> tuple[set[Triple], bool]:
    """Pass on what changed in the last round; what changed now, and whether something was left out."""
    now: set[Triple] = set()
    full = False
    for triple, derivations in ways.items():
        own = supports.setdefault(triple, {})
        for derivation in derivations:
            if derivation.premises and changed.isdisjoint(derivation.premises):
                continue
            for support, proof in _combined(triple, derivation, supports, limit).items():
                if len(own) >= limit and not any(support <= other for other in own):
                    full = True
                elif _admit(own, support, proof):
                    now.add(triple)
    return now, full


def _combined(
    triple: Triple, derivation: Derivation, supports: dict[Triple, _Supports], limit: int
) -> _Supports:
    """The supports that a derivation gives its conclusion: one of each premise, and the rule's axioms."""
    partial: list[tuple[_Support, tuple[Proof, ...]]] = [(frozenset(derivation.rule.axiom), ())]
    for premise in derivation.premises:
        known = supports.get(premise, {})
        grown = [(s | support, (*p, proof)) for s, p in partial for support, proof in known.items()]
        partial = sorted(grown, key=lambda pair: len(pair[0]))[: limit * limit]
    found: _Supports = {}
    for support, premises in partial:
        if triple not in support:
            _admit(found, support, derivation.proof(triple, premises))
    return found


def _admit(known: _Supports, support: _Support, proof: Proof) -> bool:
    """Keep the support if no part of it is known, and drop those of which it is a part; whether that
    changed it.
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
