"""A project that contradicts itself, in every verb that looks at it: none passes in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from icigraph.rdf.namespaces import RDF
from icigraph.snapshot.scaffold import create_project

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <http://example.org/x#> .
"""
AXIOMS = """[] a owl:AllDisjointClasses ; owl:members ( x:Water x:Fire x:Earth ) .
x:Sea rdfs:subClassOf x:Water .
x:beside a owl:IrreflexiveProperty .
x:count rdfs:subPropertyOf x:number . x:number rdfs:range xsd:integer .
"""
LIGHT = "https://example.org/lighthouses/"
LITERALS = f"""<{LIGHT}id/keeping/ada-quill> x:shift "300"^^xsd:byte ; x:years "many"^^xsd:integer .
[] x:age "-1"^^xsd:nonNegativeInteger .
x:one x:count true .
x:two x:count 7 ; x:shift "127"^^xsd:byte .
"""
INFLUENCED = NamedNode("http://www.w3.org/ns/prov#wasInfluencedBy")
FACTS = "x:mud a x:Sea, x:Earth .\nx:one x:beside x:one .\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter project, with axioms that nothing breaks so far; it is the working folder."""
    create_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS)
    return tmp_path


def place(spelled: str) -> str:
    """Where a text stands in the data file."""
    before = (PREFIXES + LITERALS).partition(spelled)[0]
    return f"data/elements.ttl:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def state(project: Path, facts: str) -> None:
    (project / "data" / "elements.ttl").write_text(PREFIXES + facts)


def test_a_build_names_each_contradiction_and_fails(project: Path, icigraph: Callable) -> None:
    assert icigraph("build").code == 0
    state(project, FACTS)
    ran = icigraph("build")
    assert ran.code == 1
    assert "the graph contradicts itself (2 times)" in ran.out
    assert "data/elements.ttl:6:16" in ran.out
    assert (
        "cax-adc: mud a Earth and mud a Water" in ran.out or "cax-adc: mud a Water and mud a Earth" in ran.out
    )
    assert "prp-irp: one beside one" in ran.out
    assert "icigraph explain --inconsistency" in ran.out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html", "turtle", "csv"])
def test_validation_reports_it_in_every_form(project: Path, icigraph: Callable, form: str) -> None:
    assert icigraph("validate", "--format", form).code == 0
    state(project, FACTS)
    ran = icigraph("validate", "--format", form)
    assert ran.code == 1
    assert "prp-irp" in ran.out


def test_each_contradiction_is_proven_with_its_causes(project: Path, icigraph: Callable) -> None:
    assert icigraph("explain", "--full", "--inconsistency").out == "No contradiction.\n"
    state(project, FACTS)
    ran = icigraph("explain", "--full", "--inconsistency")
    assert ran.code == 1
    assert ran.out.count("the proof was checked") == ran.out.count("The fewest stated triples") == 2


def test_a_literal_that_denotes_nothing_is_a_contradiction_with_proof_place_and_citation(
    project: Path, icigraph: Callable
) -> None:
    state(project, LITERALS)
    ran = icigraph("explain", "--full", "--inconsistency")
    assert ran.code == 1
    assert ran.out.count("the proof was checked") == 4
    for literal in ('"300"^^xsd:byte', '"many"^^xsd:integer', '"-1"^^xsd:nonNegativeInteger'):
        assert f"{literal}\n      stated at {place(literal)}\n" in ran.out
        assert f"{literal}  ({place(literal)})\n" in ran.out
    assert "cites: The log of North Point" in ran.out


def test_a_value_outside_the_range_of_its_property_is_one(project: Path, icigraph: Callable) -> None:
    state(project, LITERALS)
    (proof,) = (
        one
        for one in json.loads(icigraph("explain", "--inconsistency", "-f", "json").out)["proofs"]
        if "prp-rng:number/dt-not-type" in one["rules"]
    )
    assert proof["checked"]
    assert [cause["leaf"]["place"] for cause in proof["causes"]] == [place("true")]
    assert [rule["places"] for rule in proof["rules"].values()] == [
        ["ontology/elements.ttl:8:59"],
        ["ontology/elements.ttl:8:28"],
    ]


@pytest.mark.parametrize("form", ["json", "ttl", "dot", "html", "md"])
def test_every_form_has_the_literal_its_place_and_what_it_cites(
    project: Path, icigraph: Callable, form: str
) -> None:
    state(project, LITERALS + FACTS)
    ran = icigraph("explain", "--inconsistency", "--format", form)
    assert ran.code == 1
    assert place('"300"') in ran.out
    assert "300" in ran.out
    cited = "id/citation/log-start" if form == "ttl" else "The log of North Point"
    assert cited in ran.out


