"""What the verbs share: the project and the snapshot that they work on, output, progress."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError, ServiceError
from icigraph.cli.parser import complain, seconds
from icigraph.cli.terminal import is_terminal, tell
from icigraph.project.graph_project import (
    GraphProject,
    bundled_root,
    find_project,
    open_project,
    project_file,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from icigraph.base.progress import Progress
    from icigraph.project.texts import Texts
    from icigraph.rdf.asked_store import AskedStore
    from icigraph.snapshot.snapshot import Snapshot

__all__ = [
    "BUNDLED",
    "add_endpoint_option",
    "add_global_options",
    "add_service_option",
    "add_texts_option",
    "named_folder",
    "names_project",
    "out",
    "progress_of",
    "project_of",
    "snapshot_of",
    "source_texts",
    "store_of",
    "tell_questions",
    "texts_of",
    "working_folder",
]


BUNDLED = "bundled"
"""What `--project` calls the graph that ships with the package, unless a folder is called so."""


def add_global_options(parser: argparse.ArgumentParser) -> None:
    """The options that every verb has; they may stand before the verb as well."""
    group = parser.add_argument_group("options of every verb")
    nothing = argparse.SUPPRESS
    group.add_argument(
        "--project",
        metavar="DIR",
        default=nothing,
        help="the graph project (default: icigraph.toml upward, else the bundled graph; bundled: that)",
    )
    group.add_argument("--quiet", action="store_true", default=nothing, help="no progress on stderr")


def project_of(args: argparse.Namespace) -> GraphProject:
    """The project that `--project` names, else the nearest one upward, else the bundled one."""
    given = getattr(args, "project", None)
    return find_project(working_folder()) if given is None else open_project(_folder(given))


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


def snapshot_of(args: argparse.Namespace, project: GraphProject) -> Snapshot:
    """The project's snapshot, built first when an input changed."""
    from icigraph.snapshot.opening import open_snapshot

    return open_snapshot(project, progress_of(args))


def add_endpoint_option(parser: argparse.ArgumentParser) -> None:
    """The option to ask a store on the web in the place of the snapshot."""
    described = "ask the store at this URL, or of this name in icigraph.toml, instead of the snapshot"
    parser.add_argument("--endpoint", metavar="TARGET", default=argparse.SUPPRESS, help=described)


def add_service_option(parser: argparse.ArgumentParser) -> None:
    """The option to let a query ask other endpoints."""
    described = "let SERVICE in the query send a part of it to other endpoints"
    parser.add_argument("--allow-service", action="store_true", default=argparse.SUPPRESS, help=described)


def add_timeout_option(parser: argparse.ArgumentParser) -> None:
    """The option to end a query that takes too long."""
    described = "end with an error when the query takes longer (default: no limit)"
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=argparse.SUPPRESS, help=described
    )


def timeout_of(args: argparse.Namespace) -> AbstractContextManager[None]:
    """Ends the process where its block takes longer than `--timeout` says: no engine has an end of its own
    that can be relied on."""
    from icigraph.cli.endings import limited

    given: float | None = getattr(args, "timeout", None)
    code = ServiceError.exit_code if getattr(args, "endpoint", None) else InputError.exit_code
    hint = "give it more time with --timeout, or ask for less"
    return limited(given, f"the query took longer than {given or 0:g} s", hint, code)


def store_of(args: argparse.Namespace, project: GraphProject, snapshot: Snapshot | None = None) -> AskedStore:
    """The closed dataset to ask: at `--endpoint`, else in the snapshot (opened, if it is not given)."""
    if endpoint := getattr(args, "endpoint", None):
        from icigraph.cli.stores import endpoint_store

        return endpoint_store(endpoint, project)
    return (snapshot or snapshot_of(args, project)).store()


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


def add_texts_option(parser: argparse.ArgumentParser) -> None:
    """`--texts`, for verbs that re-check citations."""
    parser.add_argument(
        "--texts",
        action="append",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="a folder of source texts to check citations against (also ICIGRAPH_TEXTS, icigraph.toml)",
    )


def texts_of(args: argparse.Namespace, project: GraphProject) -> tuple[Path, ...]:
    """The folders of source texts: those of `--texts`, of the environment variable ICIGRAPH_TEXTS, of
    `icigraph.toml`."""
    from icigraph.project.texts import text_folders

    return text_folders(project, getattr(args, "texts", None) or ())


def source_texts(args: argparse.Namespace, project: GraphProject) -> Texts:
    """Finds the text of a source by its SHA-256 in the folders of texts."""
    from icigraph.project.texts import index_texts

    return index_texts(texts_of(args, project)).text_of


def out(text: str) -> None:
    """Write text to stdout as UTF-8, line ends as they are.

    A terminal gets no commands that labels or a store's words may hold.
    """
    tell(text)
