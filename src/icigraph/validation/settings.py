"""How a folder is validated when nothing else is said: `[validate]` in `icigraph.toml`, or
`[tool.icigraph.validate]` in `pyproject.toml`.

Its keys are the options of the command, its paths relative to the file. A graph project says by its folders
what its data and shapes are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_text
from icigraph.base.nearest import did_you_mean
from icigraph.project.config import VALIDATE, makes_project
from icigraph.project.folders import display
from icigraph.project.graph_project import CONFIG_NAME
from icigraph.project.toml_text import place_of_key, read_toml
from icigraph.validation.settings_file import TABLES, table_of

__all__ = ["KEYS", "read_settings"]

_FOLDERS = {"data": "data/", "shapes": "ontology/shapes/", "ontology": "ontology/"}
"""What of a graph project takes the place of a key."""
Reading = Callable[[object, Path], object]
"""What a value means in the folder of its file; ValueError says what it should be, and what would do."""


def read_settings(file: Path) -> dict[str, Any]:
    r"""What a file says, by the names of `KEYS`, its paths as seen from the working folder. InputError has
    every fault, each with its place.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "icigraph.toml")
    >>> _ = file.write_text('[validate]\nengine = "pyshacl"\n')
    >>> read_settings(file)
    {'engine': 'pyshacl'}
    """
    name, text = display(file), read_text(file)
    names = TABLES.get(file.name, (VALIDATE,))
    table = table_of(read_toml(text, name), names)
    if not isinstance(table, Mapping):
        raise InputError(Fault("says nothing of how to validate", Place(name), f"write [{'.'.join(names)}]"))
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    in_project = file.name == CONFIG_NAME and makes_project(text, file=name)
    for key, value in table.items():
        wrong = _unfit(key, in_project)
        if wrong is None:
            try:
                found[key] = KEYS[key](value, file.absolute().parent)
            except ValueError as error:
                what, hint = error.args
                wrong = f"{key} must be {what}", hint
        if wrong:
            faults.append(Fault(wrong[0], place_of_key(text, name, key, names), wrong[1]))
    if faults:
        raise InputError(*faults)
    return found


def _unfit(key: str, in_project: bool) -> tuple[str, str | None] | None:
    """Why a key cannot stand there."""
    if key not in KEYS:
        return f"unknown key {key!r} in how to validate", did_you_mean(key, KEYS) or "one of " + ", ".join(
            KEYS
        )
    if in_project and key in _FOLDERS:
        return f"a graph project does not say {key}", f"put the files into {_FOLDERS[key]}"
    return None


def _texts(value: object, _folder: Path) -> list[str]:
    """A text, or a list of texts."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise ValueError("a text or a list of texts", 'write ["…", "…"]')
    return listed


def _paths(value: object, folder: Path) -> list[str]:
    return [_path(one, folder) for one in _texts(value, folder)]


def _path(text: str, folder: Path) -> str:
    return text if "://" in text else os.path.relpath(folder / text)


def _file(value: object, folder: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError("the name of a file", 'write "…"')
    return Path(_path(value, folder))


def _patterns(value: object, folder: Path) -> list[str]:
    """A name alone is one anywhere, what has a slash is meant from the folder on."""
    return [str(folder / one) if "/" in one else one for one in _texts(value, folder)]


def _contexts(value: object, folder: Path) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) and one for one in value.values()):
        raise ValueError("a table of files", 'write "https://…" = "FILE"')
    return {url: _path(file, folder) for url, file in value.items()}


def _truth(value: object, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false", None)
    return value


def _number(value: object, _folder: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a number above 0", None)
    return value


def _one_of(choices: Callable[[], Iterable[str]]) -> Reading:
    def read(value: object, _folder: Path) -> str:
        known = list(choices())
        if value not in known:
            raise ValueError(f"one of {', '.join(known)}, not {value!r}", did_you_mean(str(value), known))
        return str(value)

    return read


def _engines() -> Iterable[str]:
    from icigraph.validation.validate import ENGINES

    return ENGINES


def _reasoning() -> Iterable[str]:
    from icigraph.validation.validate import REASONING

    return REASONING


def _formats() -> Iterable[str]:
    from icigraph.validation.formats import FORMATS

    return FORMATS


def _severities() -> Iterable[str]:
    from icigraph.validation.report import SEVERITIES

    return SEVERITIES


def _syntax(value: object, _folder: Path) -> str:
    from icigraph.rdf.syntax import syntax_named

    try:
        return syntax_named(str(value)).form
    except InputError as error:
        raise ValueError(f"an RDF syntax, not {value!r}", error.faults[0].hint) from None


KEYS: dict[str, Reading] = {
    "data": _paths,
    "shapes": _paths,
    "ontology": _paths,
    "exclude": _patterns,
    "data-format": _syntax,
    "contexts": _contexts,
    "reason": _one_of(_reasoning),
    "engine": _one_of(_engines),
    "only": _texts,
    "lint": _truth,
    "allow-no-target": _truth,
    "format": _one_of(_formats),
    "fail-on": _one_of(_severities),
    "max": _number,
    "lang": _texts,
    "baseline": _file,
}
"""Each key, with what reads its value."""
