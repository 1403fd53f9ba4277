"""`icigraph validate`: check RDF against shapes, and say what is wrong, where, and what would mend it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, IcigraphError, InputError
from icigraph.cli.common import (
    BUNDLED,
    names_project,
    out,
    project_of,
    snapshot_of,
    terminal_width,
    texts_of,
)
from icigraph.cli.parser import above_zero, complain
from icigraph.rdf.namespaces import SH
from icigraph.validation.formats import FORMATS, render
from icigraph.validation.report import UnusableShapes, ValidationReport

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.validation.formats.text import Paint
    from icigraph.validation.reading.inputs import Source

__all__ = ["SEVERITIES", "add_arguments", "add_report_options", "painter", "run"]

SEVERITIES = {"info": SH["Info"], "warning": SH["Warning"], "violation": SH["Violation"]}
_EXAMPLES = 3
_COLOURS = {
    "violation": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "place": "36",
    "good": "1;32",
    "dim": "2",
    "hint": "1;32",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph validate`."""
    parser.epilog = (
        "examples:\n  icigraph validate --project bundled\n"
        "  icigraph validate --project bundled --format sarif --output report.sarif"
    )
    parser.add_argument(
        "data",
        nargs="*",
        metavar="DATA",
        help="files, folders, globs, - or an endpoint's URL (default: the whole project)",
    )
    _input_options(parser.add_argument_group("input"))
    _output_options(parser.add_argument_group("output"))
    _work_options(parser.add_argument_group("ways to work"))


def _input_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--shapes",
        "-s",
        action="append",
        default=[],
        metavar="SHAPES",
        help="shapes (default: the project's)",
    )
    group.add_argument("--no-lint", action="store_true", help="say nothing about the shapes themselves")
    group.add_argument(
        "--allow-no-target", action="store_true", help="exit 0 also where no target finds a node in the data"
    )
    group.add_argument(
        "--ontology", action="append", default=[], metavar="FILE", help="add to the data graph"
    )
    group.add_argument(
        "--reason", choices=["none", "rdfs", "owl-rl"], default="none", help="add what follows first"
    )
    group.add_argument(
        "--engine", choices=["shacl", "pyshacl", "both"], default="shacl", help="both: compare them"
    )
    group.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="SHAPE",
        help="results of this shape only (IRI, or prefix:name as the shapes have it)",
    )
    group.add_argument(
        "--endpoint", metavar="TARGET", help="what was pushed to this store: a URL or a name in icigraph.toml"
    )
    group.add_argument("--graph", metavar="IRI", help="the graph to fetch from an endpoint's URL")
    group.add_argument(
        "--stdin-format", default="ttl", metavar="SUFFIX", help="the syntax of standard input (default: ttl)"
    )
    group.add_argument(
        "--texts", action="append", metavar="DIR", help="a folder of source texts, to re-check citations"
    )


def add_report_options(parser: argparse._ActionsContainer, fail_on: str) -> None:
    """In which form and where a report is written, and how grave a result makes the exit code 1."""
    parser.add_argument(
        "--format", "-f", choices=FORMATS, default="text", help="form of the report (default: text)"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there")
    parser.add_argument(
        "--fail-on",
        choices=list(SEVERITIES),
        default=fail_on,
        help=f"the least severity that makes the exit code 1 (default: {fail_on})",
    )


def _output_options(group: argparse._ArgumentGroup) -> None:
    add_report_options(group, "info")
    group.add_argument("--max", type=above_zero, metavar="N", help="report at most N results")
    group.add_argument(
        "--lang", action="append", default=[], metavar="TAG", help="language of messages (default: en)"
    )


def _work_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--baseline", type=Path, metavar="FILE", help="leave out the results that this file has"
    )
    group.add_argument("--write-baseline", type=Path, metavar="FILE", help="keep the results as a baseline")
    group.add_argument(
        "--fix", action="store_true", help="follow the suggestions that are safe, in the files"
    )
    group.add_argument(
        "--unsafe", action="store_true", help="with --fix: follow what may change what is said as well"
    )
    group.add_argument("--dry-run", action="store_true", help="with --fix: print the patch, write nothing")
    group.add_argument("--watch", action="store_true", help="check again whenever a file changes")


