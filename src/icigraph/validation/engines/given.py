"""What an engine is given: shapes that say the same as those that a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from icigraph.validation.shapes.shape_graph import Node

__all__ = ["Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """The shapes' text for an engine; `names` are the shapes in it that stand for others, by their terms."""

    text: str
    names: Mapping[str, Node] = field(default_factory=dict)
