"""The library as one uses it: a graph that outlives what becomes of its files, values of Python as
parameters, and what a notebook shows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from tests.conftest import Ran

import icigraph
from icigraph import InputError, KnowledgeGraph
from icigraph.rdf.namespaces import XSD
from icigraph.snapshot.scaffold import create_project

Run = Callable[..., Ran]
ID = "https://example.org/lighthouses/id/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path / "lights")
    return tmp_path / "lights"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def elsewhere(project: Path, *arguments: str) -> str:
    """What another process says."""
    command = [sys.executable, "-m", "icigraph", "--project", str(project), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def keepers(graph: KnowledgeGraph) -> list[str]:
    return [graph.label(row[0]) for row in graph.ask("keepers", lighthouse="North Point").rows]


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_graph_outlives_a_rebuild_by_another_process(project: Path, asked_before: bool) -> None:
    graph = KnowledgeGraph.open(project)
    if asked_before:
        keepers(graph)
    edit(project / "data" / "keepings.ttl", '"Ada Quill"', '"Eda Quill"')
    edit(project / "queries" / "keepers.rq", "?lighthouse", "?house")
    edit(project / "queries" / "keepers.rq", "name: lighthouse", "name: house")
    assert "Eda Quill" in elsewhere(project, "ask", "keepers", "--house", "North Point")
    assert keepers(graph) == ["Ada Quill", "Jonas Reed"]
    assert graph.show("Ada Quill").thing == NamedNode(f"{ID}ada-quill")
    assert graph.query("ASK { ?s rdfs:label 'Ada Quill'@en }") is True
    assert graph.explain("Ada Quill", "rdf:type", "light:Keeper") is not None
    assert keepers(graph) == ["Ada Quill", "Jonas Reed"]


def test_what_reads_the_files_again_says_that_they_changed(project: Path) -> None:
    graph = KnowledgeGraph.open(project)
    edit(project / "data" / "keepings.ttl", '"Ada Quill"', '"Eda Quill"')
    for call in (graph.validate, graph.export, graph.to_rdflib):
        with pytest.raises(InputError, match="changed since the graph was opened"):
            call()
    assert KnowledgeGraph.open(project).validate().conforms


def test_a_faulty_edit_leaves_an_open_graph_as_it_is(project: Path) -> None:
    graph = KnowledgeGraph.open(project)
    (project / "queries" / "keepers.rq").write_text("SELECT {")
    assert keepers(graph) == ["Ada Quill", "Jonas Reed"]


def question(project: Path, name: str, kind: str, value: str = "1") -> None:
    (project / "queries" / "echo.rq").write_text(
        f"#+ summary: echo\n#+ parameters:\n#+   - name: {name}\n#+     type: {kind}\n"
        f"PREFIX xs: <{XSD}>\nSELECT ?{name} {{ VALUES ?{name} {{ {value} }} }}"
    )


def echoed(project: Path, kind: str, value: object) -> list[object]:
    question(project, "v", kind)
    return [row[0] for row in KnowledgeGraph.open(project).ask("echo", v=value).rows]


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=XSD[kind])


NOON = datetime(2005, 2, 10, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("xsd:boolean", True, typed("true", "boolean")),
        ("xsd:boolean", False, typed("false", "boolean")),
        ("xsd:date", date(2005, 2, 10), typed("2005-02-10", "date")),
        ("xsd:date", NOON, typed("2005-02-10", "date")),
        ("date", "2005-02-10", typed("2005-02-10", "date")),
        ("xsd:dateTime", NOON, typed("2005-02-10T12:30:00+00:00", "dateTime")),
        ("xsd:double", 2.5, typed("2.5", "double")),
        ("xsd:double", "2.5e-3", typed("2.5e-3", "double")),
        ("xsd:float", 1, typed("1", "float")),
        ("xsd:decimal", Decimal("1.50"), typed("1.50", "decimal")),
        ("xsd:int", -3, typed("-3", "int")),
        ("xsd:anyURI", "http://e.org/", typed("http://e.org/", "anyURI")),
        ("xsd:time", "10:30:00", typed("10:30:00", "time")),
        ("xsd:duration", "P1Y", typed("P1Y", "duration")),
        ("xsd:gMonthDay", "--02-10", typed("--02-10", "gMonthDay")),
        ("xs:string", "a", Literal("a")),
        ("xs:date", "2005-02-10", typed("2005-02-10", "date")),
    ],
)
def test_values_of_python_become_terms(project: Path, kind: str, value: object, term: Literal) -> None:
    # The engine writes numbers in its own way: what is compared are values.
    (found,) = echoed(project, kind, value)
    assert isinstance(found, Literal)
    assert found.datatype in (term.datatype, XSD["integer"])
    numeric = kind.partition(":")[2] in ("double", "float", "decimal", "int")
    assert (
        float(found.value) == float(term.value)
        if numeric
        else found.value.replace("+00:00", "Z") == term.value.replace("+00:00", "Z")
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("xsd:boolean", "maybe"),
        ("xsd:byte", 300),
        ("xsd:double", "two"),
        ("xsd:time", "25:00:00"),
        ("xsd:duration", "P"),
        ("xsd:dateTime", "2005-02-30T00:00:00"),
        ("xsd:language", "a b"),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(project: Path, kind: str, value: object) -> None:
    with pytest.raises(InputError, match="is not a value of"):
        echoed(project, kind, value)


@pytest.mark.parametrize(
    "several",
    [
        ["North Point", "Ada Quill"],
        ("North Point", "Ada Quill"),
        {"North Point", "Ada Quill"},
        frozenset({"North Point", "Ada Quill"}),
        dict.fromkeys(["North Point", "Ada Quill"]),
        dict.fromkeys(["North Point", "Ada Quill"]).keys(),
    ],
    ids=lambda several: type(several).__name__,
)
def test_several_values_come_in_anything_that_can_be_iterated_over(project: Path, several: object) -> None:
    found = {str(term) for term in echoed(project, "", several)}
    assert found == {f"<{ID}north-point>", f"<{ID}ada-quill>"}


def test_a_generator_gives_values(project: Path) -> None:
    def places() -> Iterator[str]:
        yield "North Point"

    assert [str(term) for term in echoed(project, "", places())] == [f"<{ID}north-point>"]


@pytest.mark.parametrize("name", ["name", "self", "values", "given", "question", "True"])
def test_a_parameter_may_have_any_name(project: Path, icigraph: Run, name: str) -> None:
    question(project, name, "")
    graph = KnowledgeGraph.open(project)
    assert [str(row[0]) for row in graph.ask("echo", {name: "North Point"}).rows] == [f"<{ID}north-point>"]
    assert len(graph.ask("echo", **{name: "North Point"}).rows) == 1
    option = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
    ran = icigraph("--project", str(project), "ask", "echo", f"--{option}", "North Point")
    assert (ran.code, "id:north-point" in ran.out or "North Point" in ran.out) == (0, True)


def test_one_parameter_in_two_spellings_is_told() -> None:
    with pytest.raises(InputError, match="'as_of' and 'asOf' are one parameter"):
        KnowledgeGraph.open().ask("partners-as-of", as_of="2005-02-10", asOf="2006-02-10")


def test_service_is_refused_in_the_library_too(project: Path) -> None:
    with pytest.raises(InputError, match="SERVICE"):
        KnowledgeGraph.open(project).query("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_graph_can_be_shown_and_kept_in_a_set(project: Path) -> None:
    graph = KnowledgeGraph.open(project)
    assert "lighthouses" in repr(graph)
    assert len(repr(graph)) < 200
    assert len({graph, graph, KnowledgeGraph.open(project)}) == 2


def test_completion_shows_what_the_package_offers() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import icigraph; print(*dir(icigraph))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(icigraph.__all__) <= set(told.stdout.split())


EXPORTS: list[tuple[dict[str, object], tuple[str, ...]]] = [
    ({}, ()),
    ({"with_inferred": True}, ("--with-inferred",)),
    ({"graphs": ["data/keepings"]}, ("-g", "data/keepings")),
    ({"graphs": ["data/keepings"], "with_inferred": True}, ("-g", "data/keepings", "--with-inferred")),
    ({"graphs": ["derived"]}, ("-g", "derived")),
    ({"graphs": ["data/"], "with_inferred": True}, ("-g", "data/", "--with-inferred")),
]


@pytest.mark.parametrize(("given", "options"), EXPORTS, ids=[" ".join(options) for _, options in EXPORTS])
@pytest.mark.parametrize("form", ["nq", "ttl"])
def test_the_command_exports_what_the_library_does(
    project: Path, icigraph: Run, given: dict[str, object], options: tuple[str, ...], form: str
) -> None:
    written = KnowledgeGraph.open(project).export(form, **given)  # type: ignore[arg-type]
    ran = icigraph("--project", str(project), "export", "--format", form, *options)
    assert ran.out.encode() == written != b""


def test_an_unknown_graph_is_told_by_both(project: Path, icigraph: Run) -> None:
    with pytest.raises(InputError, match="no graph is called 'data/keeping'"):
        KnowledgeGraph.open(project).export(graphs=["data/keeping"])
    ran = icigraph("--project", str(project), "export", "-g", "data/keeping")
    assert (ran.code, "did you mean data/keepings?" in ran.err) == (2, True)
