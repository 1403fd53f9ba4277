"""Options that several verbs have."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from icigraph.base.faults import InputError, ServiceError
from icigraph.cli.parser import seconds

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = [
    "add_endpoint_option",
    "add_global_options",
    "add_service_option",
    "add_texts_option",
    "add_timeout_option",
    "folder_named",
    "timeout_of",
]


def add_global_options(parser: argparse.ArgumentParser) -> None:
    """The options that every verb has; they may stand before the verb as well."""
    group = parser.add_argument_group("options of every verb")
    nothing = argparse.SUPPRESS
    group.add_argument(
        "--project",
        metavar="DIR",
        default=nothing,
        help="the graph project (default: icigraph.toml upward, else the bundled graph; bundled: that)",
    )
    group.add_argument("--quiet", action="store_true", default=nothing, help="no progress on stderr")


def add_endpoint_option(parser: argparse.ArgumentParser) -> None:
    """The option to ask a store on the web in the place of the snapshot."""
    described = "ask the store at this URL, or of this name in icigraph.toml, instead of the snapshot"
    parser.add_argument("--endpoint", metavar="TARGET", default=argparse.SUPPRESS, help=described)


def add_service_option(parser: argparse.ArgumentParser) -> None:
    """The option to let a query ask other endpoints."""
    described = "let SERVICE in the query send a part of it to other endpoints"
    parser.add_argument("--allow-service", action="store_true", default=argparse.SUPPRESS, help=described)


def add_timeout_option(parser: argparse.ArgumentParser) -> None:
    """The option to end a query that takes too long."""
    described = "end with an error when the query takes longer (default: no limit)"
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=argparse.SUPPRESS, help=described
    )


def timeout_of(args: argparse.Namespace) -> AbstractContextManager[None]:
    """Ends the process where its block takes longer than `--timeout` says: no engine has an end of its own
    that can be relied on."""
    from icigraph.cli.endings import limited

    given: float | None = getattr(args, "timeout", None)
    code = ServiceError.exit_code if getattr(args, "endpoint", None) else InputError.exit_code
    hint = "give it more time with --timeout, or ask for less"
    return limited(given, f"the query took longer than {given or 0:g} s", hint, code)


def add_texts_option(parser: argparse.ArgumentParser) -> None:
    """`--texts`, for verbs that re-check citations."""
    parser.add_argument(
        "--texts",
        action="append",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="a folder of source texts to check citations against (also ICIGRAPH_TEXTS, icigraph.toml)",
    )


def folder_named(text: str) -> str:
    """The type of an option that takes a folder: an empty shell variable would mean the working folder.

    >>> folder_named("closed")
    'closed'
    """
    if not text:
        raise argparse.ArgumentTypeError("names no folder")
    return text
