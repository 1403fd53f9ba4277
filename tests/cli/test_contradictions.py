"""A project that contradicts itself, in every verb that looks at it: none passes in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from icigraph.build.scaffold import create_project

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ici: <https://w3id.org/icigraph/ontology#> .
@prefix x: <http://example.org/x#> .
"""
AXIOMS = """[] a owl:AllDisjointClasses ; owl:members ( x:Water x:Fire x:Earth ) .
x:Sea rdfs:subClassOf x:Water .
x:beside a owl:IrreflexiveProperty .
"""
FACTS = "x:mud a x:Sea, x:Earth .\nx:one x:beside x:one .\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The starter project, with axioms that nothing breaks so far."""
    create_project(tmp_path)
    (tmp_path / "ontology" / "elements.ttl").write_text(PREFIXES + AXIOMS)
    return tmp_path


@pytest.fixture
def run(project: Path, icigraph: Callable) -> Callable:
    return lambda *arguments: icigraph("--project", str(project), *arguments)


def state(project: Path, facts: str) -> None:
    (project / "data" / "elements.ttl").write_text(PREFIXES + facts)


def test_a_build_names_each_contradiction_where_it_stands_and_fails(project: Path, run: Callable) -> None:
    assert run("build").code == 0
    state(project, FACTS)
    ran = run("build")
    assert ran.code == 1
    assert "the graph contradicts itself (2 times)" in ran.out
    assert "data/elements.ttl:6:16" in ran.out
    assert (
        "cax-adc: mud a Earth and mud a Water" in ran.out or "cax-adc: mud a Water and mud a Earth" in ran.out
    )
    assert "prp-irp: one beside one" in ran.out
    assert "icigraph explain --inconsistency" in ran.out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html", "turtle", "csv"])
def test_validation_reports_it_in_every_form(project: Path, run: Callable, form: str) -> None:
    assert run("validate", "--format", form).code == 0
    state(project, FACTS)
    ran = run("validate", "--format", form)
    assert ran.code == 1
    assert "prp-irp" in ran.out
