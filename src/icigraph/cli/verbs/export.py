"""`icigraph export`: write the graph, or some of it, in any RDF syntax."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.base.files import write_atomically
from icigraph.cli.common import project_of, snapshot_of
from icigraph.cli.streams import write_out
from icigraph.rdf.export import exported
from icigraph.rdf.syntax import FORMATS, syntax_named
from icigraph.snapshot.dataset import selected_quads

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph export`."""
    parser.add_argument("--format", "-f", choices=list(FORMATS), help="syntax (default: by suffix, else ttl)")
    graph = "only this graph: an IRI or a name such as data/joinings; NAME/ takes all below; repeatable"
    parser.add_argument("--graph", "-g", action="append", default=[], metavar="NAME", help=graph)
    inferred = "the derived and inferred graphs as well as the asserted"
    parser.add_argument("--with-inferred", action="store_true", help=inferred)
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write there, not to stdout")


def run(args: argparse.Namespace) -> int:
    """Export as `args` say."""
    project = project_of(args)
    form = syntax_named(args.format or _format_by_suffix(args.output))
    snapshot = snapshot_of(args, project)
    quads = selected_quads(project, snapshot, args.graph, with_inferred=args.with_inferred)
    written = exported(quads, form, dict(project.prefixes))
    if args.output:
        write_atomically(args.output, written)
    else:
        write_out(written)
    return 0


def _format_by_suffix(output: Path | None) -> str:
    suffix = output.suffix if output else ""
    return next((form for form, syntax in FORMATS.items() if syntax.suffix == suffix), "ttl")
