"""The time that the facts of a release cover."""

from __future__ import annotations

from pyoxigraph import Literal

from icigraph.rdf.namespaces import CORE, XSD
from icigraph.release.content import Content

__all__ = ["span_of"]

# The other bounds may come from the day on which a source was issued or read.
_BOUNDS = {CORE["earliestStart"], CORE["latestEnd"]}


def span_of(content: Content) -> tuple[str, str] | None:
    """The first and the last day on which something is dated; None where no fact has a date.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> span_of(empty) is None
    True
    """
    days = sorted(
        quad.object.value
        for quad in content.inferred
        if quad.predicate in _BOUNDS
        and isinstance(quad.object, Literal)
        and quad.object.datatype == XSD["date"]
    )
    return (days[0], days[-1]) if days else None
