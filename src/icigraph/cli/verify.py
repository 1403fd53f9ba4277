"""`icigraph verify`: check that a store holds exactly this graph."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.cli.stores import add_target, described_checks, service_of
from icigraph.publish.dataset import spool_project
from icigraph.publish.manifest import read_manifest
from icigraph.publish.verify import verify

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph verify`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    exact = "fail as well if a literal reads back in another form"
    parser.add_argument("--exact", action="store_true", help=exact)
    parser.add_argument("--format", "-f", choices=["text", "json"], default="text", help="form of the report")


def run(args: argparse.Namespace) -> int:
    """Verify as `args` say; exit code 1 if a graph differs.

    The derived and inferred graphs are checked if they were published.
    """
    project = project_of(args)
    service = service_of(args, project)
    published = read_manifest(service, project.graphs)
    inferred = {project.derived_graph.value, project.inferred_graph.value} & set(published)
    snapshot = snapshot_of(args, project) if inferred else None
    with TemporaryDirectory(prefix="icigraph-") as folder:
        local = spool_project(project, Path(folder), args.graphs, snapshot)
        checks = verify(service, local, progress=progress_of(args))
    if args.format == "json":
        out(json.dumps([asdict(check) for check in checks], indent=2, ensure_ascii=False) + "\n")
    else:
        out("".join(f"{line}\n" for line in described_checks(checks, project.graphs)))
    return 0 if all(check.exact or (check.faithful and not args.exact) for check in checks) else 1
