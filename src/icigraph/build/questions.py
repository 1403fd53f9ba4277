"""Reading the question files of a project for its manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from icigraph.build.front_matter import front_matter
from icigraph.build.inputs import input_name
from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.files import read_text
from icigraph.rdf.queries import must_parse

if TYPE_CHECKING:
    from icigraph.graph.project import GraphProject

__all__ = ["read_questions"]


def read_questions(project: GraphProject) -> dict[str, dict[str, Any]]:
    """Front matter of each question by its name (the file's stem), with the `file` it stands in.

    An `InputError` lists every question that is not SPARQL, has broken front matter, or takes a name already
    taken.
    """
    found: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for path in project.query_files:
        try:
            entry = _read(project, path)
            if path.stem in found:
                hint = f"the other is {found[path.stem]['file']}"
                raise InputError(
                    Fault(f"{project.display(path)}: a question has this name already", hint=hint)
                )
            found[path.stem] = entry
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return dict(sorted(found.items()))


def _read(project: GraphProject, path: Path) -> dict[str, Any]:
    file = project.display(path)
    text = read_text(path, name=file)
    must_parse(text, file)
    return {"file": input_name(project, path)} | front_matter(text, file)
