"""The site that `make docs` builds of docs/: whole, and read without another host being asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.conftest import ROOT

pytest.importorskip("material")

# What a browser fetches unasked, by element and attribute; a link that a reader follows is none of it.
FETCHED = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("form", "action"),
    ("use", "href"),
}


def built(docs: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """The site of the pages in `docs`, by the project's own settings."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (docs.parent / "mkdocs.yml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=docs.parent, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    ran = built(folder / "docs", folder / "site")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "site"


class Page(HTMLParser):
    """What a page fetches, and the pages that it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.classes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in FETCHED and value:
                self.fetched.append(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)
            elif name == "class":
                self.classes.update((value or "").split())


def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def is_elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc) or urlsplit(address).scheme not in ("", "data")


def test_no_page_fetches_anything_of_another_host(site: Path) -> None:
    found = pages(site)
    assert len(found) > 10
    fetched = [(path.name, each) for path, page in found.items() for each in page.fetched]
    assert len(fetched) > len(found)
    assert [each for each in fetched if is_elsewhere(each[1])] == []
    # The theme would fetch a program from elsewhere to draw them.
    assert [path.name for path, page in found.items() if "mermaid" in page.classes] == []


def test_no_stylesheet_fetches_anything_of_another_host(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
        addresses = re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", text)
        assert [each for pair in addresses for each in pair if is_elsewhere(each)] == [], sheet.name


def test_every_page_is_in_the_navigation_and_every_link_leads_somewhere(site: Path) -> None:
    found = pages(site)
    start = found[site / "index.html"]
    names = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert names <= {Path(unquote(urlsplit(link).path)) for link in start.links}
    for path, page in found.items():
        inside = {urlsplit(link).path for link in page.links if not is_elsewhere(link)}
        files = [path.parent / unquote(link) for link in inside if link not in ("", ".", "/")]
        assert path.name == "404.html" or [file.name for file in files if not file.exists()] == []


@pytest.mark.parametrize("link", ["no-such-page.md", "validate.md#no-such-heading"])
def test_a_link_that_leads_nowhere_stops_the_build(link: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    with (tmp_path / "docs" / "model.md").open("a", encoding="utf-8") as page:
        page.write(f"\n[there]({link})\n")
    ran = built(tmp_path / "docs", tmp_path / "site")
    assert ran.returncode != 0 and link in ran.stderr


def test_a_page_that_the_navigation_lacks_stops_the_build(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / "docs" / "stray.md").write_text("# Stray\n", "utf-8")
    ran = built(tmp_path / "docs", tmp_path / "site")
    assert ran.returncode != 0 and "stray.md" in ran.stderr
