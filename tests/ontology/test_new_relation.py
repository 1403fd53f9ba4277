"""What a new relation costs: one property, and a relation with its claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from icigraph import KnowledgeGraph
from icigraph.questions.query import Solutions
from icigraph.snapshot.scaffold import create_project

DATE = "<http://www.w3.org/2001/XMLSchema#date>"
PROPERTY = """
light:sees a owl:ObjectProperty , core:RelationProperty ;
    rdfs:label "sees"@en ;
    skos:definition "Leads from a lighthouse to another whose light is seen from it."@en ;
    rdfs:isDefinedBy <https://example.org/lighthouses/ontology> .
"""
RELATION = """
id:south-point a light:Lighthouse ;
    rdfs:label "South Point"@en .

<https://example.org/lighthouses/id/relation/sees> a core:Relation ;
    rdfs:label "South Point is seen from North Point"@en ;
    core:subject id:north-point ;
    core:property light:sees ;
    core:object id:south-point .

claim:sees-log a core:Claim ;
    core:states <https://example.org/lighthouses/id/relation/sees> ;
    core:start "1904-05"^^xsd:gYearMonth ;
    core:rank core:normal ;
    core:citation citation:log-start .
"""
TOLD = """
SELECT ?seen ?from ?until WHERE {
  ?lighthouse light:sees ?seen .
  ?relation core:subject ?lighthouse ; core:property light:sees ; core:object ?seen ;
    core:earliestStart ?from ; core:earliestEnd ?until .
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path)
    return tmp_path


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_one_property_and_one_relation_are_dated_validated_and_inferred(project: Path) -> None:
    append(project / "ontology" / "lighthouses.ttl", PROPERTY)
    append(project / "data" / "keepings.ttl", RELATION)
    graph = KnowledgeGraph.open(project)
    assert graph.validate().conforms
    told = graph.query(TOLD)
    assert isinstance(told, Solutions)
    assert [(str(row["from"]), str(row["until"])) for row in told.as_dicts()] == [
        (f'"1904-05-01"^^{DATE}', f'"1911-01-01"^^{DATE}')
    ]


def test_a_relation_whose_property_is_not_declared_one_is_told(project: Path) -> None:
    append(project / "data" / "keepings.ttl", RELATION)
    assert not KnowledgeGraph.open(project).validate().conforms
