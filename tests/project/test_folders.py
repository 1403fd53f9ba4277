"""Which files are read: what a person sees, whatever the case of its suffix, behind links too; and what is
left out is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
SOUTH = """@prefix id: <https://example.org/lighthouses/id/> .
@prefix light: <https://example.org/lighthouses/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:east-point a light:Lighthouse ; rdfs:label "East Point"@en .
"""
QUESTION = "#+ summary: more\nSELECT * { ?s ?p ?o } LIMIT 1"


@pytest.fixture
def project(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is the working folder."""
    assert icigraph("init", str(tmp_path / "p")).code == 0
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def is_known(icigraph: Run) -> bool:
    return icigraph("show", "East Point").code == 0


@pytest.mark.parametrize(
    "name", [".ipynb_checkpoints/south-checkpoint.ttl", "a/.hidden/b/south.ttl", ".south.ttl"]
)
def test_what_is_hidden_is_not_read(icigraph: Run, project: Path, name: str) -> None:
    file = project / "data" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SOUTH)
    (project / "queries" / ".trash").mkdir()
    (project / "queries" / ".trash" / "old.rq").write_text("SELECT {")
    assert not is_known(icigraph)
    assert icigraph("build").code == 0
    assert icigraph("validate", "data", "--shapes", "ontology/shapes").code in (0, 1)


@pytest.mark.parametrize(
    "name", ["SOUTH.TTL", "South.Ttl", "south.TURTLE", "south.ttl.gz", "SOUTH.TTL.GZ", "south.nT"]
)
def test_suffixes_may_be_in_capitals(icigraph: Run, project: Path, name: str) -> None:
    content = SOUTH.encode()
    if name.endswith("nT"):
        content = (
            b"<https://example.org/lighthouses/id/east-point> "
            b'<http://www.w3.org/2000/01/rdf-schema#label> "East Point"@en .\n'
        )
    (project / "data" / name).write_bytes(gzip.compress(content) if name.lower().endswith("gz") else content)
    assert is_known(icigraph)
    stem = name.split(".")[0]
    found = icigraph("query", "-e", "SELECT ?g { GRAPH ?g { id:east-point rdfs:label ?l } }", "-f", "csv").out
    assert found.split()[1] == f"https://example.org/lighthouses/graph/data/{stem}"


def test_questions_may_have_their_suffix_in_capitals(icigraph: Run, project: Path) -> None:
    (project / "queries" / "more.RQ").write_text(QUESTION)
    assert icigraph("ask", "more").code == 0


def test_a_folder_behind_a_link_is_read(icigraph: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    (tmp_path / "shared" / "deep" / "south.ttl").write_text(SOUTH)
    (project / "data" / "linked").symlink_to(tmp_path / "shared")
    assert is_known(icigraph)
    (tmp_path / "shared" / "deep" / "south.ttl").unlink()
    assert not is_known(icigraph)


def test_links_in_a_circle_end(icigraph: Run, project: Path, tmp_path: Path) -> None:
    (project / "data" / "again").symlink_to(project / "data")
    one, other = project / "data" / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "other").symlink_to(other)
    (other / "one").symlink_to(one)
    (other / "root").symlink_to(project)
    (other / "south.ttl").write_text(SOUTH)
    assert is_known(icigraph)


def test_what_is_left_out_is_told(icigraph: Run, project: Path) -> None:
    (project / "data" / "table.csv").write_text("a,b\n")
    (project / "ontology" / "notes.txt").write_text("later\n")
    (project / "ontology" / "lost.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    (project / "queries" / "stray.ttl").write_text(SOUTH)
    left = ["data/table.csv", "ontology/lost.rq", "ontology/notes.txt", "queries/stray.ttl"]
    assert f"  left out: {', '.join(left)}\n" in icigraph("build").out
    assert json.loads(icigraph("info", "--format", "json").out)["leftOut"] == left
    assert f"left out   {', '.join(left)}\n" in icigraph("info").out


def test_a_sound_project_leaves_nothing_out(icigraph: Run, project: Path) -> None:
    assert "left out" not in icigraph("build").out + icigraph("info").out
    assert json.loads(icigraph("info", "--format", "json").out)["leftOut"] == []
    assert project.is_dir()


def test_what_can_be_built_again_is_kept_out_of_repositories(icigraph: Run, project: Path) -> None:
    assert icigraph("build").code == 0
    assert (project / ".icigraph" / ".gitignore").read_text() == "*\n"
