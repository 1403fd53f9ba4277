"""Makes a graph of any size with the features of the real ontology: chains, inverse, transitive and
symmetric properties, intersections, someValuesFrom and hasValue restrictions, disjointness, and facts with
dated, ranked and cited claims. Each kind of fact has roles of its own below subject and object, since the
short relations are chains here, for engines that know axioms only.

    python benchmarks/generate.py 100000 > g100k.nt

The same size and seed give the same bytes. Output is N-Triples: the ontology first, then the data.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator

ONT = "https://example.org/bench/ontology#"
ID = "https://example.org/bench/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = f"<{RDF}type>"
FACTS_PER_STATE = 40
TRIPLES_PER_FACT = 13

ONTOLOGY = """
@prefix : <https://example.org/bench/ontology#> .
@prefix id: <https://example.org/bench/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Agent a owl:Class ; owl:disjointWith :Place .
:State a owl:Class ; rdfs:subClassOf :Agent .
:Organisation a owl:Class ; rdfs:subClassOf :Agent .
:Alliance a owl:Class ; rdfs:subClassOf :Organisation .
:Framework a owl:Class .
:Operation a owl:Class ; rdfs:subClassOf :Event .
:Event a owl:Class .
:Place a owl:Class .
:Territory a owl:Class ; rdfs:subClassOf :Place .
:City a owl:Class ; rdfs:subClassOf :Place .
:Fact a owl:Class .
:Partnership a owl:Class ; rdfs:subClassOf :Fact .
:Membership a owl:Class ; rdfs:subClassOf :Fact .
:Contribution a owl:Class ; rdfs:subClassOf :Fact .
:Claim a owl:Class . :Citation a owl:Class . :Source a owl:Class .
:subject a owl:ObjectProperty ; rdfs:domain :Fact .
:object a owl:ObjectProperty ; rdfs:domain :Fact .
:partner a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:subPropertyOf :subject ;
   rdfs:domain :Partnership ; rdfs:range :State .
:framework a owl:ObjectProperty ; rdfs:subPropertyOf :object ; rdfs:range :Framework .
:member a owl:ObjectProperty ; rdfs:subPropertyOf :subject ; rdfs:range :Agent .
:organisation a owl:ObjectProperty ; rdfs:subPropertyOf :object ; rdfs:range :Organisation .
:contributor a owl:ObjectProperty ; rdfs:subPropertyOf :subject .
:operation a owl:ObjectProperty ; rdfs:subPropertyOf :object ; rdfs:range :Operation .
:factOf a owl:ObjectProperty ; owl:inverseOf :subject .
:partnerIn a owl:ObjectProperty ; owl:inverseOf :hasPartner ; owl:propertyChainAxiom ( :factOf :framework ) .
:hasPartner a owl:ObjectProperty .
:memberOf a owl:ObjectProperty ; owl:propertyChainAxiom ( :factOf :organisation ) .
:contributedTo a owl:ObjectProperty ; owl:propertyChainAxiom ( :factOf :operation ) .
:partOf a owl:ObjectProperty , owl:TransitiveProperty , owl:IrreflexiveProperty .
:locatedIn a owl:ObjectProperty ; owl:propertyChainAxiom ( :locatedIn :partOf ) .
:borders a owl:ObjectProperty , owl:SymmetricProperty .
:about a owl:ObjectProperty ; rdfs:domain :Claim .
:states a owl:ObjectProperty ; rdfs:subPropertyOf :about ; rdfs:range :Fact .
:citation a owl:ObjectProperty ; rdfs:domain :Claim ; rdfs:range :Citation .
:source a owl:ObjectProperty ; rdfs:domain :Citation ; rdfs:range :Source .
:start a owl:DatatypeProperty . :rank a owl:ObjectProperty .
:GulfPartner a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :State
   [ a owl:Restriction ; owl:onProperty :memberOf ; owl:hasValue id:org-0 ]
   [ a owl:Restriction ; owl:onProperty :partnerIn ; owl:hasValue id:framework-0 ] ) ] .
:Contributor a owl:Class ; owl:equivalentClass
   [ a owl:Restriction ; owl:onProperty :contributedTo ; owl:someValuesFrom :Operation ] .
:AlliedState a owl:Class ; rdfs:subClassOf :State .
:AlliedState owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :State
   [ a owl:Restriction ; owl:onProperty :memberOf ; owl:someValuesFrom :Alliance ] ) ] .
