"""`icigraph push`: publish the graph to a SPARQL store, all of it or nothing, or in parts."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_strings, add_target, described_checks, service_of
from icigraph.project.graph_project import GraphProject
from icigraph.snapshot.dataset import spool_project
from icigraph.stores.push.doubts import doubted_graphs, note_checked
from icigraph.stores.push.manifest import manifest_graph, read_manifest
from icigraph.stores.push.plan import Change, Intent, Plan
from icigraph.stores.push.push import Pushed, plan_push, push
from icigraph.stores.store.protocol import Service

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
    inferred = parser.add_mutually_exclusive_group()
    described = (
        "the derived and inferred graphs as well as the asserted (default: if they are published there)"
    )
    inferred.add_argument("--with-inferred", action="store_true", help=described)
    described = "the asserted graphs alone; derived and inferred graphs that are published there are removed"
    inferred.add_argument("--without-inferred", action="store_true", help=described)
    adopt = "replace what others wrote to graphs of ours"
    parser.add_argument("--adopt", action="store_true", help=adopt)
    recheck = "read and compare every graph, whatever the manifest in the store says of it"
    parser.add_argument("--recheck", action="store_true", help=recheck)
    add_strings(parser)
    exact = "fail as well if a literal reads back in another form"
    parser.add_argument("--exact", action="store_true", help=exact)
    in_parts = "one graph after the other, for what the store does not take at once: readers may see a part"
    parser.add_argument("--in-parts", action="store_true", help=in_parts)
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    parser.add_argument("--verbose", "-v", action="store_true", help="list every graph that was sent")


def run(args: argparse.Namespace) -> int:
    """Push as `args` say; exit code 1 if a graph does not read back as it should."""
    project = project_of(args)
    service = service_of(args, project)
    with TemporaryDirectory(prefix="icigraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        snapshot = snapshot_of(args, project) if _with_inferred(args, project, service) else None
        local = spool_project(project, folder / "local", args.graphs, snapshot)
        doubted = set(local) if args.recheck else doubted_graphs(project, service.target.url)
        intent = Intent(bool(args.graphs), args.without_inferred, doubted, args.adopt)
        if args.dry_run:
            plan = plan_push(service, project.graphs, local, folder / "plan", intent=intent)
            out("".join(f"{line}\n" for line in [*_changes(plan, project.graphs), _unchanged(plan)]))
            return 0
        pushed = push(
            service,
            project.graphs,
            local,
            intent=intent,
            in_parts=args.in_parts,
            progress=progress_of(args),
        )
    wrong = {check.graph for check in pushed.checks if not check.faithful}
    note_checked(project, service.target.url, local, wrong)
    return _report(args, pushed, project.graphs)


def _with_inferred(args: argparse.Namespace, project: GraphProject, service: Service) -> bool:
    """Whether what follows goes there too: if told, and if it is there, where it would be of another one."""
    if args.with_inferred or args.without_inferred or args.graphs:
        return bool(args.with_inferred)
    made = {project.derived_graph.value, project.inferred_graph.value}
    return not made.isdisjoint(read_manifest(service, project.graphs).mentioned)


def _report(args: argparse.Namespace, pushed: Pushed, base: str) -> int:
    shown = pushed.checks if args.verbose else [check for check in pushed.checks if not check.exact]
    lines = [
        *(_changes(pushed.plan, base) if args.verbose else ()),
        *described_checks(shown, base),
        _summary(pushed, base),
    ]
    if any(check.altered_count for check in pushed.checks):
        lines.append(_ALTERED)
    if args.in_parts and pushed.plan.changes:
        lines.append(_IN_PARTS)
    out("".join(f"{line}\n" for line in lines))
    if pushed.overtaken:
        complain(
            "another push followed this one: the store holds what that one sent", "push again if it must not"
        )
        return 1
    return 0 if pushed.exact or (pushed.faithful and not args.exact) else 1


def _summary(pushed: Pushed, base: str) -> str:
    changes = [change for change in pushed.plan.changes if change.graph != manifest_graph(base)]
    gone = [change for change in changes if change.clear and not change.additions]
    parts = []
    if sent := len(changes) - len(gone):
        parts.append(f"{_graphs(sent)} sent")
    if gone:
        parts.append(f"{_graphs(len(gone))} removed")
    if changes:
        added, removed = (sum(_size(change)[side] for change in changes) for side in (0, 1))
        parts.append(f"+{added:,} -{removed:,} triples")
    if pushed.plan.unchanged or not changes:
        parts.append(_unchanged(pushed.plan))
    if pushed.checks:
        outcome = "exact" if pushed.exact else "altered" if pushed.faithful else "DIFFERS"
        parts.append(f"read back: {outcome}")
    return ", ".join(parts)


def _size(change: Change) -> tuple[int, int]:
    return change.additions, change.removals


def _changes(plan: Plan, base: str) -> list[str]:
    return [f"{'replace' if change.clear else 'change':8} {change.graph.removeprefix(base)}  "
            f"+{change.additions} -{change.removals}" for change in plan.changes]  # fmt: skip


def _unchanged(plan: Plan) -> str:
    return f"{_graphs(len(plan.unchanged))} unchanged"


def _graphs(number: int) -> str:
    return "1 graph" if number == 1 else f"{number:,} graphs"
