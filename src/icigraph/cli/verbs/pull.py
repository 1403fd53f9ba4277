"""`icigraph pull`: fetch published graphs from a SPARQL store."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.cli.common import graph_of, written_to
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_target
from icigraph.rdf.syntax import FORMATS, form_called

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph pull`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    parser.add_argument(
        "--format", "-f", choices=list(FORMATS), type=form_called, default="nq", help="syntax (default: nq)"
    )
    as_is = "take what is there, even if it is not what was published"
    parser.add_argument("--as-is", action="store_true", help=as_is)
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write there, not to stdout")


def run(args: argparse.Namespace) -> int:
    """Pull as `args` say; exit code 1 if the store does not hold what was published, and nothing is
    written.
    """
    fetched = graph_of(args).pull(
        args.target, graphs=args.graphs, form=args.format, as_is=args.as_is, kind=args.kind
    )
    if reworded := len(fetched.reworded):
        which = "1 graph reads" if reworded == 1 else f"{reworded} graphs read"
        complain(f"{which} otherwise than published, literals or more: icigraph verify tells")
    written_to(args.output, fetched.content)
    return 0