"""

KINDS = (
    ("Partnership", "partner", "framework", "framework"),
    ("Membership", "member", "organisation", "org"),
    ("Contribution", "contributor", "operation", "operation"),
)


def ontology() -> Iterator[str]:
    """The ontology as N-Triples lines."""
    from pyoxigraph import RdfFormat, parse

    return (f"{quad.triple} .\n" for quad in parse(ONTOLOGY, RdfFormat.TURTLE))


def iri(name: str) -> str:
    return f"<{ID}{name}>"


def line(subject: str, predicate: str, value: str) -> str:
    return f"{iri(subject)} <{ONT}{predicate}> {value} .\n"


def typed(subject: str, name: str) -> str:
    return f"{iri(subject)} {TYPE} <{ONT}{name}> .\n"


def fixtures(states: int, rng: random.Random) -> Iterator[str]:
    """States, their borders and territories; cities; and the few organisations, frameworks and operations."""
    for index in range(12):
        yield typed(f"framework-{index}", "Framework")
        yield typed(f"org-{index}", "Alliance" if index % 4 == 1 else "Organisation")
        yield typed(f"operation-{index}", "Operation")
    for index in range(states):
        yield typed(f"state-{index}", "State")
        yield f'{iri(f"state-{index}")} <{RDFS}label> "State {index}"@en .\n'
        yield line(f"state-{index}", "borders", iri(f"state-{rng.randrange(states)}"))
        yield line(f"state-{index}", "locatedIn", iri(f"place-{rng.randrange(states)}"))
        yield typed(f"place-{index}", "Territory")
        if index % 6:
            yield line(f"place-{index}", "partOf", iri(f"place-{index - 1}"))


def fact(index: int, states: int, rng: random.Random) -> Iterator[str]:
    """One fact with a claim and its citation: thirteen triples."""
    kind, who, what, target = KINDS[index % 3]
    name, claim, citation = f"fact-{index}", f"claim-{index}", f"citation-{index}"
    start = rng.randrange(10000)
    yield typed(name, kind)
    yield line(name, who, iri(f"state-{rng.randrange(states)}"))
    yield line(name, what, iri(f"{target}-{rng.randrange(12)}"))
    yield typed(claim, "Claim")
    yield line(claim, "states", iri(name))
    yield line(claim, "start", f'"{1949 + rng.randrange(77)}"^^<{XSD}gYear>')
    yield line(claim, "rank", iri("normal"))
    yield line(claim, "citation", iri(citation))
    yield typed(citation, "Citation")
    yield line(citation, "source", iri(f"source-{rng.randrange(200)}"))
    yield line(citation, "from", f'"{start}"^^<{XSD}nonNegativeInteger>')
    yield line(citation, "to", f'"{start + rng.randrange(10, 300)}"^^<{XSD}nonNegativeInteger>')
    yield line(citation, "digest", f'"{rng.getrandbits(256):064x}"')


def chain(links: int) -> Iterator[str]:
    """A chain of links of one transitive property."""
    yield f"<{ONT}partOf> {TYPE} <{OWL}TransitiveProperty> .\n"
    for number in range(links):
        yield f"<{ID}n{number}> <{ONT}partOf> <{ID}n{number + 1}> .\n"


def clique(names: int) -> Iterator[str]:
    """One thing with many names, told one after the other, each with a fact."""
    for number in range(names):
        yield f"<{ID}n{number}> <{OWL}sameAs> <{ID}n{number + 1}> .\n"
        yield f'<{ID}n{number}> <{ONT}code> "{number}" .\n'


def restrictions(classes: int) -> Iterator[str]:
    """Classes below a restriction each, as the ontologies of the life sciences have them."""
    for number in range(classes):
        yield f"<{ONT}C{number}> <{RDFS}subClassOf> <{ONT}Thing> .\n"
        yield f"<{ONT}C{number}> <{RDFS}subClassOf> _:r{number} .\n"
        yield f"_:r{number} {TYPE} <{OWL}Restriction> .\n"
        yield f"_:r{number} <{OWL}onProperty> <{ONT}p{number % 5}> .\n"
        yield f"_:r{number} <{OWL}someValuesFrom> <{ONT}C{number // 2}> .\n"


HARD = {"chain": chain, "clique": clique, "restrictions": restrictions}
"""Graphs that are small and whose closure is hard, by name; each is made of a number of parts."""


def generate(size: int, seed: int = 0) -> Iterator[str]:
    """About `size` triples (ontology and data) as N-Triples lines, seeded."""
    rng = random.Random(seed)
    facts = max(3, (size - 240) // TRIPLES_PER_FACT)
    states = max(4, facts // FACTS_PER_STATE)
    facts = max(3, facts - states * 6 // TRIPLES_PER_FACT)
    yield from ontology()
    yield from fixtures(states, rng)
    for index in range(facts):
        yield from fact(index, states, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="about how many triples")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    sys.stdout.writelines(generate(arguments.size, arguments.seed))


if __name__ == "__main__":
    main()
