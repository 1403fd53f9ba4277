"""Ontologies that others wrote, read in place: closed in the quick ways, by plain evaluation, by owlrl."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.checks.ontology_quality import quality
from icigraph.rdf.namespaces import OWL, RDFS
from icigraph.rules.close import compile_from, inferred_from
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.materialise import DERIVED, INFERRED, close, materialise
from icigraph.rules.run.oracle import closure_by_owlrl, is_noise
from icigraph.rules.run.sources import load_graphs, triples_of

pytestmark = pytest.mark.suite
FILES = ["cco-merged.ttl", "brick/Brick-1.4.ttl"]


@pytest.fixture
def real(shared: Path) -> Path:
    folder = shared / "real"
    if not folder.is_dir():
        pytest.skip("../shared/real is not there")
    return folder


@pytest.mark.parametrize("name", FILES)
def test_the_quick_ways_lead_to_what_plain_evaluation_finds(real: Path, name: str) -> None:
    store = Store()
    load_graphs([real / name], store)
    plain = Store()
    plain.bulk_extend(store)
    rules = compile_from(store)
    materialise(store, rules)
    close(replace(Engine.of(plain), memory=None), rules, inferred=INFERRED, derived=DERIVED)
    assert len(store) > len(list(store.quads_for_pattern(None, None, None, INFERRED))) + 10_000
    assert set(store) == set(plain)


def test_a_part_is_closed_as_by_owlrl(real: Path) -> None:
    part = about_some(triples_of(real / "cco-merged.ttl"), 25)
    ours = {triple for triple in inferred_from(part) if not is_noise(triple)}
    theirs = {triple for triple in closure_by_owlrl(part) if not is_noise(triple)}
    assert len(ours) > 100
    assert ours == theirs - part


def about_some(triples: Iterable[Triple], every: int) -> set[Triple]:
    """What is said of the properties and of one class in so many, with what is above it and the anonymous
    classes in what is said, but for texts and numbers.
    """
    by_subject: dict[object, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    classes = sorted({triple.subject for triple in triples if triple.object == OWL["Class"]}, key=str)
    waiting: list[object] = [
        *[node for node in classes if isinstance(node, NamedNode)][::every],
        *[triple.subject for triple in triples if triple.object == OWL["ObjectProperty"]],
    ]
    found: dict[object, None] = {}
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting += [
                triple.object
                for triple in by_subject.get(node, ())
                if isinstance(triple.object, BlankNode) or triple.predicate == RDFS["subClassOf"]
            ]
    said = (triple for node in found for triple in by_subject.get(node, ()))
    return {triple for triple in said if not isinstance(triple.object, Literal)}


def test_an_ontology_is_judged(real: Path) -> None:
    kinds = {finding.kind for finding in quality(triples_of(real / "cco-merged.ttl"))}
    assert kinds <= {"unsatisfiable", "circle", "redundant", "domain"}
    assert "redundant" in kinds
