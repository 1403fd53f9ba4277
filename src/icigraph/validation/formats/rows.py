"""A result as plain values: what JSON, CSV and HTML have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, Place
from icigraph.rdf.namespaces import SH
from icigraph.rdf.terms import as_ntriples
from icigraph.validation.finding import Finding
from icigraph.validation.reading.excerpt import excerpt
from icigraph.validation.report import (
    Cause,
    Disagreement,
    Edit,
    Evidence,
    Part,
    Result,
    Suggestion,
    ValidationReport,
)
from icigraph.validation.shapes.names import brief
from icigraph.validation.shapes.paths import as_sparql, parse_path

__all__ = [
    "Detail",
    "cause_row",
    "constraint_of",
    "details_of",
    "fault_row",
    "finding_row",
    "message_of",
    "numbered",
    "only_one",
    "part_said",
    "result_row",
    "severity_of",
    "stale_row",
    "stale_said",
]

_LINES = 20


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of what accounts for a result: how deep it stands, what it says, and of which place."""

    depth: int
    said: str
    place: Place | None

    def __str__(self) -> str:
        at = f" ({self.place})" if self.place else ""
        return f"{'  ' * self.depth}{self.said}{at}"


def finding_row(finding: Finding) -> dict[str, Any]:
    """What the lint of the shapes found, as JSON values.

    >>> finding_row(Finding("no-path", "the shape has no sh:path"))
    {'code': 'no-path', 'level': 'error', 'message': 'the shape has no sh:path'}
    """
    row = {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "place": _place_row(finding.place),
        "hint": finding.hint,
    }
    return {name: value for name, value in row.items() if value is not None}


def constraint_of(component: NamedNode, report: ValidationReport) -> str:
    """What people call a constraint component: `sh:MinCountConstraintComponent`, those of one's own as the
    files have them.

    >>> constraint_of(NamedNode("http://www.w3.org/ns/shacl#InConstraintComponent"), ValidationReport())
    'sh:InConstraintComponent'
    """
    if component.value.startswith(str(SH)):
        return f"sh:{component.value.removeprefix(str(SH))}"
    return report.names.show(component)


def severity_of(severity: NamedNode) -> str:
    """What people call a severity: the last part of its IRI, in small letters.

    >>> severity_of(NamedNode("http://www.w3.org/ns/shacl#Warning"))
    'warning'
    """
    return severity.value.rpartition("#")[2].rpartition("/")[2].lower()


def numbered(report: ValidationReport) -> list[tuple[int, Cause]]:
    """The causes, counted from 1.

    >>> from icigraph.rdf.namespaces import SH
    >>> shape, component = NamedNode("x:S"), SH["MinCountConstraintComponent"]
    >>> cause = Cause(shape, shape, component, None, SH["Violation"], "values are missing", "at least 1", ())
    >>> [number for number, _ in numbered(ValidationReport(causes=(cause, cause)))]
    [1, 2]
    """
    return list(enumerate(report.causes, 1))


def only_one(one: Disagreement, report: ValidationReport) -> str:
    """A disagreement of two engines in words: which one has the result, and what that is.

    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> only_one(Disagreement("pyshacl", result), ValidationReport(names=Prefixes({"sh": str(SH)})))
    'only pyshacl: sh:InConstraintComponent on <x:a>, no value, sh:Violation'
    """
    found, names = one.result, report.names
    path = f" {as_sparql(found.path, names.show)}" if found.path is not None else ""
    value = report.shown(found.value) if found.value is not None else "no value"
    about = f"{names.show(found.component)} on {report.shown(found.focus)}{path}"
    return f"only {one.engine}: {about}, {value}, {names.show(found.severity)}"


def _place_row(place: Place | None) -> dict[str, Any] | None:
    """A place as `file`, `line`, `column`, what is not known left out.

    >>> _place_row(Place("a.ttl", 3))
    {'file': 'a.ttl', 'line': 3}
    """
    if place is None:
        return None
    row = {"file": place.file, "line": place.line, "column": place.column}
    return {name: value for name, value in row.items() if value is not None}


