"""`icigraph release`: make a release bundle."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import CheckFailed, Fault
from icigraph.cli.common import out, progress_of, project_of, snapshot_of, texts_of
from icigraph.cli.parser import complain
from icigraph.release import release
from icigraph.snapshot.checking import checked_snapshot

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph release`."""
    where = "where to write the bundle: a new or empty folder, or that of an earlier release to replace"
    parser.add_argument("folder", type=_folder, metavar="DIR", help=where)
    previous = "the folder of an earlier release, to tell the difference to"
    parser.add_argument("--previous", type=_folder, metavar="DIR", help=previous)
    anyway = "release a graph that does not conform to its shapes"
    parser.add_argument("--anyway", action="store_true", help=anyway)


def _folder(text: str) -> Path:
    # An empty shell variable: it would mean the working folder.
    if not text:
        raise argparse.ArgumentTypeError("names no folder")
    return Path(text)


def run(args: argparse.Namespace) -> int:
    """Release as `args` say; exit code 1 if the graph does not conform, and nothing is written then."""
    project = project_of(args)
    snapshot = snapshot_of(args, project)
    _check(args, project, snapshot)
    made = release(project, snapshot, args.folder, previous=args.previous, progress=progress_of(args))
    out(f"{len(made.files)} files in {args.folder}, read back\n")
    for reason in made.left_out:
        complain(f"left out: {reason}")
    return 0


def _check(args: argparse.Namespace, project: GraphProject, snapshot: Snapshot) -> None:
    """Refuse a graph that breaks its shapes or misquotes its sources: a release is what others rely on."""
    report, _ = checked_snapshot(project, snapshot, texts_of(args, project))
    if report.conforms:
        return
    count = len(report.results)
    results = "1 result" if count == 1 else f"{count} results"
    message = f"the graph does not conform to its shapes ({results}): see icigraph validate"
    if not args.anyway:
        raise CheckFailed(Fault(message, hint="mend it, or release it as it is with --anyway"))
    complain(message)
