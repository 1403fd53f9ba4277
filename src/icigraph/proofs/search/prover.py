"""The search for the shortest proof of a triple, backward from the triple over the closed store.

The cost of a proof is the number of its rule applications, written out as a tree. The search deepens one step
of cost at a time and remembers, for each triple met, the cost below which it has no proof; as each rule adds
one to the cost of its premises, what it finds is well founded. What a transitive property says is found as a
shortest path (`transitive_paths`). Where the shortest proof is too long for all that, a second search takes
the first well-founded proof it comes to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode, Store, Triple

from icigraph.proofs.proof import CONCLUDED, Proof, asserted
from icigraph.proofs.search.derivations import Derivation, Derivations
from icigraph.proofs.search.rulebook import book_of
from icigraph.proofs.search.transitive_derivations import Proven, TransitiveDerivations, assembled
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.rule_set import RuleSet

__all__ = ["Prover", "prove", "prover_of"]

_MATCHES = 1_000
_EFFORT = 20_000


def prove(
    store: Store,
    rules: RuleSet | Iterable[Rule],
    triple: Triple,
    *,
    concluded: Collection[NamedNode] = CONCLUDED,
) -> Proof | None:
    """The shortest proof of a triple in a closed store; None where it has none.

    `store` holds the asserted triples and, in the graphs `concluded`, what `rules` conclude from them. Among
    proofs of one length the choice follows the rules' names and the premises' text, so that it is the same in
    each run.

    >>> from pyoxigraph import Quad, Variable
    >>> x, y = Variable("x"), Variable("y")
    >>> a, p, q, inferred = (NamedNode(f"x:{name}") for name in ("a", "p", "q", "inferred"))
    >>> store = Store()
    >>> store.extend([Quad(a, p, q, NamedNode("x:data")), Quad(q, p, a, inferred)])
    >>> symmetric = Rule("prp-symp:p", "prp-symp", ((y, p, x),), ((x, p, y),))
    >>> proof = prove(store, [symmetric], Triple(q, p, a), concluded=[inferred])
    >>> proof.rule, proof.steps
    ('prp-symp:p', 1)
    """
    return prover_of(store, rules, concluded=concluded).prove(triple)


def prover_of(
    store: Store, rules: RuleSet | Iterable[Rule], *, concluded: Collection[NamedNode] = CONCLUDED
) -> Prover:
    """What proves triple after triple of one closed store; the arguments are those of `prove`.

    >>> from pyoxigraph import Quad, Variable
    >>> store, x, (a, p, q, new) = Store(), Variable("x"), (NamedNode(f"x:{name}") for name in "apqn")
    >>> store.extend([Quad(a, p, a, p), Quad(a, q, a, new)])
    >>> prover = prover_of(store, [Rule("r", "s", ((x, q, x),), ((x, p, x),))], concluded=[new])
    >>> prover.prove(Triple(a, q, a)).rule
    'r'
    """
    return Prover(Derivations(store, book_of(store, rules), concluded))


class _Spent(Exception):  # noqa: N818 (no error: the search changes its way)
    """The effort set for one proof is spent."""


class Prover:
    """Proves triples of one closed store, keeping what it learns from one to the next.

    >>> from pyoxigraph import Quad, Variable
    >>> store, x, (a, p, q, new) = Store(), Variable("x"), (NamedNode(f"x:{name}") for name in "apqn")
    >>> store.extend([Quad(a, p, a, p), Quad(a, q, a, new)])
    >>> book = book_of(store, [Rule("r", "s", ((x, q, x),), ((x, p, x),))])
    >>> prover = Prover(Derivations(store, book, concluded=[new]))
    >>> prover.prove(Triple(a, q, a)).rule, prover.prove(Triple(a, p, p))
    ('r', None)
    """

    __slots__ = ("_effort", "_found", "_least", "_paths", "_steps", "_transitive", "_ways", "derivations")

    def __init__(self, derivations: Derivations) -> None:
        self.derivations = derivations
        self._found: dict[Triple, Derivation] = {}
        self._steps: dict[Triple, int] = {}
        self._least: dict[Triple, int] = {}
        self._ways: dict[Triple, list[Derivation]] = {}
        # What is proven along a transitive property has a way of its own, whatever its parts have.
        self._paths: dict[Triple, tuple[Proven, ...]] = {}
        self._transitive = TransitiveDerivations(derivations, self._exact)
        self._effort = 0

    def prove(self, triple: Triple) -> Proof | None:
        """The shortest proof of the triple; None where it has none."""
        self._effort = 0
        if self._deepen(triple) or self._descend(triple):
            return self._build(triple)
        return None

    def prove_step(self, conclusion: Triple | None, derivation: Derivation) -> Proof | None:
        """The proof that ends with the given step, each premise proven the shortest way; None where one has
        none.
        """
        premises = [self.prove(premise) for premise in derivation.premises]
        proven = [premise for premise in premises if premise is not None]
        return derivation.proof(conclusion, proven) if len(proven) == len(premises) else None

    # Iterative deepening by cost.

    def _deepen(self, triple: Triple) -> bool:
        """Try to prove the triple by ever longer proofs, until one is found or the effort is spent."""
        try:
            self._exact(triple)
        except _Spent:
            return False
        return True

    def _exact(self, triple: Triple) -> int:
        """The steps of the triple's shortest proof."""
        budget = 1
        while (cost := self._cost(triple, budget)) is None:
            self._spend()
            budget += 1
        return cost

    def _cost(self, triple: Triple, budget: int) -> int | None:
        """The steps of the triple's shortest proof if it has one within the budget."""
        if self.derivations.asserted(triple):
            return 0
        known = self._steps.get(triple) or self._learn(triple)
        if known is not None:
            return known if known <= budget else None
        for steps in range(self._least.get(triple, 1), budget + 1):
            if self._attempt(triple, steps):
                return steps
            self._least[triple] = steps + 1
        return None

    def _learn(self, triple: Triple) -> int | None:
        """Keep the shortest proof along a transitive property; its steps, None where there is none."""
        way = self._transitive.shortest(triple)
        if not way:
            return None
        self._paths[triple], self._steps[triple] = way, way[-1].steps
        return way[-1].steps

    def _attempt(self, triple: Triple, steps: int) -> bool:
        """Whether a derivation gives the triple a proof of just so many steps; shorter ones were tried
        before.
        """
        self._spend()
        for derivation in self._derivations(triple):
            self._spend()
            if self._affordable(derivation, steps - 1):
                self._found[triple] = derivation
                self._steps[triple] = steps
                self._paths.pop(triple, None)
                return True
        return False

    def _spend(self) -> None:
        """Count a piece of work; a triple without a derivation is work too, or the search would never end."""
        self._effort += 1
        if self._effort > _EFFORT:
            raise _Spent

    def _affordable(self, derivation: Derivation, budget: int) -> bool:
        """Whether the premises have proofs whose steps add up to no more than the budget."""
        bounds = [self._bound(premise) for premise in derivation.pending]
        spare = budget - sum(bounds)
        if spare < 0:
            return False
        for premise, bound in zip(derivation.pending, bounds, strict=True):
            cost = self._cost(premise, bound + spare)
            if cost is None:
                return False
            spare -= cost - bound
        return True

    def _bound(self, triple: Triple) -> int:
        """The steps that a proof of the triple takes at the least, as far as known."""
        return self._steps.get(triple) or self._least.get(triple, 1)

    def _derivations(self, triple: Triple) -> list[Derivation]:
        ways = self._ways.get(triple)
        if ways is None:
            ways = self._ways[triple] = self.derivations.of(triple, _MATCHES)
            self._effort += len(ways)
        return ways

    # Descent to any well-founded proof.

    def _descend(self, triple: Triple) -> bool:
        """Prove the triple by the first well-founded proof met; all derivations are looked at if need be."""
        return self._passes(triple, self._derivations) or self._passes(triple, self.derivations.of)

    def _passes(self, triple: Triple, ways_of: Callable[[Triple], list[Derivation]]) -> bool:
        """Pass over what lies below the triple until it is proven, or a pass adds nothing."""
        proven = self._found | {known: way[-1].derivation for known, way in self._paths.items()}
        while triple not in proven:
            before = len(proven)
            _pass(triple, proven, ways_of, self._at_once)
            if len(proven) == before:
                return self.derivations.asserted(triple)
        self._found = proven
        return True

    def _at_once(self, triple: Triple) -> Derivation | None:
        """The last step of a proof along a transitive property, if that is at hand."""
        way = self._transitive.any(triple)
        if not way:
            return None
        self._paths[triple] = way
        return way[-1].derivation

    # From the chosen steps to the proof.

    def _build(self, triple: Triple) -> Proof:
        """The proof that the chosen steps make, each triple's part built once."""
        built: dict[Triple, Proof] = {}
        stack = [triple]
        while stack:
            way = self._way(stack[-1])
            own = {one.triple for one in way}
            below = (premise for one in way for premise in one.derivation.pending)
            waiting = [premise for premise in below if premise not in own and premise not in built]
            stack.extend(waiting)
            if not waiting:
                top = stack.pop()
                built[top] = assembled(way, built) or asserted(top)
        return built[triple]

    def _way(self, triple: Triple) -> tuple[Proven, ...]:
        """The steps chosen to prove a triple, the last of them its own; none for what is stated."""
        if self.derivations.asserted(triple):
            return ()
        return self._paths.get(triple) or (Proven(triple, self._found[triple], 0),)


def _pass(
    root: Triple,
    proven: dict[Triple, Derivation],
    ways_of: Callable[[Triple], list[Derivation]],
    at_once: Callable[[Triple], Derivation | None],
) -> None:
    """Visit each triple below the root once; prove those that can be at once, or whose premises are proven by
    then.
    """
    visited: set[Triple] = {root}
    if step := at_once(root):
        proven[root] = step
    stack: list[tuple[Triple, Iterator[Derivation]]] = [(root, iter(ways_of(root)))]
    while stack:
        triple, ways = stack[-1]
        following = next(ways, None)
        if following is None or triple in proven:
            stack.pop()
            continue
        missing = [premise for premise in following.pending if premise not in proven]
        if not missing:
            proven[triple] = following
        fresh = next((premise for premise in missing if premise not in visited), None)
        if fresh is not None:
            visited.add(fresh)
            stack[-1] = (triple, chain([following], ways))
            if step := at_once(fresh):
                proven[fresh] = step
            else:
                stack.append((fresh, iter(ways_of(fresh))))
