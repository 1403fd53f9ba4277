"""Releases of odd projects: what a syntax cannot hold is left out and told, what is odd is written all the
same, and what is wrong is said before anything is written.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse
from tests.conftest import Ran
from tests.release.readers import differences

from icigraph.project.graph_project import open_project
from icigraph.release.content import content_of
from icigraph.snapshot.opening import open_snapshot

Icigraph = Callable[..., Ran]
Release = Callable[..., Ran]
ReadBack = Callable[[], dict[str, str]]

SKOS = "http://www.w3.org/2004/02/skos/core#"
HARD = r'"a\u0000b\u0007\r\n\"q\",;\t", "a | b", " x ", "\n", "", "<b>&amp;"'


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return tmp_path / "dist"


@pytest.fixture
def release(lights: Path, dist: Path, icigraph: Icigraph) -> Release:
    return lambda *options: icigraph("--project", str(lights), "release", str(dist), "--anyway", *options)


@pytest.fixture
def read_back(lights: Path, dist: Path) -> ReadBack:
    """What other readers than those that wrote the release find otherwise in it, by file."""
    for library in ("rdflib", "duckdb", "pyarrow"):
        pytest.importorskip(library)

    def differing() -> dict[str, str]:
        opened = open_project(lights)
        return differences(dist, content_of(opened, open_snapshot(opened)))

    return differing


def state(lights: Path, turtle: str, file: str = "data/keepings.ttl") -> None:
    with (lights / file).open("a", encoding="utf-8") as open_file:
        open_file.write(turtle)


def dataset_of(dist: Path) -> list[Quad]:
    return list(parse(gzip.decompress((dist / "dataset.nq.gz").read_bytes()), format=RdfFormat.N_QUADS))


def rows_of(dist: Path, table: str) -> list[dict[str, str]]:
    text = (dist / "tables" / f"{table}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def names(dist: Path) -> set[str]:
    return {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}


def test_triple_terms_are_in_every_file_of_the_graph(lights: Path, dist: Path, release: Release) -> None:
    state(lights, '<< keeping:ada-quill core:object id:north-point >> rdfs:comment "says )>> the log" .\n')
    assert release().code == 0
    for quads in (parse(path=dist / "data.ttl"), dataset_of(dist)):
        assert any(isinstance(quad.object, Triple) for quad in quads)


def test_a_triple_term_is_read_back_by_a_library_that_knows_none(
    lights: Path, dist: Path, release: Release, read_back: ReadBack
) -> None:
    state(
        lights,
        'id:north-point light:of <<( id:ada-quill light:of <<( id:x light:of "a )>> b"@en )>> )>> .\n',
    )
    assert release().code == 0
    assert read_back() == {}
    (dist / "data.ttl").write_bytes((dist / "data.ttl").read_bytes().replace(b"a )>> b", b"a <<( b"))
    assert "a <<( b" in read_back()["data.ttl"]


def test_any_text_is_written_and_read_back(
    lights: Path, dist: Path, release: Release, read_back: ReadBack
) -> None:
    state(
        lights,
        f"keeping:ada-quill light:note {HARD} ; rdfs:label {HARD} .\n"
        f"light:Keeper <{SKOS}exactMatch> <http://x.org/a?b=c#d>, <urn:x:y> ; rdfs:label {HARD} .\n",
    )
    state(lights, f"light:Lighthouse rdfs:label {HARD} ; rdfs:comment {HARD} .\n", "ontology/lighthouses.ttl")
    state(lights, f"light:Odd a owl:Class ; rdfs:label {HARD} .\n", "ontology/lighthouses.ttl")
    assert release().code == 0
    assert read_back() == {}
    (row,) = (row for row in rows_of(dist, "facts") if row["fact"].endswith("/ada-quill"))
    notes = json.loads(row["details"])["light:note"]
    assert set(notes) == {'a\0b\7\r\n"q",;\t', "a | b", " x ", "\n", "", "<b>&amp;"}


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@x", "\t=1", "'=1", "＝1", "\r\n=1"])
def test_no_cell_is_a_formula_to_a_spreadsheet(
    text: str, lights: Path, dist: Path, release: Release, read_back: ReadBack
) -> None:
    keepings = lights / "data" / "keepings.ttl"
    told = keepings.read_text("utf-8")
    assert '"Ada Quill"@en' in told
    keepings.write_text(told.replace('"Ada Quill"@en', f"{json.dumps(text)}@en"), "utf-8")
    assert release().code == 0
    labels = {row["label"] for row in rows_of(dist, "things")} | {rows_of(dist, "facts")[0]["subject_label"]}
    assert {label for label in labels if label.endswith(text)} == {f"'{text}"}
    assert read_back() == {}


def test_odd_names_of_files_and_classes_are_written_and_linked(
    lights: Path, dist: Path, release: Release, read_back: ReadBack
) -> None:
    for name in ("a b#c é%20", "x&y\"z'[1]*", "-n"):
        shutil.copy(lights / "queries" / "keepers.rq", lights / "queries" / f"{name}.rq")
    state(
        lights,
        "<urn:x:1> a <urn:x:Keeping> . <urn:x:c1> core:states <urn:x:1> .\n"
        "<urn:x:2> a <http://x.org/keeping/> . <urn:x:c2> core:denies <urn:x:2> .\n",
    )
    iri = "<http://x.org/a%20b%22/é#q>"
    odd = (
        f'{iri} a owl:Class , owl:ObjectProperty ; rdfs:label "odd" . light:Keeper rdfs:subClassOf {iri} .\n'
    )
    state(lights, odd, "ontology/lighthouses.ttl")
    assert release().code == 0
    assert read_back() == {}
    classes = {row["class"] for row in rows_of(dist, "facts")}
    assert classes == {"light:Keeping", "<urn:x:Keeping>", "<http://x.org/keeping/>"}
    assert 'href="queries/a%20b%23c%20%C3%A9%2520.rq"' in (dist / "index.html").read_text("utf-8")
    sums = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=dist, check=False
    )
    assert sums.returncode == 0


def test_a_version_and_a_licence_may_be_any_text(lights: Path, dist: Path, release: Release) -> None:
    config = (lights / "icigraph.toml").read_text("utf-8")
    odd = config.replace('version = "0.1.0"', 'version = "1.10 <b>: #x"\nlicence = "CC BY <4.0>"')
    (lights / "icigraph.toml").write_text(odd, "utf-8")
    assert release().code == 0
    quads = parse(path=dist / "dataset.ttl", base_iri="http://e.org/")
    described = {str(quad.predicate): quad.object for quad in quads}
    assert described["<http://purl.org/dc/terms/rights>"].value == "CC BY <4.0>"
    assert "Licence: CC BY &lt;4.0&gt;</p>" in (dist / "index.html").read_text("utf-8")
    mappings = (dist / "mappings.sssom.tsv").read_text("utf-8")
    assert "# license: https://w3id.org/sssom/license/unspecified\n" in mappings


def test_a_project_with_nothing_in_it_is_released(
    lights: Path, dist: Path, release: Release, read_back: ReadBack
) -> None:
    for folder in ("data", "queries", "ontology"):
        for path in (lights / folder).rglob("*.*"):
            path.unlink()
    assert release().code == 0
    assert read_back() == {}
    assert not {name for name in names(dist) if name.startswith("queries/")}
    assert (dist / "questions.ttl").is_file()
    assert [rows_of(dist, name) for name in ("facts", "citations", "sources", "things")] == [[]] * 4


def test_a_release_made_again_is_the_same(lights: Path, dist: Path, release: Release) -> None:
    state(
        lights,
        f'light:Keeper <{SKOS}closeMatch> <urn:x> .\n_:b light:note "é" .\n',
    )
    assert release().code == 0
    before = {name: (dist / name).read_bytes() for name in names(dist)}
    assert release().code == 0
    assert {name: (dist / name).read_bytes() for name in names(dist)} == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda before: (before / "dataset.nq.gz").unlink(), "no such file"),
        (
            lambda before: (before / "dataset.nq.gz").write_text("<urn:a> "),
            "was changed since it was released",
        ),
        (lambda before: shutil.rmtree(before), "no such file"),
    ],
)
def test_a_previous_release_that_is_not_whole_is_told(
    spoil: Callable[[Path], object], told: str, dist: Path, release: Release
) -> None:
    assert release().code == 0
    before = dist.rename(dist.parent / "before")
    spoil(before)
    ran = release("--previous", str(before))
    assert (ran.code, f"before/dataset.nq.gz: {told}" in ran.err, dist.exists()) == (2, True, False), ran


def test_a_previous_dataset_that_is_no_rdf_is_told(dist: Path, release: Release, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "dataset.nq").write_bytes(b"<urn:a> <urn:b> <urn:c> .\n\xff\n")
    ran = release("--previous", str(tmp_path / "before"))
    assert (ran.code, "dataset.nq:2: is not N-Quads" in ran.err, dist.exists()) == (2, True, False), ran


def test_an_empty_name_of_a_folder_is_not_the_working_folder(icigraph: Icigraph) -> None:
    for arguments in (("",), ("dist", "--previous", "")):
        ran = icigraph("release", *arguments)
        assert (ran.code, "names no folder" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["http://x.org/keeping/", "urn:x:12", "http://x.org/ª"])
def test_no_rdf_xml_is_written_that_no_parser_reads(name: str, lights: Path, icigraph: Icigraph) -> None:
    state(lights, f"id:ada-quill a <{name}> .\n")
    export = ("--project", str(lights), "export", "--format", "rdfxml")
    ran = icigraph(*export)
    assert (ran.code, ran.out, f"after the class <{name}>" in ran.err) == (2, "", True), ran
