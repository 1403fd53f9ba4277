"""Reading GraphML back, by Python's XML parser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.release.readers.reading import Reading, difference

from icigraph.base.printable import in_xml
from icigraph.release.content import Content
from icigraph.release.graphml import relations
from icigraph.release.labels import labels_of

__all__ = ["graph_readings"]

_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def graph_readings(content: Content) -> dict[str, Reading]:
    """Every thing with a label of its own, and every relation between two."""
    labels = {thing: {in_xml(label.value) for label in found} for thing, found in labels_of(content).items()}

    def compare(path: Path) -> str | None:
        return difference(_stated(content), _read(path, labels))

    return {"graph.graphml": compare}


def _stated(content: Content) -> Iterator[str]:
    things = set()
    for each in relations(content):
        things |= {each.subject.value, each.object.value}
        name = content.project.prefixes.shrink(each.property)
        yield f"{each.subject} {name} {each.object} {'inferred' if each.inferred else 'stated'}"
    yield from (f"the thing <{thing}>" for thing in things)


def _read(path: Path, labels: dict[str, set[str]]) -> Iterator[str]:
    root = ElementTree.parse(path).getroot()
    for node in root.iter(f"{_GRAPHML}node"):
        thing, label = node.get("id", ""), _data(node)["node-label"]
        known = label in labels.get(thing, {thing})
        yield f"the thing <{thing}>" if known else f"the thing <{thing}> called {label!r}"
    for edge in root.iter(f"{_GRAPHML}edge"):
        data = _data(edge)
        how = "inferred" if data["edge-inferred"] == "true" else "stated"
        yield f"<{edge.get('source')}> {data['edge-property']} <{edge.get('target')}> {how}"


def _data(element: ElementTree.Element) -> dict[str, str]:
    return {data.get("key", ""): data.text or "" for data in element.iter(f"{_GRAPHML}data")}
