"""What was inferred though it does not follow, overlooked though it does, or took for ever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.faults.case import ERROR, FINE, FOUND, Case
from tests.faults.endless import clique
from tests.faults.shaped import HEAD, says, says_not

__all__ = ["reasoning"]

_EX = "http://example.org/"
_REASON = ("reason", "d.ttl")
_CONTRADICTIONS = {
    "an inverse is asymmetric": (
        "[ owl:inverseOf ex:q ] a owl:AsymmetricProperty . ex:a ex:q ex:b . ex:b ex:q ex:a ."
    ),
    "an inverse is irreflexive": "[ owl:inverseOf ex:q ] a owl:IrreflexiveProperty . ex:a ex:q ex:a .",
    "a blank individual among different ones": (
        "[] a owl:AllDifferent ; owl:members ( _:x ex:b ex:c ) . _:x owl:sameAs ex:b ."
    ),
    "a blank individual in a negative assertion": (
        "[] owl:sourceIndividual _:x ; owl:assertionProperty ex:p ; owl:targetIndividual ex:b . "
        "_:x ex:p ex:b ."
    ),
}
_INFERRED = {
    "an inverse is functional": (
        "[ owl:inverseOf ex:q ] a owl:FunctionalProperty . ex:a ex:q ex:b . ex:c ex:q ex:b .",
        f"sameAs> <{_EX}c>",
    ),
    "an inverse is transitive": (
        "[ owl:inverseOf ex:q ] a owl:TransitiveProperty . ex:a ex:q ex:b . ex:b ex:q ex:c .",
        f"<{_EX}a> <{_EX}q> <{_EX}c>",
    ),
    "an inverse is symmetric": (
        "[ owl:inverseOf ex:q ] a owl:SymmetricProperty . ex:a ex:q ex:b .",
        f"<{_EX}b> <{_EX}q> <{_EX}a>",
    ),
    "the inverse of an inverse": (
        "ex:p owl:inverseOf [ owl:inverseOf ex:q ] . ex:a ex:q ex:b .",
        f"<{_EX}a> <{_EX}p> <{_EX}b>",
    ),
    "a literal filler": (
        "[ owl:onProperty ex:p ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf ex:C . ex:a ex:p 1 .",
        f"type> <{_EX}C>",
    ),
    "a shared blank class": (
        "ex:A rdfs:subClassOf _:r . _:r owl:onProperty ex:p ; owl:someValuesFrom ex:C ; "
        "rdfs:subClassOf ex:B . ex:x a ex:A .",
        f"<{_EX}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{_EX}B>",
    ),
    "numbers as they are spelled": (
        'ex:a ex:n "01"^^xsd:integer ; ex:m "300"^^xsd:byte ; ex:k "1"^^xsd:int .',
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ),
}


def reasoning() -> Iterator[Case]:
    """Files alone, then a project."""
    yield from _rules()
    for name, text in _CONTRADICTIONS.items():
        yield Case(name, (*_REASON, "--inconsistency"), {"d.ttl": HEAD + text}, FOUND)
    for name, (text, wanted) in _INFERRED.items():
        yield Case(name, _REASON, {"d.ttl": HEAD + text}, FINE, says(wanted))
    byte = {"d.ttl": HEAD + 'ex:a ex:m "300"^^xsd:byte .'}
    yield Case("an ill-typed number stays one", _REASON, byte, FINE, says('"300"', "#byte"))
    yield from _grown()
    yield from _in_a_project()


def _rules() -> Iterator[Case]:
    absent = f"FILTER NOT EXISTS {{ ?x <{_EX}q> ?z }}"
    negation = f"CONSTRUCT {{ ?x <{_EX}p> <{_EX}b> }} WHERE {{ ?x a <{_EX}T> . {absent} }}"
    data = "ex:p a owl:InverseFunctionalProperty . ex:a a ex:T . ex:c ex:p ex:b ; ex:q ex:d ."
    ruled = (*_REASON, "--rules", "r.rq")
    files: dict[str, str | bytes] = {"d.ttl": HEAD + data, "r.rq": negation}
    yield Case("a negation that equality undermines", ruled, files, ERROR, says("r.rq"))
    bound = "CONSTRUCT { ?s <x:r> ?x } WHERE { BIND(<x:v> AS ?x) ?s <x:p> ?x }"
    files = {"d.ttl": "<x:a> <x:p> <x:v> . <x:b> <x:p> <x:w> .", "r.rq": bound}
    false = says_not("<x:b> <x:r>")
    yield Case("BIND before its pattern", ruled, files, frozenset({0, 2}), false)


def _grown() -> Iterator[Case]:
    some = "[ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:C{0} ] .\n"
    restrictions = "".join(f"ex:A{{0}} rdfs:subClassOf {some}".format(number) for number in range(1000))
    equivalent = "".join(f"ex:A{{0}} owl:equivalentClass {some}".format(number) for number in range(40))
    names = [f"ex:n{number}" for number in range(300)]
    chain = "".join(f"{one} ex:next {other} .\n" for one, other in pairwise(names))
    classes = "".join(f"{one} rdfs:subClassOf {other} .\n" for one, other in pairwise(names[:120]))
    grown = {
        "a thousand restrictions": restrictions,
        "forty equivalent restrictions": equivalent,
        "a hundred names of one thing": clique(100, "owl:sameAs", "ex:n{}"),
        "a long transitive chain": f"ex:next a owl:TransitiveProperty .\n{chain}",
        "a deep hierarchy": classes,
    }
    for name, text in grown.items():
        yield Case(name, (*_REASON, "-o", "out.nt"), {"d.ttl": HEAD + text}, FINE)
    literals = "".join(f'ex:a ex:p "{number}" .\n' for number in range(400))
    files: dict[str, str | bytes] = {"d.ttl": HEAD + literals}
    yield Case("many literals are entailed", (*_REASON, "--entails", "d.ttl"), files, FINE)


def _in_a_project() -> Iterator[Case]:
    prefixes = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    prefixes += "@prefix light: <https://example.org/lighthouses/ontology#> .\n"
    prefixes += "@prefix id: <https://example.org/lighthouses/id/> .\n"
    asserted = {
        "a negative assertion": (
            "id:n1 a owl:NegativePropertyAssertion ; owl:sourceIndividual id:a ; "
            "owl:assertionProperty light:near ; owl:targetIndividual id:b . id:a light:near id:b ."
        ),
        "different ones": (
            "id:ad a owl:AllDifferent ; owl:distinctMembers ( id:c id:d ) . id:c owl:sameAs id:d ."
        ),
    }
    verbs = {"validated": ("validate",), "explained": ("explain", "--inconsistency")}
    for what, text in asserted.items():
        files: dict[str, str | bytes] = {"data/extra.ttl": prefixes + text}
        for how, verb in verbs.items():
            yield Case(f"{what} in the data, {how}", verb, files, FOUND, starter=True)
    declared = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<urn:x:called> a owl:DatatypeProperty ."
    keeper = "?k a <https://example.org/lighthouses/ontology#Keeper>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label> ?l"
    bound = 'BIND(REPLACE(STR(?l), " .*", "") AS ?n)'
    rule = f"CONSTRUCT {{ ?k <urn:x:called> ?n }} WHERE {{ {keeper} ; {label} . {bound} }}"
    files = {"ontology/called.ttl": declared, "ontology/rules/called.rq": rule}
    proof = ("explain", '<https://example.org/lighthouses/id/ada-quill> <urn:x:called> "Ada" .')
    told = says("not re-computed", "REPLACE")
    yield Case("a proof with a function of its own", proof, files, FINE, told, starter=True)
