"""The README shows what the commands print today."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable

import pytest
from tests.conftest import ROOT, SHARED, Ran

SHOWN = re.findall(
    r"^    \$ icigraph (.+)\n((?:    .*\n|\n(?=    [^$]))*)", (ROOT / "README.md").read_text(), re.M
)


def test_ten_questions_are_shown() -> None:
    assert len({command for command, _ in SHOWN if command.startswith("ask ")}) >= 10


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(
    icigraph: Callable[..., Ran], command: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "../shared" in command and not SHARED.is_dir():
        pytest.skip("../shared is not there")
    monkeypatch.chdir(ROOT)
    ran = icigraph(*shlex.split(command))
    assert ran.code == 0
    printed = [line.rstrip() for line in ran.out.strip().splitlines()]
    assert [line.removeprefix("    ").rstrip() for line in shown.strip("\n").splitlines()] == printed


def test_its_figures_are_those_that_info_counts(
    icigraph: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    facts = json.loads(icigraph("info", "--format", "json").out)["facts"]
    told = re.search(
        r"Of its (\d+) facts (\d+) have a start, (\d+) cite a span of characters, and (\d+) are cited by a",
        (ROOT / "README.md").read_text(),
    )
    assert told is not None
    counted = [facts[name] for name in ("facts", "started", "spanned", "located")]
    assert list(map(int, told.groups())) == counted
    assert facts["uncited"] == 0
