"""A store for a test: fetched and started, or a skip that says why; in CI that is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores.server import Recipe, Running, UnavailableError, running

__all__ = ["fetched", "started"]


def fetched(recipe: Recipe) -> Recipe:
    """The recipe, once all that it needs is here."""
    try:
        recipe.fetch()
    except UnavailableError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{recipe.kind}: {reason}")
        pytest.skip(f"{recipe.kind}: {reason}")
    return recipe


def started(recipe: Recipe, folder: Path) -> Iterator[Running]:
    """The store, running in a folder of its own until the fixture that yields from this ends."""
    with running(fetched(recipe), folder) as store:
        yield store
