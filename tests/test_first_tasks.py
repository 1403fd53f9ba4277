"""What new users do first: each task of docs/first-tasks.md runs as shown and prints what is shown."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import ROOT, Ran
from tests.servers.fixtures import SharedStores

Icigraph = Callable[..., Ran]

PAGE = (ROOT / "docs" / "first-tasks.md").read_text("utf-8")
FILES = dict(re.findall(r"```turtle\n(?=# (\S+)\n)(.*?)```", PAGE, re.S))
STORE = "http://localhost:3030/icigraph"
PUBLISH = "Publish to a store"
TASKS = [
    "Validate my file",
    "Ask my file",
    "Close it",
    "Why is this inferred?",
    "Convert",
    PUBLISH,
    "Ask this graph",
    "Cite",
    "Compare two releases",
    "Use the release in DuckDB and in a spreadsheet",
]
# What a command that found something says with its exit code.
FOUND = {"validate": 1, "diff": 1}


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the page: commands with what they print, and pieces of Python with what they give."""

    name: str
    commands: list[tuple[str, str]]
    pieces: list[str]


def task_of(name: str, text: str) -> Task:
    commands = re.findall(r"^    \$ icigraph (.+)\n((?:    .*\n|\n(?=    [^$]))*)", text, re.M)
    return Task(name, commands, re.findall(r"^```python\n(.*?)^```", text, re.S | re.M))


def tasks_of(page: str) -> list[Task]:
    _, *parts = re.split(r"^## (.*)\n", page, flags=re.M)
    return [task_of(name, text) for name, text in zip(parts[::2], parts[1::2], strict=True)]


BY_NAME = {task.name: task for task in tasks_of(PAGE)}


@pytest.fixture
def desk(tmp_path: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the files of the page, a graph project, and two releases of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ICIGRAPH_TEXTS", raising=False)
    for name, text in FILES.items():
        Path(name).write_text(text, "utf-8")
    assert icigraph("init", "lights").code == 0
    return tmp_path


@pytest.fixture
def releases(desk: Path, icigraph: Icigraph) -> None:
    """Two releases of the project, and a fact that was corrected between them."""
    assert icigraph("release", "dist-0.1", "--project", "lights").code == 0
    facts = desk / "lights" / "data" / "keepings.ttl"
    before = facts.read_text("utf-8")
    facts.write_text(before.replace('core:start "1910"', 'core:start "1911"'), "utf-8")
    assert icigraph("release", "dist-0.2", "--project", "lights").code == 0
    facts.write_text(before, "utf-8")


def run(task: Task, icigraph: Icigraph, store: str = STORE) -> None:
    """Each command and each piece of Python of a task, compared with what the page shows."""
    for command, shown in task.commands:
        ran = icigraph(*shlex.split(command.replace(STORE, store)))
        assert ran.code == FOUND.get(command.split()[0], 0), ran.err
        printed = [line.rstrip() for line in ran.out.strip("\n").splitlines()]
        assert [line.removeprefix("    ").rstrip() for line in shown.strip("\n").splitlines()] == printed
    import icigraph as library

    for piece in task.pieces:
        parsed = doctest.DocTestParser().get_doctest(
            piece.replace(STORE, store), {"icigraph": library}, task.name, "first-tasks.md", 0
        )
        told: list[str] = []
        doctest.DocTestRunner().run(parsed, out=told.append)
        assert told == []


def test_ten_tasks_in_their_order() -> None:
    assert list(BY_NAME) == TASKS
    assert set(FILES) == {"data.ttl", "shapes.ttl"}


@pytest.mark.parametrize("task", BY_NAME.values(), ids=BY_NAME)
def test_a_task_takes_one_command_or_three_lines_of_python(task: Task) -> None:
    assert task.commands and task.pieces
    for piece in task.pieces:
        assert 1 <= len(re.findall(r"^(?:>>>|\.\.\.) ", piece, re.M)) <= 3
    # One command does it; to publish, another looks whether all arrived.
    assert len(task.commands) == (2 if task.name == PUBLISH else 1)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", [name for name in TASKS[:8] if name != PUBLISH])
def test_on_files_of_ones_own_and_on_this_graph(name: str, icigraph: Icigraph) -> None:
    run(BY_NAME[name], icigraph)


@pytest.mark.usefixtures("releases")
def test_comparing_and_using_releases(icigraph: Icigraph) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    for name in TASKS[8:]:
        run(BY_NAME[name], icigraph)


@pytest.mark.server
@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("kind", ["fuseki"])
def test_publishing(kind: str, icigraph: Icigraph, shared_store: SharedStores) -> None:
    run(BY_NAME[PUBLISH], icigraph, shared_store(kind).url.rstrip("/"))
