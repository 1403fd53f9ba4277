"""The page on the library is what the docstrings say, and tells of everything that is offered."""

from __future__ import annotations

import sys
from pathlib import Path

import icigraph

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import library  # noqa: E402


def test_the_page_is_made_from_the_docstrings() -> None:
    written = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    assert written == library.page(), "run python tools/library.py"


def test_the_page_tells_of_everything_that_is_offered() -> None:
    written = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    offered = [name for name in icigraph.__all__ if name != "__version__"]
    assert [
        name for name in offered if f" {name}\n" not in written and f"icigraph.{name}\n" not in written
    ] == []
