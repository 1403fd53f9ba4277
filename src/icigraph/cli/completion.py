"""`icigraph completion`: scripts for shells."""

from __future__ import annotations

import argparse

from icigraph.cli.common import add_global_options, out

__all__ = ["add_arguments", "run"]


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
    from icigraph.cli.main import VERBS, module_of

    parser = argparse.ArgumentParser(prog="icigraph")
    add_global_options(parser)
    verbs = parser.add_subparsers()
    for name, verb in VERBS.items():
        below = verbs.add_parser(name, help=verb.help)
        module_of(name).add_arguments(below)
        add_global_options(below)
    return parser
