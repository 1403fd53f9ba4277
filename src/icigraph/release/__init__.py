"""The release bundle: the graph in every form that somebody may want, with checksums, the same bytes every
time.
"""

from __future__ import annotations

from icigraph.release.bundle import Released, release

__all__ = ["Released", "release"]
