"""The options of `icigraph validate`, and which of them go together."""

from __future__ import annotations

import argparse
from pathlib import Path

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import named_folder, working_folder
from icigraph.cli.parser import above_zero
from icigraph.cli.reports import add_report_options
from icigraph.project.folders import display

__all__ = ["add_arguments", "must_agree", "settle"]


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
    parser.set_defaults(format=None, fail_on=None)


def _input_options(group: argparse._ArgumentGroup) -> None:
    either = argparse.BooleanOptionalAction
    group.add_argument(
        "--shapes", "-s", action="append", metavar="SHAPES", help="shapes (default: the project's)"
    )
    group.add_argument("--lint", action=either, help="look at the shapes themselves (default: yes)")
    group.add_argument(
        "--allow-no-target", action=either, help="exit 0 also where no target finds a node in the data"
    )
    group.add_argument("--ontology", action="append", metavar="FILE", help="add to the data graph")
    group.add_argument("--exclude", action="append", metavar="GLOB", help="leave such files out of folders")
    group.add_argument("--reason", choices=["none", "rdfs", "owl-rl"], help="add what follows first")
    group.add_argument("--engine", choices=["shacl", "pyshacl", "both"], help="both: compare them")
    group.add_argument(
        "--only",
        action="append",
        metavar="SHAPE",
        help="results of this shape only (IRI, or prefix:name as the shapes have it)",
    )
    group.add_argument(
        "--endpoint", metavar="TARGET", help="what was pushed to this store: a URL or a name in icigraph.toml"
    )
    group.add_argument("--graph", metavar="IRI", help="the graph to fetch from an endpoint's URL")
    group.add_argument(
        "--data-format",
        metavar="FORMAT",
        help="the syntax of standard input and of files whose name tells none (default: turtle)",
    )
    group.add_argument(
        "--context",
        action="append",
        type=_context,
        dest="contexts",
        metavar="URL=FILE",
        help="the file that has a context which JSON-LD names by URL: nothing is loaded from the web",
    )
    group.add_argument("--config", metavar="FILE", help="the file that says how to validate")
    group.add_argument("--no-config", action="store_true", help="look for no such file")
    group.add_argument(
        "--texts", action="append", metavar="DIR", help="a folder of source texts, to re-check citations"
    )


def _output_options(group: argparse._ArgumentGroup) -> None:
    add_report_options(group, "info")
    group.add_argument("--max", type=above_zero, metavar="N", help="report at most N results")
    group.add_argument("--lang", action="append", metavar="TAG", help="language of messages (default: en)")


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


def _context(text: str) -> tuple[str, str]:
    url, _, file = text.rpartition("=")
    if not url or not file:
        raise argparse.ArgumentTypeError(f"not URL=FILE: {text!r}")
    return url, file


_DEFAULTS: dict[str, object] = {
    **{name: [] for name in ("data", "shapes", "ontology", "exclude", "only", "lang")},
    "contexts": {},
    "data-format": None,
    "reason": "none",
    "engine": "shacl",
    "lint": True,
    "allow-no-target": False,
    "format": "text",
    "fail-on": "info",
    "max": None,
    "baseline": None,
}


def settle(args: argparse.Namespace) -> str | None:
    """Give what was not said on the command line the value that the configuration has for it, or the usual
    one; the file that was used."""
    file = _config_file(args)
    settings: dict[str, object] = {}
    if file is not None:
        from icigraph.validation.settings import read_settings

        settings = read_settings(file)
    if args.contexts is not None:
        args.contexts = {**settings.get("contexts", {}), **dict(args.contexts)}  # type: ignore[dict-item]
    if args.endpoint:
        settings.pop("data", None)
    for name, usual in _DEFAULTS.items():
        given = getattr(args, name.replace("-", "_"))
        if given is None or (name == "data" and not given):
            setattr(args, name.replace("-", "_"), settings.get(name, usual))
    return None if file is None else display(file)


def _config_file(args: argparse.Namespace) -> Path | None:
    """The file that says how to validate: that of `--config`, of the project, or the nearest upward."""
    if args.config and args.no_config:
        raise InputError(Fault("--config and --no-config are two answers to one question"))
    if args.config:
        return Path(args.config)
    if args.no_config:
        return None
    from icigraph.validation.settings_file import settings_file

    return settings_file(named_folder(args) or working_folder())


def must_agree(args: argparse.Namespace) -> None:
    """Raises InputError for options that do not go together."""
    unread = "-" in (*args.data, *args.shapes, *args.ontology)
    alone = args.shapes and not args.data and not args.endpoint
    for wrong, what, hint in (
        (args.dry_run and not args.fix, "--dry-run shows what --fix would write", "give --fix --dry-run"),
        (
            args.unsafe and not args.fix,
            "--unsafe says which suggestions --fix follows",
            "give --fix --unsafe",
        ),
        (
            args.endpoint and args.data,
            "DATA and --endpoint are two answers to one question",
            "give one of them",
        ),
        (alone, "no data is named for these shapes", "icigraph validate DATA --shapes SHAPES"),
        (args.watch and unread, "standard input cannot be read again", "--watch needs files"),
    ):
        if wrong:
            raise InputError(Fault(what, hint=hint))
