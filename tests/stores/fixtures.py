"""A store for a test: fetched and started, or a skip that says why; in CI that is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores.server import Recipe, Running, UnavailableError, running

__all__ = ["started"]


def started(recipe: Recipe, folder: Path) -> Iterator[Running]:
    """The store, running in a folder of its own until the fixture that yields from this ends."""
    try:
        recipe.fetch()
    except UnavailableError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{recipe.kind}: {reason}")
        pytest.skip(f"{recipe.kind}: {reason}")
    with running(recipe, folder) as store:
        yield store
