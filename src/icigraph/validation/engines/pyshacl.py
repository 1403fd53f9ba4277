"""The second engine: pyshacl, given rdflib graphs made from the same N-Triples text."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from icigraph.base.faults import Fault, InputError
from icigraph.rdf.namespaces import SH, XSD
from icigraph.rdf.queries import must_ask_nobody
from icigraph.rdf.terms import local_name
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.paths import Path, read_path
from icigraph.validation.shapes.shape_graph import ShapeGraph

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["run"]

_QUERIES = tuple(SH[name] for name in ("select", "ask", "construct", "update"))


def run(
    shapes: ShapeGraph, data: DataText, *, inference: str = "none", targets: str | None = None
) -> tuple[Result, ...]:
    r"""Validate the data graph with pyshacl; InputError when it is not installed or cannot use the shapes.

    `targets` are N-Triples without blank nodes, added to the shapes.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:S> {SH['targetSubjectsOf']} <x:p> .\n<x:S> {SH['nodeKind']} {SH['Literal']} .\n"
    >>> [result] = run(ShapeGraph(Dataset(DataText(text))), DataText("<x:a> <x:p> <x:b> .\n"))
    >>> str(result.focus), result.component == SH["NodeKindConstraintComponent"]
    ('<x:a>', True)
    """
    try:
        import pyshacl
        from pyshacl.errors import ValidationFailure
    except ImportError as error:
        hint = "pip install 'icigraph[pyshacl]'"
        raise InputError(Fault("the engine pyshacl is not installed", None, hint)) from error
    _must_ask_nobody(shapes)
    try:
        with _quietly():
            target, rules = _graph(data, "b"), _graph(shapes.engine_text, "s")
            _add(rules, DataText(targets or ""), "s")
            _declare(target, shapes)
            _, graph, _ = pyshacl.validate(target, shacl_graph=rules, inference=inference, inplace=True)
    except Exception as error:
        # It lets through whatever its parts raise: of a regular expression, a query, a number.
        raise InputError(Fault(f"pyshacl cannot use the shapes: {error}")) from error
    if isinstance(graph, ValidationFailure):
        raise InputError(Fault(f"pyshacl cannot use the shapes: {graph.message}"))
    return _results(graph, shapes, data)


def _must_ask_nobody(shapes: ShapeGraph) -> None:
    """rdflib would: a query of the shapes that asks another endpoint is refused (SHACL section 5.2.1)."""
    if "service" in shapes.dataset.data.text.lower():
        for predicate in _QUERIES:
            for _, query in shapes.pairs(predicate):
                if isinstance(query, Literal):
                    must_ask_nobody(query.value, local_name(predicate), shapes.declared_prefixes)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what pyshacl and rdflib warn of away from the user's terminal: each such thing is a result, or
    none of ours.
    """
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


def _declare(graph: Graph, shapes: ShapeGraph) -> None:
    """Bind every declared prefix, since pyshacl does not follow `owl:imports` between declarations."""
    for prefix, namespace in shapes.declared_prefixes.items():
        graph.bind(prefix, namespace)


def _graph(data: DataText, label: str) -> Graph:
    """An rdflib graph with every lexical form as written (rdflib's own readers would normalise them)."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    _add(graph, data, label)
    return graph


def _add(graph: Graph, data: DataText, label: str) -> None:
    for quad in parse(data.text, format=RdfFormat.N_TRIPLES):
        graph.add(tuple(_rdflib_term(term, label) for term in quad.triple))


def _rdflib_term(term: object, label: str) -> Any:
    import rdflib

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(label + term.value.removeprefix("b"))
        case Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal():
            datatype = None if term.datatype == XSD["string"] else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        case _:
            raise InputError(Fault("pyshacl knows no triple terms (RDF 1.2)"))


def _results(graph: Graph, shapes: ShapeGraph, data: DataText) -> tuple[Result, ...]:
    from rdflib import RDF, URIRef

    kind = URIRef(SH["ValidationResult"].value)
    top = [
        node
        for report in graph.subjects(RDF.type, URIRef(SH["ValidationReport"].value))
        for node in graph.objects(report, URIRef(SH["result"].value))
        if (node, RDF.type, kind) in graph
    ]
    return tuple(_result(graph, node, shapes, data) for node in top)


def _result(graph: Graph, node: Any, shapes: ShapeGraph, data: DataText) -> Result:
    from rdflib import URIRef

    def one(name: str) -> Any:
        return graph.value(node, URIRef(SH[name].value))

    shape = shapes.unskolem(_term(one("sourceShape"), data))  # type: ignore[arg-type]
    value, severity = one("value"), one("resultSeverity")
    return Result(
        focus=_term(one("focusNode"), data),
        component=NamedNode(str(one("sourceConstraintComponent"))),
        severity=NamedNode(str(severity)),
        shape=shape,
        root=shapes.root(shape),
        path=_path(graph, one("resultPath")),
        value=None if value is None else _term(value, data),
        messages=tuple(
            sorted(
                (_literal(text) for text in graph.objects(node, URIRef(SH["resultMessage"].value))), key=str
            )
        ),
    )


def _term(term: Any, data: DataText) -> Term:
    from rdflib import BNode, URIRef

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    return _blank(str(term), data) if isinstance(term, BNode) else _literal(term)


def _blank(label: str, data: DataText) -> BlankNode:
    ours = label.startswith("b") and label[1:].isdigit() and int(label[1:]) < len(data.names)
    return data.names[int(label[1:])] if ours else BlankNode(label)


def _literal(term: Any) -> Literal:
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


def _path(graph: Graph, node: Any) -> Path | None:
    if node is None:
        return None

    from rdflib import BNode, URIRef

    def values(subject: object, predicate: NamedNode) -> list[object]:
        key = BNode(subject.value) if isinstance(subject, BlankNode) else URIRef(subject.value)  # type: ignore[attr-defined]
        return [_plain(item) for item in graph.objects(key, URIRef(predicate.value))]

    return read_path(_plain(node), values)


def _plain(term: Any) -> object:
    from rdflib import BNode, URIRef

    if isinstance(term, BNode):
        return BlankNode(str(term))
    return NamedNode(str(term)) if isinstance(term, URIRef) else _literal(term)
