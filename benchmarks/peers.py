"""One validator, run once in a process of its own: its CPU seconds and its results in terms that others
share.

    python benchmarks/peers.py '{"engine": "pyshacl", "shapes": ["s.ttl"], "data": ["d.ttl"]}'

The time is from files to results (reading, validating, looking at each result), imports left out. A row is
focus node, path (SPARQL syntax), value, component, severity and source shape, as N-Triples terms; a blank
node, which has no name that two programs share, is written as a digest of what is said of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.rdf.namespaces import SH
from icigraph.rdf.syntax import syntax_of
from icigraph.validation.shapes.paths import as_sparql, read_path

__all__ = ["ENGINES", "measured"]

Row = tuple[str, str, str, str, str, str]
_DEEP = 4


class Described:
    """Terms written so that two programs write them alike; `said` gives the predicates and objects of a
    node.
    """

    def __init__(self, said: Callable[[Any], Iterable[tuple[str, Any]]], text: Callable[[Any], str]) -> None:
        self._said, self._text = said, text
        self._known: dict[tuple[Any, int], str] = {}

    def term(self, term: Any, deep: int = _DEEP) -> str:
        """A term's text, of a blank node the digest of its description."""
        text = self._text(term)
        if not text.startswith("_:"):
            return text
        if deep == 0:
            return "[]"
        if (term, deep) not in self._known:
            parts = sorted(
                f"{predicate} {self.term(value, deep - 1)}" for predicate, value in self._said(term)
            )
            digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
            self._known[term, deep] = f"[{digest}]"
        return self._known[term, deep]


def icigraph(shapes: list[str], data: list[str]) -> tuple[float, list[Row]]:
    """Ours, as the command line has it: the causes, and of what is shown of each its places and advice."""
    from icigraph.validation.formats.text import render
    from icigraph.validation.validate import validate

    start = time.process_time()
    report = validate(data, shapes, explain=3)
    render(report)
    took = time.process_time() - start
    return took, _ours(report.results, shapes, data)


def bare(shapes: list[str], data: list[str]) -> tuple[float, list[Row]]:
    """The `shacl` wheel alone: the files read, its results counted. Classes that are shapes it is told of."""
    import shacl

    from icigraph.validation.reading.dataset import as_written, from_sources
    from icigraph.validation.reading.inputs import read_sources
    from icigraph.validation.shapes.class_targets import class_targets
    from icigraph.validation.shapes.shape_graph import ShapeGraph

    targets = class_targets(ShapeGraph(from_sources(read_sources(shapes))))
    start = time.process_time()
    rules, graph = from_sources(read_sources(shapes)), from_sources(read_sources(data), as_written)
    compiled = shacl.Shapes.from_text(rules.data.text + targets, "ntriples")
    count = len(compiled.validate_text(graph.data.text, "ntriples").results)
    return time.process_time() - start, [("",) * 6] * count  # type: ignore[list-item]


def _ours(results: Iterable[Any], shapes: list[str], data: list[str]) -> list[Row]:
    from icigraph.validation.reading.dataset import from_sources
    from icigraph.validation.reading.inputs import read_sources
    from icigraph.validation.shapes.shape_graph import ShapeGraph

    def described(files: list[str]) -> Described:
        graph = ShapeGraph(from_sources(read_sources(files)))
        return Described(lambda node: ((str(p), o) for p, o in graph.about(node)), str)

    ours, rules = described(data), described(shapes)
    return [
        (
            ours.term(one.focus),
            as_sparql(one.path) if one.path is not None else "",
            "" if one.value is None else ours.term(one.value),
            str(one.component),
            str(one.severity),
            rules.term(one.shape),
        )
        for one in results
    ]


def pyshacl(shapes: list[str], data: list[str]) -> tuple[float, list[Row]]:
    """pySHACL on rdflib graphs, no inference, SHACL Core and SPARQL."""
    import pyshacl as peer

    start = time.process_time()
    rules, graph = _graph(shapes), _graph(data)
    _, report, _ = peer.validate(graph, shacl_graph=rules, inplace=True, do_owl_imports=False)
    rows = list(_results(report))
    took = time.process_time() - start
    return took, _theirs(rows, report, rules, graph)


