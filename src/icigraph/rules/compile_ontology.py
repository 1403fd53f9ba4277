"""Compiling an ontology to the rules that its axioms call for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store, Triple

from icigraph.rules.compile.axiom_patterns import makes_axioms, may_be_axiom
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.rules import compile_once
from icigraph.rules.compile.schema import is_restating
from icigraph.rules.run.materialise import materialise

__all__ = ["compile_rules"]

_ASSERTED, _FOUND, _RESTATED = (
    NamedNode(f"urn:icigraph:schema:{name}") for name in ("asserted", "found", "restated")
)


def compile_rules(ontology: Iterable[Triple], *, mode: Mode = Mode.PUBLISHED) -> RuleSet:
    """The rules of OWL 2 RL/RDF (OWL 2 Profiles, section 4.3) that the ontology's axioms call for.

    `ontology` are triples in any order; triples that are no axioms are ignored. Axioms that follow from
    axioms count too: where a rule can conclude one, the ontology is closed first. The same triples always
    give the same rules and names.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . :partOf a <http://www.w3.org/2002/07/owl#TransitiveProperty> ."
    >>> [rule.name for rule in compile_rules(quad.triple for quad in parse(text, RdfFormat.TURTLE)).rules]
    ['prp-trp:partOf']
    """
    triples = set(ontology)
    while True:
        rules = compile_once(triples, mode)
        found = _further_axioms(triples, rules) if any(map(makes_axioms, rules.rules)) else set()
        if found <= triples:
            return rules
        triples |= found


def _further_axioms(triples: set[Triple], rules: RuleSet) -> set[Triple]:
    """The axioms that follow from these triples, but for those that only restate others."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, _ASSERTED) for triple in triples)
    restating = tuple(rule for rule in rules.rules if is_restating(rule))
    others = tuple(rule for rule in rules.rules if not is_restating(rule))
    marked = tuple(_as_derivation(rule) for rule in restating)
    materialise(store, RuleSet((*others, *marked), (), rules.equality), inferred=_FOUND, derived=_RESTATED)
    return {
        quad.triple
        for quad in store.quads_for_pattern(None, None, None, _FOUND)
        if may_be_axiom((quad.subject, quad.predicate, quad.object))  # type: ignore[arg-type]
    }


def _as_derivation(rule: Rule) -> Rule:
    return replace(rule, standard="derivation")
