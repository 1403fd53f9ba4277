"""Blazegraph: every request is one commit; readers stay on the commit that they started with.

Its reader of N-Quads spoils text beyond ASCII, so all goes in an Update request.
"""

from __future__ import annotations

from icigraph.publish.adapters.literals import refused_direction, with_allowed_literals
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service

__all__ = ["prepared"]


def prepared(service: Service, plan: Plan) -> Plan:
    """The plan without what Blazegraph would refuse; an `InputError` names those literals."""
    return with_allowed_literals(service, plan, "Blazegraph", refused_direction)
