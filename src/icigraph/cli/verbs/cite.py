"""`icigraph cite`: the spans that are cited from a text, and the span of words that one wants to cite.

The text itself is never printed and never written into the graph: a span is two offsets and a digest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pyoxigraph import NamedNode

from icigraph.base.blocks import Line, Table
from icigraph.base.faults import Fault, InputError
from icigraph.base.files import sha256_of
from icigraph.cli.common import add_texts_option, out, project_of, snapshot_of, texts_of
from icigraph.cli.terminal import tell
from icigraph.project.citations import spans_of
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.project.spans import Span
from icigraph.questions.citing import citation_block, cited_spans, source_of_text, spans_to_cite
from icigraph.questions.naming import Naming
from icigraph.questions.things import the_thing
from icigraph.rdf.asked_store import AskedStore

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
    project = project_of(args)
    if args.find is not None:
        return _find(args, project)
    if not args.file and not args.source:
        raise InputError(Fault("which source?", hint="name the file of its text, or --source"))
    _list(args, project)
    return 0


def _find(args: argparse.Namespace, project: GraphProject) -> int:
    store = snapshot_of(args, project).store()
    naming = Naming(store, project.prefixes)
    source = the_thing(naming, args.source) if args.source else None
    files = [Path(args.file)] if args.file else None
    found = spans_to_cite(store, args.find, files, texts_of(args, project), source)
    if not found:
        raise InputError(
            Fault(f"no text says {args.find!r}", hint="check the words, or give the folder with --texts")
        )
    for path, known, span in found:
        said = f"# {display(path)}, characters {span.start}–{span.end}"
        if known is None:
            out(f"{said}; no source in the graph has this text\n    {span.turtle(project.prefixes)}\n")
        else:
            label = f"{naming.label(known)}, characters {span.start} to {span.end}"
            block = citation_block(project.prefixes, project.config.base, known, label, span)
            out(said + _again(store, naming, known, span) + "\n" + block)
    return 0


def _again(store: AskedStore, naming: Naming, source: NamedNode, span: Span) -> str:
    there = [naming.curie(each.citation) for each in spans_of(store, source) if each.span == span]
    return f"; cited already: {', '.join(there)}" if there else ""


def _list(args: argparse.Namespace, project: GraphProject) -> None:
    store = snapshot_of(args, project).store()
    naming = Naming(store, project.prefixes)
    if args.source:
        source = the_thing(naming, args.source)
    else:
        source = source_of_text(store, sha256_of(Path(args.file)), display(args.file))
    rows = [
        (each.place, naming.curie(each.citation), ", ".join(naming.curie(fact) for fact in each.facts))
        for each in cited_spans(store, source)
    ]
    table = Table(("where", "citation", "facts"), rows, ("place", "source"))
    tell((Line(naming.named(source), "heading"), Line(), table))
