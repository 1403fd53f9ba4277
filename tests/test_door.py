"""The front door of the library: what it takes, what it gives, and how that is shown."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

import icigraph
from icigraph import InputError
from icigraph.rdf.namespaces import XSD
from icigraph.snapshot.scaffold import create_project

TEXT = """@prefix : <http://e.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:married a owl:SymmetricProperty . :ada :married :bob .
"""
WHO = "SELECT ?who { ?who <http://e.org/married> ?other } ORDER BY ?who"
BOB = Triple(*(NamedNode(f"http://e.org/{name}") for name in ("bob", "married", "ada")))


def stored() -> Store:
    store = Store()
    store.load(TEXT, RdfFormat.TURTLE)
    return store


def of_rdflib() -> object:
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Graph().parse(data=TEXT, format="turtle")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ttl"
    path.write_text(TEXT)
    return path


KINDS = {
    "text": lambda _: TEXT,
    "bytes": lambda _: TEXT.encode(),
    "name": str,
    "path": lambda path: path,
    "folder": lambda path: path.parent,
    "glob": lambda path: f"{path.parent}/*.ttl",
    "store": lambda _: stored(),
    "rdflib": lambda _: of_rdflib(),
    "quads": lambda _: list(parse(TEXT, RdfFormat.TURTLE)),
    "triples": lambda _: [quad.triple for quad in parse(TEXT, RdfFormat.TURTLE)],
    "several": lambda path: [path, "<urn:s> <urn:p> <urn:o> ."],
}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_takes_rdf_in_any_form(file: Path, kind: str) -> None:
    def given() -> object:
        return KINDS[kind](file)

    assert len(icigraph.query(given(), WHO)) == 1
    assert len(icigraph.query(given(), WHO, reason=True)) == 2
    closure = icigraph.reason(given())
    assert list(closure.inferred()) == [BOB]
    found = icigraph.explain(given(), "<http://e.org/bob>", "<http://e.org/married>", "<http://e.org/ada>")
    assert found is not None and not found.failures
    shapes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> sh:targetSubjectsOf <http://e.org/married> ; "
    )
    report = icigraph.validate(
        given(), shapes + "sh:property [ sh:path <http://e.org/age> ; sh:minCount 1 ] ."
    )
    assert [str(result.focus) for result in report.results] == ["<http://e.org/ada>"]


def test_a_store_that_is_given_stays_as_it_is() -> None:
    store = stored()
    before = set(store)
    icigraph.reason(store)
    icigraph.query(store, WHO, reason=True)
    assert set(store) == before


def test_text_in_other_syntaxes() -> None:
    nt = '<urn:s> <urn:p> "x" <urn:g> .'
    assert icigraph.query(nt, "ASK { GRAPH <urn:g> { ?s ?p ?o } }", format="n-quads") is True
    json = '{"@id": "urn:s", "urn:p": "x"}'
    assert icigraph.query(json, "ASK { <urn:s> <urn:p> 'x' }") is True
    xml = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description '
    )
    assert icigraph.query(
        xml + 'rdf:about="urn:s"><e:p>x</e:p></rdf:Description></rdf:RDF>', "ASK { ?s e:p 'x' }"
    )


def test_a_closure_goes_everywhere(tmp_path: Path) -> None:
    closure = icigraph.reason(TEXT)
    assert len(closure) == 3
    assert set(closure) == {quad.triple for quad in stored()} | {BOB}
    assert BOB in {quad.triple for quad in closure.to_store()}
    assert len(closure.to_rdflib()) == 3
    for name in ("out.ttl", "out.nt", "out.rdf", "out.jsonld"):
        closure.write(tmp_path / name)
        assert set(icigraph.load(tmp_path / name).triples()) == set(closure)
    closure.write(tmp_path / "new.nt", only_inferred=True)
    assert (tmp_path / "new.nt").read_text() == f"{BOB} .\n"
    assert closure.entails(f"{BOB} .")
    assert not closure.entails("<urn:s> <urn:p> <urn:o> .")
    assert closure.contradictions() == ()
    wrong = icigraph.reason(
        TEXT,
        ":ada a owl:Nothing .".replace(":ada", "<http://e.org/ada>").replace(
            "owl:Nothing", "<http://www.w3.org/2002/07/owl#Nothing>"
        ),
    )
    assert [each.standard for each in wrong.contradictions()] == ["cls-nothing2"]


def test_literals_stay_as_they_are_spelled() -> None:
    closure = icigraph.reason('<urn:s> <urn:p> 042 , "4"^^<http://www.w3.org/2001/XMLSchema#short> .')
    assert {triple.object.value for triple in closure} == {"042", "4"}


def test_a_proof_has_the_file_and_line(file: Path) -> None:
    found = icigraph.explain(file, ":bob", ":married", ":ada")
    assert found is not None
    assert {str(leaf.place) for leaf in found.leaves.values()} == {f"{file}:2:50"}


@pytest.fixture(scope="module")
def solutions() -> icigraph.Solutions:
    text = """@prefix : <http://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . :a rdfs:label "<b>Ada</b>" .
    :a :n 1 ; :d 1.5 ; :t true ; :day "2005-02-10"^^xsd:date ; :year "2005"^^xsd:gYear ; :mixed 1 , "x" ."""
    found = icigraph.query(
        text,
        "SELECT ?s ?n ?d ?t ?day ?year ?mixed ?none "
        "{ ?s :n ?n ; :d ?d ; :t ?t ; :day ?day ; :year ?year ; :mixed ?mixed } ORDER BY DESC(?mixed)",
    )
    assert isinstance(found, icigraph.Solutions)
    return found


def test_solutions_are_rows(solutions: icigraph.Solutions) -> None:
    assert len(solutions) == 2 and len(list(solutions)) == 2
    assert repr(solutions) == "<Solutions of ?s ?n ?d ?t ?day ?year ?mixed ?none: 2 rows>"
    assert solutions.as_dicts()[0]["n"] == Literal(1)
    assert "none" not in solutions.as_dicts()[0]
    assert solutions.to_csv().splitlines()[0] == "s,n,d,t,day,year,mixed,none"
    assert solutions.to_csv(labels=True).splitlines()[1].startswith("<b>Ada</b>,1,1.5,true,2005-02-10")
    with pytest.raises(FrozenInstanceError):
        solutions.rows = ()  # type: ignore[misc]


def test_solutions_are_written_to_a_file(solutions: icigraph.Solutions, tmp_path: Path) -> None:
    text = solutions.to_csv(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == text.encode()


def test_solutions_as_a_table_of_arrow(solutions: icigraph.Solutions) -> None:
    pytest.importorskip("pyarrow")
    first = solutions.to_arrow().to_pylist()[0]
    assert first["s"] == "http://e.org/a"
    assert (first["n"], first["d"], first["t"]) == (1, Decimal("1.5"), True)
    assert (first["day"], first["year"], first["none"]) == (date(2005, 2, 10), "2005", None)
    assert set(solutions.to_arrow().column("mixed").to_pylist()) == {"1", "x"}


def test_what_is_not_installed_is_told(
    solutions: icigraph.Solutions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="pandas is not installed\n  hint: pip install pandas"):
        solutions.to_pandas()


def test_a_notebook_shows_labels_and_nothing_unescaped(solutions: icigraph.Solutions) -> None:
    shown = solutions._repr_html_()
    assert '<a href="http://e.org/a">&lt;b&gt;Ada&lt;/b&gt;</a>' in shown
    assert "<b>" not in shown
    evil = icigraph.query('<javascript:alert(1)> <urn:p> "<script>" .', "SELECT * { ?s ?p ?o }")
    assert "<script>" not in evil._repr_html_() and "href" not in evil._repr_html_()
    many = icigraph.load([Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(n)) for n in range(150)])
    assert "50 more rows" in many.query("SELECT * { ?s ?p ?o }")._repr_html_()


def test_an_answer_is_rows_with_labels() -> None:
    answer = icigraph.open().ask("partners-as-of", as_of="2005-01-20")
    assert [answer.label(row[0]) for row in answer] == ["Kuwait"]
    assert repr(answer) == "<Answer to partners-as-of: 1 row>"
    assert ">Kuwait</a>" in answer._repr_html_()
    assert answer.to_csv(labels=True).splitlines()[1].startswith("Kuwait,")


def test_a_graph_is_never_built_unless_it_may_be(tmp_path: Path) -> None:
    create_project(tmp_path / "lights")
    with pytest.raises(InputError, match="was not built yet"):
        icigraph.open(tmp_path / "lights", rebuild=False)
    stages: list[str] = []
    icigraph.open(tmp_path / "lights", progress=lambda stage, _done, _total: stages.append(stage))
    assert "load" in stages
    data = tmp_path / "lights" / "data" / "keepings.ttl"
    data.write_text(data.read_text().replace('"Ada Quill"', '"Eda Quill"'))
    old = icigraph.open(tmp_path / "lights", rebuild=False)
    assert old.query("ASK { ?s rdfs:label 'Ada Quill'@en }") is True
    assert icigraph.open(tmp_path / "lights").query("ASK { ?s rdfs:label 'Ada Quill'@en }") is False
    made = icigraph.open(tmp_path / "lights", rebuild=True).snapshot
    assert made.manifest.counts


def test_a_graph_does_what_the_verbs_do(tmp_path: Path) -> None:
    create_project(tmp_path / "lights")
    graph = icigraph.open(tmp_path / "lights")
    assert graph.validate().conforms and graph.build().report.conforms
    assert not graph.check().faults
    assert not graph.contradictions()
    assert graph.info().figures.facts > 0
    assert not graph.diff(tmp_path / "lights")
    assert graph.diff("<urn:s> <urn:p> 1 .")
    assert "Ada Quill" in str(graph.diff("<urn:s> <urn:p> 1 ."))
    made = graph.release(tmp_path / "release")
    assert all((tmp_path / "release" / name).is_file() for name in made.files)


def test_everything_that_is_exported_is_there_and_loads_late() -> None:
    assert all(getattr(icigraph, name) is not None for name in icigraph.__all__)
    code = "import sys, icigraph; print(len([name for name in sys.modules if name.startswith('icigraph')]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(ran.stdout) <= 3


def test_types_of_what_is_given_back_are_exported(file: Path) -> None:
    graph = icigraph.open()
    closure = icigraph.reason(file)
    given = [
        closure,
        icigraph.load(file),
        icigraph.query(file, WHO),
        icigraph.query(file, "CONSTRUCT WHERE { ?s ?p ?o }"),
        icigraph.validate(
            file, "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> sh:targetNode <urn:x> ."
        ),
        icigraph.explain(file, ":bob", ":married", ":ada"),
        closure.missing(":bob", ":married", ":bob"),
        closure.entails(TEXT),
        graph,
        graph.ask("partners-as-of"),
        graph.show("Kuwait"),
        graph.info(),
        graph.impact("id:kuwait"),
        graph.diff("<urn:s> <urn:p> 1 ."),
        icigraph.load(file).profile(),
    ]
    for value in given:
        name = type(value).__name__
        assert getattr(icigraph, name) is type(value)
        assert len(repr(value)) < 5_000 or name in ("Explanation", "Missing", "Portrait", "Summary", "Impact")


def test_a_typed_value_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        icigraph.reason(TEXT).rules = None  # type: ignore[misc]
    assert Literal("1", datatype=XSD["integer"]) == Literal(1)
