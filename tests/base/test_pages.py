"""Every page that the command line writes: one frame and stylesheet, a landmark, headings in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from tests.conftest import Ran

from icigraph.base.pages import page


class Outline(HTMLParser):
    """The elements of a page in order; a ValueError where they do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.loads: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        if self._open:
            raise ValueError(f"<{self._open[-1]}> is not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag in {"script", "link", "img", "iframe"}:
            self.loads += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "input", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing")


@pytest.fixture(params=["proof", "proofs", "no contradiction", "report", "release"])
def written(request: pytest.FixtureRequest, icigraph: Callable[..., Ran], tmp_path: Path) -> str:
    """A page of each kind, as a user gets it."""
    project = tmp_path / "project"
    icigraph("init", str(project))
    at = ("--project", str(project))
    if request.param == "release":
        assert icigraph("release", str(tmp_path / "release"), *at).code == 0
        return (tmp_path / "release" / "index.html").read_text("utf-8")
    verbs = {
        "proof": ("explain", "Jonas Reed", "hasKept", "North Point"),
        "proofs": ("explain", "Jonas Reed", "hasKept", "North Point", "--all"),
        "no contradiction": ("explain", "--inconsistency"),
        "report": ("validate",),
    }
    return icigraph(*verbs[request.param], "--format", "html", *at).out


def test_each_page_stands_alone_in_the_frame_that_all_share(written: str) -> None:
    outline = Outline(written)
    assert outline.seen.count("main") == outline.seen.count("h1") == outline.seen.count("style") == 1
    assert outline.loads == []
    levels = [int(tag[1]) for tag in outline.seen if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_page_has_its_own_colours_for_light_and_dark(written: str) -> None:
    for name in ("paper", "ink", "soft", "line", "mark", "accent", "good", "bad", "warn"):
        assert len(re.findall(rf"--{name}: #[0-9a-f]{{6}};", written)) == 2
    named = set(re.findall(r"var\(--(\w+)\)", written))
    assert named <= {"paper", "ink", "soft", "line", "mark", "accent", "good", "bad", "warn"}


def test_a_value_that_a_template_names_and_nobody_gives_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        page("icigraph.base", "frame.html")
