"""The W3C validation report (SHACL section 3.6) as Turtle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from icigraph.rdf.namespaces import RDF, SH
from icigraph.validation.formats.outcome import outcome
from icigraph.validation.formats.rows import only_one, stale_said
from icigraph.validation.report import Result, ValidationReport
from icigraph.validation.shapes.paths import write_path

__all__ = ["render"]

_XSD_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")


def render(report: ValidationReport) -> str:
    """The report graph; `sh:conforms` is false also when an input could not be read whole.

    What was validated, what could not be read or checked, what the lint says of the shapes, what only one of
    two engines says, and how many results are held back has no place in the graph: it stands in comments
    above it.

    >>> print(render(ValidationReport(files=("a.ttl",))))  # doctest: +ELLIPSIS
    # conforms: 1 file, 0 triples, 0 shapes, 0 focus nodes
    ...sh:conforms true...
    """
    text: bytes = (
        serialize(_report_triples(report), format=RdfFormat.TURTLE, prefixes=_prefixes(report)) or b""
    )
    apart = ["".join(outcome(report)), *map(str, report.faults), *map(str, report.findings)]
    apart += [f"of the baseline, no longer there: {stale_said(one, report)}" for one in report.stale]
    apart += [only_one(one, report) for one in report.disagreements]
    comments = "".join("# " + " ".join(said.splitlines()) + "\n" for said in apart)
    return comments + _ordered(text.decode())


def _prefixes(report: ValidationReport) -> dict[str, str]:
    """One prefix for each namespace, that of the files before a usual one."""
    found = {str(SH): "sh"}
    for name, space in report.names.names.items():
        if space and name != "sh":
            found.setdefault(space, name)
    return {name: space for space, name in found.items()}


def _ordered(text: str) -> str:
    """The text with the prefixes that it uses, sorted: the serialiser writes all, in no fixed order."""
    lines = text.split("\n")
    head = [line for line in lines if line.startswith("@prefix ")]
    body = "\n".join(lines[len(head) :])
    used = [line for line in head if line.split()[1] in body]
    return "\n".join([*sorted(used), body])


def _report_triples(report: ValidationReport) -> Iterator[Triple]:
    """The triples of the report, its blank nodes numbered in order; `sh:detail` leads to the results of the
    shapes that a constraint names (SHACL section 3.6.2.6).
    """
    numbers = count()

    def fresh() -> BlankNode:
        return BlankNode(f"p{next(numbers)}")

    top = BlankNode("report")
    yield Triple(top, RDF["type"], SH["ValidationReport"])
    yield Triple(top, SH["conforms"], Literal(str(report.conforms).lower(), datatype=_XSD_BOOLEAN))
    nodes = [BlankNode(f"r{number}") for number in range(len(report.results))]
    yield from (Triple(top, SH["result"], node) for node in nodes)
    for node, result in zip(nodes, report.results, strict=True):
        yield from _result(node, result, fresh)


def _result(node: BlankNode, result: Result, fresh: Callable[[], BlankNode]) -> Iterator[Triple]:
    yield Triple(node, RDF["type"], SH["ValidationResult"])
    yield Triple(node, SH["focusNode"], result.focus)
    path, triples = write_path(result.path, fresh) if result.path is not None else (None, [])
    if path is not None:
        yield Triple(node, SH["resultPath"], path)
    if result.value is not None:
        yield Triple(node, SH["value"], result.value)
    yield Triple(node, SH["resultSeverity"], result.severity)
    yield Triple(node, SH["sourceConstraintComponent"], result.component)
    shape = result.shape if isinstance(result.shape, NamedNode) else BlankNode(f"s{result.shape.value}")
    yield Triple(node, SH["sourceShape"], shape)
    for message in result.messages:
        yield Triple(node, SH["resultMessage"], message)
    yield from triples
    inside = [one for part in result.parts for cause in part.causes for one in cause.results]
    details = [fresh() for _ in inside]
    yield from (Triple(node, SH["detail"], detail) for detail in details)
    for detail, inner in zip(details, inside, strict=True):
        yield from _result(detail, inner, fresh)