def run(args: argparse.Namespace) -> int:
    """Validate as `args` say; 0 when nothing as grave as `--fail-on` is found, else 1."""
    if args.dry_run and not args.fix:
        raise InputError(Fault("--dry-run shows what --fix would write", hint="give --fix --dry-run"))
    if args.unsafe and not args.fix:
        raise InputError(Fault("--unsafe says which suggestions --fix follows", hint="give --fix --unsafe"))
    return _watch(args) if args.watch else _once(args, _job(args))


@dataclass(frozen=True, slots=True)
class _Job:
    """What to run, giving what else to tell at the end; and which paths it reads."""

    validate: Callable[[], tuple[ValidationReport, str]]
    paths: Callable[[], tuple[str, ...]]


def _job(args: argparse.Namespace) -> _Job:
    if args.endpoint and args.data:
        raise InputError(
            Fault("DATA and --endpoint are two answers to one question", hint="give one of them")
        )
    if args.data and args.shapes:
        return _Job(
            lambda: (_validated(args, args.data, args.shapes, args.ontology), ""),
            lambda: (*args.data, *args.shapes, *args.ontology),
        )
    if args.shapes and not args.data and not args.endpoint:
        raise InputError(
            Fault("no data is named for these shapes", None, "icigraph validate DATA --shapes SHAPES")
        )
    if not names_project(args) and _linked(args.data):
        return _Job(
            lambda: (_validated(args, args.data, (), args.ontology), ""),
            lambda: (*args.data, *args.ontology, *_linked(args.data)),
        )
    _must_have_shapes(args)
    if args.endpoint:
        return _Job(lambda: (_published(args, project_of(args)), ""), lambda: (*args.shapes, *_paths(args)))
    if args.data:
        return _Job(lambda: (_files(args, project_of(args)), ""), lambda: (*args.data, *_paths(args)))
    return _Job(lambda: _project(args), lambda: _paths(args))


def _linked(data: list[str]) -> list[str]:
    """The local files that the data names as its shapes (`sh:shapesGraph`)."""
    from icigraph.validation.reading.inputs import read_sources
    from icigraph.validation.shapes.linked import linked_shapes

    files = [one for one in data if one != "-" and "://" not in one]
    return [source.name for source in linked_shapes(read_sources(files))] if files else []


def _must_have_shapes(args: argparse.Namespace) -> None:
    """Outside a project there are none: the bundled graph's are for those who ask for them."""
    if names_project(args):
        return
    if args.endpoint:
        raise InputError(
            Fault(
                "no project says which graphs of the store are meant",
                hint=f"give --project DIR, or --project {BUNDLED} for the graph that ships with icigraph",
            )
        )
    what = "no shapes to validate against" if args.data else "nothing to validate"
    raise InputError(
        Fault(f"{what}: this folder belongs to no graph project", hint=_how_to_give_shapes(args.data))
    )


def _how_to_give_shapes(data: list[str]) -> str:
    shapes = [one for one in data if _holds_shapes(one)]
    others = [one for one in data if one not in shapes]
    if shapes:
        given = " ".join(["icigraph validate", *(others or shapes), *(f"--shapes {one}" for one in shapes)])
        return f"{' and '.join(shapes)} {'holds' if len(shapes) == 1 else 'hold'} shapes: {given}"
    given = f"icigraph validate {' '.join(data) or 'DATA'} --shapes SHAPES"
    return f"{given}; or --project DIR (--project {BUNDLED}: the graph that ships with icigraph)"


def _holds_shapes(argument: str) -> bool:
    from icigraph.validation.reading.dataset import from_sources
    from icigraph.validation.reading.inputs import read_sources
    from icigraph.validation.shapes.shape_graph import ShapeGraph

    if argument == "-" or "://" in argument:
        return False
    sources = [one for one in read_sources([argument]) if str(SH).encode() in one.content]
    return bool(ShapeGraph(from_sources(tuple(sources))).targets)


