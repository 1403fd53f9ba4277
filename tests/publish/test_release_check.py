"""What stops a release: a file of it that is not what was written, or that says something else than the
project.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal
from tests.conftest import Ran

from icigraph.build.snapshot import open_snapshot
from icigraph.graph.project import open_project
from icigraph.publish.release import bundle, datasets, extras, folder
from icigraph.publish.release.check import check_release
from icigraph.publish.release.content import Content, content_of
from icigraph.publish.release.facts import FactTable
from icigraph.publish.release.folder import SUMS, checksum
from icigraph.rdf.faults import Fault, InputError

pytest.importorskip("pyarrow")
pytest.importorskip("pyjelly")
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
    ("asserted.ttl", b"Ada Quill", b"Ida Quill", "Ada Quill"),
    ("asserted.jsonld", b"Ada Quill", b"Ida Quill", "Ada Quill"),
    ("asserted.jelly", b"Ada Quill", b"Ida Quill", "Ada Quill"),
    ("dataset.nq", b"Ada Quill", b"Ida Quill", "Ada Quill"),
    ("facts-rdf12.ttl", b"-ns#reifies>", b"-ns#value>", "reifies"),
    ("graph.graphml", b"id/ada-quill", b"id/jonas-reed", "id/ada-quill"),
    ("graph.graphml", b">Ada Quill<", b">Ida Quill<", "Ida Quill"),
    ("tables/Keeping.csv", b"1904-05,", b"1905-05,", "lacks '1904-05' as ici:start of <"),
    ("tables/Keeping.csv", b"light:kept", b"light:keeps", "lacks light:kept"),
    ("tables/Keeping.csv", b"\r\nhttps://", b"\r\nhttp://", "as ici:start of <http://"),
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
    ("service.ttl", b"graph/data/keepings", b"graph/data/keeping", "graph/data/keepings"),
    ("queries/keepers.rq", b"SELECT", b"SELEKT", "SELECT"),
    ("LOADING.md", b"sha256sum", b"sha512sum", "sha256sum"),
]


@pytest.fixture(scope="module")
def faults(
    content: Content, dist: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, bytes], tuple[Fault, Fault]]:
    """What is told of each spoiled file: by what it says, and by its checksum as well. In as few releases as
    have no file spoiled twice.
    """
    found = {}
    rest = list(SPOILED)
    while rest:
        now = {name: (old, new) for name, old, new, _ in reversed(rest)}
        rest = [each for each in rest if now[each[0]][0] != each[1]]
        there = shutil.copytree(dist, tmp_path_factory.mktemp("spoiled") / "dist")
        for name, (old, new) in now.items():
            written = (there / name).read_bytes()
            assert old in written
            (there / name).write_bytes(written.replace(old, new, 1))
        said, on_disk = (faults_of(there, content, each) for each in (sums(there), sums(dist)))
        found |= {(name, old): (said[name], on_disk[name]) for name, (old, _) in now.items()}
    return found


@pytest.mark.parametrize(("name", "old", "new", "told"), SPOILED, ids=[f"{x[0]}-{x[2]!r}" for x in SPOILED])
def test_a_file_that_says_something_else_is_told(
    name: str, old: bytes, new: bytes, told: str, faults: dict[tuple[str, bytes], tuple[Fault, Fault]]
) -> None:
    said, on_disk = faults[name, old]
    assert said.message.startswith("reads back otherwise: it ") and told in said.message
    assert on_disk.message.startswith("is not what was written: it ") and told in on_disk.message
    assert old != new and "nothing was put in place" in (said.hint or "")


@pytest.mark.parametrize(
    ("name", "old", "new"), [("dataset.ttl", b'"index', b'"inde'), (SUMS, b".nq", b".nx")]
)
def test_a_list_of_the_files_that_is_wrong_is_told(
    name: str, old: bytes, new: bytes, content: Content, dist: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    (there / name).write_bytes((there / name).read_bytes().replace(old, new, 1))
    fault = faults_of(there, content, sums(there))[name]
    assert {"index.html" in fault.message, "asserted.nq" in fault.message} == {True, False}


def test_no_file_can_be_cut_short_unnoticed(content: Content, dist: Path, tmp_path: Path) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    for name, written in files(there).items():
        (there / name).write_bytes(written[: len(written) // 2])
    assert set(faults_of(there, content, sums(there))) == set(files(dist))


def test_a_disk_that_spoils_a_file_stops_the_release(
    lights: Path, dist: Path, tmp_path: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = shutil.copytree(dist, tmp_path / "dist")
    before, written = files(there), folder.write_atomically

    def spoil(path: Path, content: bytes) -> None:
        written(path, content.replace(b"1904-05,", b"1904-06,") if path.name == "Keeping.csv" else content)

    monkeypatch.setattr(folder, "write_atomically", spoil)
    ran = icigraph("--project", str(lights), "release", str(there))
    assert (ran.code, ran.out, files(there)) == (2, "", before)
    assert "tables/Keeping.csv: is not what was written: it lacks '1904-05' as ici:start of <" in ran.err
    assert "hint: nothing was put in place: is the disk in order?" in ran.err
    assert icigraph("--project", str(lights), "release", str(tmp_path / "new")).code == 2
    assert not (tmp_path / "new").exists()


def with_another_word(write: Callable[..., bytes], old: bytes, new: bytes) -> Callable[..., bytes]:
    return lambda *given: write(*given).replace(old, new)


def with_another_month(write: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
    def spoilt(tables: Any) -> dict[str, bytes]:
        return write(tuple(replace(table, rows=later(table)) for table in tables))

    def later(table: FactTable) -> Any:
        return {
            fact: {name: tuple(map(a_month_later, terms)) for name, terms in row.items()}
            for fact, row in table.rows.items()
        }

    def a_month_later(term: Any) -> Any:
        return Literal("1904-06") if term.value == "1904-05" else term

    return spoilt


WRITERS = [
    (
        bundle,
        "csv_table",
        lambda write: with_another_word(write, b"1904-05", b"1904-06"),
        "tables/Keeping.csv",
    ),
    (bundle, "sssom", lambda write: with_another_word(write, b"close", b"exact"), "mappings.sssom.tsv"),
    (bundle, "graphml", lambda write: with_another_word(write, b"Ada", b"Ida"), "graph.graphml"),
    (bundle, "reference_page", lambda write: with_another_word(write, b"tower", b"house"), "index.html"),
    (
        bundle,
        "reified_turtle",
        lambda write: with_another_word(write, b"hasKept", b"kept"),
        "facts-rdf12.ttl",
    ),
    (datasets, "to_jelly", lambda write: with_another_word(write, b"Ada", b"Ida"), "asserted.jelly"),
    (extras, "parquet_tables", with_another_month, "tables/Keeping.parquet"),
]


@pytest.mark.parametrize(("module", "writer", "spoilt", "name"), WRITERS, ids=[each[1] for each in WRITERS])
def test_a_writer_that_is_wrong_stops_the_release(
    module: Any,
    writer: str,
    spoilt: Callable[..., Any],
    name: str,
    lights: Path,
    tmp_path: Path,
    icigraph: Icigraph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, writer, spoilt(getattr(module, writer)))
    ran = icigraph("--project", str(lights), "release", str(tmp_path / "dist"))
    assert (ran.code, f"error: {name}: reads back otherwise: it " in ran.err) == (2, True), ran
    assert not (tmp_path / "dist").exists()


def test_parquet_is_read_by_what_wrote_it_where_nothing_else_is(
    lights: Path, tmp_path: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    ran = icigraph("--project", str(lights), "release", str(tmp_path / "dist"))
    alone = "read back only by the library that wrote them (pip install duckdb for another reader): "
    assert (ran.code, ran.err) == (0, f"{alone}tables/Keeping.parquet\n"), ran
    monkeypatch.setattr(extras, "parquet_tables", with_another_month(extras.parquet_tables))
    assert icigraph("--project", str(lights), "release", str(tmp_path / "dist")).code == 2
