"""Whether anything is checked at all: there are shapes, and their targets find nodes in the data."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.validate.lint.finding import Finding
from icigraph.validate.targets import Targets

__all__ = ["nothing_checked"]


def nothing_checked(
    shapes: int, targets: Targets, focus_nodes: int, files: tuple[str, ...]
) -> Iterator[Finding]:
    """A finding where no shape, or no node, takes part in the validation; `files` are those of the shapes."""
    named = ", ".join(files)
    if not shapes:
        said = f"no shape is there{f': {named}' if named else ''}"
        yield Finding(
            "no-shapes", said, hint="a shape is a sh:NodeShape or sh:PropertyShape, or has a target"
        )
    elif not targets:
        hint = "give a shape sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf"
        yield Finding("no-focus-node", "nothing was checked: no shape has a target", hint=hint)
    elif not focus_nodes:
        hint = "compare the IRIs of the targets with those of the data; --allow-no-target if this may be"
        yield Finding("no-focus-node", "nothing was checked: no target finds a node in the data", hint=hint)
