"""`icigraph push`: publish the graph, or RDF of one's own, to a SPARQL store, all of it or nothing, or in
parts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import out
from icigraph.cli.data import add_published_data_options, publication_of
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_strings, add_target, described_checks
from icigraph.stores.push.manifest import manifest_graph

if TYPE_CHECKING:
    from icigraph.stores.push.plan import Change, Plan
    from icigraph.stores.push.push import Pushed

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
    add_published_data_options(parser)


def run(args: argparse.Namespace) -> int:
    """Push as `args` say; exit code 1 if a graph does not read back as it should."""
    for given in ("with_inferred", "without_inferred"):
        if args.data and getattr(args, given):
            hint = "--reason publishes what follows from data of your own as well"
            raise InputError(Fault(f"--{given.replace('_', '-')} is for the graph project", hint=hint))
    publication = publication_of(args)
    inferred = True if args.with_inferred else False if args.without_inferred else None
    if args.dry_run:
        plan = publication.plan(inferred=inferred, adopt=args.adopt, recheck=args.recheck)
        out("".join(f"{line}\n" for line in [*_changes(plan, publication.base), _unchanged(plan)]))
        return 0
    pushed = publication.push(
        inferred=inferred, adopt=args.adopt, recheck=args.recheck, in_parts=args.in_parts
    )
    return _report(args, pushed, publication.base)


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
