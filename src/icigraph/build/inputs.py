"""What a snapshot is made from: the files of a project, named and digested."""

from __future__ import annotations

import hashlib
from pathlib import Path

from icigraph.rdf.faults import Fault, InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icigraph.graph.project import GraphProject

__all__ = ["fingerprint", "input_files", "input_name"]

CONFIGURATION = "icigraph.toml"


def input_files(project: GraphProject) -> tuple[Path, ...]:
    """Every file that the closed graph or the question catalogue depends on, the configuration first."""
    configuration = project.root / CONFIGURATION
    head = (configuration,) if configuration.is_file() else ()
    return (
        *head,
        *project.ontology_files,
        *project.shape_files,
        *project.rule_files,
        *project.data_files,
        *project.query_files,
    )


def input_name(project: GraphProject, path: Path) -> str:
    """How a manifest names an input: relative to the project, or `core:` and the file's place in the bundled
    core.

    The name does not depend on where the project lies or on the working folder.
    """
    # Text is cut here rather than paths: this runs for every input each time that a question is asked.
    text, root = str(path), f"{project.root}/"
    if text.startswith(root):
        return text.removeprefix(root)
    return "core:ontology/" + text.rpartition("/ontology/")[2]


def fingerprint(project: GraphProject) -> dict[str, str]:
    """SHA-256 of every input by name, sorted; a missing or unreadable file is an `InputError`."""
    found = {input_name(project, path): _digest(project, path) for path in input_files(project)}
    return dict(sorted(found.items()))


def _digest(project: GraphProject, path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(Fault(f"{project.display(path)}: {error.strerror}")) from None
