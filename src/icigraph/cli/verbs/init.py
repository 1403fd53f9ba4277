"""`icigraph init`: a small new graph project."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import out
from icigraph.project.folders import display
from icigraph.snapshot.scaffold import create_project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph init`."""
    parser.add_argument(
        "folder", metavar="DIR", help="the folder to make the project in; nothing in it is overwritten"
    )


def run(args: argparse.Namespace) -> int:
    """Write the starter project and say what to do next."""
    if not args.folder:
        raise InputError(Fault("the name of the folder is empty", hint="icigraph init my-graph"))
    folder = Path(args.folder)
    written = create_project(folder)
    listed = "".join(f"  {display(path)}\n" for path in written)
    steps = f"  cd {quote(args.folder)}\n  icigraph validate\n  icigraph ask keepers --cite\n"
    out(f"wrote\n{listed}next:\n{steps}")
    return 0
