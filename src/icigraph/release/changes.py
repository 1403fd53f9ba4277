"""What a release changes: the difference to an earlier one, fact by fact with citations."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_bytes, stored_bytes
from icigraph.project.difference import diff
from icigraph.project.difference_formats import as_text
from icigraph.rdf.canonical import sorted_quads
from icigraph.release.content import Content
from icigraph.release.datasets import DATASET
from icigraph.release.descriptions import HERE
from icigraph.release.folder import SUMS, checksum, checksums_in

__all__ = ["asserted_in_release", "changes", "is_release", "released_quads"]

# What a release of before had in the place of the compressed dataset.
_PLAIN = DATASET.removesuffix(".gz")
_VERSION = NamedNode("http://www.w3.org/ns/dcat#version")
_WHOLE = "give the folder of a release that is whole"


def changes(content: Content, previous: Path) -> bytes:
    """The difference to the release in the folder `previous`, as text. An `InputError` says that it is not
    what was released.

    >>> import tempfile
    >>> from pyoxigraph import NamedNode, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "dataset.nq").write_text("")
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), NamedNode("x:g"))
    >>> print(changes(Content(bundled_project(), (quad,), (), Store(), {}), folder).decode(), end="")
    graph <x:g>: -0 +1
      + <x:a> <x:p> <x:b>
    """
    before = released_quads(previous)
    after = sorted_quads((*content.asserted, *content.inferred))
    return as_text(diff(before, after), content.project.prefixes, [*before, *after]).encode()


def is_release(folder: Path) -> bool:
    """Whether a folder holds the dataset of a release.

    >>> is_release(Path("/no/such/folder"))
    False
    """
    return any((folder / name).is_file() for name in (DATASET, _PLAIN))


def asserted_in_release(folder: Path) -> list[Quad]:
    r"""The statements of a release that its files assert, without what was derived and inferred.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "dataset.ttl").write_text(f'<http://a/dataset> {_VERSION} "1" .')
    >>> facts = "<x:a> <x:p> <x:b> <http://a/data> .\n<x:b> <x:p> <x:a> <http://a/inferred> .\n"
    >>> _ = (folder / _PLAIN).write_text(facts)
    >>> [str(quad.triple) for quad in asserted_in_release(folder)]
    ['<x:a> <x:p> <x:b>']
    """
    dataset = _dataset_iri(folder)
    made = {f"{dataset.removesuffix('dataset')}{name}" for name in ("derived", "inferred")}
    return [quad for quad in released_quads(folder) if getattr(quad.graph_name, "value", "") not in made]


def _dataset_iri(folder: Path) -> str:
    """What the release in a folder calls its dataset; every release has named its graphs beside that."""
    path = folder / "dataset.ttl"
    try:
        described = list(parse(read_bytes(path), format=RdfFormat.TURTLE, base_iri=HERE))
    except SyntaxError as error:
        raise InputError(
            Fault(f"is not Turtle: {error.msg}", Place(str(path), error.lineno), _WHOLE)
        ) from None
    return next((str(quad.subject)[1:-1] for quad in described if quad.predicate == _VERSION), "")


def released_quads(folder: Path) -> list[Quad]:
    r"""Every statement of the release in a folder. An `InputError` says that there is none, or that it is not
    what was released.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / _PLAIN).write_text("<x:a> <x:p> <x:b> <x:g> .\n")
    >>> [str(quad.triple) for quad in released_quads(folder)]
    ['<x:a> <x:p> <x:b>']
    """
    path, sums = folder / DATASET, folder / SUMS
    if not path.exists() and (folder / _PLAIN).exists():
        path = folder / _PLAIN
    written = stored_bytes(path)
    known = checksums_in(read_bytes(sums)).get(path.name) if sums.is_file() else None
    if known not in (None, checksum(written)):
        raise InputError(Fault("was changed since it was released", Place(str(path)), _WHOLE))
    try:
        return list(parse(read_bytes(path), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(
            Fault(f"is not N-Quads: {error.msg}", Place(str(path), error.lineno), _WHOLE)
        ) from None
