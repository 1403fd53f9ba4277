"""What the files of a project assert, to the letter.

A store keeps the value of a literal rather than its form (`042`, or the datatype `xsd:nonNegativeInteger`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, parse

from icigraph.base.faults import InputError
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import load_files, tables_of
from icigraph.rdf.documents import read_document
from icigraph.rdf.syntax import syntax_of

__all__ = ["asserted_quads", "file_quads"]


def asserted_quads(project: GraphProject) -> Iterator[Quad]:
    r"""Every statement of the project's files, each in the named graph that its file is loaded to.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> <x:p> <x:b> .")
    >>> [quad.graph_name.value.removeprefix(project.graphs) for quad in asserted_quads(project)]
    ['data/a']
    """
    for path in project.graph_files:
        yield from file_quads(path, project.graph_name(path))
    for table in tables_of(project):
        if table.faults:
            raise InputError(*table.faults)
        yield from (placed.quad for placed in table.document.quads)


def file_quads(path: Path, graph: NamedNode) -> Iterator[Quad]:
    """The quads of an RDF file, its default graph taken as `graph`. An `InputError` lists its syntax errors.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .")
    >>> [str(quad.graph_name) for quad in file_quads(file, NamedNode("x:g"))]
    ['<x:g>']
    """
    content = read_document(path)
    try:
        for quad in parse(
            content, format=syntax_of(path).format, base_iri=graph.value, rename_blank_nodes=True
        ):
            in_default = isinstance(quad.graph_name, DefaultGraph)
            yield Quad(quad.subject, quad.predicate, quad.object, graph) if in_default else quad
    except SyntaxError:
        # The loader tells every fault with its place.
        load_files([(path, graph)], Store())
        raise
