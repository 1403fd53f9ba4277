"""Triple terms for a library that knows none of them: each gets a name, and three statements say what it is.

This is the classic reification of RDF 1.1, made of the text of a document and undone after it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from icigraph.rdf.namespaces import RDF

__all__ = ["named_apart", "put_together"]

_NAME = "urn:x-icigraph-triple-term:"
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\]|\\.)*"|<[^<>\s]*>|<<\(|\)>>|[^"<)]+|.',
    re.DOTALL,
)
_PARTS = (RDF["subject"], RDF["predicate"], RDF["object"])


def named_apart(text: str) -> str:
    """A document of the Turtle family, with a name in the place of each triple term, described at its end.

    >>> print(named_apart('<x:s> <x:p> <<( <x:a> <x:b> "<<( )>>" )>> .'))  # doctest: +ELLIPSIS
    <x:s> <x:p> <urn:x-icigraph-triple-term:0> .
    <urn:x-icigraph-triple-term:0> <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <x:a> .
    ...
    """
    names: dict[str, str] = {}
    outer: list[list[str]] = [[]]
    for found in _TOKEN.finditer(text):
        if found[0] == "<<(":
            outer.append([])
        elif found[0] == ")>>" and len(outer) > 1:
            inside = "".join(outer.pop()).strip()
            outer[-1].append(names.setdefault(inside, f"<{_NAME}{len(names)}>"))
        else:
            outer[-1].append(found[0])
    described = (
        f"{name} {part} {term} .\n"
        for inside, name in names.items()
        for part, term in zip(_PARTS, inside.split(None, 2), strict=True)
    )
    return "".join([*outer[0], "\n", *described])


def put_together(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads of a document so named, with their triple terms."""
    rest: list[Quad] = []
    parts: dict[object, dict[object, Any]] = {}
    for quad in quads:
        if str(quad.subject).startswith(f"<{_NAME}"):
            parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
        else:
            rest.append(quad)

    def whole(term: Any) -> Any:
        if not (isinstance(term, NamedNode) and term in parts):
            return term
        subject, predicate, value = (parts[term][part] for part in _PARTS)
        return Triple(subject, predicate, whole(value))

    return (Quad(quad.subject, quad.predicate, whole(quad.object), quad.graph_name) for quad in rest)
