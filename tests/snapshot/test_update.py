"""A large graph is brought up to date from its last snapshot; the result is that of closing anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from icigraph.project.graph_project import open_project
from icigraph.snapshot import update
from icigraph.snapshot.opening import open_snapshot
from icigraph.snapshot.snapshot import current

ROOT = Path(__file__).parents[2]
MARK = "brought up to date"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real ontology and rules with some of the real facts, and their snapshot."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(ROOT / "icigraph.toml", folder)
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    for part in ("data", "queries"):
        (folder / part).mkdir()
    for file in (*sorted((ROOT / "data").glob("*.ttl"))[::3], ROOT / "data" / "partnerships.ttl"):
        shutil.copy(file, folder / "data")
    shutil.copy(ROOT / "queries" / "partners-as-of.rq", folder / "queries")
    open_snapshot(open_project(folder))
    return folder


@pytest.fixture
def real(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that counts as large, as the working folder."""
    folder = shutil.copytree(built, tmp_path / "project")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(update, "_LARGE", 1)
    return folder


@pytest.fixture
def project(tmp_path: Path, icigraph: Callable, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project that counts as large, built, as the working folder."""
    folder = tmp_path / "lights"
    assert icigraph("init", str(folder)).code == 0
    monkeypatch.chdir(folder)
    assert icigraph("build").code == 0
    monkeypatch.setattr(update, "_LARGE", 1)
    return folder


def dataset(project: Path) -> bytes:
    """The closed graph as the snapshot of what is there now holds it."""
    snapshot = current(open_project(project))
    assert snapshot is not None
    return snapshot.dataset.read_bytes()


def anew(project: Path, icigraph: Callable) -> bytes:
    """The same when nothing was built before."""
    shutil.rmtree(project / ".icigraph")
    assert MARK not in icigraph("build").out
    return dataset(project)


def statements(file: Path) -> list[str]:
    """The blocks of a Turtle file, after the prefixes."""
    return file.read_text().split("\n\n")


def test_a_file_that_comes_changes_and_goes(real: Path, icigraph: Callable) -> None:
    before = dataset(real)
    file = real / "data" / "partnerships.ttl"
    text = file.read_text()

    file.unlink()
    assert MARK in icigraph("build").out
    without = dataset(real)
    assert len(without) < len(before)
    assert without == anew(real, icigraph)

    file.write_text(text)
    assert MARK in icigraph("build").out
    assert dataset(real) == before


def test_random_changes_of_many_files_come_to_the_same_as_closing_anew(
    real: Path, icigraph: Callable
) -> None:
    chance = random.Random(11)
    files = sorted((real / "data").glob("*.ttl"))
    texts = {file: file.read_text() for file in files}
    for number in range(6):
        for file in chance.sample(files, 5):
            head, *blocks = texts[file].split("\n\n")
            kept = [block for block in blocks if chance.random() < 0.8]
            file.write_text("\n\n".join([head, *kept]) + "\n")
        assert MARK in icigraph("build").out
        if number % 2 == 0:
            # What is wrong in one update stays wrong in the next, which begins with it.
            continue
        after = dataset(real)
        shutil.copytree(real / ".icigraph", real / "kept")
        assert after == anew(real, icigraph)
        shutil.rmtree(real / ".icigraph")
        (real / "kept").rename(real / ".icigraph")


def test_blank_nodes_and_numbers_are_as_they_would_be(project: Path, icigraph: Callable) -> None:
    file = project / "data" / "more.ttl"
    for text in (
        '<urn:x:a> <urn:x:p> [ <urn:x:q> "07"^^<http://www.w3.org/2001/XMLSchema#short> ] .',
        "<urn:x:a> <urn:x:p> [ <urn:x:q> 7 ], [ <urn:x:q> 8 ] .",
    ):
        file.write_text(text)
        assert MARK in icigraph("build").out
    assert dataset(project) == anew(project, icigraph)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ontology/more.ttl", "<urn:x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> ."),
        ("ontology/rules/more.rq", "CONSTRUCT { ?x <urn:x:p> ?y } WHERE { ?x <urn:x:q> ?y }"),
        ("data/more.ttl", "<urn:x:A> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:x:B> ."),
        ("data/more.trig", "GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> <urn:x:b> }"),
    ],
)
def test_where_more_than_facts_changed_it_is_closed_anew(
    project: Path, icigraph: Callable, name: str, text: str
) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text)
    assert MARK not in icigraph("build").out
    assert dataset(project) == anew(project, icigraph)


def test_a_damaged_snapshot_is_not_built_upon(project: Path, icigraph: Callable) -> None:
    whole = dataset(project)
    (file,) = (project / ".icigraph").glob("*.nq")
    file.write_bytes(whole[:1000].replace(b"a", b"b") + whole[1000:])
    assert MARK not in icigraph("build").out
    assert dataset(project) == whole


def test_a_broken_file_is_told_and_the_snapshot_stays(project: Path, icigraph: Callable) -> None:
    before = dataset(project)
    broken = project / "data" / "broken.ttl"
    broken.write_text("<urn:x:a> <urn:x:b> .\n")
    ran = icigraph("build")
    assert ran.code == 2
    assert "data/broken.ttl:1:" in ran.err
    broken.unlink()
    assert dataset(project) == before


def test_a_question_that_changed_leaves_the_graph_as_it_is(project: Path, icigraph: Callable) -> None:
    question = project / "queries" / "keepers.rq"
    question.write_text(question.read_text() + "# a comment\n")
    assert f"{MARK}: 0 triples added, 0 removed" in icigraph("build").out


def test_a_small_graph_is_closed_anew(
    project: Path, icigraph: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(project)
    (project / "data" / "more.ttl").write_text("<urn:x:a> <urn:x:p> <urn:x:b> .")
    assert MARK not in icigraph("build").out
