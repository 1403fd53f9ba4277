"""Drafts of rules while compiling: a rule's parts before it has its unique name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from pyoxigraph import BlankNode, Triple, Variable

from icigraph.rules.compile.patterns import bind_all, short_name
from icigraph.rules.compile.rule import Node, Pattern, Rule

__all__ = ["Condition", "Mode", "distinct", "draft", "finish", "iri_only", "join"]


class Mode(Enum):
    """What the closure is for.

    `PUBLISHED` is plain RDF without noise: no literal subjects, no reflexive triples, no typing by
    `owl:Thing`. `AXIOMATIC` adds the axiomatic triples of the standard. `GENERALISED` is every rule of the
    standard, over triples in which IRIs stand for literals and blank nodes: the form in which entailment is
    decided.
    """

    PUBLISHED = "published"
    AXIOMATIC = "axiomatic"
    GENERALISED = "generalised"


@dataclass(frozen=True, slots=True)
class Condition:
    """Patterns under which something holds, with the axioms and standard rules that say so.

    `values` holds the variables that an enumeration fixes to one of its members.
    """

    patterns: tuple[Pattern, ...] = ()
    axiom: tuple[Triple, ...] = ()
    standards: tuple[str, ...] = ()
    values: tuple[tuple[Variable, Node], ...] = ()
    guards: tuple[str, ...] = ()


def join(*conditions: Condition) -> Condition:
    """All of the conditions at once.

    >>> join(Condition(guards=("?x > 1",)), Condition(guards=("?y > 1",))).guards
    ('?x > 1', '?y > 1')
    """
    patterns: tuple[Pattern, ...] = ()
    axiom: tuple[Triple, ...] = ()
    standards: tuple[str, ...] = ()
    values: tuple[tuple[Variable, Node], ...] = ()
    guards: tuple[str, ...] = ()
    for part in conditions:
        patterns += part.patterns
        axiom += part.axiom
        standards += part.standards
        values += part.values
        guards += part.guards
    return Condition(patterns, axiom, standards, values, guards)


def distinct(left: Node, right: Node) -> str:
    """The guard that two terms are not the same term.

    >>> distinct(Variable("x"), Variable("y"))
    '!sameTerm(?x, ?y)'
    """
    return f"!sameTerm({left}, {right})"


def iri_only(*nodes: Node) -> tuple[str, ...]:
    """The guards that keep blank nodes out of inferred schema triples.

    >>> iri_only(Variable("x"), Variable("y"))
    ('isIRI(?x)', 'isIRI(?y)')
    """
    return tuple(f"isIRI({node})" for node in nodes)


def draft(about: Node, head: Iterable[Pattern], condition: Condition) -> Iterator[Rule]:
    """A rule from a condition: none where a rule with a head names a blank node, where the head repeats its
    body, or where fixed values clash.

    A rule with a head is run as an update, in which no blank node has a name; one without is a query (see
    `sparql.anchors`).

    >>> from pyoxigraph import NamedNode
    >>> x, p = Variable("x"), NamedNode("http://a/p")
    >>> [rule] = draft(p, [(x, p, p)], Condition(((x, p, x),), standards=("prp-spo1",)))
    >>> rule.name
    'prp-spo1:p'
    """
    values: dict[Variable, Node] = {}
    for variable, node in condition.values:
        if values.setdefault(variable, node) != node:
            return
    body = tuple(dict.fromkeys(bind_all(condition.patterns, values)))
    concluded = dict.fromkeys(bind_all(head, values))
    heads = tuple(pattern for pattern in concluded if pattern not in body)
    if concluded and not heads:
        # A rule without a head would be a contradiction.
        return
    for pattern in (*body, *heads) if heads else ():
        for node in pattern:
            if isinstance(node, BlankNode):
                return
    standards = tuple(dict.fromkeys(condition.standards))
    yield Rule(
        name=f"{standards[0]}:{short_name(about)}",
        standard="+".join(standards),
        head=heads,
        body=body,
        guards=tuple(dict.fromkeys(condition.guards)),
        axiom=tuple(dict.fromkeys(condition.axiom)),
    )


def finish(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules without repetitions, each with a name of its own (`prp-spo2:partnerIn`, `prp-
    spo2:partnerIn#2` …).

    >>> guards = ("?x > 1", "?x > 2", "?x > 1")
    >>> [rule.name for rule in finish(Rule("r", "s", (), (), guards=(guard,)) for guard in guards)]
    ['r', 'r#2']
    """
    seen: set[tuple[object, ...]] = set()
    count: Counter[str] = Counter()
    named: list[Rule] = []
    for rule in rules:
        content = (rule.head, rule.body, rule.guards, rule.absent, rule.bindings)
        if content in seen:
            continue
        seen.add(content)
        count[rule.name] += 1
        repeated = count[rule.name] > 1
        named.append(replace(rule, name=f"{rule.name}#{count[rule.name]}") if repeated else rule)
    return tuple(named)
