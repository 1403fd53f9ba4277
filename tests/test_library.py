"""The library: what a program gets from `from icigraph import KnowledgeGraph`."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from icigraph import KnowledgeGraph
from icigraph.base.faults import InputError


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def test_a_question_takes_labels_codes_and_curies(graph: KnowledgeGraph) -> None:
    days = ("2004-12-31", "2005-03-01")
    before, after = (
        {graph.label(row[0]) for row in graph.ask("partners-as-of", asOf=day).rows} for day in days
    )
    assert "Kuwait" in before and "Qatar" not in before
    assert before < after
    assert graph.show("Kuwait") == graph.show("KW") == graph.show("id:kuwait")


def test_every_question_has_a_title_and_is_asked_by_its_name(graph: KnowledgeGraph) -> None:
    assert len(graph.questions) >= 25
    assert all(question.name for question in graph.questions)
    with pytest.raises(InputError, match="partners-as-of"):
        graph.ask("partner-as-of")


def test_queries_give_plain_values(graph: KnowledgeGraph) -> None:
    assert graph.query("ASK { id:kuwait ici:partnerIn id:ici }") is True
    assert graph.query("ASK { id:oman ici:partnerIn id:ici }") is False
    with pytest.raises(InputError):
        graph.query("SELECT ?s { ?s")


def test_a_proof_is_there_for_what_holds_only(graph: KnowledgeGraph) -> None:
    found = graph.explain("Kuwait", "partnerIn", "ICI")
    assert found is not None
    assert not found.failures
    assert all(leaf.place for leaf in found.leaves.values())
    assert graph.explain("id:kuwait", "ici:partnerIn", "id:ici") == found
    assert graph.explain("Oman", "partnerIn", "ICI") is None


def test_what_does_not_hold_is_told_with_what_is_said_instead(graph: KnowledgeGraph) -> None:
    found = graph.missing("Saudi Arabia", "partnerIn", "ICI")
    assert found.gaps
    assert any("invitation" in note.fact.value for note in found.instead)
    with pytest.raises(InputError, match="Kuwayt"):
        graph.explain("Kuwayt", "partnerIn", "ICI")


def test_the_graph_conforms_to_its_shapes(graph: KnowledgeGraph) -> None:
    assert graph.validate().conforms


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "rdfxml", "jsonld"])
def test_an_export_is_the_same_every_time(graph: KnowledgeGraph, form: str) -> None:
    assert graph.export(form) == graph.export(form) != b""


def test_rdflib_gets_the_closed_graph(graph: KnowledgeGraph) -> None:
    stated, closed = (graph.to_rdflib(with_inferred=inferred) for inferred in (False, True))
    terms = (graph.project.prefixes.expand(name) for name in ("id:kuwait", "ici:partnerIn", "id:ici"))
    question = f"ASK {{ {' '.join(map(str, terms))} }}"
    assert not stated.query(question).askAnswer
    assert closed.query(question).askAnswer


def test_a_folder_that_is_no_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        KnowledgeGraph.open(tmp_path)


def test_the_store_is_pyoxigraphs(graph: KnowledgeGraph) -> None:
    assert isinstance(graph.store, Store)
    assert len(graph.store)
