"""`icigraph show`: all that is known about a thing."""

from __future__ import annotations

import argparse

from icigraph.cli.common import graph_of
from icigraph.cli.options import add_endpoint_option, add_texts_option
from icigraph.cli.terminal import tell
from icigraph.questions.portrayal import portrait_blocks, portrait_json

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph show`."""
    parser.add_argument("thing", metavar="THING", help="a label, a code, a CURIE or an IRI")
    parser.add_argument(
        "--format", "-f", choices=("text", "json"), default="text", help="form (default: text)"
    )
    add_endpoint_option(parser)
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print names, timeline and relations of the thing, with their citations."""
    graph = graph_of(args)
    found = graph.show(args.thing)
    if args.format == "json":
        tell(portrait_json(found, graph.naming))
    else:
        tell(portrait_blocks(found, graph.naming))
    return 0
