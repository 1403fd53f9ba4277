"""Any SPARQL 1.1 store: one Update request, which SPARQL 1.1 Update (section 2.2) wants to be atomic."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from icigraph.stores.push.plan import Plan
from icigraph.stores.push.update_text import update_text
from icigraph.stores.store.protocol import Service

__all__ = ["commit", "written"]


def commit(service: Service, plan: Plan, folder: Path) -> None:
    """Send the plan as one Update request."""
    service.update(written(update_text(plan), folder / "request.ru"))


def written(pieces: Iterable[bytes], path: Path) -> Path:
    """The pieces in a file, so that the request can tell its length.

    >>> import tempfile
    >>> written([b"INSERT DATA { ", b"}"], Path(tempfile.mkdtemp(), "request.ru")).read_text()
    'INSERT DATA { }'
    """
    with path.open("wb") as file:
        file.writelines(pieces)
    return path
