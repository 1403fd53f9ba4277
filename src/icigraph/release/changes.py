"""What a release changes: the difference to an earlier one, fact by fact with citations."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_bytes
from icigraph.project.difference import diff
from icigraph.project.difference_formats import as_text
from icigraph.rdf.canonical import sorted_quads
from icigraph.release.content import Content
from icigraph.release.folder import SUMS, checksum, checksums_in

__all__ = ["changes"]

_DATASET = "dataset.nq"
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
    before = _released(previous)
    after = sorted_quads((*content.asserted, *content.inferred))
    return as_text(diff(before, after), content.project.prefixes, [*before, *after]).encode()


def _released(previous: Path) -> list[Quad]:
    path, sums = previous / _DATASET, previous / SUMS
    written = read_bytes(path)
    known = checksums_in(read_bytes(sums)).get(_DATASET) if sums.is_file() else None
    if known not in (None, checksum(written)):
        raise InputError(Fault("was changed since it was released", Place(str(path)), _WHOLE))
    try:
        return list(parse(written, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(
            Fault(f"is not N-Quads: {error.msg}", Place(str(path), error.lineno), _WHOLE)
        ) from None
