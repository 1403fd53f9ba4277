"""The command line and the library: inputs, exit codes, baselines, bad files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse, serialize

from icigraph.base.faults import InputError
from icigraph.validation.validate import validate

Run = Callable[..., object]
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:p ; sh:minCount 1 ; sh:severity sh:Warning ] .
e:R a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:maxCount 1 ] ."""
DATA = "@prefix e: <http://e.example/> .\ne:a a e:T ; e:q 1 , 2 .\n"


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES)
    return path


def data_in(folder: Path, name: str) -> Path:
    syntax = {
        "ttl": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "rdf": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }[name.split(".")[1]]
    quads = list(parse(DATA, format=RdfFormat.TURTLE))
    content = DATA.encode() if syntax == RdfFormat.TURTLE else serialize(quads, format=syntax)
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


@pytest.mark.parametrize(
    "name", ["d.ttl", "d.trig", "d.nt", "d.nq", "d.rdf", "d.jsonld", "d.ttl.gz", "d.nt.gz"]
)
def test_every_syntax_gives_the_same_results_with_a_place(tmp_path: Path, shapes: Path, name: str) -> None:
    path = data_in(tmp_path, name)
    report = validate(path, shapes)
    assert len(report.results) == 2
    assert all(
        result.place and result.place.file == str(path) and result.place.line for result in report.results
    )


def test_folders_globs_stores_and_rdflib_graphs_give_the_same_results(tmp_path: Path, shapes: Path) -> None:
    import rdflib

    folder = tmp_path / "data"
    folder.mkdir()
    path = data_in(folder, "d.ttl")
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    keys = sorted(result.key for result in validate(path, shapes).results)
    for given in (folder, f"{folder}/*.ttl", store, rdflib.Graph().parse(data=DATA)):
        assert sorted(result.key for result in validate(given, shapes).results) == keys
    located = validate(store, shapes, files=[path])
    assert all(result.place for result in located.results)


def test_exit_codes_and_severities(tmp_path: Path, shapes: Path, icigraph: Run) -> None:
    path = tmp_path / "d.ttl"
    path.write_text("@prefix e: <http://e.example/> .\ne:a a e:T .\n")
    given = ("validate", str(path), "--shapes", str(shapes))
    assert icigraph(*given).code == 1  # type: ignore[attr-defined]
    assert icigraph(*given, "--fail-on", "violation").code == 0  # type: ignore[attr-defined]
    assert icigraph(*given, "--only", "http://e.example/R").code == 0  # type: ignore[attr-defined]
    assert icigraph(*given, "--engine", "both").code == 1  # type: ignore[attr-defined]


def test_a_baseline_leaves_only_what_is_new(tmp_path: Path, shapes: Path, icigraph: Run) -> None:
    path, known = data_in(tmp_path, "d.ttl"), tmp_path / "known.json"
    given = ("validate", str(path), "--shapes", str(shapes), "--format", "json")
    icigraph(*given, "--write-baseline", str(known))
    path.write_text("# moved\n\n" + DATA)
    assert icigraph(*given, "--baseline", str(known)).code == 0  # type: ignore[attr-defined]
    path.write_text(DATA + "e:b a e:T .\n")
    ran = icigraph(*given, "--baseline", str(known))
    document = json.loads(ran.out)  # type: ignore[attr-defined]
    assert (document["known"], [c["results"][0]["focusNode"] for c in document["causes"]]) == (
        2,
        ["<http://e.example/b>"],
    )


