"""The pages in docs/ tell what is so: links lead somewhere, the first steps run, examples are the files'."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROOT, Ran

PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.stem)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_linked_from_the_readme_or_another_page() -> None:
    pages = [*PAGES, ROOT / "README.md"]
    linked = {
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    }
    assert [page.name for page in PAGES if page.resolve() not in linked] == []


def test_the_first_steps_of_a_graph_of_ones_own_run(
    icigraph: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs" / "own-graph.md").read_text()
    steps = [line.strip() for line in text.partition("\n\n")[2].partition("\n\n")[0].splitlines()]
    assert len(steps) >= 5
    monkeypatch.chdir(tmp_path)
    for step in steps:
        name, *arguments = shlex.split(step)
        if name == "cd":
            monkeypatch.chdir(arguments[0])
        else:
            ran = icigraph(*arguments)
            assert ran.code == 0, (step, ran.err)


def test_turtle_that_is_shown_of_the_model_is_that_of_the_files() -> None:
    """Each statement of the example block stands in the data or the ontology."""
    text = (ROOT / "docs" / "model.md").read_text().partition("## What a new relation costs")[0]
    files = "\n".join(
        file.read_text() for folder in ("data", "ontology") for file in (ROOT / folder).rglob("*.ttl")
    )
    blocks = re.findall(r"```turtle\n(.*?)```", text, re.S)
    lines = [
        line.partition(" #")[0].strip().rstrip(";.").strip()
        for block in blocks
        for line in block.splitlines()
    ]
    parts = [line[line.find("owl:") :] if " owl:" in line else line for line in lines]
    assert [part for part in parts if part not in files] == []


def test_the_question_that_is_shown_can_be_asked(icigraph: Callable[..., Ran], tmp_path: Path) -> None:
    for part in ("icigraph.toml", "ontology", "data"):
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / part)
    (tmp_path / "queries").mkdir()
    (found,) = re.findall(r"```sparql\n(#\+.*?)```", (ROOT / "docs" / "questions.md").read_text(), re.S)
    (tmp_path / "queries" / "joined.rq").write_text(found)
    asked = icigraph("--project", str(tmp_path), "ask", "joined", "--year", "2004", "--format", "csv")
    assert asked.out.splitlines() == [
        "partner,fact",
        "https://w3id.org/icigraph/id/kuwait,https://w3id.org/icigraph/id/partnership/kuwait-ici",
    ]
