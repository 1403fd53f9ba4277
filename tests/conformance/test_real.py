"""Shapes and data that others wrote, in ../shared/real: as many results as pySHACL 0.40.1 and shifty 0.5.1
have.

`benchmarks/real.py` compares them term by term, on more files; pySHACL takes a minute on some of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from icigraph.rdf.terms import local_name
from icigraph.validation.report import Result
from icigraph.validation.validate import validate

pytestmark = pytest.mark.suite


@pytest.fixture(scope="module")
def real(shared: Path) -> Path:
    folder = shared / "real"
    if not folder.is_dir():
        pytest.skip("../shared/real is not there")
    return folder


def components(results: Iterable[Result]) -> dict[str, int]:
    return dict(Counter(local_name(one.component).removesuffix("ConstraintComponent") for one in results))


@pytest.mark.parametrize(
    ("building", "expected"),
    [
        ("apartment", {"Class": 37, "SPARQL": 7}),
        ("rice_brick", {"SPARQL": 138, "Class": 92, "Or": 4}),
    ],
)
def test_buildings_in_brick(real: Path, building: str, expected: dict[str, int]) -> None:
    brick = real / "brick" / "Brick-1.4.ttl"
    report = validate([brick, real / "brick" / f"{building}.ttl"], brick, explain=3)
    assert components(report.results) == expected
    assert not report.faults
    for cause in report.causes:
        assert all(result.place for result in cause.results[:3])


def test_every_result_has_a_place_where_all_are_asked_for(real: Path) -> None:
    brick = real / "brick" / "Brick-1.4.ttl"
    report = validate([brick, real / "brick" / "apartment.ttl"], brick)
    assert [result for result in report.results if result.place is None] == []


def test_no_shape_of_brick_is_ill_formed_by_the_shapes_of_shapes(real: Path) -> None:
    """pyshacl's package holds SHACL's own shapes; its engine takes a minute for what is none here."""
    import pyshacl

    shapes = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"
    assert validate(real / "brick" / "Brick-1.4.ttl", shapes).conforms


@pytest.mark.parametrize(("shapes", "count"), [("hvd-shapes", 24), ("dcat-ap-2.1.1-shapes", 4)])
def test_examples_of_dcat_ap_have_the_results_of_both_engines(real: Path, shapes: str, count: int) -> None:
    """One of the examples has a syntax error, as published: what can be read of it is checked."""
    folder = real / "dcat-ap"
    examples = [path for path in sorted(folder.glob("example-*.ttl")) if is_read(path)]
    report = validate(examples, folder / f"{shapes}.ttl", engine="both")
    assert report.disagreements == ()
    assert len(report.results) == count
    assert len(examples) == 14


def is_read(path: Path) -> bool:
    from pyoxigraph import RdfFormat, parse

    try:
        return all(True for _ in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri()))
    except SyntaxError:
        return False