BAD = {
    "broken Turtle": (b"@prefix e: <http://e.example/> .\ne:a e:p .\ne:b e:q e:c .\n", 1, "d.ttl:2:9"),
    "two errors": (
        b"@prefix e: <http://e.example/> .\ne:a e:p .\ne:b a e:T .\ne:c e:q ;; ] .\n",
        1,
        "d.ttl:4:",
    ),
    "wrong encoding": ("# caf\xe9\n<x:a> <x:b> <x:c> .".encode("latin-1"), 1, "d.ttl:1:6"),
    "UTF-16": ("<x:a> <x:b> <x:c> .".encode("utf-16"), 1, "d.ttl:1"),
    "unknown prefix": (b"nope:a a nope:b .\n", 1, "d.ttl:1:1"),
    "31 February": (
        b'@prefix e: <http://e.example/> .\ne:a a e:T ; e:p 1 ; e:q "x" ; e:q "y" .',
        1,
        "d.ttl:2:",
    ),
    "not closed": (b'<x:a> <x:b> "open .\n', 1, "d.ttl:1:"),
    "BOM": (b"\xef\xbb\xbf<x:a> <x:b> <x:c> .\n", 1, "nothing was checked: 1 file, 1 triple,"),
    "CRLF": (b"<x:a> <x:b> <x:c> .\r\n<x:d> <x:b> <x:c> .\r\n", 1, "nothing was checked: 1 file, 2 triples"),
    "empty": (b"", 1, "nothing was checked: 1 file, 0 triples"),
    "only a comment": (b"# nothing\n", 1, "nothing was checked: 1 file, 0 triples"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_told_with_their_place(tmp_path: Path, shapes: Path, icigraph: Run, name: str) -> None:
    content, code, said = BAD[name]
    (tmp_path / "d.ttl").write_bytes(content)
    ran = icigraph("validate", str(tmp_path / "d.ttl"), "--shapes", str(shapes))
    assert (ran.code, "Traceback" in ran.err) == (code, False), ran  # type: ignore[attr-defined]
    assert said in ran.out, ran.out  # type: ignore[attr-defined]


def test_what_can_be_read_of_a_broken_file_is_still_checked(tmp_path: Path, shapes: Path) -> None:
    path = tmp_path / "d.ttl"
    path.write_text("@prefix e: <http://e.example/> .\ne:x e:y .\ne:a a e:T ; e:q 1 , 2 ; e:p 1 .\n")
    report = validate(path, shapes)
    assert [str(fault.place) for fault in report.faults] == [f"{path}:2:9"]
    assert [result.place.line for result in report.results if result.place] == [3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such.ttl",), "no-such.ttl: no such file"),
        (("{folder}/empty",), "the folder holds no RDF file"),
        (("{folder}/notes.txt",), "the file name tells no RDF syntax"),
        (("{folder}/half.ttl.gz",), "not a whole gzip file"),
        (("-", "--data-format", "docx"), "no RDF syntax is called 'docx'"),
        (("{folder}/d.ttl", "--baseline", "{folder}/d.ttl"), "not a baseline file"),
        (("{folder}/d.ttl", "--baseline", "{folder}/deep.json"), "deep.json: objects and arrays nest more"),
        (("{folder}/d.ttl", "--max", "0"), "not a number above 0"),
    ],
)
def test_bad_arguments_are_refused(
    tmp_path: Path, shapes: Path, icigraph: Run, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "half.ttl.gz").write_bytes(gzip.compress(DATA.encode())[:-9])
    data_in(tmp_path, "d.ttl")
    given = [one.format(folder=tmp_path) for one in arguments]
    ran = icigraph("validate", *given, "--shapes", str(shapes))
    assert ran.code == 2, ran  # type: ignore[attr-defined]
    assert said in ran.err and "Traceback" not in ran.err, ran.err  # type: ignore[attr-defined]


def test_an_endpoint_that_does_not_answer_is_a_fault_of_the_service(shapes: Path, icigraph: Run) -> None:
    ran = icigraph("validate", "http://127.0.0.1:9/sparql", "--shapes", str(shapes))
    assert (ran.code, "no answer" in ran.err) == (3, True), ran  # type: ignore[attr-defined]


def test_a_folder_that_cannot_be_read_does_not_pass_for_an_empty_one(
    tmp_path: Path, shapes: Path, icigraph: Run, lock: Callable[[str], None]
) -> None:
    data_in(tmp_path, "d.ttl")
    (tmp_path / "locked").mkdir()
    lock("locked")
    ran = icigraph("validate", str(tmp_path), "--shapes", str(shapes))
    assert ran.code == 2  # type: ignore[attr-defined]
    assert "locked: cannot be read: Permission denied" in ran.err  # type: ignore[attr-defined]


def test_a_file_that_is_not_there_is_told_with_what_could_be_named(shapes: Path, icigraph: Run) -> None:
    ran = icigraph("validate", "no-such.ttl", "--shapes", str(shapes))
    assert ran.code == 2  # type: ignore[attr-defined]
    assert "hint: " in ran.err  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", ["turtle", "ttl", "text/turtle"])
def test_a_file_without_a_telling_name_has_the_syntax_that_is_said(
    tmp_path: Path, shapes: Path, icigraph: Run, form: str
) -> None:
    path = tmp_path / "export"
    path.write_text(DATA)
    given = ("validate", str(path), "--shapes", str(shapes))
    refused, told = icigraph(*given), icigraph(*given, "--data-format", form)
    assert (refused.code, "--data-format turtle" in refused.err) == (2, True)  # type: ignore[attr-defined]
    assert (told.code, f"{path}:2:" in told.out) == (1, True)  # type: ignore[attr-defined]


def test_what_a_name_tells_goes_before_what_is_said_of_those_that_tell_nothing(
    tmp_path: Path, shapes: Path, icigraph: Run
) -> None:
    path = data_in(tmp_path, "d.rdf")
    ran = icigraph("validate", str(path), "--shapes", str(shapes), "--data-format", "nt")
    assert (ran.code, f"{path}:" in ran.out) == (1, True)  # type: ignore[attr-defined]


def test_data_may_name_its_shapes(tmp_path: Path, shapes: Path) -> None:
    path = tmp_path / "d.ttl"
    path.write_text(f"{DATA}<> <http://www.w3.org/ns/shacl#shapesGraph> <{shapes.name}> .\n")
    assert len(validate(path).results) == 2
    path.write_text(DATA)
    with pytest.raises(InputError, match="no shapes to validate against"):
        validate(path)
