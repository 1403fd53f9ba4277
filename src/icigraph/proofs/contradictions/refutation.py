"""Refutations: proofs of contradictions, each with the smallest set of asserted triples that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import cast

from pyoxigraph import Triple

from icigraph.proofs.proof import Binding, Proof
from icigraph.proofs.search.alternatives import alternatives
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.rules.compile.patterns import ground
from icigraph.rules.compile.rule import Rule
from icigraph.rules.contradictions.contradiction import ILL_TYPED, Contradiction

__all__ = ["Refutation", "refutations"]

_EACH = 6
_WAYS = 2_000


@dataclass(frozen=True, slots=True)
class Refutation:
    """The proof of a contradiction.

    `proof` is its shortest proof, whose conclusion is None; `causes` are the fewest asserted triples found
    that, with the axioms of the rules, lead to it. `rules` are those that the proof applies, by name, where
    the store's own are not enough.
    """

    proof: Proof
    causes: tuple[Triple, ...]
    rules: Mapping[str, Rule] = field(default_factory=dict)


def refutations(derivations: Derivations, found: Iterable[Contradiction]) -> Iterator[Refutation]:
    """The proofs of contradictions of a closed store, one for each set of causes and axioms that clash.

    >>> from pyoxigraph import NamedNode, RdfFormat, Store
    >>> from icigraph.proofs.search.rulebook import book_of
    >>> from icigraph.rules.close import close_store
    >>> from icigraph.rules.contradictions.by_rules import contradictions
    >>> text = "<x:A> <http://www.w3.org/2002/07/owl#disjointWith> <x:B> . <x:a> a <x:A>, <x:B> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> rules = close_store(store)
    >>> found = refutations(Derivations(store, book_of(store, rules)), contradictions(store, rules))
    >>> [str(cause.object) for refutation in found for cause in refutation.causes]
    ['<x:A>', '<x:B>']
    """
    prover = Prover(derivations)
    seen: set[tuple[str, frozenset[Triple], tuple[Triple, ...]]] = set()
    for step in (step for each in found for step in _steps(derivations, each)):
        clash = ("premises", frozenset(step.premises), step.rule.axiom)
        proof = None if clash in seen else prover.prove_step(None, step)
        seen.add(clash)
        if proof is None:
            continue
        causes = _fewest(derivations, step, proof)
        cause = ("causes", frozenset(causes), step.rule.axiom)
        if cause not in seen:
            seen.add(cause)
            yield Refutation(proof, causes, {step.rule.name: step.rule})


def _steps(derivations: Derivations, found: Contradiction) -> Iterator[Derivation]:
    rule, bindings = found.rule, cast(tuple[Binding, ...], found.bindings)
    if rule.name in derivations.book.by_name:
        yield from derivations.matching(rule, dict(bindings))
        return
    # A constraint on values, which no engine decides: its premises are known.
    triples = tuple(triple for premise in found.premises if (triple := ground(premise)) is not None)
    if rule is ILL_TYPED:
        # A file asserts the triple, but a store may spell its literal in another way.
        yield Derivation(rule, bindings, (), triples, ())
    else:
        yield derivations.step(rule, triples)


def _fewest(derivations: Derivations, derivation: Derivation, proof: Proof) -> tuple[Triple, ...]:
    """The smallest union of one support of each premise, among the smallest few of each."""
    found = [alternatives(derivations, premise, _EACH).proofs for premise in derivation.premises]
    choices = [_union(way) for way in islice(product(*found), _WAYS)]
    return min([*choices, proof.leaves()], key=lambda leaves: (len(leaves), tuple(map(str, leaves))))


def _union(proofs: tuple[Proof, ...]) -> tuple[Triple, ...]:
    return tuple(dict.fromkeys(leaf for proof in proofs for leaf in proof.leaves()))
