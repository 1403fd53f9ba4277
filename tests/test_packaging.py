"""The wheel: it ships the graph, and answers from any folder when installed where nothing may be written."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
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
