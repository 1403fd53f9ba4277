"""`icigraph init`: a small new graph project."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.build.scaffold import create_project
from icigraph.cli.common import out
from icigraph.graph.project import display

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph init`."""
    parser.add_argument(
        "folder", metavar="DIR", help="the folder to make the project in; nothing in it is overwritten"
    )


def run(args: argparse.Namespace) -> int:
    """Write the starter project and say what to do next."""
    folder = Path(args.folder)
    written = create_project(folder)
    listed = "".join(f"  {display(path)}\n" for path in written)
    out(f"wrote\n{listed}next:\n  cd {args.folder}\n  icigraph validate\n  icigraph ask keepers --cite\n")
    return 0