def test_provenance_tells_contradictions_and_their_causes_apart(project: Path, icigraph: Callable) -> None:
    state(project, LITERALS)
    text = icigraph("explain", "--inconsistency", "--format", "ttl").out
    caused = [quad for quad in parse(text, RdfFormat.TURTLE) if quad.predicate == INFLUENCED]
    assert len({quad.subject for quad in caused}) == 4
    assert len(caused) == 4


SINGLE = """x:height a owl:DatatypeProperty, owl:FunctionalProperty .
x:Lamp rdfs:subClassOf [ a owl:Restriction ; owl:onProperty x:colour ; owl:maxCardinality 1 ] .
x:power rdfs:range xsd:integer .
"""
VALUES = """x:one x:height 12, 13 . x:two x:height "12"^^xsd:int, "012"^^xsd:integer, 12.0 .
x:three a x:Lamp ; x:colour "red", "green" . x:four x:colour "red", "green" .
x:five x:power 1.5 . x:six x:power 15.0, 15 .
"""
CLASHES = [
    "prp-fp+dt-diff: one height 12 and one height 13 contradict height a owl:FunctionalProperty",
    'cax-sco+cls-maxc2+dt-diff: three a Lamp and three colour "red" and three colour "green" contradict '
    "Lamp rdfs:subClassOf [ owl:maxCardinality 1 ; owl:onProperty colour ]",
    "dt-not-type+prp-rng: five power 1.5 contradicts power rdfs:range xsd:integer",
]


@pytest.fixture
def values(project: Path) -> Path:
    """The project with values of which some clash, and some only look like it."""
    (project / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS + SINGLE)
    state(project, VALUES)
    return project


def alike(message: str) -> frozenset[str]:
    """A message whatever the order of what it names."""
    return frozenset(message.replace(".", " ").split())


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize("verb", ["build", "validate"])
def test_values_that_clash_are_told_of_with_their_places(icigraph: Callable, verb: str) -> None:
    ran = icigraph(verb)
    assert ran.code == 1
    assert "the graph contradicts itself (3 times)" in ran.out
    for number in ("12, 13", "13", "1.5"):
        before = (PREFIXES + VALUES).partition(number)[0]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert f"data/elements.ttl:{line}:{column}" in ran.out


@pytest.mark.usefixtures("values")
def test_every_verb_tells_of_them_in_the_same_words(icigraph: Callable) -> None:
    report = json.loads(icigraph("validate", "--format", "json").out)
    said = {alike(message) for message in _messages(report) if "dt-" in message}
    assert said == {alike(message) for message in CLASHES}
    files = ("ontology/elements.ttl", "data/elements.ttl")
    given = icigraph("reason", *files, "--inconsistency", "--store", "closed").out.splitlines()
    assert {alike(message) for message in given} == {*said, alike("contradictions: 3")}