def _evidence_row(evidence: Evidence, report: ValidationReport) -> dict[str, Any]:
    """A piece of evidence: its place, its triple (N-Triples terms), the source line."""
    source = report.inputs.get(evidence.place.file)
    found = excerpt(source, evidence.place) if source else None
    return {
        **(_place_row(evidence.place) or {}),
        **({"triple": [as_ntriples(term) for term in evidence.triple]} if evidence.triple else {}),
        **({"text": found.text, "caret": [found.start, found.end]} if found else {}),
        **({"inferred": True} if evidence.inferred else {}),
    }


def result_row(result: Result, report: ValidationReport) -> dict[str, Any]:
    """A result with N-Triples terms; what it lacks is left out.

    >>> from icigraph.rdf.namespaces import SH
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> row = result_row(result, ValidationReport())
    >>> row["focusNode"], row["severity"], "value" in row
    ('<x:a>', 'http://www.w3.org/ns/shacl#Violation', False)
    """
    row = {
        "focusNode": as_ntriples(result.focus),
        "path": as_sparql(result.path) if result.path is not None else None,
        "value": None if result.value is None else as_ntriples(result.value),
        "component": result.component.value,
        "severity": result.severity.value,
        "shape": str(result.shape),
        "rootShape": result.root.value if result.root else None,
        "messages": [_message(message) for message in result.messages] or None,
        "evidence": [_evidence_row(one, report) for one in result.evidence] or None,
        "insert": _place_row(result.insert),
        "shapePlace": _place_row(result.shape_place),
        "suggestions": [_suggestion(one) for one in result.suggestions] or None,
        "details": [_part_row(one, report) for one in result.parts] or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _part_row(part: Part, report: ValidationReport) -> dict[str, Any]:
    row = {
        "node": as_ntriples(part.node),
        "shape": str(part.shape),
        "called": part.called,
        "conforms": part.conforms,
        "sibling": part.sibling or None,
        "shapePlace": _place_row(part.place),
        "causes": [
            {**cause_row(cause), "results": [result_row(one, report) for one in cause.results]}
            for cause in part.causes
        ]
        or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _message(message: Any) -> dict[str, str]:
    return {"text": message.value, **({"language": message.language} if message.language else {})}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    edits = [_edit(edit) for edit in suggestion.edits]
    sure = str(suggestion.applicability)
    return {"text": suggestion.text, "applicability": sure, **({"edits": edits} if edits else {})}


def _edit(edit: Edit) -> dict[str, Any]:
    added = {"predicate": str(edit.predicate)} if edit.predicate else {}
    return {"place": _place_row(edit.place), **added, "term": as_ntriples(edit.term)}


_BASELINE = ("focusNode", "path", "value", "component", "severity", "shape")


def stale_row(key: tuple[str, ...]) -> dict[str, str]:
    """A result of a baseline that is there no more, as the baseline has it; what it lacks is left out.

    >>> stale_row(("<urn:a>", "", "", "urn:C", "urn:V", "<urn:S>"))["focusNode"]
    '<urn:a>'
    """
    return {name: value for name, value in zip(_BASELINE, key, strict=True) if value}


def stale_said(key: tuple[str, ...], report: ValidationReport) -> str:
    """The same in words: its terms as this report shows them.

    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> key = "<x:a>", "<x:p>", '"b"', str(SH["InConstraintComponent"]), "", "<x:S>"
    >>> stale_said(key, ValidationReport(names=Prefixes({"sh": str(SH)})))
    '<x:a> <x:p> "b": InConstraintComponent of <x:S>'
    """
    focus, _, value, component, _, shape = (_shortened(part, report) for part in key)
    path = _path(key[1], report)
    about = " ".join(part for part in (focus, path, value) if part)
    return f"{about}: {component.rpartition('#')[2].rpartition(':')[2]} of {shape}"


def _path(text: str, report: ValidationReport) -> str:
    try:
        return as_sparql(parse_path(text), report.names.show) if text else ""
    except ValueError:
        return brief(text)


def _shortened(text: str, report: ValidationReport) -> str:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") and text.count("<") == 1 else None
    try:
        return brief(report.names.show(NamedNode(bare)) if bare else text)
    except ValueError:
        return brief(text)


def cause_row(cause: Cause) -> dict[str, Any]:
    """What a cause's results share.

    >>> from icigraph.rdf.namespaces import SH
    >>> shape, component = NamedNode("x:S"), SH["MinCountConstraintComponent"]
    >>> cause = Cause(shape, shape, component, None, SH["Violation"], "values are missing", "at least 1", ())
    >>> row = cause_row(cause)
    >>> row["why"], row["expected"], row["count"]
    ('values are missing', 'at least 1', 0)
    """
    row = {
        "why": cause.why,
        "expected": cause.expected,
        "about": cause.about,
        "count": cause.count,
        "component": cause.component.value,
        "severity": cause.severity.value,
        "shape": str(cause.shape),
        "rootShape": cause.root.value if cause.root else None,
        "path": as_sparql(cause.path) if cause.path is not None else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def fault_row(fault: Fault) -> dict[str, Any]:
    """A syntax fault.

    >>> fault_row(Fault("no dot", Place("a.ttl", 3), "add one"))
    {'message': 'no dot', 'place': {'file': 'a.ttl', 'line': 3}, 'hint': 'add one'}
    """
    row = {"message": fault.message, "place": _place_row(fault.place), "hint": fault.hint}
    return {name: value for name, value in row.items() if value is not None}


def message_of(result: Result, cause: Cause) -> str:
    """One sentence for a result: its own message, or the cause's words.

    >>> from icigraph.rdf.namespaces import SH
    >>> shape, component = NamedNode("x:S"), SH["MinCountConstraintComponent"]
    >>> cause = Cause(shape, shape, component, None, SH["Violation"], "values are missing", "at least 1", ())
    >>> message_of(Result(NamedNode("x:a"), component, SH["Violation"], shape), cause)
    'values are missing; expected at least 1'
    """
    from icigraph.validation.telling.messages import chosen_message

    return brief(chosen_message(result) or f"{cause.why}; expected {cause.expected}", 600)


def part_said(part: Part, report: ValidationReport) -> str:
    """One sentence for a shape that a node was held against.

    >>> part_said(Part(NamedNode("x:a"), NamedNode("x:S"), "x:S", conforms=False), ValidationReport())
    '<x:a> does not conform to x:S'
    """
    node = report.shown(part.node)
    if not part.conforms:
        return f"{node} does not conform to {part.called}"
    beside = ", a sibling shape, so that it does not count" if part.sibling else ""
    return f"{node} conforms to {part.called}{beside}"


def details_of(result: Result, report: ValidationReport) -> list[Detail]:
    """What accounts for a result, part by part; the first lines of it where there are many.

    >>> from icigraph.rdf.namespaces import SH
    >>> a, shape = NamedNode("x:a"), NamedNode("x:S")
    >>> part = Part(a, NamedNode("x:T"), "x:T", conforms=True)
    >>> result = Result(a, SH["NotConstraintComponent"], SH["Violation"], shape, parts=(part,))
    >>> details_of(result, ValidationReport())
    [Detail(depth=1, said='<x:a> conforms to x:T', place=None)]
    """
    found = list(islice(_details(result, report, 1), _LINES + 1))
    return [*found[:_LINES], Detail(1, "…", None)] if len(found) > _LINES else found


def _details(result: Result, report: ValidationReport, depth: int) -> Iterator[Detail]:
    for part in result.parts:
        yield Detail(depth, part_said(part, report), part.place)
        for cause in part.causes:
            for one in cause.results:
                value = f": {report.shown(one.value)}" if one.value is not None else ""
                yield Detail(depth + 1, f"{message_of(one, cause)}{value}", one.place)
                yield from _details(one, report, depth + 2)
