"""Blazegraph: every request is one commit; readers stay on the commit that they started with.

Its reader of N-Quads spoils text beyond ASCII, so all goes in an Update request.
"""

from __future__ import annotations

from pathlib import Path

from icigraph.publish.adapters import generic
from icigraph.publish.adapters.literals import refused_direction, with_allowed_literals
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service

__all__ = ["commit"]


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One Update request; an `InputError` names the literals that Blazegraph would refuse."""
    generic.commit(service, with_allowed_literals(service, plan, "Blazegraph", refused_direction), folder)
