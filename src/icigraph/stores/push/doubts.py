"""Doubts: the graphs that a verify found to differ at a store, kept until a push has mended them.

A push believes the digests of the manifest; what changed behind it is seen by whoever reads the graphs back.
They are noted beside the snapshot, by the URL of the store. Where nothing can be written there are no notes:
`icigraph push --recheck` needs none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from icigraph.base.files import write_atomically
from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.snapshot import snapshot_folder

__all__ = ["doubted_graphs", "note_checked"]

_NAME = "doubts.json"


def doubted_graphs(project: GraphProject, url: str) -> frozenset[str]:
    r"""The graphs at the store `url` that were last found to differ.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"', file="icigraph.toml")
    >>> project, url = GraphProject(Path(tempfile.mkdtemp()), config), "https://example.org/ds"
    >>> note_checked(project, url, checked=["x:g"], wrong=["x:g"])
    >>> doubted_graphs(project, url)
    frozenset({'x:g'})
    """
    return frozenset(map(str, _noted(_place(project)).get(url, ())))


def note_checked(project: GraphProject, url: str, checked: Iterable[str], wrong: Iterable[str]) -> None:
    r"""Note that of the graphs `checked` at the store `url` those that are `wrong` differ, and the others do
    not.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"', file="icigraph.toml")
    >>> project, url = GraphProject(Path(tempfile.mkdtemp()), config), "https://example.org/ds"
    >>> note_checked(project, url, checked=["x:g", "x:h"], wrong=["x:h"])
    >>> doubted_graphs(project, url)
    frozenset({'x:h'})
    """
    place = _place(project)
    noted = _noted(place)
    before = set(map(str, noted.get(url, ())))
    if (now := (before - set(checked)) | set(wrong)) == before:
        return
    kept = {**noted, url: sorted(now)}
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, json.dumps({key: value for key, value in kept.items() if value}).encode())


def _place(project: GraphProject) -> Path:
    return snapshot_folder(project) / _NAME


def _noted(place: Path) -> dict[str, Any]:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, list)}
