"""`icigraph check`: quality of the graph beyond its shapes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Triple

from icigraph.base.blocks import Line
from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.cli.common import project_of, snapshot_of
from icigraph.cli.reports import add_report_options, write_report
from icigraph.cli.terminal import tell
from icigraph.project.folders import display
from icigraph.snapshot.question_faults import question_faults
from icigraph.validation.report import SEVERITIES

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot

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
    from icigraph.checks.quality import Question, check_quality, read_checks
    from icigraph.snapshot.project_validation import project_sources, table_sources

    if args.list:
        named = ((Line(one.name, "thing"), Line(one.title, indent=4)) for one in read_checks())
        tell(line for pair in named for line in pair)
        return 0
    project = project_of(args)
    snapshot = snapshot_of(args, project)
    checks = [one for one in read_checks() if not args.only or one.name in args.only]
    _must_exist(args.only, [one.name for one in read_checks()])
    groups = (project.ontology_files, project.data_files, project.shape_files)
    ontology, data, shapes = (project_sources(files)[0] for files in groups)
    data += table_sources(project)
    files = (*project.query_files, *project.rule_files)
    questions = tuple(Question(name, text) for name, text in _readable(files))
    report = check_quality(
        ontology,
        data,
        shapes,
        questions,
        inferred=_inferred(project, snapshot),
        checks=checks,
        prefixes=dict(project.prefixes),
    )
    report = replace(report, faults=(*report.faults, *question_faults(project, snapshot.manifest)))
    write_report(args, report)
    return 1 if report.faults or report.failing(SEVERITIES[args.fail_on]) else 0


def _readable(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The texts of files by their names; what cannot be read is among the faults of the questions."""
    from icigraph.base.files import read_text

    for path in files:
        with suppress(InputError):
            yield display(path), read_text(path)


def _inferred(project: GraphProject, snapshot: Snapshot) -> Iterator[Triple]:
    store = snapshot.store()
    for graph in (project.inferred_graph, project.derived_graph):
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _must_exist(asked: list[str], known: list[str]) -> None:
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, known) or "icigraph check --list"
            raise InputError(Fault(f"no check is called {name!r}", None, hint))
