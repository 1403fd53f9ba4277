"""Which file says how to validate: `[validate]` in `icigraph.toml`, or `[tool.icigraph.validate]` in
`pyproject.toml`. Runs without one do not wait for what reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from icigraph.base.files import read_text
from icigraph.project.config import VALIDATE, makes_project
from icigraph.project.folders import display
from icigraph.project.graph_project import CONFIG_NAME
from icigraph.project.toml_text import read_toml

__all__ = ["TABLES", "settings_file", "table_of"]

_PYPROJECT = "pyproject.toml"
TABLES = {CONFIG_NAME: (VALIDATE,), _PYPROJECT: ("tool", "icigraph", VALIDATE)}
"""The names that lead to the table, by file."""


def settings_file(start: Path) -> Path | None:
    r"""The nearest file in `start` or above it that says how to validate. A folder's `icigraph.toml` goes
    before its `pyproject.toml`, and a graph project ends the search: what lies above is not about it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "icigraph.toml").write_text('[validate]\nengine = "pyshacl"\n')
    >>> (folder / "data").mkdir()
    >>> settings_file(folder / "data").name
    'icigraph.toml'
    """
    absolute = start.absolute()
    for folder in (absolute, *absolute.parents):
        own, shared = folder / CONFIG_NAME, folder / _PYPROJECT
        if own.is_file():
            if _says(own):
                return own
            if makes_project(read_text(own), file=display(own)):
                return None
        if shared.is_file() and _says(shared):
            return shared
    return None


def _says(file: Path) -> bool:
    """Whether a file says how to validate; most do not mention it, and are not parsed for that."""
    names, text = TABLES[file.name], read_text(file)
    mentioned = all(name in text for name in names)
    return mentioned and table_of(read_toml(text, display(file)), names) is not None


def table_of(table: Any, names: Iterable[str]) -> Any:
    """The table in a table that names lead to, None where they lead to none.

    >>> table_of({"tool": {"icigraph": 1}}, ("tool", "icigraph")), table_of({}, ("tool", "icigraph"))
    (1, None)
    """
    for name in names:
        table = table.get(name) if isinstance(table, Mapping) else None
    return table
