"""`icigraph verify`: check that a store holds exactly this graph."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from icigraph.cli.common import out
from icigraph.cli.data import add_published_data_options, publication_of
from icigraph.cli.parser import complain
from icigraph.cli.stores import add_strings, add_target, described_checks

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
    add_published_data_options(parser)


def run(args: argparse.Namespace) -> int:
    """Verify as `args` say; exit code 1 if a graph differs.

    The derived and inferred graphs are checked if they were published.
    """
    publication = publication_of(args)
    checks = publication.verify()
    if args.format == "json":
        out(json.dumps([asdict(check) for check in checks], indent=2, ensure_ascii=False) + "\n")
    else:
        out("".join(f"{line}\n" for line in described_checks(checks, publication.base)))
    if wrong := [check for check in checks if not check.faithful]:
        hint = f"`icigraph push {args.target}` sends them again; from another machine, with --recheck"
        if args.data:
            hint = (
                f"`icigraph push {args.target}` with the same --data, --below and --recheck sends them again"
            )
        complain(f"{len(wrong)} of {len(checks)} graphs differ from what is here", hint)
    return 0 if all(check.exact or (check.faithful and not args.exact) for check in checks) else 1
