"""`icigraph release`: make a release bundle."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.publish.release import release

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph release`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write the bundle")
    previous = "the folder of an earlier release, to tell the difference to"
    parser.add_argument("--previous", type=Path, metavar="DIR", help=previous)


def run(args: argparse.Namespace) -> int:
    """Release as `args` say."""
    project = project_of(args)
    snapshot = snapshot_of(args, project)
    made = release(project, snapshot, args.folder, previous=args.previous, progress=progress_of(args))
    out(f"{len(made.files)} files in {args.folder}, read back by {made.check.read_by}\n")
    if made.check.doubtful:
        names = ", ".join(made.check.doubtful)
        out(f"read otherwise by {made.check.read_by} than by what wrote them: {names}\n")
    if made.left_out:
        out(f"left out: {'; '.join(made.left_out)}\n")
    return 0
