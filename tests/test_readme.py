"""The README shows what the commands print today."""

from __future__ import annotations

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
