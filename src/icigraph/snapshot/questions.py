"""Reading the question files of a project for its manifest: what each says of itself, and what is wrong with
it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_text
from icigraph.project.front_matter import front_matter
from icigraph.project.question_check import doubts_of, faults_of, with_types_spelled_out
from icigraph.rdf.queries import must_parse
from icigraph.snapshot.inputs import input_name
from icigraph.snapshot.question_faults import FaultEntry, as_entry

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject

__all__ = ["QuestionFiles", "read_questions"]

_Entries = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class QuestionFiles:
    """The question files of a project.

    `sound` has for each name (the file's stem) its front matter, the `file` it stands in, its `text` and,
    where there are any, `warnings`; `faulty` has for each name the faults that keep it from being asked.
    """

    sound: _Entries
    faulty: dict[str, list[FaultEntry]]


def read_questions(project: GraphProject, store: Store) -> QuestionFiles:
    r"""What the question files say, and what is wrong with them. `store` is the closed graph, which knows the
    classes that parameters take.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "queries").mkdir()
    >>> _ = (project.root / "queries" / "who.rq").write_text("#+ summary: Who?\nSELECT ?who { ?who ?p ?o }\n")
    >>> _ = (project.root / "queries" / "bad.rq").write_text("#+ summary: Bad?\nSELECT ?who {\n")
    >>> questions = read_questions(project, Store())
    >>> questions.sound["who"]["summary"], list(questions.faulty)
    ('Who?', ['bad'])
    """
    sound: _Entries = {}
    faulty: dict[str, list[FaultEntry]] = {}
    for path in project.query_files:
        file = input_name(project, path)
        try:
            if path.stem in sound:
                hint = f"the other is {sound[path.stem]['file']}"
                raise InputError(Fault("a question has this name already", Place(file), hint))
            sound[path.stem] = _entry(project, path, file, store)
        except InputError as error:
            name = file if path.stem in sound else path.stem
            faulty[name] = [as_entry(fault) for fault in error.faults]
    return QuestionFiles(dict(sorted(sound.items())), dict(sorted(faulty.items())))


def _entry(project: GraphProject, path: Path, file: str, store: Store) -> dict[str, Any]:
    text = read_text(path, name=file)
    must_parse(text, file)
    entry = with_types_spelled_out(front_matter(text, file), text, project.prefixes)
    entry |= {"file": file, "text": text}
    faults = tuple(faults_of(path.stem, entry, project.prefixes, store))
    if faults:
        raise InputError(*faults)
    warnings = [as_entry(doubt) for doubt in doubts_of(text, file, project.prefixes)]
    return entry | ({"warnings": warnings} if warnings else {})
