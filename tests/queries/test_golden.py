"""Every question gives its golden answer, on pyoxigraph and on rdflib, for every set of parameters."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, serialize

from icigraph.project.front_matter import front_matter
from icigraph.project.graph_project import open_project
from icigraph.project.question import Question, question_of
from icigraph.questions.answer import Answer, Asking
from icigraph.questions.results import serialised
from icigraph.rdf.namespaces import CORE, RDF
from icigraph.snapshot.pipeline import close

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
Rows = list[list[str]]


def front(file: Path) -> dict[str, Any]:
    return {"file": f"queries/{file.name}"} | front_matter(file.read_text(encoding="utf-8"), file.name)


def question(file: Path) -> Question:
    return question_of(file.stem, front(file))


def golden(file: Path, name: str) -> Path:
    return file.with_name(f"{file.stem}.{name}.expected.csv" if name else f"{file.stem}.expected.csv")


def sets(file: Path) -> dict[str, Mapping[str, object]]:
    return {"": {}, **front(file).get("tests", {})}


CASES = [
    pytest.param(file, name, values, id=f"{file.stem}{'.' if name else ''}{name}")
    for file in QUERIES
    for name, values in sets(file).items()
]


def table(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def expected(file: Path, name: str) -> Rows:
    return table(golden(file, name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asking() -> Asking:
    project = open_project(ROOT)
    return Asking(close(project).store, project.prefixes)


@pytest.fixture(scope="module")
def graph(asking: Asking) -> Any:
    rdflib = pytest.importorskip("rdflib")
    found = rdflib.Graph()
    found.parse(
        data=serialize({quad.triple for quad in asking.store}, format=RdfFormat.N_TRIPLES), format="nt"
    )
    return found


def answer(asking: Asking, file: Path, values: Mapping[str, object]) -> Answer:
    asked = question(file)
    return asking.answer(asked, asking.query(asked, file.read_text(encoding="utf-8"), values))


@pytest.mark.parametrize(("file", "name", "values"), CASES)
def test_answer_is_golden(asking: Asking, file: Path, name: str, values: Mapping[str, object]) -> None:
    found = answer(asking, file, values)
    assert table(serialised(found.variables, found.rows, "csv")) == expected(file, name)


@pytest.mark.parametrize(("file", "name", "values"), CASES)
def test_rdflib_gives_the_golden_answer(
    asking: Asking, graph: Any, file: Path, name: str, values: Mapping[str, object]
) -> None:
    query = asking.query(question(file), file.read_text(encoding="utf-8"), values)
    assert table(graph.query(query).serialize(format="csv").decode()) == expected(file, name)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_fact_and_claim_columns_hold_occurrents_and_claims(asking: Asking, file: Path) -> None:
    found = answer(asking, file, {})
    for index in found.fact_columns:
        kind = CORE["Claim"] if found.variables[index].startswith("claim") else CORE["Occurrent"]
        known = {quad.subject for quad in asking.store.quads_for_pattern(None, RDF["type"], kind)}
        assert {row[index] for row in found.rows} - {None} <= known


@pytest.mark.parametrize(
    "file", sorted((ROOT / "queries").glob("*.expected.csv")), ids=lambda file: file.name
)
def test_no_row_stands_twice(file: Path) -> None:
    rows = table(file.read_text(encoding="utf-8"))
    assert len(rows) == len(set(map(tuple, rows)))


def test_every_golden_answer_belongs_to_a_question() -> None:
    wanted = {golden(file, name) for file in QUERIES for name in sets(file)}
    assert set((ROOT / "queries").glob("*.expected.csv")) == wanted
