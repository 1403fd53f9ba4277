"""A store for a test: fetched and started, or a skip that says why; in CI that is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.server import Recipe, Running, UnavailableError, running

from icigraph.stores.store.protocol import Service
from icigraph.stores.store.targets import Target, endpoints_of
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http

__all__ = ["fetched", "service_of", "started"]


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


def service_of(store: Running, port: int | None = None, timeout: float = 60) -> Service:
    """The store as a target that takes strings for what it cannot hold; `port` is that of a proxy to it."""
    target = Target(store.recipe.url.format(port=port or store.port).rstrip("/"), strings=True)
    credentials = Credentials(*store.recipe.credentials) if store.recipe.credentials else None
    http = Http(credentials, timeout=timeout, pause=0.05)
    return Service(target, store.recipe.kind, endpoints_of(target, store.recipe.kind), http)
