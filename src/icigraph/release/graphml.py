"""GraphML for graph tools: things and the statements between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import NamedNode, Quad

from icigraph.base.printable import in_xml
from icigraph.release.content import Content
from icigraph.release.labels import best_of, labels_of

__all__ = ["Edge", "edges", "graphml"]

Edge = tuple[NamedNode, NamedNode, NamedNode]


def graphml(content: Content) -> bytes:
    """GraphML of the data: things are nodes with their English labels, statements between things edges.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> print(graphml(Content(bundled_project(), (), (), Store(), {})).decode().splitlines()[0])
    <?xml version="1.0" encoding="UTF-8"?>
    """
    found = list(edges(content))
    nodes = sorted({term.value for edge in found for term in (edge[0], edge[2])})
    labels = {thing: in_xml(best_of(found)) for thing, found in labels_of(content).items()}
    return "".join(_lines(nodes, found, labels)).encode()


def edges(content: Content) -> Iterator[Edge]:
    """The statements of the data, asserted or inferred, from one thing of the project to another.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> kuwait, ici = (NamedNode(f"{project.config.base}{name}") for name in ("kuwait", "ici"))
    >>> quad = Quad(kuwait, NamedNode("x:partnerIn"), ici, NamedNode(f"{project.graphs}data/a"))
    >>> found = edges(Content(project, (quad,), (), Store(), {}))
    >>> [predicate.value for _, predicate, _ in found]
    ['x:partnerIn']
    """
    base, graph = content.project.config.base, f"{content.project.graphs}data/"
    seen = set()
    for quad in (*content.asserted, *content.inferred):
        if not _is_edge(quad) or not quad.object.value.startswith(base):  # type: ignore[union-attr]
            continue
        inferred = quad.graph_name == content.project.inferred_graph
        edge = (quad.subject, quad.predicate, quad.object)
        if (inferred or str(quad.graph_name)[1:].startswith(graph)) and edge not in seen:
            seen.add(edge)
            yield edge  # type: ignore[misc]


def _is_edge(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)


def _lines(nodes: Iterable[str], found: Iterable[Edge], labels: dict[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    yield '<key id="relation" for="edge" attr.name="relation" attr.type="string"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        # A raw carriage return would be read as a line feed (XML 1.0, section 2.11).
        label = escape(labels.get(node, node), {"\r": "&#xD;"})
        yield f'<node id={quoteattr(node)}><data key="label">{label}</data></node>\n'
    for subject, predicate, value in found:
        ends = f"source={quoteattr(subject.value)} target={quoteattr(value.value)}"
        yield f'<edge {ends}><data key="relation">{escape(predicate.value)}</data></edge>\n'
    yield "</graph>\n</graphml>\n"
