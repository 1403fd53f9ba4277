"""What the verbs that talk to a store share: the target's options, and telling what was found."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import Store

from icigraph.base.printable import printable
from icigraph.base.progress import Progress
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import load_project
from icigraph.rdf.asked_store import AskedStore
from icigraph.rules.project_rules import rules_of
from icigraph.rules.run.materialise import Report
from icigraph.stores.endpoint import EndpointStore, reason_remotely
from icigraph.stores.push.verify import GraphCheck
from icigraph.stores.store.protocol import Service, open_service
from icigraph.stores.store.targets import KINDS, Target, target_of

__all__ = [
    "add_strings",
    "add_target",
    "described_checks",
    "endpoint_store",
    "opened",
    "reason_there",
    "service_of",
]

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


def service_of(args: argparse.Namespace, project: GraphProject) -> Service:
    """The store that `args.target` means."""
    target = _target(args.target, project)
    strings = target.strings or getattr(args, "strings", False)
    return open_service(replace(target, kind=args.kind or target.kind, strings=strings))


def opened(text: str, project: GraphProject) -> Service:
    r"""The store that `text` means.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> text = 'name = "a"\nbase = "x:"\n[targets.lab]\nurl = "https://e/ds"\nkind = "fuseki"'
    >>> project = GraphProject(Path(tempfile.mkdtemp()), parse_config(text, file="icigraph.toml"))
    >>> opened("lab", project).endpoints.update
    'https://e/ds/update'
    """
    return open_service(_target(text, project))


def endpoint_store(text: str, project: GraphProject) -> AskedStore:
    r"""The store that `text` means, to be asked as if it were in process.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> text = 'name = "a"\nbase = "x:"\n[targets.lab]\nurl = "https://e/ds"\nkind = "fuseki"'
    >>> project = GraphProject(Path(tempfile.mkdtemp()), parse_config(text, file="icigraph.toml"))
    >>> type(endpoint_store("lab", project)).__name__
    'EndpointStore'
    """
    return EndpointStore(opened(text, project), project.graphs, project.ontology_graph)


def reason_there(text: str, project: GraphProject, progress: Progress) -> Report:
    """Close what is published at the store that `text` means under the project's rules."""
    store = Store()
    load_project(project, store)
    return reason_remotely(
        opened(text, project),
        project.graphs,
        rules_of(project, store),
        inferred=project.inferred_graph,
        derived=project.derived_graph,
        progress=progress,
    )


def _target(text: str, project: GraphProject) -> Target:
    target = target_of(text, {target.name: target.settings for target in project.config.targets})
    if not target.certificates:
        return target
    # Written in icigraph.toml, so meant from its folder.
    return replace(target, certificates=str(project.root / target.certificates))


def described_checks(checks: Iterable[GraphCheck], base: str) -> list[str]:
    """Lines for a person: each graph, and the first differences of those that differ.

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
