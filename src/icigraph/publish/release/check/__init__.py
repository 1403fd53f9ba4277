"""Reading a release back from the disk, each file by another reader than what wrote it, and comparing it with
what the release was made of.
"""

from __future__ import annotations

from icigraph.publish.release.check.verdict import Check, check_release

__all__ = ["Check", "check_release"]
