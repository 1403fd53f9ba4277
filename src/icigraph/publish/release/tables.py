"""Tables for spreadsheets and graph tools: one CSV of facts per class, and a GraphML of things and
relations.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Quad

from icigraph.publish.release.content import Content
from icigraph.rdf.namespaces import ICI, RDF, RDFS

__all__ = ["fact_tables", "graphml"]

_SEPARATOR = " | "


def fact_tables(content: Content) -> dict[str, bytes]:
    """One CSV (RFC 4180) per class of fact, by file name: a row a fact, a column a property, several values
    joined.
    """
    facts = {row[0] for row in content.rows(f"SELECT ?fact WHERE {{ ?fact {ICI['citation']} ?citation }}")}
    values: dict[str, dict[NamedNode, dict[str, list[str]]]] = {}
    for quad in content.asserted:
        if quad.subject in facts and quad.predicate == RDF["type"] and isinstance(quad.object, NamedNode):
            values.setdefault(_local(quad.object), {}).setdefault(quad.subject, {})  # type: ignore[arg-type]
    for rows in values.values():
        for quad in content.asserted:
            if quad.subject in rows and quad.predicate != RDF["type"]:
                column = content.project.prefixes.shrink(quad.predicate)
                rows[quad.subject].setdefault(column, []).append(_text(quad.object))  # type: ignore[index]
    return {f"{name}.csv": _csv(rows) for name, rows in sorted(values.items())}


def _csv(rows: dict[NamedNode, dict[str, list[str]]]) -> bytes:
    columns = sorted({column for row in rows.values() for column in row})
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["fact", *columns])
    for fact, row in sorted(rows.items(), key=lambda item: item[0].value):
        writer.writerow([fact.value, *(_SEPARATOR.join(sorted(row.get(name, ()))) for name in columns)])
    return written.getvalue().encode()


def _local(node: NamedNode) -> str:
    return node.value.replace("#", "/").rsplit("/", 1)[1]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def graphml(content: Content) -> bytes:
    """GraphML of the data: things are nodes with their English labels, statements between things are
    edges.
    """
    edges = list(_edges(content, content.project.graphs + "data/"))
    nodes = sorted({term.value for edge in edges for term in (edge[0], edge[2])})
    labels = _labels(content)
    return "".join(_graphml_lines(nodes, edges, labels)).encode()


def _edges(content: Content, graph: str) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    base = content.project.base
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


def _labels(content: Content) -> dict[str, str]:
    labels: dict[str, str] = {}
    for quad in content.asserted:
        if quad.predicate == RDFS["label"] and isinstance(quad.subject, NamedNode):
            labels.setdefault(quad.subject.value, _text(quad.object))
    return labels


def _graphml_lines(
    nodes: Iterable[str], edges: Iterable[tuple[NamedNode, NamedNode, NamedNode]], labels: dict[str, str]
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    yield '<key id="relation" for="edge" attr.name="relation" attr.type="string"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        label = escape(labels.get(node, node))
        yield f'<node id={quoteattr(node)}><data key="label">{label}</data></node>\n'
    for subject, predicate, value in edges:
        ends = f"source={quoteattr(subject.value)} target={quoteattr(value.value)}"
        yield f'<edge {ends}><data key="relation">{escape(predicate.value)}</data></edge>\n'
    yield "</graph>\n</graphml>\n"
