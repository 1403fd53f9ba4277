"""The README shows what the commands print today, on the files that it shows."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROOT, SHARED, Ran

README = (ROOT / "README.md").read_text("utf-8")
# A command and what it prints, in the README and in the pages of docs/; test_first_tasks.py runs the page of
# first tasks, whose commands want more than the README's files.
SHOWN = [
    (page.name, command, shown)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if page.name != "first-tasks.md"
    for command, shown in re.findall(
        r"^    \$ icigraph (.+)\n((?:    .*\n|\n(?=    [^$]))*)", page.read_text("utf-8"), re.M
    )
]
FILES = dict(re.findall(r"```turtle\n(?=# (\S+)\n)(.*?)```", README, re.S))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the README shows, as working folder."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_of_three_readers_has_a_part_in_their_order() -> None:
    headings = [line for line in README.splitlines() if line.startswith("## ")]
    assert [heading.split()[1].strip(",") for heading in headings[:3]] == ["Validate", "Ask", "Publish"]
    parts = dict(zip(headings, re.split(r"^## .*$", README, flags=re.M)[1:], strict=True))
    own, asked = (
        len(re.findall(r"^    \$ icigraph (?:ask)?", parts[heading], re.M)) for heading in headings[:2]
    )
    assert own >= 2 and asked >= 5
    assert set(FILES) == {"data.ttl", "shapes.ttl"}


@pytest.mark.parametrize(
    ("page", "command", "shown"), SHOWN, ids=[f"{name}: {ran}" for name, ran, _ in SHOWN]
)
@pytest.mark.usefixtures("files")
def test_what_is_shown_is_what_is_printed(
    icigraph: Callable[..., Ran], page: str, command: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "../shared" in command:
        if not SHARED.is_dir():
            pytest.skip("../shared is not there")
        monkeypatch.chdir(ROOT)
    ran = icigraph(*shlex.split(command))
    assert ran.code == (1 if "does not conform" in ran.out else 0), (page, ran.err)
    printed = [line.rstrip() for line in ran.out.strip().splitlines()]
    assert [line.removeprefix("    ").rstrip() for line in shown.strip("\n").splitlines()] == printed


@pytest.mark.usefixtures("files")
def test_what_is_shown_of_python_is_what_it_prints() -> None:
    test = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert len(test.examples) >= 6
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert told == []


def test_no_table_is_a_wall_of_iris() -> None:
    shown = "".join(text for _, command, text in SHOWN if command.startswith(("ask", "query", "explain")))
    assert len(re.findall(r"https?://", shown)) == 0


def test_its_figures_are_those_that_info_counts(
    icigraph: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    figures = json.loads(icigraph("info", "--format", "json").out)["figures"]
    told = re.search(
        r"It has (\d+) facts, and (\d+) claims .* (\d+) cite a span of characters, and (\d+) a locator only",
        README,
    )
    assert told is not None
    counted = [figures[name] for name in ("facts", "claims", "spanned", "located")]
    assert list(map(int, told.groups())) == counted
    assert figures["uncited"] == 0


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def test_its_measures_are_those_of_the_benchmarks() -> None:
    """Each row of its tables of figures stands, with these cells, in a row of the last measurement."""
    measured = [cells(row) for row in (ROOT / "benchmarks" / "README.md").read_text("utf-8").splitlines()]
    part = README.partition("### How fast")[2].partition("\n## ")[0]
    rows = [cells(row) for row in part.splitlines() if row.startswith("|") and not row.startswith("|---")]
    figures = [row for row in rows if row[1:2] != ["results"] and row[1:2] != ["inferred"]]
    assert len(figures) >= 8
    for row in figures:
        assert any(row[0] == other[0] and set(row) <= set(other) for other in measured), row
    # The losses are told: what is faster than we are has a figure below 1.
    assert any(re.match(r"0\.\d", cell) for row in figures for cell in row[3:])
