"""The release bundle: the graph in every form that somebody may want, with checksums, the same bytes every
time.

Begin at `bundle.release`. Imports: base, rdf, project, snapshot, stores.
"""

from __future__ import annotations

from icigraph.release.bundle import Released, release

__all__ = ["Released", "release"]
