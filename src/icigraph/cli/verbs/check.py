"""`icigraph check`: quality of the graph beyond its shapes."""

from __future__ import annotations

import argparse

from icigraph.base.blocks import Line
from icigraph.cli.common import graph_of
from icigraph.cli.reports import add_report_options, write_report
from icigraph.cli.terminal import tell
from icigraph.validation.report import SEVERITIES

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph check`."""
    parser.add_argument(
        "--only", action="append", default=[], metavar="CHECK", help="run this check only; may be repeated"
    )
    parser.add_argument("--list", action="store_true", help="list the checks")
    add_report_options(parser, "violation")


def run(args: argparse.Namespace) -> int:
    """Run the checks; 0 when nothing as grave as `--fail-on` is found, else 1."""
    if args.list:
        from icigraph.checks.quality import read_checks

        named = ((Line(one.name, "thing"), Line(one.title, indent=4)) for one in read_checks())
        tell(line for pair in named for line in pair)
        return 0
    report = graph_of(args).check(only=args.only)
    write_report(args, report)
    return 1 if report.faults or report.failing(SEVERITIES[args.fail_on]) else 0