def _paths(args: argparse.Namespace) -> tuple[str, ...]:
    project = project_of(args)
    return tuple(str(path) for path in (*project.graph_files, *project.rule_files))


def _project(args: argparse.Namespace) -> tuple[ValidationReport, str]:
    """The whole project; when a file is broken, its faults and what can be said of the rest."""
    from icigraph.snapshot.checking import checked_snapshot

    lint = not args.no_lint
    try:
        project = project_of(args)
        snapshot = snapshot_of(args, project)
    except InputError:
        from icigraph.snapshot.project_validation import validate_project

        report = validate_project(project_of(args), None, engine=args.engine, only=args.only, lint=lint)
        if report.faults:
            return report, "only shapes were checked, on what could be read and what follows from it"
        raise
    texts = texts_of(args, project)
    return checked_snapshot(project, snapshot, texts, engine=args.engine, only=args.only, lint=lint)


def _files(args: argparse.Namespace, project: GraphProject) -> ValidationReport:
    """Some files against the project's shapes: files of the project as part of it, others beside its
    ontology.
    """
    from icigraph.project.folders import display
    from icigraph.snapshot.project_validation import in_files, project_sources
    from icigraph.validation.reading.inputs import expand

    paths = [path.resolve() for one in args.data if one != "-" and "://" not in one for path in expand(one)]
    if len(paths) >= len(args.data) and set(paths) <= set(project.graph_files):
        return in_files(_project(args)[0], [display(path) for path in paths])
    shapes, _ = project_sources(project.shape_files)
    ontology, _ = project_sources(project.ontology_files)
    return _validated(args, args.data, shapes, (*ontology, *args.ontology))


def _published(args: argparse.Namespace, project: GraphProject) -> ValidationReport:
    """What was pushed to a store, as far as the shapes look at it."""
    from pyoxigraph import RdfFormat

    from icigraph.cli.stores import opened
    from icigraph.snapshot.project_validation import project_sources
    from icigraph.stores.push.fetch import fetched
    from icigraph.validation.reading.dataset import from_sources
    from icigraph.validation.reading.inputs import Source, read_sources
    from icigraph.validation.shapes.predicates_needed import predicates_needed
    from icigraph.validation.shapes.shape_graph import ShapeGraph
    from icigraph.validation.validate import validate

    shapes = read_sources(args.shapes) if args.shapes else project_sources(project.shape_files)[0]
    needed = predicates_needed(ShapeGraph(from_sources(shapes)))
    there = fetched(opened(args.endpoint, project), project.graphs, needed, (project.shapes_graph.value,))
    sources = [Source(iri, triples, RdfFormat.N_TRIPLES, iri) for iri, triples in there]
    return validate(
        sources,
        shapes,
        ontology=args.ontology,
        reason=args.reason,
        engine=args.engine,
        only=args.only,
        lint=not args.no_lint,
        explain=_explained(args),
    )


def _explained(args: argparse.Namespace) -> int | None:
    """How many results of each cause are looked into: what text shows; all where anything else is made of
    them.
    """
    everything = args.format != "text" or args.fix or args.baseline or args.write_baseline
    return None if everything else args.max or _EXAMPLES


def _validated(
    args: argparse.Namespace,
    data: list[str],
    shapes: Iterable[str | Source],
    ontology: Iterable[str | Source],
) -> ValidationReport:
    from icigraph.validation.reading.inputs import read_sources
    from icigraph.validation.validate import validate

    sources = read_sources(data, stdin_format=args.stdin_format, graph=args.graph)
    given = tuple(shapes)
    rules = (*read_sources(one for one in given if isinstance(one, str)),)
    rules += tuple(one for one in given if not isinstance(one, str))
    return validate(
        sources,
        rules,
        ontology=ontology,
        reason=args.reason,
        engine=args.engine,
        only=args.only,
        lint=not args.no_lint,
        explain=_explained(args),
    )


