"""What the verbs share that take RDF of one's own in the place of a graph project."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import graph_of, progress_of

if TYPE_CHECKING:
    from icigraph.graph import KnowledgeGraph
    from icigraph.operations.closure import Closure
    from icigraph.operations.dataset import Dataset
    from icigraph.operations.publishing import Publication

__all__ = [
    "add_data_options",
    "add_published_data_options",
    "closed_data_or_graph_of",
    "data_of",
    "data_or_graph_of",
    "publication_of",
]


def add_data_options(parser: argparse.ArgumentParser, *, closes: bool = False) -> None:
    """`--data`, with the syntax of standard input, and reasoning where the verb does not close by itself."""
    group = parser.add_argument_group("RDF of your own")
    described = "a file, a folder, a glob in quotes or -, instead of the graph project; repeatable"
    group.add_argument("--data", action="append", default=[], metavar="DATA", help=described)
    syntax = "the syntax of standard input (default: ttl)"
    group.add_argument("--data-format", metavar="SYNTAX", help=syntax)
    if not closes:
        group.add_argument("--reason", action="store_true", help="add what follows by OWL 2 RL first")


def add_published_data_options(parser: argparse.ArgumentParser) -> None:
    """The same, with where data of one's own is published."""
    add_data_options(parser)
    below = "the IRI below which --data is published; a.ttl goes to IRI + a, named graphs keep their names"
    parser.add_argument("--below", metavar="IRI", help=below)


def publication_of(args: argparse.Namespace) -> Publication:
    """What `args` say is at a store, or is to be there: data of one's own, else the graph of the project."""
    data = _own_data_of(args)
    if data is None:
        if args.below is not None:
            raise InputError(Fault("--below is for data of your own", hint="name it with --data FILE"))
        return graph_of(args).publication(
            args.target, graphs=args.graphs, kind=args.kind, strings=args.strings
        )
    if args.below is None:
        hint = "for example --below https://example.org/graph/"
        raise InputError(Fault("--data is published below an IRI that --below names", hint=hint))
    return data.publication(
        args.target,
        below=args.below,
        reason=args.reason,
        graphs=args.graphs,
        kind=args.kind,
        strings=args.strings,
    )


def _own_data_of(args: argparse.Namespace) -> Dataset | None:
    """The data that `--data` names; None where it is not given. An `InputError` says that an option is
    without effect."""
    if not args.data:
        given = "--reason" if _reasons(args) else "--data-format" if args.data_format else None
        if given:
            raise InputError(Fault(f"{given} is for data of your own", hint="name it with --data FILE"))
        return None
    for other in ("endpoint", "project"):
        if getattr(args, other, None) is not None:
            raise InputError(
                Fault(f"--data and --{other} are two answers to one question", hint="give one of them")
            )
    from icigraph.operations.dataset import load

    return load(*args.data, format=args.data_format, progress=progress_of(args))


def _reasons(args: argparse.Namespace) -> bool:
    return bool(getattr(args, "reason", False))


def data_of(args: argparse.Namespace) -> Dataset | Closure | None:
    """The same, closed where `--reason` says so."""
    data = _own_data_of(args)
    return data.close() if data is not None and _reasons(args) else data


def data_or_graph_of(args: argparse.Namespace) -> Dataset | Closure | KnowledgeGraph:
    """The same, else the graph of the project."""
    data = data_of(args)
    return graph_of(args) if data is None else data


def closed_data_or_graph_of(args: argparse.Namespace) -> Closure | KnowledgeGraph:
    """The same, always closed."""
    data = _own_data_of(args)
    return graph_of(args) if data is None else data.close()
