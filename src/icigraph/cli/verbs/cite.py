"""`icigraph cite`: the spans that are cited from a text, and the span of words that one wants to cite.

The text itself is never printed and never written into the graph: a span is two offsets and a digest.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.blocks import Line, Table
from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import graph_of, out
from icigraph.cli.options import add_texts_option
from icigraph.cli.terminal import tell
from icigraph.project.folders import display
from icigraph.questions.citing import citation_block

if TYPE_CHECKING:
    from icigraph.graph import KnowledgeGraph

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph cite`."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="the text of a source, found again by its SHA-256"
    )
    parser.add_argument(
        "--find", metavar="TEXT", help="print offsets and digest of these words, ready to paste"
    )
    parser.add_argument("--source", help="the source to look in or list: a label, a CURIE or an IRI")
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """List a source's spans, or find one. An `InputError` says that the words are not there."""
    graph = graph_of(args)
    if args.find is not None:
        _find(args, graph)
        return 0
    if not args.file and not args.source:
        raise InputError(Fault("which source?", hint="name the file of its text, or --source"))
    _list(graph, args.source or Path(args.file))
    return 0


def _find(args: argparse.Namespace, graph: KnowledgeGraph) -> None:
    for found in graph.cite(args.find, source=args.source, file=args.file):
        span = found.span
        said = f"# {display(found.file)}, characters {span.start}–{span.end}"
        if found.source is None:
            out(f"{said}; no source in the graph has this text\n    {span.turtle(graph.prefixes)}\n")
        else:
            label = f"{graph.label(found.source)}, characters {span.start} to {span.end}"
            block = citation_block(graph.prefixes, graph.project.config.base, found.source, label, span)
            there = ", ".join(map(graph.naming.curie, found.citations))
            out(said + (f"; cited already: {there}" if there else "") + "\n" + block)


def _list(graph: KnowledgeGraph, source: str | Path) -> None:
    naming = graph.naming
    rows = [
        (each.place, naming.curie(each.citation), ", ".join(naming.curie(claim) for claim in each.claims))
        for each in graph.cited(source)
    ]
    table = Table(("where", "citation", "claims"), rows, ("place", "source"))
    tell((Line(naming.named(graph.source(source)), "heading"), Line(), table))
