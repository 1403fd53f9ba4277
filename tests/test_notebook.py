"""The notebook in docs/: its cells, run in their order by a kernel of Jupyter, give what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def shown(notebook: Any) -> list[tuple[str, list[Any]]]:
    """The cells of code with what they gave: every form of it, text and HTML."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [(cell.source, [output.get("data", output) for output in cell.outputs]) for cell in cells]


@pytest.fixture(scope="module")
def notebook() -> Any:
    read = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(read)
    return read


def test_its_cells_give_what_it_shows(notebook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("ICIGRAPH_TEXTS", raising=False)
    ran = nbformat.from_dict(notebook)
    for cell in ran.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    folder = tmp_path / "desk"
    folder.mkdir()
    nbclient.NotebookClient(ran, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    assert shown(ran) == shown(nbformat.read(NOTEBOOK, as_version=4))


def test_it_shows_tables_and_names_no_folder(notebook: Any) -> None:
    outputs = [output for _, outputs in shown(notebook) for output in outputs]
    assert sum("<table>" in output.get("text/html", "") for output in outputs) >= 3
    assert str(ROOT) not in NOTEBOOK.read_text("utf-8")
    assert len(NOTEBOOK.read_bytes()) < 20_000
