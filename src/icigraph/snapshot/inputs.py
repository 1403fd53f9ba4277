"""What a snapshot is made from: the files of a project, named and digested."""

from __future__ import annotations

import os
from pathlib import Path

from icigraph.base.files import sha256_of
from icigraph.project.graph_project import CONFIG_NAME, GraphProject

__all__ = ["fingerprint", "input_name"]


def input_name(project: GraphProject, path: Path | str) -> str:
    """How a manifest names an input: relative to the project, or `core:` and the file's place in the bundled
    core.

    The name does not depend on where the project lies or on the working folder.

    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> input_name(project, project.root / "data" / "a.ttl")
    'data/a.ttl'
    """
    # Text is cut here rather than paths: this runs for every input each time that a question is asked.
    text, root = _slashed(str(path)), f"{_slashed(str(project.root))}/"
    if text.startswith(root):
        return text.removeprefix(root)
    return "core:ontology/" + text.rpartition("/ontology/")[2]


def _slashed(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")


def fingerprint(project: GraphProject) -> dict[str, str]:
    """SHA-256 by name, sorted, of every file that the closed graph or the question catalogue depends on; a
    file that cannot be read is an `InputError`.

    >>> from icigraph.project.graph_project import bundled_project
    >>> [name for name in fingerprint(bundled_project()) if name.endswith(".toml")]
    ['icigraph.toml']
    """
    configuration = project.root / CONFIG_NAME
    files = (*project.input_files, *((configuration,) if configuration.is_file() else ()))
    return dict(sorted((input_name(project, file), sha256_of(file)) for file in files))
