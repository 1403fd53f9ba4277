"""What an engine is given: shapes that say the same as those that a person wrote."""

from __future__ import annotations

from collections.abc import Mapping

from icigraph.rdf.frozen import frozen
from icigraph.validate.shapes import Node

__all__ = ["Given"]


@frozen
class Given:
    """The shapes' text for an engine; `names` are the shapes in it that stand for others, by their terms."""

    text: str
    names: Mapping[str, Node] = {}
