"""Reading GraphML back, by Python's XML parser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.release.readers.reading import Reading, difference

from icigraph.base.printable import in_xml
from icigraph.release.content import Content
from icigraph.release.graphml import edges
from icigraph.release.labels import labels_of

__all__ = ["graph_readings"]

_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def graph_readings(content: Content) -> dict[str, Reading]:
    """Every thing with a label of its own, and every statement between two."""
    labels = {thing: {in_xml(label.value) for label in found} for thing, found in labels_of(content).items()}

    def compare(path: Path) -> str | None:
        return difference(_stated(content), _read(path, labels))

    return {"graph.graphml": compare}


def _stated(content: Content) -> Iterator[str]:
    things = set()
    for subject, predicate, value in edges(content):
        things |= {subject.value, value.value}
        yield f"{subject} {predicate} {value}"
    yield from (f"the thing <{thing}>" for thing in things)


def _read(path: Path, labels: dict[str, set[str]]) -> Iterator[str]:
    root = ElementTree.parse(path).getroot()
    for node in root.iter(f"{_GRAPHML}node"):
        thing, label = node.get("id", ""), "".join(node.itertext())
        known = label in labels.get(thing, {thing})
        yield f"the thing <{thing}>" if known else f"the thing <{thing}> called {label!r}"
    for edge in root.iter(f"{_GRAPHML}edge"):
        yield f"<{edge.get('source')}> <{''.join(edge.itertext())}> <{edge.get('target')}>"
