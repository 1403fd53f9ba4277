"""The ways in which a closed store derives a triple: rule, bindings and premises, one step back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Store, Triple, Variable

from icigraph.proofs.proof import CONCLUDED, Binding, Proof, Term
from icigraph.proofs.search.expressions import compute, true
from icigraph.proofs.search.patterns import Bindings, join, unify
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.rules.compile.patterns import bind, bind_absence, ground, variables_of
from icigraph.rules.compile.rule import Absence, Rule

__all__ = ["Derivation", "Derivations"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One application of a rule: its bindings, and its premises as triples, last those of its axioms that
    follow from others.

    `pending` are the premises that no file asserts, so that they need a derivation of their own; one that is
    used twice stands there twice.

    >>> a, p, x = NamedNode("x:a"), NamedNode("x:p"), Variable("x")
    >>> triple, rule = Triple(a, p, a), Rule("r", "s", ((x, p, p),), ((x, p, x),))
    >>> derivation = Derivation(rule, ((x, a),), (), (triple,), ())
    >>> proof = derivation.proof(Triple(a, p, p), [Proof(triple)])
    >>> proof.rule, proof.steps
    ('r', 1)
    """

    rule: Rule
    bindings: tuple[Binding, ...]
    computed: tuple[Binding, ...]
    premises: tuple[Triple, ...]
    pending: tuple[Triple, ...]

    def proof(self, conclusion: Triple | None, premises: Iterable[Proof]) -> Proof:
        """The proof that applies this step to the premises' proofs."""
        bindings = dict(self.bindings + self.computed)
        absent = tuple(bind_absence(group, bindings) for group in self.rule.absent)
        return Proof(conclusion, self.rule.name, self.bindings, tuple(premises), self.computed, absent)


class Derivations:
    """A closed store seen backward: what is asserted in it, and each way to derive a triple.

    `store` holds asserted and concluded triples together; `concluded` names the graphs of those that rules
    added.

    >>> from pyoxigraph import Quad
    >>> store, a, p, q, x = Store(), NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:q"), Variable("x")
    >>> store.extend([Quad(a, p, a, NamedNode("x:data")), Quad(a, q, a, NamedNode("x:new"))])
    >>> book = RuleBook([Rule("r", "s", ((x, q, x),), ((x, p, x),))])
    >>> derivations = Derivations(store, book, concluded=[NamedNode("x:new")])
    >>> derivations.asserted(Triple(a, q, a)), derivations.of(Triple(a, q, a))[0].rule.name
    (False, 'r')
    """

    __slots__ = ("_asserted", "_inferred_axioms", "book", "concluded", "store")

    def __init__(self, store: Store, book: RuleBook, concluded: Collection[NamedNode] = CONCLUDED) -> None:
        self.store = store
        self.book = book
        self.concluded = frozenset(concluded)
        self._asserted: dict[Triple, bool] = {}
        self._inferred_axioms: dict[str, tuple[Triple, ...]] = {}

    def asserted(self, triple: Triple) -> bool:
        """Whether some file states the triple."""
        known = self._asserted.get(triple)
        if known is None:
            known = self._asserted[triple] = self._look_up(triple)
        return known

    def _look_up(self, triple: Triple) -> bool:
        quads = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(quad.graph_name not in self.concluded for quad in quads)

    def inferred_axioms(self, rule: Rule) -> tuple[Triple, ...]:
        """The axioms of a rule that no file states: they follow from others, and are premises like others."""
        known = self._inferred_axioms.get(rule.name)
        if known is None:
            inferred = (axiom for axiom in rule.axiom if not self.asserted(axiom))
            known = tuple(axiom for axiom in inferred if self._holds(axiom))
            self._inferred_axioms[rule.name] = known
        return known

    def _holds(self, triple: Triple) -> bool:
        quads = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return next(quads, None) is not None

    def of(
        self, triple: Triple, limit: int | None = None, rules: Collection[Rule] | None = None
    ) -> list[Derivation]:
        """Each way to derive the triple in one step (by some `rules` only, if given), those with fewest
        pending premises first.

        At most `limit` matches of each rule's body are looked at.
        """
        names = None if rules is None else {rule.name for rule in rules}
        found = (
            derivation
            for rule, bindings in self.book.concluding(triple)
            if names is None or rule.name in names
            for derivation in self.matching(rule, bindings, limit)
            if triple not in derivation.premises
        )
        return sorted(found, key=_order)

    def step(self, rule: Rule, premises: tuple[Triple, ...]) -> Derivation:
        """The application of a rule to premises that are known to match its body, without more conditions."""
        match: Bindings | None = {}
        for pattern, premise in zip(rule.body, premises, strict=True):
            match = unify(pattern, premise, match)
        assert match is not None
        bindings = tuple((name, match[name]) for name in variables_of(rule.body))
        every = (*premises, *self.inferred_axioms(rule))
        return Derivation(rule, bindings, (), every, tuple(self._pending(every)))

    def _pending(self, premises: Iterable[Triple]) -> Iterator[Triple]:
        return (triple for triple in premises if not self.asserted(triple))

    def matching(self, rule: Rule, bindings: Bindings, limit: int | None = None) -> Iterator[Derivation]:
        """Each way to apply the rule under the bindings of its variables that are given."""
        own = {name for name, _ in rule.bindings}
        start = {name: term for name, term in bindings.items() if name not in own}
        wanted = {name: term for name, term in bindings.items() if name in own}
        for match in islice(join(self.store, rule.body, start), limit):
            computed = compute(rule, match)
            if computed is not None and wanted.items() <= computed.items():
                derivation = self._derivation(rule, match, computed)
                if derivation is not None:
                    yield derivation

    def _derivation(self, rule: Rule, match: Bindings, computed: dict[Variable, Term]) -> Derivation | None:
        premises = tuple(ground(bind(pattern, match)) for pattern in rule.body)
        triples = tuple(premise for premise in premises if premise is not None)
        if len(triples) < len(premises) or self._blocked(rule, {**match, **computed}):
            return None
        triples += self.inferred_axioms(rule)
        return Derivation(
            rule,
            tuple((name, match[name]) for name in variables_of(rule.body)),
            tuple(computed.items()),
            triples,
            tuple(self._pending(triples)),
        )

    def _blocked(self, rule: Rule, bindings: Bindings) -> bool:
        return any(self.present(group, bindings) for group in rule.absent)

    def present(self, group: Absence, bindings: Bindings) -> bool:
        """Whether what is to be absent has a match under the bindings."""
        return any(true(group.guards, match) for match in join(self.store, group.patterns, bindings))


def _order(derivation: Derivation) -> tuple[int, str, tuple[str, ...]]:
    return len(derivation.pending), derivation.rule.name, tuple(map(str, derivation.premises))
