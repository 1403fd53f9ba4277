"""`icigraph completion`: scripts for shells."""

from __future__ import annotations

import argparse

from icigraph.cli.common import out
from icigraph.cli.options import add_global_options

__all__ = ["add_arguments", "run"]

_FILES = ("A", "B", "CONCLUSION", "DATA", "FILE", "OUT", "RULE", "SHAPES")
_QUESTIONS = ("name", "question")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph completion`."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to print a script for")


def run(args: argparse.Namespace) -> int:
    """Print the script; `eval "$(icigraph completion bash)"` turns it on."""
    import shtab

    out(shtab.complete(whole_parser(), args.shell) + "\n")
    return 0


def whole_parser() -> argparse.ArgumentParser:
    """One parser with every verb below it."""
    from icigraph.cli.verbs import VERBS, module_of

    parser = argparse.ArgumentParser(prog="icigraph")
    add_global_options(parser)
    _complete_values(parser)
    verbs = parser.add_subparsers()
    for name, verb in VERBS.items():
        below = verbs.add_parser(name, help=verb.help)
        module_of(name).add_arguments(below)
        add_global_options(below)
        _complete_values(below)
    return parser


def _complete_values(parser: argparse.ArgumentParser) -> None:
    """What an argument takes, by the name that its help gives to the value."""
    import shtab

    questions = shtab.cmd("icigraph ask --format tsv 2>/dev/null | tail -n +2 | cut -f 1")
    kinds = dict.fromkeys(_FILES, shtab.FILE) | {"DIR": shtab.DIRECTORY, "NAME": questions}
    for action in parser._actions:
        if action.metavar in kinds and (action.metavar != "NAME" or action.dest in _QUESTIONS):
            action.complete = kinds[action.metavar]  # type: ignore[attr-defined]
