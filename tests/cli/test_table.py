"""`icigraph table`: checked, shown, and extended by a row that is good."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.snapshot.test_tables import MAPPING, TABLE

from icigraph.snapshot.scaffold import create_project

WORDS = "Ada Quill"


@pytest.fixture
def watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project with a table, as the working folder; gives the table."""
    create_project(tmp_path)
    folder = tmp_path / "data" / "tables"
    (folder / "watches.rq").write_text(MAPPING)
    (folder / "watches.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return folder / "watches.csv"


@pytest.mark.usefixtures("watches")
def test_show_gives_the_table_as_it_is_where_it_is_piped(icigraph: Callable) -> None:
    assert icigraph("table", "show", "watches").out == TABLE
    told = icigraph("table", "show", "wathces")
    assert told.code == 2
    assert "did you mean watches?" in told.err


def test_check_says_what_is_there_and_everything_that_is_wrong(watches: Path, icigraph: Callable) -> None:
    told = icigraph("table", "check")
    assert told.code == 0
    assert "data/tables/watches.csv: 1 rows, 11 triples" in told.out
    watches.write_text(TABLE.replace("Ada Quill", "Ada Quil").replace("1920-02", "1920-30"))
    told = icigraph("table", "check", "data/tables/watches.csv")
    assert told.code == 1
    assert "error: data/tables/watches.csv:2:12: keeper: no light:Keeper is called 'Ada Quil'" in told.err
    assert "error: data/tables/watches.csv:2:21: start: '1920-30' is not in the calendar" in told.err
    assert "did you mean Ada Quill?" in told.err
    assert icigraph("table", "check", "data/keepings.ttl").code == 2
    assert icigraph("table", "check", "data/tables/lighthouses.rq").code == 0


def test_a_row_is_added_where_its_key_sorts_it_and_the_others_stay(watches: Path, icigraph: Callable) -> None:
    for name in ("cy", "an"):
        told = icigraph(
            "table", "add", "watches", f"id=keeping:{name}", "keeper=Jonas Reed", "citation=citation:log-end"
        )
        assert (told.code, told.out) == (0, "data/tables/watches.csv: a row added\n")
    header, row = TABLE.splitlines()
    assert watches.read_text().splitlines() == [
        header,
        "keeping:an,Jonas Reed,,citation:log-end",
        row,
        "keeping:cy,Jonas Reed,,citation:log-end",
    ]


BAD = [
    (["id=keeping:bo"], "another row has this key (id): line 2"),
    (["keeper=Ada Quill"], "id is missing"),
    (["id=keeping:x", "keeper=Nobody"], "no light:Keeper is called 'Nobody'"),
    (["id=keeping:x", "start=1920-13"], "is not in the calendar"),
    (["id=keeping:x", "kepeer=Ada Quill"], "did you mean keeper?"),
    (["id"], "write COLUMN=VALUE"),
]


@pytest.mark.parametrize(("cells", "told"), BAD, ids=[" ".join(cells) for cells, _ in BAD])
def test_a_row_that_would_be_bad_is_refused(
    watches: Path, icigraph: Callable, cells: list[str], told: str
) -> None:
    ran = icigraph("table", "add", "watches", *cells)
    assert ran.code == 2
    assert told in ran.err
    assert watches.read_text() == TABLE


def test_words_of_a_source_become_the_citation_of_their_span(watches: Path, icigraph: Callable) -> None:
    text = (watches.parents[2] / "texts" / "log.txt").read_text()
    told = icigraph("table", "add", "watches", "id=keeping:x", "--find", text[60:124])
    assert told.code == 0
    assert watches.read_text().endswith("keeping:x,,,citation:log-end\n")
    told = icigraph("table", "add", "watches", "id=keeping:y", "--find", text[60:80])
    assert told.code == 2
    assert "nothing cites characters 60 to 80 of source:log yet" in told.err
    assert 'core:from "60"^^xsd:nonNegativeInteger' in told.err
    told = icigraph("table", "add", "watches", "id=keeping:y", "--find", "no such words")
    assert told.code == 2


def test_what_a_row_needs_is_asked_for_on_a_terminal(watches: Path, path: str) -> None:
    answers = "\n".join(["keeping:zoe", "Ada Quil", "?", "Ada Quill", "1930-02-30", "1930", ""]) + "\n"
    ours, theirs = pty.openpty()
    ran = subprocess.Popen(
        ["icigraph", "table", "add", "watches"],
        cwd=watches.parents[2],
        env={**os.environ, "PATH": path},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    said = b""
    while True:
        try:
            block = os.read(ours, 4096)
        except OSError:
            break
        if not block:
            break
        said += block
    os.close(ours)
    assert ran.wait(timeout=60) == 0
    shown = said.decode()
    assert "did you mean Ada Quill?" in shown
    assert "Ada Quill, Jonas Reed" in shown
    assert "1930-02 has 28 days" in shown
    assert watches.read_text().endswith("keeping:zoe,Ada Quill,1930,\n")


def test_a_question_is_asked_without_the_reader_of_tables(watches: Path, path: str) -> None:
    folder = watches.parents[2]
    script = (
        "import sys; from icigraph.cli.main import main; code = main(['ask', 'keepers']);"
        "found = [name for name in sys.modules if 'project.tables' in name or name == 'csv'];"
        "assert not found, found; sys.exit(code)"
    )
    subprocess.run(["icigraph", "build"], cwd=folder, env={**os.environ, "PATH": path}, check=True)
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
