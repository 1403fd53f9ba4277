"""`icigraph validate`: check RDF against shapes, and say what is wrong, where, and what would mend it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from icigraph.cli.common import names_project, progress_of, project_of, texts_of
from icigraph.cli.parser import complain
from icigraph.cli.reports import EXAMPLES, write_report
from icigraph.cli.validate_options import add_arguments, must_agree, settle
from icigraph.validation.report import SEVERITIES, UnusableShapes

if TYPE_CHECKING:
    from typing import Any

    from icigraph.validation.report import ValidationReport

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Validate as `args` say; 0 when nothing as grave as `--fail-on` is found, else 1."""
    file = settle(args)
    must_agree(args)
    if file and not getattr(args, "quiet", False):
        complain(f"as {file} says")
    if not args.watch:
        return _once(args, {})
    from icigraph.cli.watching import watch

    read: dict[str, object] = {}
    return watch(lambda: _once(args, read), lambda: _paths(args, read))


def _paths(args: argparse.Namespace, read: dict[str, object]) -> tuple[str, ...]:
    """What is read, as far as it is known: what is named, the project's files, and what these led to."""
    named = (*args.data, *args.shapes, *args.ontology, *read)
    if not names_project(args) or (args.data and args.shapes):
        return named
    project = project_of(args)
    return (*named, *map(str, (*project.stating_files, *project.mapping_files, *project.rule_files)))


def _once(args: argparse.Namespace, read: dict[str, object]) -> int:
    """Validate, keep a baseline or mend where that is asked for, and tell; `read` is given what was read."""
    try:
        report, note = _validated(args)
    except UnusableShapes as error:
        _tell(args, error.report)
        return error.exit_code
    read.update(report.inputs)
    if args.write_baseline:
        return _write_baseline(args, report)
    shown = _new(args, report)
    if args.fix:
        from icigraph.cli.fixing import mend, preview
        from icigraph.validation.report import Applicability

        least = Applicability.UNSAFE if args.unsafe else Applicability.SAFE
        if args.dry_run:
            return preview(shown, least)
        report, note = mend(shown, report, least, lambda: _validated(args))
        shown = _new(args, report)
    _tell(args, shown, note)
    return 1 if shown.fails(SEVERITIES[args.fail_on], allow_no_target=args.allow_no_target) else 0


def _validated(args: argparse.Namespace) -> tuple[ValidationReport, str]:
    """The report of what was asked for, and what else there is to tell."""
    options: dict[str, Any] = {"engine": args.engine, "only": args.only, "lint": args.lint}
    of_files = {"ontology": args.ontology, "reason": args.reason, "explain": _explained(args), **options}
    reading = {name: getattr(args, name) for name in ("data_format", "graph", "exclude", "contexts")}
    if args.data and (args.shapes or not names_project(args)):
        return _files(args, of_files | reading), ""
    if not names_project(args):
        from icigraph.cli.shapes_wanted import no_graphs_named, no_shapes_named

        raise no_graphs_named() if args.endpoint else no_shapes_named(args.data)
    project = project_of(args)
    if args.endpoint:
        from icigraph.operations.services import service_of
        from icigraph.stores.push.validated import validate_published

        return validate_published(service_of(args.endpoint, project), project, args.shapes, **of_files), ""
    from icigraph.snapshot.project_files import validate_as_built, validate_files

    beside: dict[str, Any] = {"texts": texts_of(args, project), "progress": progress_of(args)}
    if args.data:
        return validate_files(project, args.data, **of_files, **reading, **beside), ""
    if args.reason != "none":
        complain(f"--reason {args.reason} changes nothing: a project is validated with all that follows")
    return validate_as_built(project, **options, **beside)


def _files(args: argparse.Namespace, options: dict[str, Any]) -> ValidationReport:
    from icigraph.validation.shapes.linked import NoShapes
    from icigraph.validation.validate import validate

    try:
        return validate(args.data, args.shapes or None, **options)
    except NoShapes:
        from icigraph.cli.shapes_wanted import no_shapes_named

        raise no_shapes_named(args.data) from None


def _explained(args: argparse.Namespace) -> int | None:
    """How many results of each cause are looked into: what text shows; all where anything else is made of
    them.
    """
    everything = args.format != "text" or args.fix or args.baseline or args.write_baseline
    return None if everything else args.max or EXAMPLES


def _new(args: argparse.Namespace, report: ValidationReport) -> ValidationReport:
    """The report without what a baseline has."""
    if not args.baseline:
        return report
    from icigraph.validation.baseline import read_baseline, without_known

    return without_known(report, read_baseline(args.baseline))


def _write_baseline(args: argparse.Namespace, report: ValidationReport) -> int:
    """Keep the results; 1 when an input could not be read whole: the baseline lacks what that hides."""
    from icigraph.validation.baseline import write_baseline
    from icigraph.validation.formats.outcome import counted

    write_baseline(args.write_baseline, report)
    for fault in report.faults:
        complain(str(fault))
    complain(f"{args.write_baseline}: {counted(len(report.results), 'result')} kept")
    return 1 if report.faults else 0


def _tell(args: argparse.Namespace, report: ValidationReport, note: str = "") -> None:
    shown = report.limited(args.max) if args.max else report
    if args.lang:
        from icigraph.validation.telling.messages import in_languages

        shown = in_languages(shown, tuple(args.lang))
    write_report(args, shown, note, args.max or EXAMPLES)
