"""Apache Jena Fuseki: every request is one transaction; N-Quads posted to the dataset are its bulk path."""

from __future__ import annotations

from pathlib import Path

from icigraph.stores.push.adapters import generic
from icigraph.stores.push.plan import Plan
from icigraph.stores.push.update_text import added_quads
from icigraph.stores.store.protocol import Service

__all__ = ["commit"]


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """Post N-Quads when nothing is removed, one Update request otherwise; both are one transaction."""
    if plan.only_adds:
        service.add_quads(generic.written(added_quads(plan), folder / "request.nq"))
    else:
        generic.commit(service, plan, folder)
