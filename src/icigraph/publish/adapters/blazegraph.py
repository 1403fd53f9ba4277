"""Blazegraph: every request is one commit, as in Fuseki; readers stay on the commit that they started
with.
"""

from __future__ import annotations

from icigraph.publish.adapters.fuseki import commit

__all__ = ["commit"]
