"""Which triples are axioms, and which rules may conclude some."""

from __future__ import annotations

from pyoxigraph import BlankNode, Quad, Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.schema import is_restating

__all__ = [
    "AXIOM_CLASSES",
    "AXIOM_PREDICATES",
    "axioms_from_facts",
    "is_axiom",
    "makes_axioms",
    "may_be_axiom",
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


def makes_axioms(rule: Rule) -> bool:
    """Whether a rule may conclude an axiom that does not only restate others.

    >>> x, y = Variable("x"), Variable("y")
    >>> [makes_axioms(Rule("r", "derivation", ((x, RDFS[name], y),), ())) for name in ("subClassOf", "label")]
    [True, False]
    """
    if is_restating(rule):
        return False
    return any(may_be_axiom(head) for head in rule.head)


def is_axiom(triple: Triple | Quad) -> bool:
    """Whether compiling reads the triple.

    >>> from pyoxigraph import NamedNode
    >>> is_axiom(Triple(NamedNode("http://a/C"), RDFS["subClassOf"], NamedNode("http://a/D")))
    True
    """
    if triple.predicate == RDF["type"]:
        return triple.object in AXIOM_CLASSES or isinstance(triple.object, BlankNode)
    return triple.predicate in AXIOM_PREDICATES


def axioms_from_facts(rules: RuleSet) -> bool:
    """Whether some rule can conclude an axiom from what is none: then compiling must see the facts too.

    >>> x, y = Variable("x"), Variable("y")
    >>> rule = Rule("r", "derivation", ((x, RDFS["subClassOf"], y),), ((x, RDFS["seeAlso"], y),))
    >>> axioms_from_facts(RuleSet((rule,)))
    True
    """
    makers = (rule for rule in rules.rules if makes_axioms(rule))
    return any(not all(map(may_be_axiom, rule.body)) for rule in makers)


def may_be_axiom(head: Pattern) -> bool:
    """Whether some triple of a pattern is an axiom.

    >>> x, y = Variable("x"), Variable("y")
    >>> may_be_axiom((x, RDFS["domain"], y)), may_be_axiom((x, RDFS["label"], y))
    (True, False)
    """
    _, predicate, value = head
    if predicate == RDF["type"]:
        return value in AXIOM_CLASSES or isinstance(value, Variable)
    return predicate in AXIOM_PREDICATES or isinstance(predicate, Variable)
