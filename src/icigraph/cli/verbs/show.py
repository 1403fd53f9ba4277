"""`icigraph show`: all that is known about a thing."""

from __future__ import annotations

import argparse

from icigraph.cli.common import (
    add_endpoint_option,
    add_texts_option,
    project_of,
    source_texts,
    store_of,
)
from icigraph.cli.terminal import tell
from icigraph.questions.naming import Naming
from icigraph.questions.portrait import portrait
from icigraph.questions.portrayal import portrait_blocks, portrait_json
from icigraph.questions.things import the_thing

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
    project = project_of(args)
    store = store_of(args, project)
    naming = Naming(store, project.prefixes)
    found = portrait(store, naming, the_thing(naming, args.thing), source_texts(args, project))
    if args.format == "json":
        tell(portrait_json(found, naming))
    else:
        tell(portrait_blocks(found, naming))
    return 0
