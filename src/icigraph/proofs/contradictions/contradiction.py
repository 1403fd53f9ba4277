"""Contradictions: each with its proof, and the smallest set of asserted triples that causes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TypeVar, cast

from pyoxigraph import QuerySolutions, Triple, Variable

from icigraph.proofs.proof import Proof, Term
from icigraph.proofs.search.alternatives import alternatives
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.rules.compile.rule import Rule
from icigraph.rules.run.sparql import anchors, select_text

__all__ = ["Contradiction", "applications", "contradictions", "proven", "simplest"]

_Kind = TypeVar("_Kind")
_EACH = 6
_WAYS = 2_000


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule without head that applies.

    `proof` is its shortest proof, whose conclusion is None; `causes` are the fewest asserted triples found
    that, with the axioms of the rules, lead to it. `rules` are those that the proof applies, by name, where
    the store's own are not enough.
    """

    proof: Proof
    causes: tuple[Triple, ...]
    rules: Mapping[str, Rule] = field(default_factory=dict)


def contradictions(derivations: Derivations) -> Iterator[Contradiction]:
    """The contradictions of a closed store, one for each set of causes and axioms that clash."""
    steps = (step for rule in derivations.book.contradictions for step in applications(derivations, rule))
    return proven(derivations, steps)


def simplest(found: Iterable[tuple[_Kind, Hashable, frozenset[Triple]]]) -> Iterator[_Kind]:
    """What is found, each given with its axiom and what it rests on, but for that which rests on all that
    another of the same axiom rests on.
    """
    kept: dict[Hashable, list[frozenset[Triple]]] = defaultdict(list)
    # The sort is stable: of those that rest on the same, the first is kept.
    for one, axiom, causes in sorted(found, key=lambda each: len(each[2])):
        if not any(other <= causes for other in kept[axiom]):
            kept[axiom].append(causes)
            yield one


def proven(derivations: Derivations, steps: Iterable[Derivation]) -> Iterator[Contradiction]:
    """The contradictions that steps conclude, each with its causes, and told once: where two things are the
    same, a clash of the one is a clash of the other.
    """
    every = _proven(derivations, steps)
    if not any(rule.standard.startswith("eq-rep") for rule in derivations.book.by_name.values()):
        return (each for each, _ in every)
    return simplest((each, axiom, frozenset(each.causes)) for each, axiom in every)


def _proven(
    derivations: Derivations, steps: Iterable[Derivation]
) -> Iterator[tuple[Contradiction, tuple[Triple, ...]]]:
    """Each contradiction, and the axiom of the rule that finds it."""
    prover = Prover(derivations)
    seen: set[tuple[str, frozenset[Triple], tuple[Triple, ...]]] = set()
    for step in steps:
        clash = ("premises", frozenset(step.premises), step.rule.axiom)
        proof = None if clash in seen else prover.prove_step(None, step)
        seen.add(clash)
        if proof is None:
            continue
        causes = _fewest(derivations, step, proof)
        cause = ("causes", frozenset(causes), step.rule.axiom)
        if cause not in seen:
            seen.add(cause)
            yield Contradiction(proof, causes), step.rule.axiom


def applications(derivations: Derivations, rule: Rule) -> Iterator[Derivation]:
    """The engine finds the bindings, which is faster than a join here; then each is applied."""
    solutions = cast(QuerySolutions, derivations.store.query(select_text(rule), substitutions=anchors(rule)))
    names = [name for name in solutions.variables if name in _names(rule)]
    for row in solutions:
        bindings = {name: cast(Term, row[name.value]) for name in names}
        yield from derivations.matching(rule, bindings)


def _names(rule: Rule) -> set[Variable]:
    return {node for pattern in rule.body for node in pattern if isinstance(node, Variable)}


def _fewest(derivations: Derivations, derivation: Derivation, proof: Proof) -> tuple[Triple, ...]:
    """The smallest union of one support of each premise, among the smallest few of each."""
    found = [alternatives(derivations, premise, _EACH).proofs for premise in derivation.premises]
    choices = [_union(way) for way in islice(product(*found), _WAYS)]
    return min([*choices, proof.leaves()], key=lambda leaves: (len(leaves), tuple(map(str, leaves))))


def _union(proofs: tuple[Proof, ...]) -> tuple[Triple, ...]:
    return tuple(dict.fromkeys(leaf for proof in proofs for leaf in proof.leaves()))
