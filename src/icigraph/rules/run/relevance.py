"""Which rules can conclude anything at all from what a store holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from icigraph.rules.compile.pattern_index import PatternIndex
from icigraph.rules.compile.rule import Pattern, Rule

__all__ = ["applicable"]


def applicable(rules: Sequence[Rule], matches: Callable[[Pattern], bool]) -> tuple[Rule, ...]:
    """The rules, in their order, each premise of which has a match or may be concluded by another of them.

    `matches` tells whether a pattern has a match to begin with. An ontology without instances has thousands
    of rules, of which a few dozen apply.

    >>> from pyoxigraph import NamedNode, Variable
    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> rules = Rule("one", "s", ((x, q, x),), ((x, p, x),)), Rule("two", "s", ((x, p, p),), ((x, q, x),))
    >>> len(applicable(rules, lambda pattern: False)), len(applicable(rules, lambda pattern: pattern[1] == p))
    (0, 2)
    """
    readers: dict[Pattern, list[int]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for pattern in dict.fromkeys(rule.body):
            readers[pattern].append(number)
    lacking = [pattern for pattern in readers if not matches(pattern)]
    index = PatternIndex((pattern, pattern) for pattern in lacking)
    awaited = [len(set(rule.body)) for rule in rules]
    met = [*(readers.keys() - set(lacking))]
    met += [found for rule in rules if not rule.body for head in rule.head for found in index.meeting(head)]
    while met:
        for number in readers.pop(met.pop(), ()):
            awaited[number] -= 1
            if not awaited[number]:
                met += [found for head in rules[number].head for found in index.meeting(head)]
    return tuple(rule for rule, count in zip(rules, awaited, strict=True) if not count)
