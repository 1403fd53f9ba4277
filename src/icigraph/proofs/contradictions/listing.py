"""Every contradiction of a closed store, each told in a sentence: those that its rules show, literals that
denote nothing, and those that only the full closure shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store, Triple

from icigraph.proofs.contradictions.contradiction import Contradiction, simplest
from icigraph.proofs.contradictions.full_closure import beyond
from icigraph.proofs.proof import Proof
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rdf.stored_literals import as_stored
from icigraph.rules.compile.rule import Pattern
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.contradictions.by_rules import Inconsistency, clash, contradictions, ill_typed
from icigraph.rules.contradictions.literal_reach import reaches_further
from icigraph.rules.run.materialise import DERIVED, INFERRED, in_use

__all__ = ["every_inconsistency", "told_once"]


def every_inconsistency(store: Store, rules: RuleSet, stated: Iterable[Triple]) -> Iterator[Inconsistency]:
    """The contradictions of a store that was closed with the rules; `stated` are the triples of its files,
    each literal as it is spelled there.

    >>> list(every_inconsistency(Store(), RuleSet(), []))
    []
    """
    prover = Prover(Derivations(store, book_of(store, rules), (DERIVED, INFERRED)))
    shown = told_once(contradictions(store, rules), store, rules, (DERIVED, INFERRED))
    told = {premise for found in shown for premise in found.premises}
    spelled = [found for found in ill_typed(stated) if _as_stored(found.premises[0]) not in told]
    yield from (*shown, *spelled)
    if reaches_further(store, rules):
        known = [_leaves(prover, found) for found in (*shown, *spelled)]
        for further in beyond(store, INFERRED, prover.prove, known):
            yield _told(further)


def told_once(
    found: Iterable[Inconsistency], store: Store, rules: RuleSet, concluded: Collection[NamedNode]
) -> tuple[Inconsistency, ...]:
    """The contradictions without those that are others seen on a thing that is the same: each rests on all
    that a simpler one of the same axiom rests on.

    >>> told_once([], Store(), RuleSet(), [])
    ()
    """
    every = tuple(found)
    if not every or not in_use(store, rules).equality:
        return every
    prover = Prover(Derivations(store, book_of(store, rules), concluded))
    return tuple(simplest((each, each.axiom, frozenset(_leaves(prover, each))) for each in every))


def _as_stored(pattern: Pattern) -> Pattern:
    subject, predicate, value = pattern
    return subject, predicate, as_stored(value) if isinstance(value, Literal) else value


def _leaves(prover: Prover, found: Inconsistency) -> Iterator[Triple]:
    """The stated triples that a contradiction rests on."""
    for subject, predicate, value in found.premises:
        triple = Triple(subject, predicate, value)  # type: ignore[arg-type]
        proof = prover.prove(triple)
        yield from proof.leaves() if proof else (triple,)


def _told(found: Contradiction) -> Inconsistency:
    """The contradiction in a sentence about triples that RDF can write: what is concluded of literals is told
    by what it rests on.
    """
    assert found.proof.rule is not None
    rule = found.rules[found.proof.rule]
    nodes = list(_of_literals(found.proof))
    rules = [rule, *(found.rules[node.rule] for node in nodes if node.rule)]
    axioms = {triple for each in rules for triple in each.axiom}
    said = [premise.conclusion for node in (found.proof, *nodes) for premise in node.premises]
    facts = dict.fromkeys(each for each in said if isinstance(each, Triple) and each not in axioms)
    premises = tuple((each.subject, each.predicate, each.object) for each in facts)
    standard = "+".join(dict.fromkeys(each.standard for each in rules))
    axiom = next((each.axiom for each in rules if each.axiom), ())
    return Inconsistency(standard, premises, axiom, clash(standard, premises, axiom))  # type: ignore[arg-type]


def _of_literals(proof: Proof) -> Iterator[Proof]:
    """The nodes below a proof that conclude something of a literal, down to what they rest on."""
    for premise in proof.premises:
        if premise.rule is not None and not isinstance(premise.conclusion, Triple):
            yield premise
            yield from _of_literals(premise)
