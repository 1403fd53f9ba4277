"""`icigraph query`: any SPARQL query on the snapshot."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode, read_text
from icigraph.cli.common import (
    add_endpoint_option,
    add_service_option,
    add_timeout_option,
    project_of,
    snapshot_of,
    store_of,
    timeout_of,
)
from icigraph.cli.terminal import tell
from icigraph.project.folders import display
from icigraph.questions.naming import Naming
from icigraph.questions.query import SOLUTION_FORMATS, run_query, told
from icigraph.rdf.syntax import FORMATS

__all__ = ["add_arguments", "run"]

_FORMATS = tuple(dict.fromkeys((*SOLUTION_FORMATS, *FORMATS)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph query`."""
    add_endpoint_option(parser)
    add_service_option(parser)
    add_timeout_option(parser)
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "file", nargs="?", metavar="FILE", help="a file with the query, or - for standard input"
    )
    given.add_argument("-e", "--execute", metavar="TEXT", help="the query itself")
    parser.add_argument(
        "--format",
        "-f",
        choices=_FORMATS,
        help="SELECT, ASK: table (default), csv, tsv, json, xml, md; "
        "CONSTRUCT, DESCRIBE: ttl (default), nt, nq, "
        "trig, rdfxml, jsonld",
    )


def run(args: argparse.Namespace) -> int:
    """Run the query and print what it gives."""
    text, name = _query(args)
    project = project_of(args)
    snapshot = None if getattr(args, "endpoint", None) else snapshot_of(args, project)
    allowed = getattr(args, "allow_service", False)
    with timeout_of(args):
        store = store_of(args, project, snapshot)
        result = run_query(store, text, project.prefixes, file=name, allow_service=allowed)
        naming = Naming(store, project.prefixes)
        answer = told(result, args.format, project.prefixes, naming)
    tell(answer)
    return 0


def _query(args: argparse.Namespace) -> tuple[str, str]:
    if args.execute is not None:
        return args.execute, "-e"
    if args.file == "-":
        return decode(sys.stdin.buffer.read(), file="-"), "-"
    name = display(args.file)
    text = read_text(Path(args.file), name=name)
    if not text.strip():
        raise InputError(Fault("the file is empty", Place(name), "write SELECT, ASK, CONSTRUCT or DESCRIBE"))
    return text, name
