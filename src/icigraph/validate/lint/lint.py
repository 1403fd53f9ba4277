"""`looked_at`: what a shapes graph will be held against, counted, and all that the lint finds in it."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.rdf.faults import Place
from icigraph.rdf.frozen import frozen
from icigraph.validate.dataset import Dataset, DataText
from icigraph.validate.lint.coverage import nothing_checked
from icigraph.validate.lint.finding import Finding
from icigraph.validate.lint.places import Places
from icigraph.validate.lint.terms import unknown_terms
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.targets import focus_nodes, shape_nodes

__all__ = ["Looked", "looked_at"]


@frozen
class Looked:
    """How many shapes there are, how many nodes their targets find, and what is to be said of them."""

    shapes: int
    focus_nodes: int
    findings: tuple[Finding, ...]


def looked_at(shapes: ShapeGraph, data: Dataset, *, lint: bool = True, inference: str = "none") -> Looked:
    """The shapes beside the closed data. Where a file could not be read whole, what may be missing for that
    reason is not told. Without `lint` only that is told which keeps everything from being checked;
    `inference` is what the engine will add.
    """
    count = len(shape_nodes(shapes.statements))
    found = len(_focus_nodes(shapes, data.data, inference))
    files = tuple(source.name for source in shapes.dataset.sources)
    # A project may have no shapes at all: then nobody took anything for shapes.
    given = bool(shapes.dataset.sources or shapes.dataset.data.text)
    whole = given and not (shapes.dataset.faults or data.faults)
    findings = list(_linted(shapes)) if lint and whole else []
    findings += nothing_checked(count, shapes.targets, found, files) if whole else []
    return Looked(count, found, tuple(sorted(findings, key=_order)))


def _order(finding: Finding) -> tuple[bool, str, int, int, str]:
    place = finding.place or Place("")
    return finding.place is None, place.file, place.line or 0, place.column or 0, finding.code


def _linted(shapes: ShapeGraph) -> Iterator[Finding]:
    places = Places(shapes)
    yield from unknown_terms(shapes.dataset.data.text, shapes.statements, places)


def _focus_nodes(shapes: ShapeGraph, data: DataText, inference: str) -> frozenset[str]:
    found = focus_nodes(shapes.targets, data.text if inference == "none" else _rdfs_closure(data.text))
    if shapes.targets.queried:
        from icigraph.validate.queried_targets import queried_focus_nodes

        found |= queried_focus_nodes(shapes, data, inference)
    return found


def _rdfs_closure(text: str) -> str:
    import shacl
    from pyoxigraph import RdfFormat, parse, serialize

    try:
        closed = shacl.rdfs_closure(text)
    except ValueError:
        return text
    lines: bytes = serialize(parse(closed, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
    return lines.decode()
