"""A rule: the one form that materialising, explaining and remote reasoning share.

A rule says: for every binding of its variables under which each pattern of `body` is in the graph, no group
of `absent` has a match, each `binding` has been computed and each `guard` is true, each pattern of `head` is
entailed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

__all__ = ["Absence", "Node", "Pattern", "Rule"]

Node = NamedNode | BlankNode | Literal | Variable
Pattern = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Absence:
    """What a rule needs to be absent: a match of all `patterns` for which each of `guards`, SPARQL boolean
    expressions over their variables and the rule's own, is true.
    """

    patterns: tuple[Pattern, ...]
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One inference rule, compiled from an axiom or read from a derivation.

    `name` is unique in its rule set and readable (`prp-spo2:ici:partnerIn`). `standard` is the OWL 2 RL/RDF
    rule that it instantiates (OWL 2 Profiles, section 4.3: `prp-spo2`, `cax-sco` …) or `derivation`. `axiom`
    holds the ontology's triples it was compiled from, which are premises of every proof that uses the rule;
    `origin` is the file of a derivation. `absent` are negated groups, `bindings` pairs of a variable and a
    SPARQL expression, `guards` SPARQL boolean expressions. A rule without head says what contradicts.
    """

    name: str
    standard: str
    head: tuple[Pattern, ...]
    body: tuple[Pattern, ...]
    absent: tuple[Absence, ...] = ()
    bindings: tuple[tuple[Variable, str], ...] = ()
    guards: tuple[str, ...] = ()
    axiom: tuple[Triple, ...] = ()
    origin: str | None = None
    title: str | None = None
