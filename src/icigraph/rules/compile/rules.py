"""The rules that axioms call for, family by family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axiom_patterns import is_axiom
from icigraph.rules.compile.axiomatic import axiomatic_rules
from icigraph.rules.compile.axioms import Axioms, is_datatype
from icigraph.rules.compile.class_axioms import class_rules
from icigraph.rules.compile.draft import Mode, finish
from icigraph.rules.compile.equality import EQUALITY, equality_rules, reflexive_rules
from icigraph.rules.compile.property_axioms import property_rules
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.schema import schema_rules

__all__ = ["compile_once"]


def compile_once(triples: Iterable[Triple], mode: Mode = Mode.PUBLISHED) -> RuleSet:
    """The rules that these triples call for, taken as they are.

    >>> from pyoxigraph import NamedNode
    >>> axiom = Triple(NamedNode("http://a/p"), RDF["type"], OWL["SymmetricProperty"])
    >>> [rule.name for rule in compile_once([axiom]).rules]
    ['prp-symp:p']
    """
    axioms = Axioms(filter(is_axiom, triples))
    drafts = [
        *reflexive_rules(mode),
        *property_rules(axioms, mode),
        *class_rules(axioms, mode),
        *schema_rules(axioms, mode),
        *axiomatic_rules(mode),
        *equality_rules(axioms, mode),
    ]
    rules = finish(rule for rule in drafts if not _asks_in_vain(rule))
    heads = tuple(
        rule for rule in rules if rule.head and (mode is Mode.GENERALISED or not _noise(rule, mode))
    )
    typing = tuple(rule for rule in rules if any(map(_types_a_literal, rule.head)))
    typing = () if mode is Mode.GENERALISED else typing
    heads += tuple(_of_things(rule) for rule in typing if _noise(rule, mode))
    return RuleSet(heads, tuple(rule for rule in rules if not rule.head), EQUALITY, mode, typing)


def _asks_in_vain(rule: Rule) -> bool:
    """Whether a rule asks a literal for its datatype and concludes nothing about another thing: what then
    contradicts, its value tells (`value_constraints`).
    """
    if "dt-type2" not in rule.standard:
        return False
    about = {node for pattern in rule.head for node in pattern if isinstance(node, Variable)}
    return not rule.head or any(f"({node})" in guard for node in about for guard in rule.guards)


def _of_things(rule: Rule) -> Rule:
    """A rule that gives literals their datatype, for what is none: of that it can be published."""
    guards = (f"!isLiteral({subject})" for subject, _, _ in rule.head)
    return replace(rule, guards=(*rule.guards, *guards))


def _noise(rule: Rule, mode: Mode) -> bool:
    """Whether all that the rule concludes is kept out of a published closure."""
    return all(_unpublished(head, mode) for head in rule.head)


def _unpublished(head: Pattern, mode: Mode) -> bool:
    subject, predicate, value = head
    if isinstance(subject, Literal):
        return True
    if _types_a_literal(head):
        return True
    return mode is Mode.PUBLISHED and predicate in (RDF["type"], RDFS["subClassOf"]) and value == OWL["Thing"]


def _types_a_literal(head: Pattern) -> bool:
    subject, predicate, value = head
    return predicate == RDF["type"] and isinstance(subject, Variable) and is_datatype(value)
