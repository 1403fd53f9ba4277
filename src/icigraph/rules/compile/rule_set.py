"""A rule set: rules with unique names, and their order of evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pyoxigraph import NamedNode

from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.strata import Stratum, stratify, supports

__all__ = ["RuleSet"]


@dataclass(frozen=True)
class RuleSet:
    """Rules that are used together; `mode` says which closure they were compiled for.

    `rules` hold the rules that conclude something, `constraints` those without a head, which say what
    contradicts. `equality` are the generic rules of owl:sameAs; they take part only where two things are
    found to be the same. `typing` are those that give literals their datatypes, which a published closure
    cannot hold. `declaring` are the classes whose members some rule was made for.

    >>> from pyoxigraph import NamedNode, Variable
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> one, two = Rule("one", "s", ((x, q, x),), ((x, p, x),)), Rule("two", "s", ((x, p, p),), ())
    >>> rules = RuleSet((one,)).joined([two, Rule("never", "s", (), ((x, p, p),))])
    >>> [[rule.name for rule in stratum.rules] for stratum in rules.strata], len(rules.constraints)
    ([['two'], ['one']], 1)
    """

    rules: tuple[Rule, ...] = ()
    constraints: tuple[Rule, ...] = ()
    equality: tuple[Rule, ...] = field(default=())
    mode: Mode = Mode.PUBLISHED
    typing: tuple[Rule, ...] = ()
    declaring: frozenset[NamedNode] = frozenset()

    def joined(self, rules: Iterable[Rule]) -> RuleSet:
        """This rule set with more rules, such as derivations."""
        added = tuple(rules)
        heads = tuple(rule for rule in added if rule.head)
        bare = tuple(rule for rule in added if not rule.head)
        return replace(self, rules=(*self.rules, *heads), constraints=(*self.constraints, *bare))

    @cached_property
    def strata(self) -> tuple[Stratum, ...]:
        """The rules in order of evaluation: each stratum needs only what those before it conclude."""
        return stratify(self.rules)

    @cached_property
    def support_strata(self) -> tuple[Stratum, ...]:
        """The same where every support counts, that of an inverse by its inverse too: the order for taking
        back.
        """
        return stratify(self.rules, supports)
