"""`icigraph pull`: fetch published graphs from a SPARQL store."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.base.faults import CheckFailed, Fault
from icigraph.base.files import write_atomically
from icigraph.cli.common import project_of
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_target, service_of
from icigraph.cli.streams import write_out
from icigraph.rdf.export import exported
from icigraph.rdf.syntax import FORMATS, syntax_named
from icigraph.stores.push.pull import Pulled, pull, pulled_quads

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph pull`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    parser.add_argument("--format", "-f", choices=list(FORMATS), default="nq", help="syntax (default: nq)")
    as_is = "take what is there, even if it is not what was published"
    parser.add_argument("--as-is", action="store_true", help=as_is)
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write there, not to stdout")


def run(args: argparse.Namespace) -> int:
    """Pull as `args` say; exit code 1 if the store does not hold what was published, and nothing is
    written.
    """
    from pyoxigraph import RdfFormat, parse

    project = project_of(args)
    form = syntax_named(args.format)
    with TemporaryDirectory(prefix="icigraph-", ignore_cleanup_errors=True) as folder:
        pulled = pull(service_of(args, project), project.graphs, Path(folder), args.graphs)
        if pulled.drifted and not args.as_is:
            raise CheckFailed(*(_not_as_published(pulled, iri) for iri in pulled.drifted))
        quads = parse(b"".join(pulled_quads(pulled.graphs)), format=RdfFormat.N_QUADS)
        written = exported(quads, form, dict(project.prefixes))
    if reworded := len(pulled.reworded):
        which = "1 graph reads" if reworded == 1 else f"{reworded} graphs read"
        complain(f"{which} otherwise than published, literals or more: icigraph verify tells")
    if args.output:
        write_atomically(args.output, written)
    else:
        write_out(written)
    return 0


def _not_as_published(pulled: Pulled, iri: str) -> Fault:
    there, entry = pulled.graphs[iri].triples, pulled.entries.get(iri)
    if entry is None:
        return Fault(f"{iri}: a push is under way or broke off there", hint="push again, or take it --as-is")
    hint = "icigraph verify tells what, icigraph push --recheck mends it; --as-is takes what is there"
    return Fault(f"{iri}: {there} triples are there, {entry.triples} were published", hint=hint)
