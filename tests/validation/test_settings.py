"""`[validate]` in `icigraph.toml`, and `[tool.icigraph.validate]` in `pyproject.toml`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from icigraph.validation.settings import KEYS

Run = Callable[..., Any]
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
SHAPES = (
    PREFIXES
    + "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property e:P .\n"
    + "e:P sh:path e:p ; sh:minCount 1 ; sh:severity sh:Warning .\n"
)
DATA = PREFIXES + "e:a a e:T .\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inside" / "further").mkdir(parents=True)
    (tmp_path / "data" / "old").mkdir(parents=True)
    (tmp_path / "data" / "d.ttl").write_text(DATA)
    (tmp_path / "data" / "old" / "e.ttl").write_text(DATA.replace("e:a", "e:b"))
    (tmp_path / "s.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)


WAYS = {
    "icigraph.toml": "[validate]\n",
    "pyproject.toml": '[project]\nname = "p"\nversion = "1"\n\n[tool.icigraph.validate]\n',
}
SETTINGS = 'data = "data"\nshapes = ["s.ttl"]\nexclude = ["old"]\nformat = "json"\nfail-on = "violation"\n'


@pytest.mark.parametrize("file", WAYS)
@pytest.mark.parametrize("folder", [".", "inside/further"])
def test_what_the_nearest_file_upward_says_is_done(
    icigraph: Run, monkeypatch: pytest.MonkeyPatch, file: str, folder: str
) -> None:
    Path(file).write_text(WAYS[file] + SETTINGS)
    Path("inside/pyproject.toml").write_text('[tool.other]\nname = "icigraph"\n')
    monkeypatch.chdir(folder)
    ran = icigraph("validate")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert [Path(one).name for one in told["files"]] == ["d.ttl"]
    assert told["counts"] == {"Warning": 1}
    assert ran.err.startswith("as ") and file in ran.err
    assert icigraph("validate", "--quiet").err == ""


def test_the_command_line_wins(icigraph: Run) -> None:
    Path("icigraph.toml").write_text(WAYS["icigraph.toml"] + SETTINGS + "lint = false\n")
    Path("other.ttl").write_text(DATA.replace("e:a", "e:c"))
    ran = icigraph("validate", "other.ttl", "--fail-on", "warning", "--format", "csv", "--lint")
    assert ran.code == 1
    assert "other.ttl,2" in ran.out and "d.ttl" not in ran.out


def test_a_file_may_be_named_or_none_looked_for(icigraph: Run) -> None:
    Path("icigraph.toml").write_text("[validate]\nnothing = 1\n")
    Path("inside/ci.toml").write_text('[validate]\ndata = "../data"\nshapes = "../s.ttl"\n')
    assert "unknown key 'nothing'" in icigraph("validate").err
    ran = icigraph("validate", "--config", "inside/ci.toml")
    assert (ran.code, "2 warnings" in ran.out, "as inside/ci.toml says" in ran.err) == (1, True, True)
    ran = icigraph("validate", "--no-config", "data", "--shapes", "s.ttl")
    assert (ran.code, ran.err) == (1, "")
    ran = icigraph("validate", "--config", "none.toml")
    assert ran.code == 2 and "none.toml" in ran.err


def test_of_two_files_in_one_folder_our_own_goes_first(icigraph: Run) -> None:
    Path("icigraph.toml").write_text(WAYS["icigraph.toml"] + SETTINGS)
    Path("pyproject.toml").write_text(WAYS["pyproject.toml"] + "nothing = 1\n")
    assert icigraph("validate").code == 0


@pytest.mark.parametrize(
    ("line", "place", "message", "hint"),
    [
        ('shape = "s.ttl"', "1", "unknown key 'shape'", "did you mean shapes?"),
        ("engine = 'shackl'", "1", "engine must be one of shacl, pyshacl, both", "did you mean shacl?"),
        ("shapes = 3", "1", "shapes must be a text or a list of texts", 'write ["…"'),
        ("lint = 'no'", "1", "lint must be true or false", ""),
        ("max = 0", "1", "max must be a number above 0", ""),
        ("data-format = 'docx'", "1", "data-format must be an RDF syntax", "jsonld"),
        ("contexts = ['a']", "1", "contexts must be a table of files", ""),
        ("fail-on = 'error'", "1", "fail-on must be one of info, warning, violation", ""),
        ("format = 'textt'", "1", "format must be one of", "did you mean text?"),
    ],
)
@pytest.mark.parametrize("file", WAYS)
def test_a_fault_has_its_place_and_what_was_meant(
    icigraph: Run, file: str, line: str, place: str, message: str, hint: str
) -> None:
    before = (
        "[tool.elsewhere]\nshape = 1\nshapes = 1\nlint = 1\nmax = 1\n" if file == "pyproject.toml" else ""
    )
    Path(file).write_text(before + WAYS[file] + f"# a word\n{line}\n")
    ran = icigraph("validate", "data", "--shapes", "s.ttl")
    at = (before + WAYS[file]).count("\n") + 2
    assert ran.code == 2
    assert f"{file}:{at}:{place}: {message}" in ran.err
    assert hint in ran.err


def test_every_fault_is_told_in_one_run(icigraph: Run) -> None:
    Path("icigraph.toml").write_text("[validate]\nlint = 1\nmax = -1\nshape = 's'\n")
    assert icigraph("validate").err.count("icigraph.toml:") == 3


def test_a_file_that_only_says_how_to_validate_makes_no_project(icigraph: Run) -> None:
    Path("icigraph.toml").write_text("[validate]\nshapes = 's.ttl'\n")
    ran = icigraph("validate", "data/d.ttl")
    assert (ran.code, "1 warning" in ran.out) == (1, True)
    assert "no data is named" in icigraph("validate").err


PROJECT = 'name = "p"\nbase = "http://e.example/"\nimports = []\n'


def test_a_project_says_how_it_is_validated_and_its_folders_what(icigraph: Run) -> None:
    Path("ontology/shapes").mkdir(parents=True)
    Path("ontology/shapes/s.ttl").write_text(SHAPES)
    Path("pyproject.toml").write_text(WAYS["pyproject.toml"] + "nothing = 1\n")
    Path("icigraph.toml").write_text(PROJECT)
    assert (icigraph("validate").code, icigraph("validate", "--project", ".").code) == (1, 1)
    Path("icigraph.toml").write_text(PROJECT + '[validate]\nfail-on = "violation"\n')
    assert icigraph("validate").code == 0
    assert icigraph("--project", ".", "validate").code == 0
    assert icigraph("info").code == 0
    Path("icigraph.toml").write_text(PROJECT + '[validate]\nshapes = "s.ttl"\n')
    ran = icigraph("validate")
    assert ran.code == 2
    assert "icigraph.toml:5:1: a graph project does not say shapes" in ran.err
    assert "ontology/shapes/" in ran.err


def test_the_page_tells_every_key() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "validate.md").read_text()
    rows = page.partition("## Configuration")[2].partition("\n## ")[0]
    assert [key for key in KEYS if f"`{key}`" not in rows] == []
