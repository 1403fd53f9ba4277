"""The rooms import downward only, and nothing of a domain stands in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "icigraph"
ROOMS = (
    "base",
    "rdf",
    "project",
    "rules",
    "proofs",
    "validation",
    "checks",
    "snapshot",
    "questions",
    "stores",
    "release",
    "cli",
)
# The facade stands above the rooms that it opens and beside the command line.
FACADE = {"graph"}
DOMAIN = re.compile(
    r"\b(nato|istanbul|gulf|kuwait|qatar|bahrain|emirates|alliance|partnership\w*)\b", re.IGNORECASE
)


def modules() -> Iterator[Path]:
    return (path for path in sorted(SOURCE.rglob("*.py")) if "bundled" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    parts = (name.split(".") for name in imported(path))
    return {part[1] for part in parts if part[0] == "icigraph" and len(part) > 1}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_its_own_and_lower_rooms_only(room: str) -> None:
    allowed = {*ROOMS[: ROOMS.index(room) + 1]} | (FACADE if room in {"cli"} else set())
    upward = {
        str(path.relative_to(SOURCE)): sorted(above)
        for path in (SOURCE / room).rglob("*.py")
        if (above := rooms_imported(path) - allowed)
    }
    assert upward == {}


def test_every_folder_is_a_room() -> None:
    folders = {path.parent.relative_to(SOURCE).parts[0] for path in modules() if path.parent != SOURCE}
    assert folders == set(ROOMS)


def test_every_module_says_what_it_offers() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.stat().st_size
        and path.name != "__init__.py"
        and "__all__" not in path.read_text(encoding="utf-8")
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
    examples = {SOURCE / "cli" / "main.py"}
    named = {
        str(path.relative_to(SOURCE)): found
        for path in modules()
        if path not in examples and (found := DOMAIN.findall(code_of(path)))
    }
    assert named == {}
