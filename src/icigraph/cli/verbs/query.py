"""`icigraph query`: any SPARQL query, on the graph or on RDF of one's own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode, read_text
from icigraph.cli.data import add_data_options, data_or_graph_of
from icigraph.cli.options import add_endpoint_option, add_service_option, add_timeout_option, timeout_of
from icigraph.cli.terminal import tell
from icigraph.project.folders import display
from icigraph.questions.query import SOLUTION_FORMATS, told
from icigraph.rdf.syntax import FORMATS, form_called

__all__ = ["add_arguments", "run"]

_FORMATS = tuple(dict.fromkeys((*SOLUTION_FORMATS, *FORMATS)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph query`."""
    add_data_options(parser)
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
        type=_form,
        help="SELECT, ASK: table (default), csv, tsv, json, xml, md; "
        "CONSTRUCT, DESCRIBE: ttl (default), nt, nq, "
        "trig, rdfxml, jsonld",
    )


def _form(text: str) -> str:
    """A format by any of its names; `xml` and `json` are of solutions, and of triples where there are any."""
    return text if text in SOLUTION_FORMATS else form_called(text)


def run(args: argparse.Namespace) -> int:
    """Run the query and print what it gives."""
    text, name = _query(args)
    graph = data_or_graph_of(args)
    allowed = getattr(args, "allow_service", False)
    with timeout_of(args):
        result = graph.query(text, file=name, allow_service=allowed)
        answer = told(result, args.format, graph.prefixes, graph.naming)
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
