"""Write a dataset, or some of its graphs, in any RDF syntax, with the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from icigraph.publish.canonical import sorted_quads
from icigraph.publish.formats import ExportFormat, unwritable
from icigraph.rdf.faults import Fault, InputError

__all__ = ["INFERRED_GRAPHS", "exported", "quads_of", "select_graphs"]

INFERRED_GRAPHS = ("derived", "inferred")


def select_graphs(
    store: Store, base: str, wanted: Iterable[str] = (), *, with_inferred: bool = False
) -> tuple[NamedNode, ...]:
    """The named graphs to write: those `wanted` or all asserted ones, and the inferred ones if asked.

    `wanted` are full IRIs or names relative to `base` (`data/joinings`, `derived`); a name that ends in `/`
    takes every graph below it. An `InputError` names each that matches nothing and lists what there is.

    >>> store = Store()
    >>> for name in ("data/a", "derived"): store.add_graph(NamedNode("http://example.org/g/" + name))
    >>> [graph.value for graph in select_graphs(store, "http://example.org/g/")]
    ['http://example.org/g/data/a']
    >>> len(select_graphs(store, "http://example.org/g/", with_inferred=True))
    2
    """
    present = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    inferred = {base + name for name in INFERRED_GRAPHS}
    names = list(wanted)
    chosen = set(_matching(names, present, base)) if names else set(present) - inferred
    if with_inferred:
        chosen |= inferred & set(present)
    return tuple(NamedNode(name) for name in sorted(chosen))


def _matching(wanted: list[str], present: list[str], base: str) -> list[str]:
    found = {name: [graph for graph in present if _matches(graph, name, base)] for name in wanted}
    missing = [name for name, graphs in found.items() if not graphs]
    if missing:
        known = ", ".join(graph.removeprefix(base) for graph in present)
        hint = f"the graphs are: {known}" if known else "the dataset has no named graph"
        raise InputError(*(Fault(f"no graph is called {name!r}", hint=hint) for name in missing))
    return [graph for graphs in found.values() for graph in graphs]


def _matches(graph: str, wanted: str, base: str) -> bool:
    if wanted.endswith("/"):
        return graph.startswith((wanted, base + wanted))
    return graph in (wanted, base + wanted)


def exported(
    store: Store, graphs: Iterable[NamedNode], form: ExportFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of `graphs` in the syntax `form`; a syntax without named graphs gets their union.

    Statements stand in canonical order and blank nodes have canonical labels, so equal datasets give equal
    bytes. What the syntax cannot write is an `InputError` that names every such statement.
    """
    quads = sorted_quads(quads_of(store, graphs))
    if form.holds_graphs:
        return _serialised(_checked_quads(quads, form), form, prefixes)
    union = sorted_quads(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return _serialised((quad.triple for quad in _checked_quads(union, form)), form, prefixes)


def quads_of(store: Store, graphs: Iterable[NamedNode]) -> Iterator[Quad]:
    """Every quad of `graphs`, graph by graph."""
    return (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))


def _checked_quads(quads: Iterable[Quad], form: ExportFormat) -> list[Quad]:
    checked = list(quads)
    faults = [
        Fault(f"{quad.triple}: {reason}", hint="choose another format, such as ttl or nq")
        for quad in checked
        if (reason := unwritable(quad.triple, form))
    ]
    if faults:
        raise InputError(*faults)
    return checked


def _serialised(
    statements: Iterable[Quad] | Iterable[Triple], form: ExportFormat, prefixes: Mapping[str, str] | None
) -> bytes:
    used = dict(prefixes) if prefixes and form.rdf_format != RdfFormat.JSON_LD else None
    written = serialize(statements, format=form.rdf_format, prefixes=used)
    if written is None:
        raise AssertionError("serialize without output gives bytes")
    # A raw carriage return in XML is read as a line feed (XML 1.0, section 2.11); its reference is not.
    return written.replace(b"\r", b"&#xD;") if form.rdf_format == RdfFormat.RDF_XML else written
