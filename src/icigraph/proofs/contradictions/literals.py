"""Contradictions that rest on the values of literals.

One denotes nothing, lies outside a datatype that it should have, or is to be the same as another and is not.

A store rewrites numbers (`"300"^^xsd:byte` comes back as an integer), so literals that denote nothing are
looked for in what the files state, as it is spelled there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import cast

from pyoxigraph import BlankNode, Literal, Store, Triple, Variable

from icigraph.proofs.contradictions.contradiction import Contradiction, proven
from icigraph.proofs.proof import Binding
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.patterns import Bindings, ground, substitute
from icigraph.proofs.search.prover import Prover
from icigraph.rdf.literal_values import value_of
from icigraph.rdf.stored_literals import as_stored
from icigraph.rules.compile.rule import Rule
from icigraph.rules.contradictions.by_values import ValueConstraint, broken_by

__all__ = ["ILL_TYPED", "clashes", "ill_typed"]

_S, _P, _O = (Variable(name) for name in ("subject", "property", "value"))
# DENOTES is a function of the checker, none of SPARQL: no engine runs this rule.
ILL_TYPED = Rule(
    "dt-not-type", "dt-not-type", (), ((_S, _P, _O),), guards=("!DENOTES(?value, DATATYPE(?value))",)
)
"""The rule that the proof of a literal that denotes nothing applies."""


def clashes(derivations: Derivations, constraints: Iterable[ValueConstraint]) -> Iterator[Contradiction]:
    """The contradictions between a closed store's rules and the values of its literals, one for each set of
    causes and axioms that clash.

    >>> from icigraph.proofs.search.rulebook import RuleBook
    >>> list(clashes(Derivations(Store(), RuleBook([])), []))
    []
    """
    steps = (
        _step(derivations, constraint.rule, cast(Bindings, bindings))
        for constraint in constraints
        for bindings in broken_by(derivations.store, constraint)
    )
    return proven(derivations, steps)


def _step(derivations: Derivations, rule: Rule, bindings: Bindings) -> Derivation:
    premises = [ground(substitute(pattern, bindings)) for pattern in rule.body]
    return derivations.step(rule, tuple(premise for premise in premises if premise is not None))


def ill_typed(
    derivations: Derivations, stated: Iterable[Triple], told: Collection[Triple] = ()
) -> Iterator[Contradiction]:
    """A contradiction for each stated triple whose literal denotes nothing, but for those `told` already."""
    prover = Prover(derivations)
    for triple in dict.fromkeys(stated):
        if not isinstance(triple.object, Literal) or value_of(triple.object) is not None:
            continue
        found = _in_store(derivations.store, triple)
        bindings: tuple[Binding, ...]
        bindings = ((_S, found.subject), (_P, found.predicate), (_O, triple.object))  # type: ignore[assignment]
        stored = Triple(found.subject, found.predicate, as_stored(triple.object))
        proof = prover.prove_step(None, Derivation(ILL_TYPED, bindings, (), (found,), ()))
        if proof is not None and stored not in told:
            yield Contradiction(proof, proof.leaves())


def _in_store(store: Store, triple: Triple) -> Triple:
    """The triple with the store's label of its blank node: each reading of a file gives another."""
    if not isinstance(triple.subject, BlankNode):
        return triple
    quads = store.quads_for_pattern(None, triple.predicate, triple.object, None)
    found = sorted((quad.subject for quad in quads if isinstance(quad.subject, BlankNode)), key=str)
    return Triple(found[0], triple.predicate, triple.object) if found else triple
