"""`icigraph verify`: check that a store holds exactly this graph."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_strings, add_target, described_checks, service_of
from icigraph.snapshot.dataset import spool_project
from icigraph.stores.push.adapters import held_as_string
from icigraph.stores.push.doubts import note_checked
from icigraph.stores.push.manifest import consistently, read_manifest
from icigraph.stores.push.verify import verify

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph verify`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    add_strings(parser)
    exact = "fail as well if a literal reads back in another form"
    parser.add_argument("--exact", action="store_true", help=exact)
    parser.add_argument("--format", "-f", choices=["text", "json"], default="text", help="form of the report")


def run(args: argparse.Namespace) -> int:
    """Verify as `args` say; exit code 1 if a graph differs.

    The derived and inferred graphs are checked if they were published.
    """
    project = project_of(args)
    service = service_of(args, project)
    made = {project.derived_graph.value, project.inferred_graph.value}
    inferred = not made.isdisjoint(read_manifest(service, project.graphs).mentioned)
    snapshot = snapshot_of(args, project) if inferred else None
    with TemporaryDirectory(prefix="icigraph-", ignore_cleanup_errors=True) as folder:
        local = spool_project(project, Path(folder), args.graphs, snapshot)
        held = held_as_string(service)
        checks = consistently(
            service,
            project.graphs,
            lambda _: verify(service, local, as_string=held, progress=progress_of(args)),
        )
    wrong = {check.graph for check in checks if not check.faithful}
    note_checked(project, service.target.url, local, wrong)
    if args.format == "json":
        out(json.dumps([asdict(check) for check in checks], indent=2, ensure_ascii=False) + "\n")
    else:
        out("".join(f"{line}\n" for line in described_checks(checks, project.graphs)))
    if wrong:
        hint = f"`icigraph push {args.target}` sends them again; from another machine, with --recheck"
        complain(f"{len(wrong)} of {len(checks)} graphs differ from what is here", hint)
    return 0 if all(check.exact or (check.faithful and not args.exact) for check in checks) else 1
