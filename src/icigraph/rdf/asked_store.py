"""What answering asks of a store: pyoxigraph's in this process has it, and a store on the web."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["AskedStore", "Statement"]


class Statement(Protocol):
    """A triple, in whatever graph it stands."""

    @property
    def subject(self) -> NamedNode | BlankNode | Triple:
        """What it is about."""

    @property
    def predicate(self) -> NamedNode:
        """The property that it states."""

    @property
    def object(self) -> NamedNode | BlankNode | Literal | Triple:
        """The value that it states."""


class AskedStore(Protocol):
    """A closed dataset that can be asked, and is never changed."""

    @property
    def query(self) -> Callable[..., Any]:
        """Answers a SPARQL query, as `pyoxigraph.Store.query` does."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | None,
        graph: NamedNode | None = None,
        /,
    ) -> Iterator[Statement]:
        """The statements that have these terms, any where None is given."""
