"""The argument parser of every verb: its errors are like all others."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from icigraph.base.faults import InputError
from icigraph.base.printable import printable
from icigraph.cli.streams import EMPTY_LINE, abandon, finish

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["Parser", "above_zero", "complain", "seconds"]

_LONGEST = 10_000_000
"""Seconds: some months, and no more than a thread can wait for."""
_HELP = argparse.RawDescriptionHelpFormatter
_UNSEEN = partial(_HELP, width=80)
"""What argparse tries each new option on: told a width, it does not ask the terminal, and a short command
does not wait for the import of what asks."""


class Parser(argparse.ArgumentParser):
    """Says `error: …` with a hint and exits with 2; options are never abbreviated.

    >>> parser = Parser(prog="icigraph ask")
    >>> _ = parser.add_argument("--tag")
    >>> parser.options, parser.parse_args(["--tag", "nato"]).tag
    (['--help', '--tag'], 'nato')
    """

    def __init__(self, *, prog: str, **options: object) -> None:
        chosen = {"formatter_class": _UNSEEN, "allow_abbrev": False} | options
        super().__init__(prog=prog, **chosen)  # type: ignore[arg-type]

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self.formatter_class = _HELP
        return super().format_help()

    def error(self, message: str, hint: str | None = None) -> NoReturn:
        """Report a wrong argument, with what would mend it."""
        complain(f"error: {message}", hint or f"`{self.prog} --help` shows the options")
        raise SystemExit(InputError.exit_code)

    @property
    def options(self) -> list[str]:
        """The options that the verb has, in their long form."""
        return [option for option in self._option_string_actions if option.startswith("--")]

    def parse_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """The arguments; what is misspelt is answered with the nearest that there is."""
        parsed, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}", self._meant(unknown[0]))
        return parsed

    def _meant(self, word: str) -> str | None:
        from icigraph.base.nearest import did_you_mean

        if not word.startswith("-"):
            return "a name with spaces goes in quotes"
        return did_you_mean(word.partition("=")[0], self.options)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            from icigraph.base.nearest import did_you_mean

            self.error(str(error), did_you_mean(str(value), map(str, action.choices or ())))

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave after help that has been written out."""
        finish()
        super().exit(status, message)


def above_zero(text: str) -> int:
    """The type of an option that counts; ArgumentTypeError for what is no whole number above 0.

    >>> above_zero("3")
    3
    """
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"not a number above 0: {text!r}")
    return int(text)


def seconds(text: str) -> float:
    """The type of an option that is a time in seconds; ArgumentTypeError for what is none.

    >>> seconds("2.5")
    2.5
    """
    try:
        given = float(text)
    except ValueError:
        given = 0.0
    if not 0 < given <= _LONGEST:
        raise argparse.ArgumentTypeError(f"not a number of seconds above 0: {text!r}")
    return given


def complain(message: str, hint: str | None = None) -> None:
    """Write a message for a person to stderr, with what would mend it on a line of its own.

    What others say in it (files, stores) steers no terminal.
    """
    message = printable(message)
    hint = printable(hint) if hint else None
    try:
        # How far a stage was stands there no longer.
        line = EMPTY_LINE if sys.stderr.isatty() else ""
        sys.stderr.write(f"{line}{message}\n  hint: {hint}\n" if hint else f"{line}{message}\n")
        sys.stderr.flush()
    except OSError:
        # Nobody can be told; the exit code still says it.
        abandon(sys.stderr)
