"""What is shown to a person."""

from __future__ import annotations

from collections.abc import Iterable

from icigraph.base.blocks import Block, plain
from icigraph.cli.common import out

__all__ = ["tell"]


def tell(told: str | Iterable[Block]) -> None:
    """Write to stdout what is told: text as it is, blocks as whatever reads them takes them."""
    out(told if isinstance(told, str) else plain(told))
