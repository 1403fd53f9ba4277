"""What the files of a project assert, each literal as it is spelled: a store has a form of its own for
numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple, parse

from icigraph.project.graph_project import GraphProject
from icigraph.rdf.documents import read_document
from icigraph.rdf.syntax import syntax_of

__all__ = ["asserted_triples"]


def asserted_triples(project: GraphProject) -> Iterator[Triple]:
    """The triples of every file that loading puts into the project's graphs; the files are known to be sound.

    >>> from icigraph.project.graph_project import bundled_project
    >>> any(triple.object.value == "Kuwait" for triple in asserted_triples(bundled_project()))
    True
    """
    for path in project.graph_files:
        base = project.graph_name(path).value
        content = read_document(path)
        quads = parse(content, syntax_of(path).format, base_iri=base, rename_blank_nodes=True)
        yield from (quad.triple for quad in quads)
