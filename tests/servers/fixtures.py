"""A store for a test: fetched and started, or a skip that says why; in CI that is a failure. Tests that want
no more than a store share one of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.servers.recipes import RECIPES
from tests.servers.server import Recipe, Running, UnavailableError, running

from icigraph.stores.store.protocol import Service
from icigraph.stores.store.targets import Target, endpoints_of
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http

__all__ = ["SharedStores", "fetched", "service_of", "shared_stores", "started"]


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


@dataclass(slots=True)
class SharedStores:
    """One store of each kind, started when it is first wanted; whoever asks finds it running and as it was
    after its start.
    """

    folder: Path
    ended: ExitStack
    _started: dict[str, tuple[Running, frozenset[str]]] = field(default_factory=dict)

    def __call__(self, kind: str) -> Running:
        if kind not in self._started:
            store = self.ended.enter_context(running(fetched(RECIPES[kind]), self.folder / kind))
            self._started[kind] = store, frozenset(_graphs(store))
        store, own = self._started[kind]
        if store.process.poll() is not None:
            store.restart()
        for graph in sorted(set(_graphs(store)) - own):
            service_of(store).update(f"DROP SILENT GRAPH <{graph}>".encode())
        return store


@contextmanager
def shared_stores(folder: Path) -> Iterator[SharedStores]:
    """The shared stores, below `folder`; they run until the block ends."""
    with ExitStack() as ended:
        yield SharedStores(folder, ended)


def _graphs(store: Running) -> Iterator[str]:
    rows = service_of(store).select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    return (row["g"].value for row in rows)
