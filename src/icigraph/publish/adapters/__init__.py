"""What differs from store to store: how a plan is carried out in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from icigraph.publish.adapters import blazegraph, fuseki, generic, oxigraph, rdf4j, virtuoso
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service

__all__ = ["commit", "replaces_graphs"]

_COMMITS: dict[str, Callable[[Service, Plan, Path], None]] = {
    "generic": generic.commit,
    "fuseki": fuseki.commit,
    "rdf4j": rdf4j.commit,
    "virtuoso": virtuoso.commit,
    "oxigraph": oxigraph.commit,
    "blazegraph": blazegraph.commit,
}


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """Carry out `plan` so that readers see all of it or nothing.

    `ServiceError` says that the store refused, `UnreachableError` that its answer did not come: then the
    manifest tells which of the two datasets it has.
    """
    _COMMITS[service.kind](service, plan, folder)


def replaces_graphs(kind: str) -> bool:
    """Whether one transaction of such a store may remove a statement and add it again.

    Virtuoso's may not: see `adapters/virtuoso.py`.

    >>> replaces_graphs("fuseki"), replaces_graphs("virtuoso")
    (True, False)
    """
    return kind != "virtuoso"
