"""Oxigraph: as Fuseki, but an Update request may not be larger than 128 MiB."""

from __future__ import annotations

from pathlib import Path

from icigraph.base.faults import Fault, ServiceError
from icigraph.stores.push.adapters import fuseki
from icigraph.stores.push.plan import Plan
from icigraph.stores.store.protocol import Service

__all__ = ["commit"]

_LARGEST_UPDATE = 127 << 20


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One N-Quads request when nothing is removed, one Update request otherwise."""
    if not plan.only_adds and plan.size > _LARGEST_UPDATE:
        message = f"the change is {plan.size >> 20} MiB, and Oxigraph takes no update above 128 MiB"
        raise ServiceError(
            Fault(message, hint="push some graphs at a time with --graphs, or in parts with --in-parts")
        )
    fuseki.commit(service, plan, folder)
