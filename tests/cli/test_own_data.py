"""Verbs on RDF of one's own: every syntax, folders, standard input, named graphs, what follows."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, parse, serialize
from tests.conftest import Ran

Run = Callable[..., Ran]
TEXT = """@prefix : <http://e.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:married a owl:SymmetricProperty ; rdfs:domain :Person .
:ada :married :bob ; :age 042 .
"""
WHO = "SELECT ?who { ?who :married ?other } ORDER BY ?who"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "family.ttl"
    path.write_text(TEXT)
    return path


def quads(text: str | bytes, form: RdfFormat) -> Dataset:
    return Dataset(parse(text, form))


def test_a_file_is_asked_with_its_own_prefixes(icigraph: Run, file: Path) -> None:
    ran = icigraph("query", "--data", str(file), "-e", WHO)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split() == ["who", "----", ":ada"]


def test_what_follows_is_added_on_request(icigraph: Run, file: Path) -> None:
    ran = icigraph("query", "--data", str(file), "--reason", "-e", WHO, "-f", "csv")
    assert ran.out.split() == ["who", "http://e.org/ada", "http://e.org/bob"]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("nt", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_syntax_is_read_gzipped_or_not(
    icigraph: Run, file: Path, suffix: str, form: RdfFormat, packed: bool
) -> None:
    content = serialize((quad.triple for quad in parse(TEXT, RdfFormat.TURTLE)), format=form)
    path = file.with_suffix(f".{suffix}.gz" if packed else f".{suffix}")
    path.write_bytes(gzip.compress(content) if packed else content)
    query = "SELECT ?o { <http://e.org/ada> <http://e.org/married> ?o }"
    ran = icigraph("query", "--data", str(path), "-e", query, "-f", "csv")
    assert (ran.code, ran.out.split()) == (0, ["o", "http://e.org/bob"])


def test_a_folder_and_several_files_are_one_dataset(icigraph: Run, file: Path) -> None:
    (file.parent / "more.ttl").write_text("<http://e.org/eve> <http://e.org/married> <http://e.org/dan> .")
    by_folder = icigraph("query", "--data", str(file.parent), "-e", WHO)
    by_files = icigraph("query", "--data", "family.ttl", "--data", "more.ttl", "-e", WHO)
    assert by_folder.out == by_files.out
    assert by_folder.out.split()[2:] == [":ada", ":eve"]


def test_standard_input_has_a_syntax(icigraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"@id": "http://e.org/ada", "http://e.org/married": {"@id": "http://e.org/bob"}}'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = icigraph(
        "query", "--data", "-", "--data-format", "json-ld", "-e", "ASK { ?s <http://e.org/married> ?o }"
    )
    assert (ran.code, ran.out) == (0, "true\n")


def test_named_graphs_are_kept(icigraph: Run, file: Path) -> None:
    (file.parent / "g.trig").write_text(
        "@prefix : <http://e.org/> . :g { :eve :married :dan } :ada :married :bob ."
    )
    ran = icigraph("query", "--data", "g.trig", "-e", "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }", "-f", "csv")
    assert ran.out.split() == ["g,s", "http://e.org/g,http://e.org/eve"]
    assert icigraph("query", "--data", "g.trig", "-e", WHO).out.split()[2:] == [":ada", ":eve"]


@pytest.mark.parametrize("form", ["turtle", "n-triples", "nquads", "trig", "xml", "json-ld"])
def test_export_converts_to_the_letter(icigraph: Run, file: Path, form: str) -> None:
    ran = icigraph("export", "--data", str(file), "-f", form)
    assert ran.code == 0, ran.err
    back = icigraph("export", "--data", str(file), "-f", "nq").out
    forms = {
        "turtle": RdfFormat.TURTLE,
        "n-triples": RdfFormat.N_TRIPLES,
        "nquads": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
        "xml": RdfFormat.RDF_XML,
        "json-ld": RdfFormat.JSON_LD,
    }
    assert quads(ran.out, forms[form]) == quads(back, RdfFormat.N_QUADS) == quads(TEXT, RdfFormat.TURTLE)
    assert '"042"' in back


def test_export_keeps_named_graphs_and_takes_one(icigraph: Run, file: Path) -> None:
    text = "<urn:s> <urn:p> 1 . <urn:g> { <urn:s> <urn:p> 2 }"
    (file.parent / "g.trig").write_text(text)
    everything = icigraph("export", "--data", "g.trig", "-o", "g.nq")
    assert (everything.code, everything.out) == (0, "")
    assert quads((file.parent / "g.nq").read_text(), RdfFormat.N_QUADS) == quads(text, RdfFormat.TRIG)
    assert icigraph("export", "--data", "g.trig", "-g", "urn:g", "-f", "nt").out.count("\n") == 1
    assert "no graph is called" in icigraph("export", "--data", "g.trig", "-g", "urn:h").err


def test_export_with_what_follows(icigraph: Run, file: Path) -> None:
    ran = icigraph("export", "--data", str(file), "--reason", "-f", "nt")
    assert "<http://e.org/bob> <http://e.org/married> <http://e.org/ada> .\n" in ran.out
    ran = icigraph("export", "--data", str(file), "--with-inferred")
    assert (ran.code, "--reason" in ran.err) == (2, True)


def test_files_are_compared(icigraph: Run, file: Path) -> None:
    new = file.with_name("new.ttl")
    new.write_text(TEXT.replace(":bob", ":dan"))
    ran = icigraph("diff", "family.ttl", "new.ttl")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == "default graph: -1 +1\n  - :ada :married :bob\n  + :ada :married :dan\n"
    assert icigraph("diff", "family.ttl", "--data", "new.ttl").out == ran.out
    assert icigraph("diff", "family.ttl", "--data", "family.ttl").code == 0
    patch = icigraph("diff", "family.ttl", "new.ttl", "-f", "sparql").out
    assert patch.startswith("DELETE DATA {\n<http://e.org/ada>")
    found = json.loads(icigraph("diff", "family.ttl", "new.ttl", "-f", "json").out)
    assert found["graphs"][0]["added"] == ["<http://e.org/ada> <http://e.org/married> <http://e.org/dan>"]


def test_faults_of_the_data_have_places(icigraph: Run, file: Path) -> None:
    file.write_text(TEXT + ":x :y\n:z . :u v .")
    ran = icigraph("query", "--data", "family.ttl", "-e", "ASK {}")
    assert (ran.code, ran.out) == (2, "")
    assert "family.ttl:" in ran.err
    ran = icigraph("query", "--data", "no.ttl", "-e", "ASK {}")
    assert (ran.code, "no.ttl: no such file" in ran.err) == (2, True)


def test_options_that_contradict_are_told(icigraph: Run, file: Path) -> None:
    for given in (
        ("--reason",),
        ("--data-format", "nt"),
        ("--data", str(file), "--project", "bundled"),
        ("--data", str(file), "--endpoint", "http://127.0.0.1:9/"),
    ):
        ran = icigraph("query", *given, "-e", "ASK {}")
        assert (ran.code, ran.out) == (2, ""), given


def test_service_is_refused_on_own_data_too(icigraph: Run, file: Path) -> None:
    ran = icigraph("query", "--data", str(file), "-e", "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (ran.code, "SERVICE" in ran.err) == (2, True)
