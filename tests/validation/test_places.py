"""Where results are: faults injected into real files, every component in every syntax and layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from tests.validation.injected import LAYOUTS, Case, cases, suffix, written

from icigraph.rdf.documents import Source
from icigraph.validation.reading.inputs import FORMATS
from icigraph.validation.report import Result
from icigraph.validation.validate import validate

ROOT = Path(__file__).parents[2]
HOSTS = sorted((ROOT / "data").rglob("*.ttl"))
CASES = cases()


def host_text(path: Path, layout: str) -> str:
    if layout not in ("nt", "nq", "rdf", "jsonld"):
        return path.read_text(encoding="utf-8")
    quads = parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    syntax = FORMATS[layout] if layout in ("rdf", "jsonld") else RdfFormat.N_TRIPLES
    return serialize((quad.triple for quad in quads), format=syntax).decode()


def found(case: Case, layout: str, host: str, seed: int) -> tuple[list[Result], list[int], int]:
    made = written(case, layout, host, seed)
    data = Source(
        f"host.{suffix(layout)}", made.text.encode(), FORMATS[suffix(layout)], "http://fault.example/file"
    )
    shapes = Source("shapes.ttl", case.shapes.encode(), RdfFormat.TURTLE, "http://fault.example/shapes")
    report = validate(data, shapes)
    assert not report.faults
    return [r for r in report.results if case.component in r.component.value], made.faulty, made.block


def assert_right_lines(case: Case, layout: str, host: str, seed: int) -> None:
    results, faulty, block = found(case, layout, host, seed)
    assert results, "the fault was not found"
    for result in results:
        lines = [one.place.line for one in result.evidence]
        assert lines[0] in ([block] if case.block else faulty), (lines, faulty, block)
    named = {one.place.line for result in results for one in result.evidence}
    assert named >= ({block} if case.block else set(faulty)), (named, faulty)
    if case.block and case.component != "Class":
        # Of RDF/XML and JSON-LD it is not known where a node's description ends.
        known = layout not in ("rdf", "jsonld")
        inserts = [result.insert for result in results]
        assert all(one and one.line and one.line >= block for one in inserts) if known else not any(inserts)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.component} {case.name}".strip())
def test_every_component_in_every_layout_names_the_right_line(case: Case, layout: str) -> None:
    seed = CASES.index(case) * len(LAYOUTS) + LAYOUTS.index(layout)
    assert_right_lines(case, layout, host_text(HOSTS[seed % len(HOSTS)], layout), seed)


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(CASES) * len(LAYOUTS) >= 200


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.sampled_from(LAYOUTS), st.integers(0, 10**6))
def test_the_place_follows_the_text_wherever_it_moves(case: Case, layout: str, seed: int) -> None:
    assert_right_lines(case, layout, host_text(HOSTS[seed % len(HOSTS)], layout), seed)
