"""`icigraph export`: write the graph, some of it, or RDF of one's own in any RDF syntax."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import graph_of, written_to
from icigraph.cli.data import add_data_options, data_of
from icigraph.rdf.syntax import FORMATS, form_called, syntax_named, syntax_of

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph export`."""
    add_data_options(parser)
    form = "syntax (default: by suffix, else ttl)"
    parser.add_argument("--format", "-f", choices=list(FORMATS), type=form_called, help=form)
    graph = "only this graph: an IRI or a name such as data/joinings; NAME/ takes all below; repeatable"
    parser.add_argument("--graph", "-g", action="append", default=[], metavar="NAME", help=graph)
    inferred = "the derived and inferred graphs as well as the asserted"
    parser.add_argument("--with-inferred", action="store_true", help=inferred)
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write there, not to stdout")


def run(args: argparse.Namespace) -> int:
    """Export as `args` say."""
    form = syntax_named(args.format or _format_by_suffix(args.output)).form
    own = data_of(args)
    if own is None:
        written = graph_of(args).export(form, graphs=args.graph, with_inferred=args.with_inferred)
    else:
        if args.with_inferred:
            hint = "--reason adds what follows from data of your own"
            raise InputError(Fault("--with-inferred is for the graph project", hint=hint))
        written = own.export(form, graphs=args.graph)
    written_to(args.output, written)
    return 0


def _format_by_suffix(output: Path | None) -> str:
    try:
        return syntax_of(output).form if output else "ttl"
    except InputError:
        return "ttl"