def _messages(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _messages(each)]
    if isinstance(value, list):
        return [text for each in value for text in _messages(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.usefixtures("values")
def test_values_that_clash_are_proven(icigraph: Callable) -> None:
    ran = icigraph("explain", "--full", "--inconsistency")
    assert ran.code == 1
    assert ran.out.count("the proof was checked") == ran.out.count("a contradiction\n") == 3
    assert "so two values are the same; but literals of different values are different" in ran.out
    assert "x#one> <http://example.org/x#height> 13  (data/elements.ttl:5:20)" in ran.out


SAME = """x:lord a owl:FunctionalProperty . x:age a owl:FunctionalProperty .
x:sub rdfs:subPropertyOf rdfs:subClassOf . x:Pond x:sub x:Water .
"""


def test_what_is_the_same_contradicts_once(project: Path, icigraph: Callable) -> None:
    (project / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS + SAME)
    state(project, "x:a x:lord x:b, x:c, x:d . x:b x:age 1 . x:c x:age 2 ; a x:Fire, x:Sea .\n")
    assert "the graph contradicts itself (2 times)" in icigraph("build").out
    files = ("ontology/elements.ttl", "data/elements.ttl")
    assert icigraph("reason", *files, "--inconsistency").out.endswith("contradictions: 2\n")
    assert icigraph("explain", "--full", "--inconsistency").out.count("the proof was checked") == 2


def test_an_axiom_that_follows_is_proven_too(project: Path, icigraph: Callable) -> None:
    (project / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS + SAME)
    state(project, 'x:c a x:Pond, x:Fire . x:c x:note "a ` and a ``" .\n')
    ran = icigraph("explain", "--full", "--inconsistency")
    assert ran.out.count("the proof was checked") == 1
    assert "x#Pond> rdfs:subClassOf <http://example.org/x#Water>\n" in ran.out
    assert "x#c> rdf:type <http://example.org/x#Pond>  (data/elements.ttl:5:7)" in ran.out


def test_backticks_in_a_literal_do_not_end_code_in_markdown(project: Path, icigraph: Callable) -> None:
    state(project, 'x:c x:note "a ` and a ``" .\n')
    said = '<http://example.org/x#c> <http://example.org/x#note> "a ` and a ``"'
    assert f"- ``` {said} ``` stated in data/" in icigraph("explain", said, "-f", "md").out


def test_a_near_miss_does_not_wish_for_things_to_be_the_same(project: Path, icigraph: Callable) -> None:
    (project / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS + SAME)
    state(project, "x:a x:lord x:b, x:c . x:b a x:Sea . x:d a x:Sea .\n")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/x#Pond>"
    ran = icigraph("explain", "--not", "--full", f"<http://example.org/x#d> {kind}")
    assert "No rule concludes such a triple" in ran.out
    same = icigraph("explain", "--not", "--full", "<http://example.org/x#c> <http://example.org/x#age> 5")
    assert same.code == 2
    assert "not a triple in N-Triples syntax" in same.err


def test_an_anonymous_class_stands_in_its_axiom(project: Path, icigraph: Callable) -> None:
    only = "[ owl:onProperty x:beside ; owl:allValuesFrom x:Fire ]"
    (project / "ontology" / "elements.ttl").write_text(
        PREFIXES + AXIOMS + f"x:Water rdfs:subClassOf {only} ."
    )
    state(project, "x:a a x:Sea ; x:beside x:b .\n")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/x#Fire>"
    out = icigraph("explain", "--full", f"<http://example.org/x#b> {kind}").out
    assert "axiom: <http://example.org/x#Water> rdfs:subClassOf [ owl:" in out
    assert "owl:allValuesFrom <http://example.org/x#Fire>" in out


def test_a_blank_node_cannot_be_asked_for(icigraph: Callable) -> None:
    ran = icigraph("explain", "_:a <http://example.org/x#age> <http://example.org/x#b>")
    assert (ran.code, "a blank node has another name in each reading" in ran.err) == (2, True)


ASSERTIONS = """x:n1 a owl:NegativePropertyAssertion ;
    owl:sourceIndividual x:a ; owl:assertionProperty x:near ; owl:targetIndividual x:b .
x:a x:near x:b .
x:ad a owl:AllDifferent ; owl:distinctMembers ( x:c x:d ) . x:c owl:sameAs x:d .
"""


def test_axioms_count_in_whichever_file_they_stand(project: Path, icigraph: Callable) -> None:
    state(project, ASSERTIONS)
    for verb in (["build"], ["validate"], ["explain", "--inconsistency", "--full"]):
        ran = icigraph(*verb)
        assert ran.code == 1, verb
    assert ran.out.count("a contradiction\n") == 2
    files = sorted(str(path) for path in (project / "ontology").glob("*.ttl"))
    ran = icigraph("reason", *files, "data/elements.ttl", "--inconsistency")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "contradictions: 2")


def test_what_follows_from_an_assertion_among_the_facts_is_inferred(
    project: Path, icigraph: Callable
) -> None:
    state(
        project,
        "x:e a [ owl:onProperty x:near ; owl:hasValue x:b ] .x:Port rdfs:subClassOf x:Place . x:p a x:Port .",
    )
    assert icigraph("build").code == 0
    for triple in (
        "e> <http://example.org/x#near> <http://example.org/x#b",
        f"p> {RDF['type']} <http://example.org/x#Place",
    ):
        assert icigraph("explain", f"<http://example.org/x#{triple}> .").code == 0


def test_blank_individuals_take_part_in_contradictions(project: Path, icigraph: Callable) -> None:
    state(project, "[] a owl:AllDifferent ; owl:members ( _:x x:b x:c ) . _:x owl:sameAs x:b .")
    ran = icigraph("explain", "--full", "--inconsistency")
    assert ran.code == 1
    assert "the proof was checked" in ran.out
    assert "CHECK FAILED" not in ran.out
    assert icigraph("validate").code == 1
