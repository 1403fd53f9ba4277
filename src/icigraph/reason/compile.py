"""Compiling an ontology to the rules that its axioms call for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.reason.axiomatic import axiomatic_rules
from icigraph.reason.axioms import Axioms, is_datatype
from icigraph.reason.compile_classes import class_rules
from icigraph.reason.compile_equality import EQUALITY, equality_rules, reflexive_rules
from icigraph.reason.compile_properties import property_rules
from icigraph.reason.compile_schema import is_restating, schema_rules
from icigraph.reason.draft import Mode, finish
from icigraph.reason.materialise import materialise
from icigraph.reason.rule import Pattern, Rule
from icigraph.reason.ruleset import RuleSet

__all__ = [
    "AXIOM_CLASSES",
    "AXIOM_PREDICATES",
    "axioms_from_facts",
    "compile_once",
    "compile_rules",
    "is_axiom",
]

AXIOM_PREDICATES = frozenset(
    [RDFS[name] for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [RDF["first"], RDF["rest"]]
    + [
        OWL[name]
        for name in [
            "equivalentClass",
            "equivalentProperty",
            "inverseOf",
            "propertyChainAxiom",
            "propertyDisjointWith",
            "disjointWith",
            "hasKey",
            "intersectionOf",
            "unionOf",
            "oneOf",
            "complementOf",
            "onProperty",
            "someValuesFrom",
            "allValuesFrom",
            "hasValue",
            "onClass",
            "onDataRange",
            "maxCardinality",
            "maxQualifiedCardinality",
            "members",
            "distinctMembers",
            "sourceIndividual",
            "assertionProperty",
            "targetIndividual",
            "targetValue",
        ]
    ]
)
AXIOM_CLASSES = frozenset(
    OWL[name]
    for name in [
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "IrreflexiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "TransitiveProperty",
        "AllDisjointClasses",
        "AllDisjointProperties",
        "AllDifferent",
    ]
)
_ASSERTED, _FOUND, _RESTATED = (
    NamedNode(f"urn:icigraph:schema:{name}") for name in ("told", "found", "restated")
)


def compile_rules(ontology: Iterable[Triple], *, mode: Mode = Mode.PUBLISHED) -> RuleSet:
    """The rules of OWL 2 RL/RDF (OWL 2 Profiles, section 4.3) that the ontology's axioms call for.

    `ontology` are triples in any order; triples that are no axioms are ignored. Axioms that follow from
    axioms count too:
    where a rule can conclude one, the ontology is closed first. The same triples always give the same
    rules and names.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . :partOf a <http://www.w3.org/2002/07/owl#TransitiveProperty> ."
    >>> [rule.name for rule in compile_rules(quad.triple for quad in parse(text, RdfFormat.TURTLE)).rules]
    ['prp-trp:partOf']
    """
    triples = set(ontology)
    while True:
        rules = compile_once(triples, mode)
        found = _further_axioms(triples, rules) if any(map(_makes_axioms, rules.rules)) else set()
        if found <= triples:
            return rules
        triples |= found


def compile_once(triples: Iterable[Triple], mode: Mode = Mode.PUBLISHED) -> RuleSet:
    """The rules that these triples call for, taken as they are."""
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


def _makes_axioms(rule: Rule) -> bool:
    if is_restating(rule):
        return False
    return any(_may_be_axiom(head) for head in rule.head)


def is_axiom(triple: Triple | Quad) -> bool:
    """Whether compiling reads the triple.

    >>> is_axiom(Triple(NamedNode("http://a/C"), RDFS["subClassOf"], NamedNode("http://a/D")))
    True
    """
    if triple.predicate == RDF["type"]:
        return triple.object in AXIOM_CLASSES or isinstance(triple.object, BlankNode)
    return triple.predicate in AXIOM_PREDICATES


def axioms_from_facts(rules: RuleSet) -> bool:
    """Whether some rule can conclude an axiom from what is none: then compiling must see the facts too."""
    makers = (rule for rule in rules.rules if _makes_axioms(rule))
    return any(not all(map(_may_be_axiom, rule.body)) for rule in makers)


def _may_be_axiom(head: Pattern) -> bool:
    _, predicate, value = head
    if predicate == RDF["type"]:
        return value in AXIOM_CLASSES or isinstance(value, Variable)
    return predicate in AXIOM_PREDICATES or isinstance(predicate, Variable)


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
        if _may_be_axiom((quad.subject, quad.predicate, quad.object))  # type: ignore[arg-type]
    }


def _as_derivation(rule: Rule) -> Rule:
    return replace(rule, standard="derivation")
