"""What differs from store to store: what it can hold, and how a plan is carried out in one transaction.

Begin at `generic.commit`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from icigraph.stores.push.adapters import fuseki, generic, oxigraph, rdf4j, virtuoso
from icigraph.stores.push.adapters.literals import Refusing
from icigraph.stores.push.plan import Plan
from icigraph.stores.push.verify import AsString, never
from icigraph.stores.store.protocol import Service

__all__ = ["commit", "commit_part", "held_as_string", "prepared", "replaces_graphs"]

Commit = Callable[[Service, Plan, Path], None]

_COMMITS: dict[str, Commit] = {
    "generic": generic.commit,
    "fuseki": fuseki.commit,
    "rdf4j": rdf4j.commit,
    "virtuoso": virtuoso.commit,
    "oxigraph": oxigraph.commit,
}
# A graph alone that goes another way than all at once.
_COMMITS_OF_PARTS: dict[str, Commit] = {"virtuoso": virtuoso.commit_part}
_PREPARED: dict[str, Callable[[Service, Plan], Plan]] = {"virtuoso": virtuoso.prepared}

_REFUSED: dict[str, Refusing] = {"virtuoso": virtuoso.refused_literal}


def prepared(service: Service, plan: Plan) -> Plan:
    """The plan as the store can hold it; an `InputError` names the literals that it would refuse or spoil.

    >>> from icigraph.stores.store.protocol import open_service
    >>> from icigraph.stores.store.targets import Target
    >>> plan = Plan((), unchanged=("x:g",))
    >>> prepared(open_service(Target("https://example.org/ds", kind="fuseki")), plan) == plan
    True
    """
    prepare = _PREPARED.get(service.kind)
    return prepare(service, plan) if prepare else plan


def held_as_string(service: Service) -> AsString:
    r"""Which lines end in a literal that the store cannot hold and that goes there as a plain string, where
    the target allows that.

    >>> from icigraph.stores.store.protocol import open_service
    >>> from icigraph.stores.store.targets import Target
    >>> target = Target("https://example.org/sparql", kind="virtuoso", strings=True)
    >>> line = b'<x:a> <x:p> "NaN"^^<http://www.w3.org/2001/XMLSchema#double> .\n'
    >>> held_as_string(open_service(target))(line)
    True
    """
    refused = _REFUSED.get(service.kind)
    if not refused or not service.target.strings:
        return never
    return lambda line: refused(line) is not None


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """Carry out `plan` so that readers see all of it or nothing.

    `ServiceError` says that the store refused, `UnreachableError` that its answer did not come: then the
    manifest tells which of the two datasets it has.
    """
    _COMMITS[service.kind](service, prepared(service, plan), folder)


def commit_part(service: Service, part: Plan, folder: Path) -> None:
    """Carry out a prepared plan of one graph and its lines of the manifest, not always in one transaction."""
    _COMMITS_OF_PARTS.get(service.kind, _COMMITS[service.kind])(service, part, folder)


def replaces_graphs(kind: str) -> bool:
    """Whether one transaction of such a store may remove a statement and add it again.

    Virtuoso's may not: see `adapters/virtuoso.py`.

    >>> replaces_graphs("fuseki"), replaces_graphs("virtuoso")
    (True, False)
    """
    return kind != "virtuoso"
