"""Refutations that a published closure does not show: those that are found only by reasoning about literals
as about things, as `icigraph reason --entails` does.

The full closure has IRIs in the place of literals and blank nodes. A contradiction is proven there, and the
proof is then written in the terms of the graph, with the steps that compare values as rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import cast

from pyoxigraph import Literal, NamedNode, Store, Triple

from icigraph.proofs.contradictions.refutation import Refutation
from icigraph.proofs.proof import LiteralTriple, Proof, Statement
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.patterns import Bindings
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rdf.sparql import Token, rewritten
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.contradictions.by_rules import solutions
from icigraph.rules.run.generalised import Generalised
from icigraph.rules.run.materialise import DERIVED, INFERRED

__all__ = ["further_refutations"]

_MANY = 500
_TYPE, _SAME, _DIFFERENT = RDF["type"], OWL["sameAs"], OWL["differentFrom"]
_OUTSIDE = "dt-not-type"


def further_refutations(
    store: Store,
    inferred: NamedNode,
    prove: Callable[[Triple], Proof | None],
    known: Iterable[Iterable[Triple]],
) -> Iterator[Refutation]:
    """The proofs of contradictions that the full closure of a store shows; none that rests on the triples of
    one of those `known`.

    The graph `inferred` is left out, as it is made anew; `prove` gives the proof of a triple that the store's
    derivations concluded.

    >>> list(further_refutations(Store(), INFERRED, lambda triple: None, []))
    []
    """
    graph = Generalised(quad.triple for quad in store if quad.graph_name != inferred)
    book = _book(graph)
    original = _Original(graph, book.by_name, prove)
    seen = [frozenset(leaves) for leaves in known]
    proofs = (original.proof(proof) for proof in _proofs(graph.store, book))
    for proof in sorted(proofs, key=lambda proof: (proof.steps, str(proof.leaves()))):
        leaves = frozenset(proof.leaves())
        # What rests on nothing asserted is listed once; nothing else rests on it.
        if not any(other <= leaves if other else not leaves for other in seen):
            seen.append(leaves)
            yield Refutation(proof, proof.leaves(), original.rules)


def _book(graph: Generalised) -> RuleBook:
    """The rules of the full closure, and one for each literal that is said to be of a datatype and is not."""
    misplaced = (((graph.name(literal), _TYPE, kind),) for literal, kind in graph.misplaced())
    outside = (Rule(f"{_OUTSIDE}:{number}", _OUTSIDE, (), body) for number, body in enumerate(misplaced))
    return RuleBook((*graph.rules.rules, *graph.rules.equality, *outside, *graph.rules.constraints))


def _proofs(store: Store, book: RuleBook) -> Iterator[Proof]:
    """The contradictions of the full closure, proven in its own terms."""
    derivations = Derivations(store, book, (INFERRED, DERIVED))
    prover = Prover(derivations)
    seen: set[tuple[frozenset[Triple], str]] = set()
    # The engine finds the bindings, which is faster than a join here; then each is applied.
    steps = (
        step
        for rule in book.contradictions
        for bindings in solutions(store, rule)
        for step in derivations.matching(rule, cast(Bindings, bindings))
    )
    for step in islice(steps, _MANY):
        clash = (frozenset(step.premises), step.rule.standard)
        proof = None if clash in seen else prover.prove_step(None, step)
        seen.add(clash)
        if proof is not None:
            yield proof


@dataclass(frozen=True, slots=True)
class _Original:
    """Writes proofs of the full closure in the terms of the graph; `rules` are those that they apply."""

    graph: Generalised
    full: Mapping[str, Rule]
    prove: Callable[[Triple], Proof | None]
    rules: dict[str, Rule] = field(default_factory=dict)

    def proof(self, proof: Proof) -> Proof:
        """The proof with literals and blank nodes where they stood."""
        written: dict[int, Proof] = {}
        stack = [proof]
        while stack:
            node = stack[-1]
            waiting = [premise for premise in node.premises if id(premise) not in written]
            stack.extend(waiting)
            if not waiting:
                premises = tuple(written[id(each)] for each in node.premises)
                written[id(stack.pop())] = self._node(node, premises)
        return written[id(proof)]

    def _node(self, node: Proof, premises: tuple[Proof, ...]) -> Proof:
        conclusion = self._statement(node.conclusion) if node.conclusion else None
        if node.rule is None and isinstance(conclusion, LiteralTriple):
            return Proof(conclusion, self._known(_of_values(conclusion)))
        if node.rule is None:
            return self._leaf(conclusion)
        bindings = tuple((name, self.graph.original(term)) for name, term in node.bindings)
        return Proof(conclusion, self._known(self._rule(self.full[node.rule])), bindings, premises)  # type: ignore[arg-type]

    def _leaf(self, triple: Statement | None) -> Proof:
        assert isinstance(triple, Triple)
        return self.prove(triple) or Proof(triple)

    def _known(self, rule: Rule) -> str:
        self.rules[rule.name] = rule
        return rule.name

    def _rule(self, rule: Rule) -> Rule:
        """The rule with the terms of the graph; what keeps blank nodes out of a published closure goes."""
        guards = [guard for guard in rule.guards if not guard.startswith("isIRI(")]
        body = tuple(map(self._pattern, rule.body))
        if rule.standard == _OUTSIDE:
            guards.append(f"!DENOTES({body[0][0]}, {body[0][2]})")
        return replace(
            rule,
            name=f"full:{rule.name}",
            head=tuple(map(self._pattern, rule.head)),
            body=body,
            guards=tuple(rewritten(guard, self._spelled) for guard in guards),
            axiom=tuple(each for each in map(self._statement, rule.axiom) if isinstance(each, Triple)),
        )

    def _spelled(self, token: Token) -> str:
        return str(self.graph.original(NamedNode(token.text[1:-1]))) if token.kind == "iri" else token.text

    def _pattern(self, pattern: Pattern) -> Pattern:
        subject, predicate, value = map(self.graph.original, pattern)
        return subject, predicate, value  # type: ignore[return-value]

    def _statement(self, triple: Statement) -> Statement:
        subject, value = self.graph.original(triple.subject), self.graph.original(triple.object)
        if isinstance(subject, Literal):
            return LiteralTriple(subject, triple.predicate, value)  # type: ignore[arg-type]
        return Triple(subject, triple.predicate, value)  # type: ignore[arg-type]


def _of_values(said: LiteralTriple) -> Rule:
    """The rule by which something is known of literals as such, for these literals."""
    pattern = (said.subject, said.predicate, said.object)
    standard, function = {
        _TYPE: ("dt-type2", "DENOTES"),
        _SAME: ("dt-eq", "SAMEVALUE"),
        _DIFFERENT: ("dt-diff", "DIFFER"),
    }[said.predicate]
    return Rule(
        f"{standard}:{said}", standard, (pattern,), (), guards=(f"{function}({said.subject}, {said.object})",)
    )
