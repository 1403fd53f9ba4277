"""The rooms of the package: they import downward only and in no circle, each says what it offers, the drawing
in ARCHITECTURE.md is what the imports say, and nothing of a domain stands in the code.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "icigraph"
sys.path.insert(0, str(ROOT / "tools"))

import rooms  # noqa: E402
from rooms import ROOMS, imported_modules  # noqa: E402

# Within a room: each imports itself and those before it.
INSIDE = {
    "rules": ("compile", "run", "contradictions", "closure"),
    "proofs": ("search", "checker", "contradictions", "renderings"),
    "validation": ("reading", "shapes", "engines", "lint", "telling", "formats"),
    "stores": ("wire", "store", "push"),
}
MOST_FILES = 25
DOMAIN = re.compile(
    r"\b(nato|istanbul|gulf|kuwait|qatar|bahrain|emirates|alliance|partnership\w*)\b", re.IGNORECASE
)
BEGINS = re.compile(r"Begin\s+at\s+`([\w.]+)`\.(?:\s+Imports:\s+([\w,\s]+)\.)?")


def modules() -> Iterator[Path]:
    return (path for path in sorted(SOURCE.rglob("*.py")) if "bundled" not in path.parts)


@cache
def rooms_imported() -> Mapping[str, set[str]]:
    return rooms.rooms_imported()


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> Mapping[str, set[str]]:
    """Each module with the modules of the package that it imports, wherever the import stands."""
    paths = {name_of(path): path for path in modules()}
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        wanted = imported_modules(path)
        found[name] = {each if each in paths else each.rpartition(".")[0] for each in wanted} - {name}
    return found


def test_a_room_imports_lower_rooms_only() -> None:
    upward = {
        (room, other)
        for room, others in rooms_imported().items()
        for other in others
        if ROOMS.index(other) > ROOMS.index(room)
    }
    assert upward == set()


def test_every_folder_is_a_room() -> None:
    folders = {path.parent.relative_to(SOURCE).parts[0] for path in modules() if path.parent != SOURCE}
    assert folders | {"graph", "door"} == set(ROOMS)


@pytest.mark.parametrize("room", INSIDE)
def test_a_part_of_a_room_imports_the_parts_before_it_only(room: str) -> None:
    parts = INSIDE[room]
    inside = {(name, other) for name, others in imports().items() for other in others if f"{room}." in name}
    upward = {
        (name, other)
        for name, other in inside
        for at, below in [(name.split("."), other.split("."))]
        if at[0] == below[0] == room and at[1] in parts and len(below) > 1 and below[1] in parts
        if parts.index(below[1]) > parts.index(at[1])
    }
    assert upward == set()


def test_no_modules_import_each_other() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_the_drawing_is_what_the_imports_say() -> None:
    ran = subprocess.run([sys.executable, str(ROOT / "tools" / "rooms.py"), "--check"], check=False)
    assert ran.returncode == 0, "run python tools/rooms.py"


@pytest.mark.parametrize(
    "folder",
    [path.parent for path in modules() if path.name == "__init__.py" and path.parent != SOURCE],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_a_room_says_what_it_offers_where_to_begin_and_what_it_imports(folder: Path) -> None:
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    found = BEGINS.search(said)
    assert found, f"{folder} does not say where to begin"
    module, _, name = found[1].rpartition(".")
    home = ".".join(("icigraph", *folder.relative_to(SOURCE).parts, module))
    assert hasattr(importlib.import_module(home), name)
    room = folder.relative_to(SOURCE).parts[0]
    if folder.parent == SOURCE:
        listed = sorted(rooms_imported()[room], key=ROOMS.index)
        assert " ".join((found[2] or "").split()) == (", ".join(listed) or "nothing of the package")


def test_a_folder_is_read_at_a_glance() -> None:
    folders = {path.parent for path in modules()}
    held = {folder: len(list(folder.glob("*.py"))) - 1 for folder in folders}
    assert {str(folder): count for folder, count in held.items() if count > MOST_FILES} == {}


def test_every_module_says_what_it_offers() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.name != "__init__.py" and "__all__" not in path.read_text(encoding="utf-8")
    ]
    assert silent == []


def code_of(path: Path) -> str:
    """The code without docstrings and comments: there an example may speak of the bundled graph."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        ):
            first.value.value = ""
    return ast.unparse(tree)


def test_nothing_of_a_domain_stands_in_the_code() -> None:
    # The examples of the verbs are the command line's help about the bundled graph.
    examples = {SOURCE / "cli" / "verbs" / "__init__.py"}
    named = {
        str(path.relative_to(SOURCE)): found
        for path in modules()
        if path not in examples and (found := DOMAIN.findall(code_of(path)))
    }
    assert named == {}
