"""The questions of a release for machines."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from icigraph.rdf.namespaces import RDF, RDFS, SH
from icigraph.release.content import Content

__all__ = ["question_catalogue", "question_turtle"]


def question_turtle(content: Content) -> bytes:
    """Every question, as Turtle.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> b"sh:SPARQLExecutable" in question_turtle(empty)
    True
    """
    prefixes = {"rdfs": str(RDFS), "sh": str(SH)}
    ordered = sorted(question_catalogue(content), key=str)
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def question_catalogue(content: Content) -> set[Triple]:
    """Every question as a `sh:SPARQLExecutable` (SHACL-AF, section 5), as catalogues of SPARQL examples have
    them.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> found = question_catalogue(Content(project, (), (), Store(), {}))
    >>> sum(triple.predicate == SH["select"] for triple in found) == len(project.query_files)
    True
    """
    project = content.project
    triples: set[Triple] = set()
    for path in project.query_files:
        entry = content.questions.get(path.stem, {})
        query = NamedNode(f"{project.graphs}question/{quote(path.stem)}")
        triples |= {
            Triple(query, RDF["type"], SH["SPARQLExecutable"]),
            Triple(query, RDF["type"], SH["SPARQLSelectExecutable"]),
            Triple(query, RDFS["comment"], Literal(str(entry.get("summary", path.stem)), language="en")),
            Triple(query, SH["select"], Literal(_without_front_matter(path))),
        }
    return triples


def _without_front_matter(path: Path) -> str:
    lines = path.read_text("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
