"""What stops a release: a file that is not what was written, or RDF that states something else than the
project. And what finds a mistake of a writer: that other readers tell of every kind of file.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.release.readers import differences

from icigraph.base.faults import Fault, InputError
from icigraph.project.graph_project import open_project
from icigraph.release import bundle, datasets, folder
from icigraph.release.check import check_release
from icigraph.release.content import Content, content_of
from icigraph.release.folder import SUMS, checksum
from icigraph.snapshot.opening import open_snapshot

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("rdflib")

Icigraph = Callable[..., Ran]

MORE = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
light:Keeper skos:closeMatch <http://schema.org/Person> .
light:lamps a rdf:Property .
keeping:ada-quill light:lamps 3 ; light:lit true , false .
"""


@pytest.fixture(scope="module")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that gives a release every kind of file."""
    from icigraph.cli.main import main

    made = tmp_path_factory.mktemp("check") / "lights"
    assert main(["init", str(made)]) == 0
    with (made / "data" / "keepings.ttl").open("a", encoding="utf-8") as file:
        file.write(MORE)
    return made


@pytest.fixture(scope="module")
def content(lights: Path) -> Content:
    project = open_project(lights)
    return content_of(project, open_snapshot(project))


@pytest.fixture(scope="module")
def dist(lights: Path) -> Path:
    project = open_project(lights)
    bundle.release(project, open_snapshot(project), lights.parent / "dist")
    return lights.parent / "dist"


def files(path: Path) -> dict[str, bytes]:
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def sums(path: Path) -> dict[str, str]:
    return {name: checksum(written) for name, written in files(path).items()}


def faults_of(path: Path, content: Content, checksums: dict[str, str]) -> dict[str, Fault]:
    with pytest.raises(InputError) as caught:
        check_release(path, content, checksums)
    return {fault.place.file: fault for fault in caught.value.faults if fault.place}


# What is spoiled, and the words that tell of it.
SPOILED = [
    ("data.ttl", b"Ada Quill", b"Ida Quill", "Ada Quill"),
    ("ontology.ttl", b"A tower with", b"A house with", "A tower with"),
    ("shapes.ttl", b"sh:NodeShape", b"sh:PropertyShape", "NodeShape"),
    ("inferred.ttl", b"1904-05-31", b"1904-05-30", "1904-05-31"),
    ("facts-rdf12.ttl", b"rdf:reifies", b"rdf:value", "reifies"),
    ("graph.graphml", b"id/ada-quill", b"id/jonas-reed", "id/ada-quill"),
    ("graph.graphml", b">Ada Quill<", b">Ida Quill<", "Ida Quill"),
    ("graph.graphml", b">true<", b">false<", "stated"),
    ("tables/claims.csv", b"1904-05,", b"1905-05,", "lacks '1904-05' as start of <"),
    ("tables/facts.csv", b"subject_label", b"whose_label", "lacks subject_label"),
    ("tables/claims.csv", b"\r\nhttps://", b"\r\nhttp://", "as start of <http://"),
    ("tables/things.csv", b"Ada Quill", b"Ida Quill", "'Ida Quill' as label"),
    ("tables/sources.csv", b"core:Source", b"ici:Sauce", "ici:Sauce"),
    ("tables/citations.csv", b"id/citation/", b"id/citations/", "id/citations/"),
    ("mappings.sssom.tsv", b"skos:closeMatch", b"skos:exactMatch", "closeMatch"),
    ("mappings.sssom.tsv", b"\tkeeper\t", b"\tkeepers\t", "'keepers'"),
    ("mappings.sssom.tsv", b"# license: https", b"# license: http", "license"),
    ("mappings.sssom.tsv", b"predicate_id", b"predicate", "its columns are"),
    ("index.html", b"<b>lighthouse</b>", b"<b>a house</b>", "'a house'"),
    ("index.html", b"A tower with a light", b"A house with a light", "'A house with a light for ships.'"),
    ("index.html", b'title="https://example.org/', b'title="http://example.org/', "of <http://example"),
    ("index.html", b'id="question-keepers"', b'id="question-keeper"', "the question keepers"),
    ("index.html", b'href="queries/keepers.rq"', b'href="queries/keeper.rq"', "queries/keepers.rq"),
    ("index.html", b'href="#light:Keeper"', b'href="#light:Keepers"', "links to #light:Keepers"),
    ("index.html", b"</dt>", b"", "closes nothing"),
    ("questions.ttl", b"SELECT", b"SELEKT", "SELECT"),
    ("queries/keepers.rq", b"SELECT", b"SELEKT", "SELECT"),
]


def test_a_release_reads_back_as_the_project_states(content: Content, dist: Path) -> None:
    assert differences(dist, content) == {}


@pytest.mark.parametrize(("name", "old", "new", "told"), SPOILED, ids=[f"{x[0]}-{x[2]!r}" for x in SPOILED])
def test_a_file_that_says_something_else_is_found(
    name: str, old: bytes, new: bytes, told: str, content: Content, dist: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    written = (there / name).read_bytes()
    assert old in written and old != new
    (there / name).write_bytes(written.replace(old, new, 1))
    assert told in differences(there, content)[name]
    assert faults_of(there, content, sums(dist))[name].message == "is not what was written"


@pytest.mark.parametrize(
    ("name", "old", "new"), [("dataset.ttl", b'"dataset.nq', b'"dataset.nx'), (SUMS, b".nq", b".nx")]
)
def test_a_list_of_the_files_that_is_wrong_is_told(
    name: str, old: bytes, new: bytes, content: Content, dist: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    (there / name).write_bytes((there / name).read_bytes().replace(old, new, 1))
    assert "dataset.nq" in differences(there, content)[name]


def test_no_file_can_be_cut_short_unnoticed(content: Content, dist: Path, tmp_path: Path) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    for name, written in files(there).items():
        (there / name).write_bytes(written[: len(written) // 2])
    assert set(faults_of(there, content, sums(dist))) == set(files(dist))


def test_a_disk_that_spoils_a_file_stops_the_release(
    lights: Path, dist: Path, tmp_path: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    before, written = files(there), folder.write_atomically

    def spoil(path: Path, content: bytes) -> None:
        written(path, content.replace(b"1904-05,", b"1904-06,") if path.name == "claims.csv" else content)

    monkeypatch.setattr(folder, "write_atomically", spoil)
    ran = icigraph("--project", str(lights), "release", str(there))
    assert (ran.code, ran.out, files(there)) == (2, "", before)
    assert "tables/claims.csv: is not what was written" in ran.err
    assert "hint: nothing was put in place: is the disk in order?" in ran.err
    assert icigraph("--project", str(lights), "release", str(tmp_path / "new")).code == 2
    assert not (tmp_path / "new").exists()


def test_a_writer_of_rdf_that_is_wrong_stops_the_release(
    lights: Path, tmp_path: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: Callable[..., bytes] = datasets.exported
    monkeypatch.setattr(datasets, "exported", lambda *given: written(*given).replace(b"Ada", b"Ida"))
    ran = icigraph("--project", str(lights), "release", str(tmp_path / "dist"))
    for name in ("data.ttl", "dataset.nq.gz"):
        assert f"error: {name}: reads back otherwise: it lacks <" in ran.err
    assert (ran.code, "Ada Quill" in ran.err, (tmp_path / "dist").exists()) == (2, True, False), ran
