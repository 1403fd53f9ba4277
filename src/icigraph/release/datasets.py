"""The graph as RDF: the ontology, the shapes, the data and what follows each in Turtle, and all of it with
its named graphs as compressed N-Quads.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping

from pyoxigraph import Quad

from icigraph.rdf.export import exported
from icigraph.rdf.syntax import N_QUADS, TURTLE
from icigraph.release.content import Content

__all__ = ["DATASET", "compressed", "datasets", "parts"]

DATASET = "dataset.nq.gz"


def datasets(content: Content) -> dict[str, bytes]:
    """The files of RDF by name. N-Quads and Turtle can hold whatever a project states.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> sorted(datasets(empty))
    ['data.ttl', 'dataset.nq.gz', 'inferred.ttl', 'ontology.ttl', 'shapes.ttl']
    """
    prefixes = dict(content.project.prefixes)
    files = {name: exported(quads, TURTLE, prefixes) for name, quads in parts(content).items()}
    return files | {DATASET: compressed(exported((*content.asserted, *content.inferred), N_QUADS, prefixes))}


def parts(content: Content) -> Mapping[str, tuple[Quad, ...]]:
    """The statements of each Turtle file, by its name: together those of the dataset.

    >>> from pyoxigraph import NamedNode, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), project.shapes_graph)
    >>> {name: len(quads) for name, quads in parts(Content(project, (quad,), (), Store(), {})).items()}
    {'ontology.ttl': 0, 'shapes.ttl': 1, 'data.ttl': 0, 'inferred.ttl': 0}
    """
    own: dict[object, str] = {
        content.project.ontology_graph: "ontology.ttl",
        content.project.shapes_graph: "shapes.ttl",
    }
    found: dict[str, list[Quad]] = {name: [] for name in (*own.values(), "data.ttl")}
    for quad in content.asserted:
        found[own.get(quad.graph_name, "data.ttl")].append(quad)
    return {name: tuple(quads) for name, quads in found.items()} | {"inferred.ttl": content.inferred}


def compressed(written: bytes) -> bytes:
    """gzip (RFC 1952) without name and time, so that equal content has equal bytes.

    >>> compressed(b"a") == compressed(b"a"), gzip.decompress(compressed(b"a"))
    (True, b'a')
    """
    packed = io.BytesIO()
    # gzip.compress leaves the header to zlib, whose versions name the system that it runs on or do not.
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:
        file.write(written)
    return packed.getvalue()
