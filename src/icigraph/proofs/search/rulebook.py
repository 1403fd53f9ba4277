"""The rules, by name and by what they conclude."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Store, Triple, Variable

from icigraph.proofs.proof import Term
from icigraph.proofs.search.patterns import unify
from icigraph.rules.compile.pattern_index import PatternIndex
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.materialise import in_use

__all__ = ["RuleBook", "book_of"]


class RuleBook:
    """A rule set indexed for backward search.

    `by_name` maps each rule's name to the rule; `contradictions` holds the rules without head.

    >>> from pyoxigraph import NamedNode
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> book = RuleBook([Rule("r", "prp-symp", ((x, q, x),), ((x, p, x),))])
    >>> [rule.name for rule, bindings in book.concluding(Triple(p, q, p))]
    ['r']
    """

    __slots__ = ("_heads", "by_name", "contradictions")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_name: dict[str, Rule] = {rule.name: rule for rule in rules}
        self.contradictions: tuple[Rule, ...] = tuple(rule for rule in self.by_name.values() if not rule.head)
        self._heads: PatternIndex[tuple[Rule, Pattern]] = PatternIndex(
            (pattern, (rule, pattern)) for rule in self.by_name.values() for pattern in rule.head
        )

    def concluding_any(self, pattern: Pattern) -> Iterator[tuple[Rule, Pattern]]:
        """Each rule that can conclude some triple of a pattern, with the head that does."""
        return self._heads.meeting(pattern)

    def concluding(self, triple: Triple) -> Iterator[tuple[Rule, dict[Variable, Term]]]:
        """Each rule that can conclude the triple, with the bindings that its head needs for that."""
        for rule, pattern in self._heads.meeting(tuple(triple)):
            bindings = unify(pattern, triple)
            if bindings is not None:
                yield rule, bindings


def book_of(store: Store, rules: RuleSet | Iterable[Rule]) -> RuleBook:
    """The rules of a rule set that can apply in a closed store, those of equality where things are the same
    and its constraints among them; or any rules as they are.

    >>> [*book_of(Store(), [Rule("r", "prp-irp", (), ())]).by_name]
    ['r']
    """
    if not isinstance(rules, RuleSet):
        return RuleBook(rules)
    active = in_use(store, rules)
    return RuleBook((*active.rules, *active.equality, *active.constraints))
