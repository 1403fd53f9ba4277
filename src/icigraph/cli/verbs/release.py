"""`icigraph release`: make a release bundle."""

from __future__ import annotations

import argparse

from icigraph.base.faults import CheckFailed
from icigraph.cli.common import graph_of, out
from icigraph.cli.options import folder_named
from icigraph.cli.parser import complain

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph release`."""
    where = "where to write the bundle: a new or empty folder, or that of an earlier release to replace"
    parser.add_argument("folder", type=folder_named, metavar="DIR", help=where)
    previous = "the folder of an earlier release, to tell the difference to"
    parser.add_argument("--previous", type=folder_named, metavar="DIR", help=previous)
    anyway = "release a graph that does not conform to its shapes"
    parser.add_argument("--anyway", action="store_true", help=anyway)


def run(args: argparse.Namespace) -> int:
    """Release as `args` say; exit code 1 if the graph does not conform, and nothing is written then."""
    graph = graph_of(args)
    try:
        made = graph.release(args.folder, previous=args.previous)
    except CheckFailed as failed:
        if not args.anyway:
            raise
        for fault in failed.faults:
            complain(fault.message)
        made = graph.release(args.folder, previous=args.previous, anyway=True)
    out(f"{len(made.files)} files in {args.folder}, read back\n")
    for reason in made.left_out:
        complain(f"left out: {reason}")
    return 0
