"""The wheel: it ships the graph, and answers from any folder when installed where nothing may be written."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.parametrize("part", ["ontology", "data", "queries"])
def test_the_wheel_ships_every_file_of_the_graph(wheel: Path, part: str) -> None:
    shipped = {Path(name) for name in zipfile.ZipFile(wheel).namelist()}
    files = {path.relative_to(ROOT) for path in (ROOT / part).rglob("*") if path.is_file()}
    assert files
    assert {Path("icigraph/bundled") / file for file in files} <= shipped


def test_the_wheel_is_typed_and_names_its_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "icigraph/py.typed" in names
    assert {f"icigraph/bundled/{name}" for name in ("icigraph.toml", "CITATION.cff", "LICENSE-DATA")} <= set(
        names
    )
    assert {"LICENSE", "LICENSE-DATA"} <= {Path(name).name for name in names}


def test_an_installed_wheel_answers_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    zipfile.ZipFile(wheel).extractall(installed)
    elsewhere.mkdir()
    files = sorted(installed.rglob("*"))
    environment = os.environ | {
        "PYTHONPATH": str(installed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-P", "-m", "icigraph", "ask", "invited-but-not-joined", "--format", "csv"]
    ran = subprocess.run(
        command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 3), ran.stderr
    assert sorted(installed.rglob("*")) == files
    assert (tmp_path / "cache" / "icigraph").is_dir()


BASE_INSTALL = 60_000_000
# Those of the extras, and what they bring.
HEAVY = {"duckdb", "numpy", "owlrl", "pandas", "pyarrow", "pyshacl", "rdflib"}
PREFIXES = "@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
DATA = f"{PREFIXES}:keeps rdfs:domain :Keeper . :ada :keeps :north-point .\n"
SHAPES = (
    "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    ":S a sh:NodeShape ; sh:targetSubjectsOf :keeps ; sh:property [ sh:path :keeps ; sh:maxCount 1 ] .\n"
)
KEEPER = "22-rdf-syntax-ns#type> <https://example.org/Keeper> ."


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it needs, and nothing else, not even pip."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=120)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--quiet"]
    install = [*pip, "install", "--disable-pip-version-check", "-c", ROOT / "constraints.txt", wheel]
    subprocess.run(install, check=True, timeout=300)
    return folder


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Runs the command that was installed, in a folder with a file of data and one of shapes."""
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    surroundings["XDG_CACHE_HOME"] = str(tmp_path / "cache")

    def run(*arguments: str) -> tuple[int, str, str]:
        command = [environment / "bin" / "icigraph", *arguments]
        ran = subprocess.run(
            command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False, timeout=120
        )
        return ran.returncode, ran.stdout, ran.stderr

    return run


def test_the_base_install_is_small_and_brings_nothing_heavy(environment: Path) -> None:
    files = [path for path in environment.glob("lib/python*/site-packages/**/*") if path.is_file()]
    assert 10_000_000 < sum(path.stat().st_size for path in files) < BASE_INSTALL
    packages = {path.parent.name.partition("-")[0].lower() for path in files if path.name == "METADATA"}
    assert {"icigraph", "pyoxigraph", "shacl"} <= packages
    assert packages.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        (("ask", "invited-but-not-joined", "--format", "csv"), "invitation/oman-ici"),
        (("validate", "data.ttl", "--shapes", "shapes.ttl"), "conforms: 1 file, 2 triples"),
        (("reason", "data.ttl", "--only-inferred"), KEEPER),
        (("query", "--data", "data.ttl", "--reason", "-e", "SELECT ?who { ?who a :Keeper }"), ":ada"),
        (("explain", "--data", "data.ttl", ":ada", "rdf:type", ":Keeper"), "data.ttl:2:42"),
        (("export", "--data", "data.ttl", "--format", "nq"), "<https://example.org/north-point> ."),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_it_works_in_an_empty_environment(
    installed: Callable[..., tuple[int, str, str]], command: tuple[str, ...], printed: str
) -> None:
    code, out, err = installed(*command)
    assert (code, err) == (0, ""), err
    assert printed in out