def _once(args: argparse.Namespace, job: _Job) -> int:
    try:
        report, note = job.validate()
    except UnusableShapes as error:
        _print(args, error.report, "")
        return error.exit_code
    if args.write_baseline:
        return _write_baseline(args.write_baseline, report)
    shown = _new(args, report)
    if args.fix:
        from icigraph.cli.fixing import mend, preview
        from icigraph.validation.report import Applicability

        least = Applicability.UNSAFE if args.unsafe else Applicability.SAFE
        if args.dry_run:
            return preview(shown, least)
        report, note = mend(shown, report, least, job.validate)
        shown = _new(args, report)
    _print(args, shown, note)
    return 1 if _failed(args, shown) else 0


def _new(args: argparse.Namespace, report: ValidationReport) -> ValidationReport:
    """The report without what a baseline has."""
    if not args.baseline:
        return report
    from icigraph.validation.baseline import read_baseline, without_known

    return without_known(report, read_baseline(args.baseline))


def _failed(args: argparse.Namespace, report: ValidationReport) -> bool:
    mistakes = [
        one
        for one in report.findings
        if one.rule.exit_code and not (args.allow_no_target and one.code == "no-focus-node")
    ]
    grave = report.failing(SEVERITIES[args.fail_on])
    return bool(report.faults or report.disagreements or mistakes or grave or report.held_back)


def _write_baseline(path: Path, report: ValidationReport) -> int:
    """Keep the results; 1 when an input could not be read whole: the baseline lacks what that hides."""
    from icigraph.base.files import write_atomically
    from icigraph.validation.baseline import baseline_text
    from icigraph.validation.formats.outcome import counted

    write_atomically(path, baseline_text(report).encode())
    for fault in report.faults:
        complain(str(fault))
    complain(f"{path}: {counted(len(report.results), 'result')} kept")
    return 1 if report.faults else 0


def _print(args: argparse.Namespace, report: ValidationReport, note: str) -> None:
    shown = report.limited(args.max) if args.max else report
    if args.lang:
        from icigraph.validation.telling.messages import in_languages

        shown = in_languages(shown, tuple(args.lang))
    text = _text(args, shown, note) if args.format == "text" else render(shown, args.format)
    if args.output:
        from icigraph.base.files import write_atomically

        write_atomically(args.output, text.encode())
    else:
        out(text)


def _text(args: argparse.Namespace, report: ValidationReport, note: str) -> str:
    from icigraph.validation.formats.text import render as render_text

    text = render_text(
        report, paint=painter(args), width=terminal_width() or 100, examples=args.max or _EXAMPLES
    )
    return text + (f"{note}\n" if note else "")


def painter(args: argparse.Namespace) -> Paint:
    """Colours for a terminal that shows them; none for a file, a pipe, or with NO_COLOR set."""
    from icigraph.validation.formats.text import plain

    bare = args.output or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return plain if bare or not sys.stdout.isatty() else _coloured


def _coloured(style: str, text: str) -> str:
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if style in _COLOURS else text


def _watch(args: argparse.Namespace) -> int:
    """Check, then again after each change of a file, until interrupted: a file that is broken or away for a
    moment is told, and waited for.
    """
    import time

    if "-" in (*args.data, *args.shapes, *args.ontology):
        raise InputError(Fault("standard input cannot be read again", hint="--watch needs files"))
    seen: object = None
    while True:
        now = _state(args)
        if now != seen:
            seen = now
            _once_or_faults(args)
            out("watching for changes; Ctrl-C stops\n")
        time.sleep(0.3)


def _once_or_faults(args: argparse.Namespace) -> None:
    try:
        _once(args, _job(args))
    except IcigraphError as error:
        for fault in error.faults:
            complain(f"error: {fault}")


def _state(args: argparse.Namespace) -> object:
    """What changes when a file that is read does, comes or goes."""
    try:
        paths = _job(args).paths()
    except IcigraphError as error:
        return str(error)
    return {one: _times(one) for one in paths if "://" not in one}


def _times(path: str) -> object:
    from icigraph.validation.reading.inputs import expand

    try:
        found = [(str(file), file.stat()) for file in expand(path)]
    except (IcigraphError, OSError) as error:
        return str(error)
    return [(file, each.st_mtime_ns, each.st_size, each.st_ino) for file, each in found]
