"""`icigraph diff`: what differs between two graphs, fact by fact."""

from __future__ import annotations

import argparse

from icigraph.cli.common import graph_of, out
from icigraph.cli.data import add_data_options, data_of
from icigraph.cli.stores import add_strings
from icigraph.project.difference_formats import RENDERINGS

__all__ = ["add_arguments", "run"]

_SIDE = "a store (URL or name in icigraph.toml), RDF files, the folder of a project or of a release"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph diff`."""
    parser.add_argument("left", metavar="A", help=_SIDE)
    parser.add_argument("right", metavar="B", nargs="?", help=f"{_SIDE} (default: this project)")
    inferred = "compare what is derived and inferred as well, where a side is a project, a release or a store"
    parser.add_argument("--with-inferred", action="store_true", help=inferred)
    add_data_options(parser)
    add_strings(parser)
    exact = "count a literal of the same value in another form as a difference"
    parser.add_argument("--exact", action="store_true", help=exact)
    form = "text, JSON, or the SPARQL Update that turns A into B"
    parser.add_argument("--format", "-f", choices=list(RENDERINGS), default="text", help=form)


def run(args: argparse.Namespace) -> int:
    """Compare as `args` say; exit code 1 if anything differs."""
    options = {"with_inferred": args.with_inferred, "exact": args.exact, "strings": args.strings}
    graph = graph_of(args)
    found = graph.diff(args.left, to=args.right or data_of(args), **options)
    out(found.told(args.format))
    return 1 if found else 0
