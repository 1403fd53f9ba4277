"""The OWL 2 RL profile (OWL 2 Profiles, section 4.2): which axioms lie outside it, and what it would take to
keep what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axiomatic import DATATYPES
from icigraph.rules.compile.axioms import Axioms, is_datatype
from icigraph.rules.compile.patterns import short_name

__all__ = ["OutsideProfile", "profile"]

_BELOW = {
    "complementOf": (
        "a complement cannot be recognised from what is known; state the class by what its instances have"
    ),
    "allValuesFrom": (
        "that all values are of a class cannot be recognised in an open world; assert the class itself"
    ),
    "minCardinality": "replace a minimum of 1 by owl:someValuesFrom",
    "maxCardinality": "a maximum cannot be recognised in an open world; assert the class itself",
    "cardinality": "an exact number cannot be recognised in an open world; assert the class itself",
    "minQualifiedCardinality": "replace a minimum of 1 by owl:someValuesFrom",
    "maxQualifiedCardinality": "a maximum cannot be recognised in an open world; assert the class itself",
    "qualifiedCardinality": "an exact number cannot be recognised in an open world; assert the class itself",
    "hasSelf": "write a derivation that compares subject and object",
}
_ABOVE = {
    "unionOf": "a choice between classes infers nothing; check it with a SHACL shape (sh:or)",
    "oneOf": "a choice between individuals infers nothing; check it with a SHACL shape (sh:in)",
    "someValuesFrom": (
        "no rule invents an individual; check it with a SHACL shape (sh:minCount), or use owl:hasValue"
    ),
    "minCardinality": "no rule invents an individual; check it with a SHACL shape (sh:minCount)",
    "cardinality": "split it: owl:maxCardinality infers, the minimum belongs in a SHACL shape (sh:minCount)",
    "minQualifiedCardinality": (
        "no rule invents an individual; check it with a SHACL shape (sh:qualifiedMinCount)"
    ),
    "qualifiedCardinality": (
        "split it: owl:maxQualifiedCardinality infers, the minimum belongs in a SHACL shape"
    ),
    "hasSelf": "write a derivation that adds the reflexive triple",
}
_EQUAL = {
    "unionOf": (
        "split it: each member rdfs:subClassOf the class; the other direction belongs in a SHACL shape"
    ),
    "oneOf": "split it: type each member; the other direction belongs in a SHACL shape",
    "someValuesFrom": (
        "split it: the restriction rdfs:subClassOf the class; the other direction belongs in a SHACL shape"
    ),
    "allValuesFrom": "split it: the class rdfs:subClassOf the restriction",
    "complementOf": "split it: the class owl:disjointWith the other",
    "maxCardinality": "split it: the class rdfs:subClassOf the restriction",
    "maxQualifiedCardinality": "split it: the class rdfs:subClassOf the restriction",
    **{name: _ABOVE[name] for name in _ABOVE if "ardinality" in name},
    "hasSelf": _BELOW["hasSelf"],
}
_SIDES = {"sub": _BELOW, "super": _ABOVE, "equivalent": _EQUAL}
_PLACES = {"sub": "as a subclass", "super": "as a superclass", "equivalent": "in an equivalence"}
_LISTED = (
    *("intersectionOf", "unionOf", "oneOf", "disjointUnionOf", "propertyChainAxiom", "hasKey"),
    *("members", "distinctMembers", "withRestrictions"),
)
_NUMBERED = tuple(name for name in _ABOVE | _BELOW if "ardinality" in name)
_RESTRICTING = ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", *_NUMBERED)
_FORMS = tuple(dict.fromkeys((*_BELOW, *_ABOVE, "intersectionOf", "hasValue")))


@dataclass(frozen=True, slots=True)
class OutsideProfile:
    """An axiom outside OWL 2 RL: the triple that states it, what is wrong with it, and what would keep its
    meaning.
    """

    axiom: Triple
    message: str
    remedy: str


def profile(ontology: Iterable[Triple]) -> tuple[OutsideProfile, ...]:
    """The axioms of an ontology that OWL 2 RL does not allow, in the order of their triples; none when it is
    in the profile.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . :p a <http://www.w3.org/2002/07/owl#ReflexiveProperty> ."
    >>> [found.message for found in profile(quad.triple for quad in parse(text, RdfFormat.TURTLE))]
    ['owl:ReflexiveProperty is not in OWL 2 RL']
    """
    axioms = Axioms(ontology)
    found = [
        *_kinds(axioms),
        *_class_axioms(axioms),
        *_assertions(axioms),
        *_ranges(axioms),
        *_predicates(axioms),
        *_malformed(axioms),
        *_unnamed(axioms),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: str(item.axiom)))


def _kinds(axioms: Axioms) -> Iterator[OutsideProfile]:
    for triple in axioms.typed(OWL["ReflexiveProperty"]):
        remedy = "write a derivation for the things that it is about"
        yield OutsideProfile(triple, "owl:ReflexiveProperty is not in OWL 2 RL", remedy)


def _predicates(axioms: Axioms) -> Iterator[OutsideProfile]:
    remedies = {
        "disjointUnionOf": "state owl:AllDisjointClasses and each member rdfs:subClassOf the class",
        "onDatatype": "a restricted datatype belongs in a SHACL shape (sh:minInclusive, sh:pattern …)",
        "datatypeComplementOf": "a complement of a datatype belongs in a SHACL shape (sh:not)",
    }
    for name, remedy in remedies.items():
        for triple in axioms.having(OWL[name]):
            yield OutsideProfile(triple, f"owl:{name} is not in OWL 2 RL", remedy)


def _class_axioms(axioms: Axioms) -> Iterator[OutsideProfile]:
    for triple in axioms.having(RDFS["subClassOf"]):
        yield from _expression(axioms, triple, triple.subject, "sub")
        yield from _expression(axioms, triple, triple.object, "super")
    for triple in axioms.having(OWL["equivalentClass"]):
        yield from _expression(axioms, triple, triple.subject, "equivalent")
        yield from _expression(axioms, triple, triple.object, "equivalent")
    for triple in axioms.having(OWL["disjointWith"]):
        yield from _expression(axioms, triple, triple.subject, "sub")
        yield from _expression(axioms, triple, triple.object, "sub")
    for triple in axioms.having(OWL["hasKey"]):
        yield from _expression(axioms, triple, triple.subject, "sub")
    for predicate in (RDFS["domain"], RDFS["range"]):
        for triple in axioms.having(predicate):
            yield from _expression(axioms, triple, triple.object, "super")
    yield from _named_definitions(axioms)


def _assertions(axioms: Axioms) -> Iterator[OutsideProfile]:
    """What is said to belong to an anonymous class, and the members of classes that are disjoint."""
    anonymous = {triple.subject for name in _FORMS for triple in axioms.having(OWL[name])}
    for triple in axioms.having(RDF["type"]):
        if triple.object in anonymous:
            yield from _expression(axioms, triple, triple.object, "super")
    for kind in axioms.typed(OWL["AllDisjointClasses"]):
        for triple in axioms.of(kind.subject, OWL["members"]):
            members = axioms.members(triple.object)
            for member in members.terms if members else ():
                yield from _expression(axioms, triple, member, "sub")


def _unnamed(axioms: Axioms) -> Iterator[OutsideProfile]:
    """Individuals without a name where OWL 2 wants one: no rule can conclude anything of them."""
    remedy = "give the individual a name"
    for triple in axioms.having(OWL["hasValue"]):
        if isinstance(triple.object, BlankNode):
            message = "owl:hasValue with an individual that has no name: nothing is inferred from it"
            yield OutsideProfile(triple, message, remedy)
    for triple, members in axioms.lists(OWL["oneOf"]):
        if any(isinstance(member, BlankNode) for member in members.terms):
            message = "owl:oneOf lists an individual that has no name: nothing is inferred of it"
            yield OutsideProfile(triple, message, remedy)


def _malformed(axioms: Axioms) -> Iterator[OutsideProfile]:
    """What looks like an axiom and says nothing, because a part of it is missing or cannot be read."""
    for name in _LISTED:
        for triple in axioms.having(OWL[name]):
            if axioms.members(triple.object) is None:
                message = f"owl:{name} has no list that can be read: nothing is inferred from it"
                yield OutsideProfile(triple, message, "write the members as ( … ), each list once")
    for name in _NUMBERED:
        for triple in axioms.having(OWL[name]):
            if axioms.cardinality(triple.subject, OWL[name]) is None:
                message = f"owl:{name} has no number: nothing is inferred from it"
                yield OutsideProfile(triple, message, 'write it as "1"^^xsd:nonNegativeInteger')
    for name in _RESTRICTING:
        for triple in axioms.having(OWL[name]):
            if not axioms.of(triple.subject, OWL["onProperty"]):
                message = f"owl:{name} is of no property: nothing is inferred from it"
                yield OutsideProfile(triple, message, "say of which, with owl:onProperty")


def _named_definitions(axioms: Axioms) -> Iterator[OutsideProfile]:
    """A named class that carries an expression of its own is equivalent to it."""
    for name in ("intersectionOf", "unionOf", "oneOf", "complementOf", "onProperty"):
        for triple in axioms.having(OWL[name]):
            if isinstance(triple.subject, NamedNode):
                yield from _forms(axioms, triple, triple.subject, "equivalent")


def _expression(
    axioms: Axioms, axiom: Triple, node: object, side: str, above: frozenset[object] = frozenset()
) -> Iterator[OutsideProfile]:
    if node == OWL["Thing"] and side != "super":
        message = f"owl:Thing {_PLACES[side]} is not in OWL 2 RL"
        yield OutsideProfile(axiom, message, "name the class that is meant")
    if node in above:
        message = "an anonymous class contains itself: that is not in OWL 2, and not followed"
        yield OutsideProfile(axiom, message, "give the class a name")
    elif isinstance(node, BlankNode):
        yield from _forms(axioms, axiom, node, side, above | {node})


def _forms(
    axioms: Axioms, axiom: Triple, node: object, side: str, above: frozenset[object] = frozenset()
) -> Iterator[OutsideProfile]:
    for name in _FORMS:
        for triple in axioms.of(node, OWL[name]):
            remedy = _SIDES[side].get(name)
            if remedy is not None:
                yield OutsideProfile(axiom, f"owl:{name} {_PLACES[side]} is not in OWL 2 RL", remedy)
            elif name in ("maxCardinality", "maxQualifiedCardinality"):
                yield from _number(axioms, axiom, triple, name)
            yield from _inner(axioms, axiom, triple, side, above)


def _number(axioms: Axioms, axiom: Triple, triple: Triple, name: str) -> Iterator[OutsideProfile]:
    found = axioms.cardinality(triple.subject, OWL[name])
    if found is not None and found[0] > 1:
        message = f"owl:{name} {found[0]} is not in OWL 2 RL: only 0 and 1 are"
        yield OutsideProfile(axiom, message, "check a larger maximum with a SHACL shape (sh:maxCount)")


def _inner(
    axioms: Axioms, axiom: Triple, triple: Triple, side: str, above: frozenset[object]
) -> Iterator[OutsideProfile]:
    """What the classes inside of an expression, which a triple names, are outside of the profile by."""
    if triple.predicate in (OWL["intersectionOf"], OWL["unionOf"]):
        members = axioms.members(triple.object)
        for member in members.terms if members else ():
            yield from _expression(axioms, axiom, member, side, above)
    elif triple.predicate == OWL["complementOf"]:
        yield from _expression(axioms, axiom, triple.object, "sub", above)
    elif triple.predicate in (OWL["someValuesFrom"], OWL["allValuesFrom"]) and triple.object != OWL["Thing"]:
        yield from _expression(axioms, axiom, triple.object, side, above)


def _ranges(axioms: Axioms) -> Iterator[OutsideProfile]:
    known = {*DATATYPES, RDF["langString"]}
    for triple in (*axioms.having(RDFS["range"]), *axioms.having(OWL["allValuesFrom"])):
        if is_datatype(triple.object) and triple.object not in known:  # type: ignore[arg-type]
            message = f"{short_name(triple.object)} is no datatype of OWL 2 RL"
            remedy = "leave the range out of the ontology and check it with a SHACL shape (sh:datatype)"
            yield OutsideProfile(triple, message, remedy)
