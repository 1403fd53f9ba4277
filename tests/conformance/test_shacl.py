"""The W3C SHACL test suite, core and SPARQL, through our adapter of either engine.

Compared are conformance and, result by result, focus node, path (as a value), value, component and severity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from icigraph.base.faults import InputError
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH, Namespace
from icigraph.validation.reading.dataset import from_sources
from icigraph.validation.reading.inputs import read_sources
from icigraph.validation.shapes.paths import as_sparql
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.validate import validate

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl"

Outcome = tuple[bool, Counter[tuple[str, ...]]] | str


def suite_files() -> Iterator[Path]:
    """Every file of the suite that holds a test."""
    for path in sorted(SUITE.rglob("*.ttl")):
        if path.name != "manifest.ttl" and "sht:Validate" in path.read_text():
            yield path


def reading(path: Path) -> tuple[ShapeGraph, object]:
    """The test file as a graph that can be looked up, and its test node."""
    graph = ShapeGraph(from_sources(read_sources([path])))
    test = next(t.subject for t in graph.triples if t.object == SHT["Validate"])
    return graph, test


def action(graph: ShapeGraph, test: object, name: str) -> Source:
    """The data or the shapes graph of a test; `sht:dataGraph <>` is the file itself."""
    node = graph.value(graph.value(test, MF["action"]), SHT[name])
    assert isinstance(node, NamedNode)
    path = Path(node.value.removeprefix("file://"))
    return Source(path.name, path.read_bytes(), RdfFormat.TURTLE, node.value)


def expected(graph: ShapeGraph, test: object) -> Outcome:
    """What the manifest says: `failure`, or the verdict and its results."""
    result = graph.value(test, MF["result"])
    if result == SHT["Failure"]:
        return "failure"
    rows = Counter(expected_row(graph, node) for node in graph.values(result, SH["result"]))
    return graph.value(result, SH["conforms"]) == Literal(True), rows


def expected_row(graph: ShapeGraph, node: object) -> tuple[str, ...]:
    values = [
        graph.value(node, SH[name])
        for name in ("focusNode", "value", "sourceConstraintComponent", "resultSeverity")
    ]
    path = graph.value(node, SH["resultPath"])
    shown = as_sparql(ShapeGraph.path(_At(graph, path), None)) if path is not None else ""  # type: ignore[arg-type]
    return (*(row_term(value) for value in values), shown)


class _At:
    """Makes a result's path readable by the shapes' own reader."""

    def __init__(self, graph: ShapeGraph, node: object) -> None:
        self.values = graph.values
        self.value = lambda _shape, _predicate: node


def row_term(term: object) -> str:
    """Blank nodes have no identity across documents."""
    return "_:" if isinstance(term, BlankNode) else "" if term is None else str(term)


def actual(path: Path, engine: str) -> Outcome:
    graph, test = reading(path)
    try:
        report = validate(action(graph, test, "dataGraph"), action(graph, test, "shapesGraph"), engine=engine)
    except InputError:
        return "failure"
    return report.conforms, Counter(
        (
            row_term(r.focus),
            row_term(r.value),
            str(r.component),
            str(r.severity),
            as_sparql(r.path) if r.path is not None else "",
        )
        for r in report.results
    )


EXCEPTIONS = {
    "shacl": {
        "unsupported-sparql-004.ttl": "a sub-select that does not return $this is run, not refused",
    },
    "pyshacl": {
        "uniqueLang-002.ttl": "takes sh:uniqueLang '1'^^xsd:boolean for true",
        "shapesGraph-001.ttl": "does not know $shapesGraph",
    },
}


@pytest.mark.suite
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_w3c_suite(engine: str, shared: Path) -> None:
    assert (shared / "w3c" / "shacl").is_dir()
    wrong = {}
    files = list(suite_files())
    for path in files:
        graph, test = reading(path)
        wanted, got = expected(graph, test), actual(path, engine)
        if wanted != got:
            wrong[path.name] = (wanted, got)
    assert len(files) == 121
    assert wrong.keys() == EXCEPTIONS[engine].keys(), {
        k: v for k, v in wrong.items() if k not in EXCEPTIONS[engine]
    }
