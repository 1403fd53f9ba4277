"""The command `icigraph`: finds the verb, loads its module only, and turns errors into messages and exit
codes.

Exit codes: see `EXIT_CODES`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

from icigraph.base.faults import IcigraphError, InputError
from icigraph.cli.endings import number_of, tell_ended
from icigraph.cli.parser import Parser, complain
from icigraph.cli.streams import make_usable
from icigraph.cli.verbs import VERBS, module_of

__all__ = ["DEBUG", "EXIT_CODES", "OWN_FAULT", "main"]

EXIT_CODES = {
    "0": "done",
    "1": "the data failed a check",
    "2": "bad usage or bad input",
    "3": "a service failed",
    "4": "a fault of icigraph itself",
    "130": "interrupted (Ctrl-C); 143 terminated, 129 the terminal was closed",
}
OWN_FAULT = 4
DEBUG = "ICIGRAPH_DEBUG"
_REPORT = (
    "this is a fault of icigraph: please report it to its maintainers, with the command and what it was "
    f"given; {DEBUG}=1 shows where it happened"
)

# What people type who know other tools: `icigraph help ask`.
_OPTIONS_MEANT = {"help": "--help", "version": "--version"}


def main(arguments: Sequence[str] | None = None, *, report_end: Callable[[int], int] = tell_ended) -> int:
    """Run the command line; returns the exit code. `report_end` says that a signal ended the run, and gives
    the exit code of that."""
    make_usable()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except SystemExit:
        raise
    except BaseException as error:
        # The engine's panics are no `Exception`.
        ended = _interrupt_behind(error)
        return _failed(error) if ended is None else report_end(number_of(ended))


def _interrupt_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """The interrupt that led to an error: one that strikes while something cleans up ends as another."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error


def _failed(error: BaseException) -> int:
    if isinstance(error, IcigraphError):
        _report(error)
        return error.exit_code
    if isinstance(error, UnicodeEncodeError):
        # Bytes of a file name or an argument that the locale cannot read come as lone surrogates.
        complain(f"error: not UTF-8: {error.object[:200]!r}", "rename it, or set a UTF-8 locale")
        return InputError.exit_code
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        complain(f"error: {named}{error.strerror or error}")
        return InputError.exit_code
    return _own_fault(error)


def _own_fault(error: BaseException) -> int:
    """Tell a fault of ours, so that it is never taken for a verdict on the data."""
    if os.environ.get(DEBUG):
        import traceback

        complain("".join(traceback.format_exception(error)).rstrip())
    said = " ".join(str(error).split())[:500]
    complain(f"error: icigraph itself failed: {type(error).__name__}{': ' if said else ''}{said}", _REPORT)
    return OWN_FAULT


def _run(given: list[str]) -> int:
    ahead, name, rest = _split(given)
    if name in _OPTIONS_MEANT:
        return _run([*ahead, *rest, _OPTIONS_MEANT[name]])
    if name is None:
        return _bare(ahead)
    if name not in VERBS:
        # A misspelt option ahead may have left its value where the verb belongs.
        _overview().parse_args(ahead)
    module = module_of(name)
    parser = _verb_parser(name, module)
    args = parser.parse_args([*ahead, *rest])
    return int(module.run(args))


def _split(given: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Options before the verb, the verb, and what follows it."""
    place = 0
    while place < len(given) and given[place].startswith("-"):
        place += 2 if given[place] == "--project" else 1
    if place >= len(given):
        return given, None, []
    return given[:place], given[place], given[place + 1 :]


def _bare(options: list[str]) -> int:
    parser = _overview()
    parser.parse_args(options)
    parser.print_help(sys.stdout if not options else sys.stderr)
    return 0 if not options else InputError.exit_code


def _overview() -> argparse.ArgumentParser:
    from icigraph.base.version import __version__
    from icigraph.cli.options import add_global_options

    width = max(map(len, VERBS))
    codes = "\n".join(f"  {code:<3}  {meaning}" for code, meaning in EXIT_CODES.items())
    verbs = "\n".join(f"  {name:<{width}}  {verb.help}" for name, verb in VERBS.items())
    parser = Parser(
        prog="icigraph",
        usage="icigraph [--project DIR] VERB …",
        description="A cited, dated and explained knowledge graph: ask it, check it, publish it.",
        epilog=f"verbs:\n{verbs}\n\nexample:\n  {VERBS['ask'].example}\n\nexit codes:\n{codes}\n\n"
        "`icigraph VERB --help` tells more.",
    )
    add_global_options(parser)
    parser.add_argument("--version", action="version", version=f"icigraph {__version__}")
    return parser


def _verb_parser(name: str, module: ModuleType) -> argparse.ArgumentParser:
    from icigraph.cli.options import add_global_options

    verb = VERBS[name]
    parser = Parser(
        prog=f"icigraph {name}",
        description=verb.help[0].upper() + verb.help[1:] + ".",
        epilog=f"example:\n  {verb.example}",
    )
    module.add_arguments(parser)
    add_global_options(parser)
    return parser


def _report(error: IcigraphError) -> None:
    for fault in error.faults:
        head = f"{fault.place}: {fault.message}" if fault.place else fault.message
        complain(f"error: {head}", fault.hint)
