"""What the verbs share: the graph that they work on, output, progress."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.cli.parser import complain
from icigraph.cli.streams import write_out
from icigraph.cli.terminal import is_terminal, tell
from icigraph.project.graph_project import (
    GraphProject,
    bundled_root,
    find_project,
    open_project,
    project_file,
)

if TYPE_CHECKING:
    from icigraph.base.progress import Progress
    from icigraph.graph import KnowledgeGraph
    from icigraph.snapshot.snapshot import Snapshot

__all__ = [
    "BUNDLED",
    "graph_of",
    "named_folder",
    "names_project",
    "out",
    "progress_of",
    "project_of",
    "tell_questions",
    "texts_of",
    "working_folder",
    "written_to",
]


BUNDLED = "bundled"
"""What `--project` calls the graph that ships with the package, unless a folder is called so."""


def project_of(args: argparse.Namespace) -> GraphProject:
    """The project that `--project` names, else the nearest one upward, else the bundled one."""
    given = getattr(args, "project", None)
    return find_project(working_folder()) if given is None else open_project(_folder(given))


def graph_of(args: argparse.Namespace) -> KnowledgeGraph:
    """The graph of that project, from which `--endpoint`, `--texts` and `--quiet` are taken. Nothing is
    opened before it is used."""
    from icigraph.graph import KnowledgeGraph

    texts, endpoint = getattr(args, "texts", None) or (), getattr(args, "endpoint", None)
    return KnowledgeGraph(project_of(args), tuple(texts), endpoint, progress=progress_of(args))


def named_folder(args: argparse.Namespace) -> Path | None:
    """The folder that `--project` names."""
    given = getattr(args, "project", None)
    return None if given is None else Path(_folder(given))


def names_project(args: argparse.Namespace) -> bool:
    """Whether a project is meant: `--project` names one, or the working folder lies in one."""
    if getattr(args, "project", None) is not None:
        return True
    return project_file(working_folder()) is not None


def working_folder() -> Path:
    """The folder that the command is run in; an `InputError` where it was removed meanwhile.

    >>> working_folder().is_dir()
    True
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        hint = "go to another folder, or give --project"
        raise InputError(Fault("the working folder is not there any more", hint=hint)) from None


def _folder(given: str) -> str:
    if given == BUNDLED and not Path(given).exists():
        return str(bundled_root())
    # An empty shell variable: silence would take another graph for the one that was meant.
    if not given:
        raise InputError(Fault("--project names no folder", hint="give --project DIR"))
    return given


def texts_of(args: argparse.Namespace, project: GraphProject) -> tuple[Path, ...]:
    """The folders of source texts: those of `--texts`, of the environment variable ICIGRAPH_TEXTS, of
    `icigraph.toml`."""
    from icigraph.project.texts import text_folders

    return text_folders(project, getattr(args, "texts", None) or ())


def tell_questions(project: GraphProject, snapshot: Snapshot) -> bool:
    r"""Say on stderr which questions cannot be asked, and what may go wrong with others; True if any cannot.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> from icigraph.snapshot.manifest import Manifest
    >>> from icigraph.snapshot.snapshot import Snapshot
    >>> config = parse_config('name = "a"\nbase = "x:"', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> faulty = {"who": [["not SPARQL", "queries/who.rq", 2, 1, None]]}
    >>> manifest = Manifest("0.1", {}, "d.nq", "27ae", 7, {}, True, {}, faulty)
    >>> tell_questions(project, Snapshot(project.root, manifest))
    True
    """
    from icigraph.snapshot.question_faults import question_faults, question_warnings

    for kind, faults in (
        ("error", question_faults(project, snapshot.manifest)),
        ("warning", question_warnings(project, snapshot.manifest)),
    ):
        for fault in faults:
            complain(f"{kind}: {fault.place}: {fault.message}", fault.hint)
    return bool(snapshot.manifest.faulty_questions)


def progress_of(args: argparse.Namespace) -> Progress:
    """A reporter for long jobs: a line on a terminal, nothing elsewhere or with `--quiet`."""
    from icigraph.base.progress import silent

    if getattr(args, "quiet", False) or not is_terminal(sys.stderr):
        return silent
    from icigraph.cli.progress import progress_line

    return progress_line()


def out(text: str) -> None:
    """Write text to stdout as UTF-8, line ends as they are.

    A terminal gets no commands that labels or a store's words may hold.
    """
    tell(text)


def written_to(output: Path | None, content: bytes) -> None:
    """Write what a verb makes to the file of `--output`, else to stdout."""
    if output:
        from icigraph.base.files import write_atomically

        write_atomically(output, content)
    else:
        write_out(content)
