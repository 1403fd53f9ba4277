"""What a snapshot is made from: the files of a project, named and digested."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from icigraph.base.faults import Fault, InputError
from icigraph.project.folders import display
from icigraph.project.graph_project import CONFIG_NAME, GraphProject

__all__ = ["digest_of", "fingerprint", "input_name"]


def input_name(project: GraphProject, path: Path | str) -> str:
    """How a manifest names an input: relative to the project, or `core:` and the file's place in the bundled
    core.

    The name does not depend on where the project lies or on the working folder.
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
    file that cannot be read is an `InputError`."""
    configuration = project.root / CONFIG_NAME
    files = (*project.input_files, *((configuration,) if configuration.is_file() else ()))
    try:
        found = {input_name(project, file): digest_of(str(file)) for file in files}
    except OSError as error:
        raise InputError(Fault(f"{display(error.filename)}: {error.strerror}")) from None
    return dict(sorted(found.items()))


def digest_of(file: str) -> str:
    """SHA-256 of a file's bytes; raises OSError."""
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123  a Path for each of them costs more than all reading
        return sha256(stream.read()).hexdigest()
