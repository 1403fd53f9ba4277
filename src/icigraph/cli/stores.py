"""What the verbs that talk to a store share: the target's options, and telling what was found."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from icigraph.base.printable import printable
from icigraph.stores.store.targets import KINDS

if TYPE_CHECKING:
    from icigraph.stores.push.verify import GraphCheck

__all__ = ["add_strings", "add_target", "described_checks"]

_SHOWN = 10
_CREDENTIALS = (
    "Credentials come from ICIGRAPH_NAME_USER and ICIGRAPH_NAME_PASSWORD or ICIGRAPH_NAME_TOKEN (NAME is the "
    "target's name in capitals), from netrc, or from the keyring. For a target that is a URL they are "
    "ICIGRAPH_USER and so on, and go to the host that ICIGRAPH_HOST names; without it the password goes to "
    "this machine alone, and the token nowhere."
)


def add_target(parser: argparse.ArgumentParser) -> None:
    """The target, and what may be said about it."""
    parser.description = f"{parser.description} {_CREDENTIALS}" if parser.description else _CREDENTIALS
    parser.add_argument("target", metavar="TARGET", help="the store: a URL, or a name in icigraph.toml")
    parser.add_argument("--kind", choices=list(KINDS), help="the kind of store (default: found out)")


def add_strings(parser: argparse.ArgumentParser) -> None:
    """`--strings`, for verbs that send or compare literals."""
    described = "literals that the store cannot hold are plain strings there"
    parser.add_argument("--strings", action="store_true", help=described)


def described_checks(checks: Iterable[GraphCheck], base: str) -> list[str]:
    """Lines for a person: each graph, and the first differences of those that differ.

    >>> from icigraph.stores.push.verify import GraphCheck
    >>> check = GraphCheck("https://e/graph/data", "e3b0", "e3b0", 7)
    >>> described_checks([check], "https://e/graph/")
    ['exact    data  7 triples  sha256 e3b0']
    """
    lines = []
    for check in checks:
        name = check.graph.removeprefix(base)
        outcome = "exact" if check.exact else "altered" if check.faithful else "DIFFERS"
        lines.append(f"{outcome:8} {name}  {check.triples} triples  sha256 {check.found[:12]}")
        lines += _differences(check)
    return lines


def _differences(check: GraphCheck) -> list[str]:
    altered = [f"{a.subject} {a.predicate}: sent {a.sent}, found {a.found}" for a in check.altered]
    return [
        *_some("altered", altered, check.altered_count),
        *_some("missing", check.missing, check.missing_count),
        *_some("extra", check.extra, check.extra_count),
    ]


def _some(kind: str, found: Sequence[str], count: int) -> list[str]:
    more = [f"  … and {count - _SHOWN:,} more {kind}"] if count > _SHOWN else []
    return [f"  {kind}: {printable(line)}" for line in found[:_SHOWN]] + more
