"""Each rule of OWL 2 RL that concludes false, broken in a small project: whatever `icigraph reason` finds in
its files, `icigraph explain` finds and proves, values of literals included."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Ran

from icigraph.snapshot.scaffold import create_project

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ON = "[ a owl:Restriction ; owl:onProperty :p ; %s ]"
BELOW = f":C rdfs:subClassOf {ON} ."
ONE = "owl:maxQualifiedCardinality 1"
SINGLE, KEY = ":p a owl:FunctionalProperty .", ":C owl:hasKey ( :k ) ."
DENIED = "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:target%s ."

BROKEN = [
    ("eq-diff1", "", ":a owl:differentFrom :b ; owl:sameAs :b ."),
    ("eq-diff1", "", ":a owl:differentFrom :a ."),
    ("eq-diff1", SINGLE, ":x :p :a, :b . :a owl:differentFrom :b ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :a :b :c ) .", ":c owl:sameAs :a ."),
    ("eq-diff2", "[] a owl:AllDifferent ; owl:members ( :a :a ) .", ""),
    ("eq-diff3", "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .", ":b owl:sameAs :a ."),
    ("prp-irp", ":p a owl:IrreflexiveProperty .", ":a :p :b ; owl:sameAs :b ."),
    ("prp-asyp", ":p a owl:AsymmetricProperty .", ":a :p :b . :b :p :a ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q .", ":a :p :b ; :q :b ."),
    ("prp-pdw", ":p owl:propertyDisjointWith :q .", ":a :p 1 ; :q 1.0 ."),
    ("prp-adp", "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .", ":a :p 'x' ; :r 'x' ."),
    ("prp-npa1", DENIED % "Individual :b", ":a :p :b ."),
    ("prp-npa2", DENIED % "Value '01'^^xsd:int", ":a :p 1 ."),
    ("prp-npa2", DENIED % "Value 1.0", ":a :p 1 ."),
    ("cls-nothing2", ":C rdfs:subClassOf :D . :D rdfs:subClassOf owl:Nothing .", ":a a :C ."),
    ("cls-nothing2", f"{ON % 'owl:hasValue 1.0'} rdfs:subClassOf owl:Nothing .", ":a :p 1 ."),
    ("cls-com", ":C owl:complementOf :D .", ":a a :C, :D ."),
    ("cls-com", ":a a [ owl:complementOf :D ] .", ":a a :D ."),
    ("cls-com", ":C a owl:Class ; owl:complementOf owl:Thing .", ":a a :C ."),
    ("cls-maxc1", BELOW % "owl:maxCardinality 0", ":a a :C ; :p :b ."),
    ("cls-maxc1", BELOW % "owl:maxCardinality 0", ":a a :C ; :p 1 ."),
    ("cls-maxqc1", BELOW % "owl:maxQualifiedCardinality 0 ; owl:onClass :D", ":a a :C ; :p :b . :b a :D ."),
    ("cls-maxqc1", BELOW % "owl:maxQualifiedCardinality 0 ; owl:onClass xsd:string", ":a a :C ; :p 'x' ."),
    ("cls-maxqc1", BELOW % "owl:maxQualifiedCardinality 0 ; owl:onDataRange xsd:int", ":a a :C ; :p 1 ."),
    ("cls-maxqc2", BELOW % "owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing", ":a a :C ; :p :b ."),
    ("cax-dw", ":C owl:disjointWith :D .", ":a a :C . :b a :D ; owl:sameAs :a ."),
    ("cax-dw", ":p rdfs:range :C . :q rdfs:range :D . :C owl:disjointWith :D .", ":a :p 'x' ; :q 'x' ."),
    ("cax-dw", f":C owl:disjointWith {ON % 'owl:someValuesFrom xsd:integer'} .", ":a a :C ; :p 1 ."),
    ("cax-dw", "xsd:integer owl:disjointWith xsd:decimal .", ":a :p 1 ."),
    (
        "cax-dw",
        ":p a owl:SymmetricProperty ; rdfs:domain :C ; rdfs:range :D . :C owl:disjointWith :D .",
        ":a :p 'x' .",
    ),
    ("cax-adc", "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) .", ":a a :C, :E ."),
    ("dt-not-type", "", ":a :p 'x'^^xsd:integer ."),
    ("dt-not-type", "", ":a :p '300'^^xsd:byte ."),
    ("dt-not-type", BELOW % "owl:hasValue 'x'^^xsd:integer", ""),
    ("dt-not-type", ":p rdfs:range xsd:integer . :q rdfs:subPropertyOf :p .", ":a :q 'x' ."),
    ("dt-not-type", ":p rdfs:range xsd:integer, xsd:string .", ":a :p 1 ."),
    ("dt-not-type", ":p rdfs:range [ owl:intersectionOf ( xsd:int xsd:unsignedInt ) ] .", ":a :p -1 ."),
    ("dt-not-type", ":p rdfs:range :My . :My rdfs:subClassOf xsd:integer .", ":a :p 'x' ."),
    ("dt-not-type", BELOW % "owl:allValuesFrom xsd:integer", ":a a :C ; :p 'x' ."),
    ("dt-not-type", f":p rdfs:range xsd:integer . {BELOW % 'owl:hasValue 1.5'}", ":a a :C ."),
    ("prp-fp+dt-diff", SINGLE, ":x :p 1, 2 ."),
    ("prp-fp+dt-diff", SINGLE, ":x :p 'a'@en, 'a'@fr ."),
    ("prp-fp+dt-diff", SINGLE, ":x :p 1, 'a' ."),
    ("prp-fp+dt-diff", f"{SINGLE} :q rdfs:subPropertyOf :p .", ":x :p true ; :q false ."),
    ("prp-fp+dt-diff", f"{SINGLE} {KEY}", ":a a :C ; :k 1 ; :p 'a' . :b a :C ; :k 1 ; :p 'b' ."),
    ("prp-fp+dt-diff", SINGLE, ":x :p :a, 'u' . :y :p :a, 'v' ."),
    ("prp-ifp", ":q owl:inverseOf :p . :q a owl:InverseFunctionalProperty .", ":x :p 'a', 'b' ."),
    ("eq-diff1", ":p a owl:InverseFunctionalProperty .", ":a :p 1 ; owl:differentFrom :b . :b :p 1.0 ."),
    ("eq-diff1", KEY, ":a a :C ; :k 'x' . :b a :C ; :k 'x' ; owl:differentFrom :a ."),
    ("eq-diff1", KEY, ":a a :C ; :k 1 . :b a :C ; :k 1.0 ; owl:differentFrom :a ."),
    ("cls-maxc2+dt-diff", BELOW % "owl:maxCardinality 1", ":x a :C ; :p 'a', 'b' ."),
    ("cls-maxqc3+dt-diff", BELOW % f"{ONE} ; owl:onDataRange xsd:int", ":x a :C ; :p 1, 2 ."),
    ("cls-maxqc4+dt-diff", BELOW % f"{ONE} ; owl:onClass owl:Thing", ":x a :C ; :p 1, 2 ."),
    ("eq-trans+dt-diff", "", ":a owl:sameAs 'x' . :b owl:sameAs 'y', :a ."),
]  # fmt: skip
KEPT = [
    (SINGLE, ":x :p '1'^^xsd:int, '01'^^xsd:integer, 1.0 ."),
    (SINGLE, ":x :p '2004-01-01'^^xsd:date, '2005-01-01'^^xsd:date ."),
    (BELOW % f"{ONE} ; owl:onDataRange xsd:int", ":x a :C ; :p 1, 'a' ."),
    (":p rdfs:range xsd:integer .", ":a :p '5'^^xsd:byte, 5.0 ."),
    (":p rdfs:range :C . :q rdfs:range :D . :C owl:disjointWith :D .", ":a :p 'x' ; :q 'y' ."),
    (KEY, ":a a :C ; :k 1 . :b a :C ; :k 2 ; owl:differentFrom :a ."),
]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter")
    create_project(folder)
    return folder


@pytest.fixture
def write(starter: Path) -> Iterator[Callable[[str, str], list[str]]]:
    """Writes an ontology and data into the starter project, and gives the names of their files."""
    files = [starter / folder / "small.ttl" for folder in ("ontology", "data")]

    def written(ontology: str, data: str) -> list[str]:
        for file, text in zip(files, (ontology, data), strict=True):
            file.write_text(PREFIXES + text)
        return [str(file) for file in files]

    yield written
    for file in files:
        file.unlink()
    shutil.rmtree(starter / ".icigraph", ignore_errors=True)


def explained(icigraph: Callable[..., Ran], files: list[str]) -> Ran:
    return icigraph("--project", str(Path(files[0]).parents[1]), "explain", "--inconsistency", "--full")


@pytest.mark.parametrize(("standard", "ontology", "data"), BROKEN)
def test_what_is_found_is_proven(
    icigraph: Callable[..., Ran],
    write: Callable[[str, str], list[str]],
    standard: str,
    ontology: str,
    data: str,
) -> None:
    files = write(ontology, data)
    found = icigraph("reason", *files, "--inconsistency")
    assert found.code == 1
    assert standard in found.out
    count = int(found.out.rpartition("contradictions: ")[2])
    proven = explained(icigraph, files)
    assert proven.code == 1
    assert standard.partition("+")[0] in proven.out
    assert proven.out.count("the proof was checked") == count
    assert "CHECK FAILED" not in proven.out


@pytest.mark.parametrize(("ontology", "data"), KEPT)
def test_what_only_looks_like_it_is_none(
    icigraph: Callable[..., Ran], write: Callable[[str, str], list[str]], ontology: str, data: str
) -> None:
    files = write(ontology, data)
    assert icigraph("reason", *files, "--inconsistency").out == "consistent\n"
    assert explained(icigraph, files).out == "No contradiction.\n"
