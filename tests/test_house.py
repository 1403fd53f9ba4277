"""Rules of the house that no single room can keep: what must never stand in a tracked file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN_OF_WORDS = 7


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the tracked files cannot be listed")
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + RUN_OF_WORDS]) for at in range(len(found) - RUN_OF_WORDS + 1))


def test_no_file_copies_a_sentence_of_a_source(shared: Path) -> None:
    sources = {
        run for text in (shared / "seed").glob("*.txt") for run in runs(text.read_text(encoding="utf-8"))
    }
    assert sources
    copied = {name: run for name, text in tracked_texts() for run in runs(text) if run in sources}
    assert copied == {}


def test_no_file_names_a_registry() -> None:
    hosts = re.compile(
        r"files\.python" + r"hosted|registry\.npm" + r"js|repo1?\.maven" + r"\.|pypi" + r"\.org/simple"
    )
    assert [name for name, text in tracked_texts() if hosts.search(text)] == []
