"""Shapes that inputs name by IRI, read where they are local files: `owl:imports` of shapes (SHACL section
3.3), `sh:shapesGraph` of data (section 3.1). Nothing is loaded from the web.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode, Triple, parse

from icigraph.base.faults import InputError
from icigraph.project.folders import display
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import OWL, SH
from icigraph.validation.reading.dataset import from_sources
from icigraph.validation.reading.inputs import format_of, read_sources
from icigraph.validation.reading.statements import iri
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["NoShapes", "holds_shapes", "linked_shapes", "links_of", "with_imports"]

_IMPORTS = str(OWL["imports"])
_LINK = SH["shapesGraph"]


class NoShapes(InputError):  # noqa: N818  named after what is wrong, as its fellows are
    """No shapes were given, and the data names none."""


def holds_shapes(argument: str) -> bool:
    """Whether a file, or a file of a folder or a glob, has shapes with targets.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "s.ttl").write_text("<x:S> <http://www.w3.org/ns/shacl#targetNode> <x:a> .")
    >>> holds_shapes(str(folder / "s.ttl"))
    True
    """
    sources = [one for one in read_sources([argument]) if str(SH).encode() in one.content]
    return bool(ShapeGraph(from_sources(tuple(sources))).targets)


def with_imports(shapes: ShapeGraph) -> ShapeGraph:
    """The shapes with the local files that they import, and those that these import.

    >>> import tempfile
    >>> from pyoxigraph import RdfFormat
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "more.ttl").write_text("<x:S> a <http://www.w3.org/ns/shacl#NodeShape> .")
    >>> text = f"<x:shapes> {_IMPORTS} <{(folder / 'more.ttl').as_uri()}> ."
    >>> shapes = ShapeGraph(from_sources((Source("a.ttl", text.encode(), RdfFormat.TURTLE, "x:"),)))
    >>> [str(shape) for shape in with_imports(shapes).shapes]
    ['<x:S>']
    """
    seen = {source.base for source in shapes.dataset.sources}
    while f" {_IMPORTS} " in shapes.dataset.data.text:
        wanted = [one for value in shapes.statements.objects(_IMPORTS) if (one := iri(value)) is not None]
        found = _read(one for one in dict.fromkeys(wanted) if one not in seen)
        if not found:
            break
        seen.update(source.base for source in found)
        shapes = ShapeGraph(shapes.dataset.beside(from_sources(found)))
    return shapes


def links_of(data: Iterable[Source]) -> list[tuple[Source, Triple]]:
    """Each `sh:shapesGraph` of the data, with the file that it stands in; a broken file links nothing.

    >>> from pyoxigraph import RdfFormat
    >>> text = b"<x:data> <http://www.w3.org/ns/shacl#shapesGraph> <x:shapes> ."
    >>> [(source, triple)] = links_of([Source("a.ttl", text, RdfFormat.TURTLE, "x:")])
    >>> source.name, str(triple.object)
    ('a.ttl', '<x:shapes>')
    """
    found: list[tuple[Source, Triple]] = []
    for source in data:
        if b"shapesGraph" in source.content:
            try:
                quads = list(parse(source.body, format=source.format, base_iri=source.base))
            except SyntaxError:
                continue
            found += [(source, quad.triple) for quad in quads if quad.predicate == _LINK]
    return found


def linked_shapes(data: Iterable[Source]) -> tuple[Source, ...]:
    """The local files that the data names as its shapes; a file may name itself.

    >>> from pyoxigraph import RdfFormat
    >>> text = b"<> <http://www.w3.org/ns/shacl#shapesGraph> <> ."
    >>> [source.name for source in linked_shapes([Source("a.ttl", text, RdfFormat.TURTLE, "file:///a.ttl")])]
    ['a.ttl']
    """
    sources = tuple(data)
    own = {source.base: source for source in sources}
    named = [triple.object.value for _, triple in links_of(sources) if isinstance(triple.object, NamedNode)]
    named = list(dict.fromkeys(named))
    return (*(own[one] for one in named if one in own), *_read(one for one in named if one not in own))


def _read(iris: Iterable[str]) -> tuple[Source, ...]:
    """The files among these IRIs."""
    return read_sources(display(path) for one in iris if (path := _file(one)) is not None)


def _file(name: str) -> Path | None:
    parts = urlsplit(name)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = Path(unquote(parts.path))
    return path if path.is_file() and format_of(path.name) is not None else None
