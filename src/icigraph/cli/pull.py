"""`icigraph pull`: fetch published graphs from a SPARQL store."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.cli.common import project_of
from icigraph.cli.stores import add_target, service_of
from icigraph.cli.streams import write_out
from icigraph.publish.export import exported
from icigraph.publish.formats import FORMATS, export_format
from icigraph.publish.pull import pull, pulled_quads
from icigraph.rdf.files import write_atomically

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph pull`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    parser.add_argument("--format", "-f", choices=list(FORMATS), default="nq", help="syntax (default: nq)")
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write there, not to stdout")


def run(args: argparse.Namespace) -> int:
    """Pull as `args` say."""
    from pyoxigraph import RdfFormat, parse

    project = project_of(args)
    form = export_format(args.format)
    with TemporaryDirectory(prefix="icigraph-") as folder:
        graphs = pull(service_of(args, project), project.graphs, Path(folder), args.graphs)
        quads = parse(b"".join(pulled_quads(graphs)), format=RdfFormat.N_QUADS)
        written = exported(quads, form, dict(project.prefixes))
    if args.output:
        write_atomically(args.output, written)
    else:
        write_out(written)
    return 0
