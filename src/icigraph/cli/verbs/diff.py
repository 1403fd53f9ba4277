"""`icigraph diff`: what differs between two graphs, fact by fact."""

from __future__ import annotations

import argparse
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from icigraph.base.faults import Fault, InputError, Place
from icigraph.cli.common import out, project_of, snapshot_of
from icigraph.cli.stores import add_strings, opened
from icigraph.project.asserted import asserted_quads, file_quads
from icigraph.project.difference import by_graph, diff
from icigraph.project.difference_formats import RENDERINGS
from icigraph.project.graph_project import GraphProject, open_project
from icigraph.release.changes import asserted_in_release, is_release, released_quads
from icigraph.snapshot.dataset import inferred_quads
from icigraph.stores.push.meaning import in_the_same_words
from icigraph.stores.push.pull import store_quads

__all__ = ["add_arguments", "run"]

_SIDE = "a store (URL or name in icigraph.toml), an RDF file, the folder of a project or of a release"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph diff`."""
    parser.add_argument("left", metavar="A", help=_SIDE)
    parser.add_argument("right", metavar="B", nargs="?", help=f"{_SIDE} (default: this project)")
    inferred = "compare what is derived and inferred as well, where a side is a project, a release or a store"
    parser.add_argument("--with-inferred", action="store_true", help=inferred)
    add_strings(parser)
    exact = "count a literal of the same value in another form as a difference"
    parser.add_argument("--exact", action="store_true", help=exact)
    form = "text, JSON, or the SPARQL Update that turns A into B"
    parser.add_argument("--format", "-f", choices=list(RENDERINGS), default="text", help=form)


def run(args: argparse.Namespace) -> int:
    """Compare as `args` say; exit code 1 if anything differs."""
    project = project_of(args)
    left, right = (by_graph(_side(side, args, project)) for side in (args.left, args.right))
    if not args.exact:
        left = in_the_same_words(left, right, strings=_strings(args, project))
    found = diff(left, right)
    out(RENDERINGS[args.format](found, project.prefixes, [*left, *right]))
    return 0 if found.same else 1


def _strings(args: argparse.Namespace, project: GraphProject) -> bool:
    """Whether a plain string stands for a literal that a store cannot hold."""
    sides = {args.left, args.right}
    return args.strings or any(
        each.name in sides and each.settings.get("strings") for each in project.config.targets
    )


def _side(text: str | None, args: argparse.Namespace, project: GraphProject) -> list[Quad]:
    if text is None:
        return _project_quads(project, args)
    path = Path(text)
    if is_release(path):
        return released_quads(path) if args.with_inferred else asserted_in_release(path)
    if path.is_dir():
        return _project_quads(open_project(path), args)
    if path.exists():
        return list(file_quads(path, NamedNode(f"{project.graphs}file")))
    if "://" not in text and (path.suffix or len(path.parts) > 1):
        raise InputError(Fault("no such file", Place(text), "check the path"))
    made = (project.derived_graph.value, project.inferred_graph.value)
    return store_quads(opened(text, project), project.graphs, () if args.with_inferred else made)


def _project_quads(project: GraphProject, args: argparse.Namespace) -> list[Quad]:
    quads = list(asserted_quads(project))
    if args.with_inferred:
        quads += inferred_quads(project, snapshot_of(args, project))
    return quads