def shifty(shapes: list[str], data: list[str]) -> tuple[float, list[Row]]:
    """shifty through its Python package; `sh:rule` is not run."""
    import shifty as peer

    start = time.process_time()
    rules, graph = _graph(shapes), _graph(data)
    _, report, _ = peer.validate(graph, rules, graph_mode="data", infer=False)
    rows = list(_results(report))
    took = time.process_time() - start
    return took, _theirs(rows, report, rules, graph)


def _graph(files: list[str]) -> Any:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph(bind_namespaces="none")
    for file in files:
        graph.parse(file, format=syntax_of(file).format.media_type)
    return graph


_MEMBERS = (
    "focusNode",
    "resultPath",
    "value",
    "sourceConstraintComponent",
    "resultSeverity",
    "sourceShape",
)


def _results(report: Any) -> Iterable[tuple[Any, ...]]:
    """The members of each result that is the report's own, not a detail of another."""
    from rdflib import URIRef

    names = [URIRef(SH[name].value) for name in _MEMBERS]
    for node in report.objects(None, URIRef(SH["result"].value)):
        yield tuple(report.value(node, name) for name in names)


def _theirs(rows: list[tuple[Any, ...]], report: Any, rules: Any, graph: Any) -> list[Row]:
    from rdflib import BNode

    def said(*graphs: Any) -> Callable[[Any], Iterable[tuple[str, Any]]]:
        return lambda node: (
            (predicate.n3(), value)
            for one in graphs
            for _, predicate, value in one.triples((node, None, None))
        )

    def text(term: Any) -> str:
        return "_:" if isinstance(term, BNode) else str(_plain(term))

    data, shapes = Described(said(graph), text), Described(said(rules), text)
    return [
        (
            data.term(focus),
            "" if path is None else _path(path, report),
            "" if value is None else data.term(value),
            text(component),
            text(severity),
            shapes.term(shape),
        )
        for focus, path, value, component, severity, shape in rows
    ]


def _path(node: Any, report: Any) -> str:
    from rdflib import BNode, URIRef

    def values(subject: Any, predicate: NamedNode) -> list[object]:
        key = BNode(subject.value) if isinstance(subject, BlankNode) else URIRef(subject.value)
        return [_plain(term) for term in report.objects(key, URIRef(predicate.value))]

    path = read_path(_plain(node), values)
    return as_sparql(path) if path is not None else f"no path: {node}"


def _plain(term: Any) -> Any:
    from rdflib import BNode, URIRef

    if isinstance(term, BNode):
        return BlankNode(str(term))
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


ENGINES: dict[str, Callable[[list[str], list[str]], tuple[float, list[Row]]]] = {
    "icigraph": icigraph,
    "bare": bare,
    "pyshacl": pyshacl,
    "shifty": shifty,
}


SMALL = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . :a :p 1 .
:S sh:targetSubjectsOf :p ; sh:nodeKind sh:Literal ; sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ;
  sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?v }" ] ."""


def _run_in(engine: str) -> None:
    """A first run, by which a program imports what it needs."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.ttl"
        small.write_text(SMALL)
        ENGINES[engine]([str(small)], [str(small)])


def measured(engine: str, shapes: list[str], data: list[str]) -> dict[str, Any]:
    """What a run took and gave; `failed` says why it gave nothing."""
    warnings.simplefilter("ignore")
    try:
        _run_in(engine)
        seconds, rows = ENGINES[engine](shapes, data)
    except Exception as error:  # a peer may raise anything
        return {"engine": engine, "failed": f"{type(error).__name__}: {error}"[:300]}
    return {"engine": engine, "seconds": seconds, "rows": rows}


if __name__ == "__main__":
    # Last, so that nothing of what peers bring along is taken for ours.
    sys.path.append(os.environ.get("PEERS", ""))
    job = json.loads(sys.argv[1])
    json.dump(measured(job["engine"], job["shapes"], job["data"]), sys.stdout)
