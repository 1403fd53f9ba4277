"""What differs between two datasets, told as text, JSON or a SPARQL Update patch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.project.difference import FactChange, GraphChange, GraphDiff, NodeChange
from icigraph.rdf.namespaces import CORE
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import Term, as_sparql

__all__ = ["RENDERINGS", "as_text"]


def as_text(found: GraphDiff, prefixes: Prefixes, cited: Iterable[Quad]) -> str:
    """Facts first, each with its claims, their changes and citations, then every changed triple graph by
    graph.

    >>> from icigraph.project.difference import diff
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), NamedNode("x:g"))
    >>> print(as_text(diff([], [quad]), Prefixes({}), []), end="")
    graph <x:g>: -0 +1
      + <x:a> <x:p> <x:b>
    """
    if found.same:
        return "no difference\n"
    citations = _citations(cited)
    facts = [line for change in found.facts for line in _fact_lines(change, prefixes, citations)]
    graphs = [line for graph in found.graphs for line in _graph_lines(graph, prefixes)]
    return "".join(f"{line}\n" for line in [*facts, *graphs])


def _fact_lines(change: FactChange, prefixes: Prefixes, citations: dict[object, list[str]]) -> Iterator[str]:
    if change.fact.kind == "same":
        yield _name(change.fact.node, prefixes)
    else:
        yield from _node_lines(change.fact, prefixes, citations)
    for claim in change.claims:
        yield from (f"  {line}" for line in _node_lines(claim, prefixes, citations))


def _node_lines(change: NodeChange, prefixes: Prefixes, citations: dict[object, list[str]]) -> Iterator[str]:
    yield f"{change.kind} {_name(change.node, prefixes)}"
    for sign, pairs in (("-", change.removed), ("+", change.added)):
        for predicate, value in pairs:
            yield f"  {sign} {_name(predicate, prefixes)} {_name(value, prefixes)}"
    cited = citations.get(change.node, [])
    if cited:
        yield f"  cited: {', '.join(_name(NamedNode(iri), prefixes) for iri in cited)}"


def _graph_lines(change: GraphChange, prefixes: Prefixes) -> Iterator[str]:
    is_default = isinstance(change.graph, DefaultGraph)
    name = "default graph" if is_default else f"graph {_name(change.graph, prefixes)}"
    yield f"{name}: -{len(change.removed)} +{len(change.added)}"
    for sign, triples in (("-", change.removed), ("+", change.added)):
        for triple in triples:
            yield f"  {sign} {' '.join(_name(term, prefixes) for term in _terms(triple))}"


def _terms(triple: Triple) -> tuple[Term, Term, Term]:
    return triple.subject, triple.predicate, triple.object


def _name(term: object, prefixes: Prefixes) -> str:
    return prefixes.shrink(term) if isinstance(term, NamedNode) else str(term)


def _citations(quads: Iterable[Quad]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for quad in quads:
        if quad.predicate == CORE["citation"] and isinstance(quad.object, NamedNode):
            cited = found.setdefault(quad.subject, [])
            if quad.object.value not in cited:
                cited.append(quad.object.value)
    return {claim: sorted(cited) for claim, cited in found.items()}


def _as_json(found: GraphDiff, _prefixes: Prefixes, cited: Iterable[Quad]) -> str:
    """The same as one JSON object: `facts` and `graphs`, terms in N-Triples syntax."""
    citations = _citations(cited)
    facts = [
        {
            "fact": _node_json(change.fact, citations),
            "claims": [_node_json(claim, citations) for claim in change.claims],
        }
        for change in found.facts
    ]
    graphs = [
        {
            "graph": str(graph.graph),
            "removed": [str(triple) for triple in graph.removed],
            "added": [str(triple) for triple in graph.added],
        }
        for graph in found.graphs
    ]
    return json.dumps({"facts": facts, "graphs": graphs}, indent=2, ensure_ascii=False) + "\n"


def _node_json(change: NodeChange, citations: dict[object, list[str]]) -> dict[str, object]:
    return {
        "node": str(change.node),
        "kind": change.kind,
        "removed": [[str(predicate), str(value)] for predicate, value in change.removed],
        "added": [[str(predicate), str(value)] for predicate, value in change.added],
        "citations": citations.get(change.node, []),
    }


def _as_patch(found: GraphDiff, _prefixes: Prefixes, _cited: Iterable[Quad]) -> str:
    """A SPARQL 1.1 Update request that turns the left dataset into the right one.

    Blank nodes cannot be named in it: an `InputError` lists the graphs where they differ.
    """
    blank = [graph.graph for graph in found.graphs if any(map(_is_blank, (*graph.removed, *graph.added)))]
    if blank:
        hint = "push the graph instead: it is then replaced whole"
        message = "differs in blank nodes, which no patch can name"
        raise InputError(*(Fault(f"{graph}: {message}", hint=hint) for graph in blank))
    blocks = [
        f"{verb} DATA {_in_graph(graph.graph, _data(triples))}"
        for graph in found.graphs
        for verb, triples in (("DELETE", graph.removed), ("INSERT", graph.added))
        if triples
    ]
    return " ;\n".join(blocks) + ("\n" if blocks else "")


def _in_graph(name: object, data: str) -> str:
    return f"{{\n{data}}}" if isinstance(name, DefaultGraph) else f"{{ GRAPH {name} {{\n{data}}} }}"


def _is_blank(triple: Triple) -> bool:
    return any("_:" in str(term)[:2] for term in _terms(triple))


def _data(triples: Iterable[Triple]) -> str:
    return "".join(f"{' '.join(as_sparql(term) for term in _terms(triple))} .\n" for triple in triples)


RENDERINGS: dict[str, Callable[[GraphDiff, Prefixes, Iterable[Quad]], str]] = {
    "text": as_text,
    "json": _as_json,
    "sparql": _as_patch,
}
