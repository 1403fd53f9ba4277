"""`icigraph push`: publish the graph to a SPARQL store, all of it or nothing, or in parts."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.cli.stores import add_target, described_checks, service_of
from icigraph.publish.dataset import spool_project
from icigraph.publish.plan import Plan
from icigraph.publish.push import plan_push, push

__all__ = ["add_arguments", "run"]

_ALTERED = (
    "The store keeps the values of these literals, not their forms or datatypes. Where the form matters,\n"
    "write it as the store would, or as a string; --exact makes any such change an error."
)
_IN_PARTS = "Sent in parts: until it was done, readers may have seen some of it without the rest."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph push`."""
    add_target(parser)
    graphs = "only these graphs: IRIs or names such as data/joinings; NAME/ takes all below"
    parser.add_argument("--graphs", nargs="+", default=[], metavar="NAME", help=graphs)
    inferred = "the derived and inferred graphs as well as the asserted"
    parser.add_argument("--with-inferred", action="store_true", help=inferred)
    strings = "send literals that the store cannot hold as plain strings"
    parser.add_argument("--strings", action="store_true", help=strings)
    exact = "fail as well if a literal reads back in another form"
    parser.add_argument("--exact", action="store_true", help=exact)
    in_parts = "one graph after the other, for what the store does not take at once: readers may see a part"
    parser.add_argument("--in-parts", action="store_true", help=in_parts)
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")


def run(args: argparse.Namespace) -> int:
    """Push as `args` say; exit code 1 if a graph does not read back as it should."""
    project = project_of(args)
    service = service_of(args, project)
    keep = bool(args.graphs)
    with TemporaryDirectory(prefix="icigraph-") as name:
        folder = Path(name)
        snapshot = snapshot_of(args, project) if args.with_inferred else None
        local = spool_project(project, folder / "local", args.graphs, snapshot)
        if args.dry_run:
            plan = plan_push(service, project.graphs, local, folder / "plan", keep_others=keep)
            out("".join(f"{line}\n" for line in _described(plan, project.graphs)))
            return 0
        pushed = push(
            service,
            project.graphs,
            local,
            keep_others=keep,
            in_parts=args.in_parts,
            progress=progress_of(args),
        )
    lines = [*_described(pushed.plan, project.graphs), *described_checks(pushed.checks, project.graphs)]
    if any(check.altered for check in pushed.checks):
        lines.append(_ALTERED)
    if args.in_parts and pushed.plan.changes:
        lines.append(_IN_PARTS)
    out("".join(f"{line}\n" for line in lines))
    return 0 if pushed.exact or (pushed.faithful and not args.exact) else 1


def _described(plan: Plan, base: str) -> list[str]:
    lines = [f"{_verb(change.clear):8} {change.graph.removeprefix(base)}  "
             f"+{change.additions} -{change.removals}" for change in plan.changes]  # fmt: skip
    return [*lines, f"{len(plan.unchanged)} graphs unchanged"]


def _verb(clear: bool) -> str:
    return "replace" if clear else "change"
