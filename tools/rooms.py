"""The rooms of the package and who imports whom, read from the code: the drawing in ARCHITECTURE.md.

    python tools/rooms.py            writes the drawing into ARCHITECTURE.md
    python tools/rooms.py --check    exit 1 where the drawing is not what the imports say

An arrow leads from a room to one that it imports. An arrow that others imply (A to C, where A imports B and B
imports C) is left out, so that what is drawn can be read; the rooms stand in the order in which they may
import, top to bottom.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["ROOMS", "drawing", "imported_modules", "rooms_imported", "written_into"]

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "icigraph"
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- rooms: made by tools/rooms.py -->", "<!-- end of rooms -->"

# Lowest first: a room imports itself and those before it.
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
    "operations",
    "graph",
    "door",
    "cli",
)


def imported_modules(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports, wherever in it the import stands: dotted names without
    `icigraph.`; for `from icigraph.ROOM import X` the name with X, which may be a module.

    >>> sorted(name.partition(".")[0] for name in imported_modules(SOURCE / "__main__.py"))[0]
    'cli'
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (
                a.name.removeprefix("icigraph.") for a in node.names if a.name.startswith("icigraph.")
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            top, _, rest = node.module.partition(".")
            if top == "icigraph":
                yield from (f"{rest}.{alias.name}".lstrip(".") for alias in node.names)


def room_of(path: Path) -> str:
    """The room of a file: its first folder, or its own name where it stands at the top."""
    first, *_ = path.relative_to(SOURCE).parts
    return first.removesuffix(".py")


def rooms_imported() -> dict[str, set[str]]:
    """For each room the other rooms that its modules import."""
    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in SOURCE.rglob("*.py"):
        room = room_of(path)
        if room in found:
            found[room] |= {name.partition(".")[0] for name in imported_modules(path)} & set(ROOMS) - {room}
    return found


def _reached(room: str, edges: Mapping[str, set[str]]) -> set[str]:
    return set().union(*({below} | _reached(below, edges) for below in edges[room]))


def drawing(edges: Mapping[str, set[str]]) -> str:
    """The rooms as a Mermaid flowchart, implied arrows left out.

    >>> print(drawing({"base": set(), "rdf": {"base"}, "cli": {"base", "rdf"}}))
    flowchart TD
        cli --> rdf
        rdf --> base
    """
    lines = ["flowchart TD"]
    for room in reversed(list(edges)):
        implied = set().union(*(_reached(below, edges) for below in edges[room]))
        lines += [
            f"    {room} --> {below}" for below in reversed(list(edges)) if below in edges[room] - implied
        ]
    return "\n".join(lines)


def written_into(page: str, figure: str) -> str:
    """The page with the figure between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n```mermaid\n{figure}\n```\n{END}{after}"


def main(arguments: list[str]) -> int:
    page = PAGE.read_text(encoding="utf-8")
    made = written_into(page, drawing(rooms_imported()))
    if arguments == ["--check"]:
        return int(made != page)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
