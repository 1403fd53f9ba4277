"""Blazegraph: every request is one commit; readers stay on the commit that they started with.

Its reader of N-Quads spoils text beyond ASCII, so all goes in an Update request.
"""

from __future__ import annotations

import re
from pathlib import Path

from icigraph.publish.adapters import generic
from icigraph.publish.adapters.literals import with_allowed_literals
from icigraph.publish.plan import Plan
from icigraph.publish.protocol import Service

__all__ = ["commit", "refused_literal"]

_DIRECTION = re.compile(rb'"@[A-Za-z0-9-]+--(?:ltr|rtl) \.$')


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """One Update request; an `InputError` names the literals that Blazegraph would refuse."""
    generic.commit(service, with_allowed_literals(service, plan, "Blazegraph", refused_literal), folder)


def refused_literal(line: bytes) -> str | None:
    """Why Blazegraph would refuse an N-Triples line, or None.

    >>> refused_literal(b'<a> <b> "x"@ar--rtl .\\n')
    'RDF 1.2 text direction is not supported there'
    """
    return "RDF 1.2 text direction is not supported there" if _DIRECTION.search(line) else None
