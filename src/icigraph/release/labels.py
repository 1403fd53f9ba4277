"""The labels of things, and which of several is shown."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import RDFS
from icigraph.release.content import Content

__all__ = ["best_of", "labels_of"]


def labels_of(content: Content) -> dict[str, list[Literal]]:
    """The labels of each thing that has an IRI, in every language, without those that show nothing.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:k"), RDFS["label"], Literal("Kuwait", language="en"), NamedNode("x:g"))
    >>> labels_of(Content(bundled_project(), (quad,), (), Store(), {}))["x:k"][0].value
    'Kuwait'
    """
    found: dict[str, list[Literal]] = {}
    for quad in content.asserted:
        thing, label = quad.subject, quad.object
        if quad.predicate != RDFS["label"] or not isinstance(label, Literal):
            continue
        if isinstance(thing, NamedNode) and label.value.strip():
            found.setdefault(thing.value, []).append(label)
    return found


def best_of(labels: Iterable[Literal]) -> str:
    """The text in English, else in any language; of several the first by the alphabet, or "" of none.

    >>> best_of([Literal("phare", language="fr"), Literal("lighthouse", language="en-GB")])
    'lighthouse'
    """
    return min(labels, key=_english_first, default=Literal("")).value


def _english_first(label: Literal) -> tuple[bool, str]:
    return not (label.language or "").startswith("en"), label.value
