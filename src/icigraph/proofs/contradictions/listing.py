"""The one list of what contradicts in a closed store: what its rules and the values of literals show,
literals that denote nothing, and what only the full closure shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.proofs.contradictions.full_closure import further_refutations
from icigraph.proofs.contradictions.refutation import Refutation
from icigraph.proofs.proof import Proof
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rdf.stored_literals import as_stored
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.contradictions.by_rules import contradictions, ill_typed
from icigraph.rules.contradictions.contradiction import Contradiction
from icigraph.rules.contradictions.literal_reach import reaches_further
from icigraph.rules.run.materialise import DERIVED, INFERRED, in_use

__all__ = ["Listing", "every_contradiction", "listing", "simplest"]


@dataclass(frozen=True, slots=True)
class Listing:
    """The contradictions of a closed store: `found` are those that it shows itself, `further` those that only
    the full closure shows, which is made when they are asked for.
    """

    found: tuple[Contradiction, ...]
    further: Iterator[Refutation]


def listing(
    derivations: Derivations, rules: RuleSet, asserted: Iterable[Triple], inferred: NamedNode
) -> Listing:
    """What contradicts in a closed store: by `rules`, with which it was closed, and in the triples `asserted`
    in its files, each literal as it is spelled there. `inferred` is the graph of what the axioms concluded.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> text = "<x:A> <http://www.w3.org/2002/07/owl#disjointWith> <x:B> . <x:a> a <x:A>, <x:B> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> rules = close_store(store)
    >>> derivations = Derivations(store, book_of(store, rules))
    >>> [found.standard for found in listing(derivations, rules, [], INFERRED).found]
    ['cax-dw']
    """
    store, prover = derivations.store, Prover(derivations)
    shown = simplest(contradictions(store, rules), prover, rules)
    spelled = tuple(dict.fromkeys(_spelled(store, asserted)))
    known = {leaf for each in shown for leaf in _leaves(prover, each)} if spelled else set()
    found = (*shown, *(each for each in spelled if _as_stored(each) not in known))
    return Listing(found, _further(prover, rules, found, inferred))


def _further(
    prover: Prover, rules: RuleSet, found: Iterable[Contradiction], inferred: NamedNode
) -> Iterator[Refutation]:
    store = prover.derivations.store
    if reaches_further(store, rules):
        known = [_leaves(prover, each) for each in found]
        yield from further_refutations(store, inferred, prover.prove, known)


def every_contradiction(store: Store, rules: RuleSet, asserted: Iterable[Triple]) -> Iterator[Contradiction]:
    """The contradictions of a store that was closed with the rules; `asserted` are the triples of its files,
    each literal as it is spelled there.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> text = "<x:A> <http://www.w3.org/2002/07/owl#disjointWith> <x:B> . <x:a> a <x:A>, <x:B> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> [found.message for found in every_contradiction(store, close_store(store), [])]
    ['cax-dw: x:a a x:A and x:a a x:B contradict x:A owl:disjointWith x:B']
    """
    derivations = Derivations(store, book_of(store, rules), (DERIVED, INFERRED))
    every = listing(derivations, rules, asserted, INFERRED)
    yield from every.found
    yield from map(_contradiction, every.further)


def simplest(found: Iterable[Contradiction], prover: Prover, rules: RuleSet) -> tuple[Contradiction, ...]:
    """The contradictions without those that are others seen on a thing that is the same: each rests on all
    that a simpler one of the same axiom rests on. The `prover` proves triples of the store, which was closed
    with the rules.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.proofs.search.prover import prover_of
    >>> from icigraph.rules.close import close_store
    >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:A> owl:disjointWith <x:B> . "
    >>> store, text = Store(), text + "<x:a> a <x:A>, <x:B> ; owl:sameAs <x:b> ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> rules = close_store(store)
    >>> prover = prover_of(store, (*rules.rules, *rules.equality), concluded=(INFERRED, DERIVED))
    >>> found = contradictions(store, rules)
    >>> len(found), [each.message[:18] for each in simplest(found, prover, rules)]
    (2, ['cax-dw: x:a a x:A '])
    """
    every = tuple(found)
    if not every or not in_use(prover.derivations.store, rules).equality:
        return every
    causes = [(each, frozenset(_leaves(prover, each))) for each in every]
    kept: dict[tuple[Triple, ...], list[frozenset[Triple]]] = defaultdict(list)
    simple: list[Contradiction] = []
    # The sort is stable: of those that rest on the same, the first is kept.
    for each, leaves in sorted(causes, key=lambda one: len(one[1])):
        if not any(other <= leaves for other in kept[each.axiom]):
            kept[each.axiom].append(leaves)
            simple.append(each)
    return tuple(simple)


def _leaves(prover: Prover, found: Contradiction) -> Iterator[Triple]:
    """The asserted triples that a contradiction rests on."""
    for subject, predicate, value in found.premises:
        triple = Triple(subject, predicate, value)  # type: ignore[arg-type]
        proof = prover.prove(triple)
        yield from proof.leaves() if proof else (triple,)


def _as_stored(found: Contradiction) -> Triple:
    ((subject, predicate, value),) = found.premises
    return Triple(subject, predicate, as_stored(value) if isinstance(value, Literal) else value)  # type: ignore[arg-type]


def _spelled(store: Store, asserted: Iterable[Triple]) -> Iterator[Contradiction]:
    """Literals that denote nothing, as the files spell them, of the things as the store labels them."""
    for found in ill_typed(asserted):
        ((subject, predicate, value),) = found.premises
        yield from ill_typed([_in_store(store, Triple(subject, predicate, value))])  # type: ignore[arg-type]


def _in_store(store: Store, triple: Triple) -> Triple:
    """The triple with the store's label of its blank node: each reading of a file gives another."""
    if not isinstance(triple.subject, BlankNode):
        return triple
    quads = store.quads_for_pattern(None, triple.predicate, triple.object, None)
    found = sorted((quad.subject for quad in quads if isinstance(quad.subject, BlankNode)), key=str)
    return Triple(found[0], triple.predicate, triple.object) if found else triple


def _contradiction(found: Refutation) -> Contradiction:
    """The contradiction between triples that RDF can write: what is concluded of literals is told by what it
    rests on.
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
    return Contradiction.between(premises, rule, standard, axiom)  # type: ignore[arg-type]


def _of_literals(proof: Proof) -> Iterator[Proof]:
    """The nodes below a proof that conclude something of a literal, down to what they rest on."""
    for premise in proof.premises:
        if premise.rule is not None and not isinstance(premise.conclusion, Triple):
            yield premise
            yield from _of_literals(premise)
