"""The report as SARIF 2.1.0: a rule for each constraint that has results and each kind of finding, a result
for each result, each finding of the lint and each syntax fault. Rules have the same ids in every run.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from icigraph.base.faults import Fault, Place
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH
from icigraph.rdf.terms import local_name
from icigraph.validation.finding import RULES, Finding
from icigraph.validation.formats.rows import constraint_of, details_of, message_of, only_one, stale_row
from icigraph.validation.reading.excerpt import lines_of, term_end
from icigraph.validation.report import Cause, Result, Suggestion, ValidationReport, severity_rank
from icigraph.validation.shapes.names import brief
from icigraph.validation.shapes.paths import as_sparql, predicates
from icigraph.validation.telling.edits import Change, Writer
from icigraph.validation.telling.wording import CORE

__all__ = ["render"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SPECIFICATION = "https://www.w3.org/TR/shacl/"
_SPECIFIED = frozenset(SH[name] for name in CORE)
"""What that page has an anchor for."""
_UNUSUAL = re.compile(r"[^\w.-]+")
_LEVELS = {1: "note", 2: "warning", 3: "error"}
_SYNTAX = {
    "id": "rdf-syntax",
    "name": "RdfSyntax",
    "shortDescription": {"text": "The file is not well-formed RDF."},
}
_DISAGREEMENT = {
    "id": "engine-disagreement",
    "name": "EngineDisagreement",
    "shortDescription": {"text": "Only one of two engines has this result."},
}


def render(report: ValidationReport) -> str:
    """One run; columns count Unicode code points, paths are relative as the user typed them.

    >>> from icigraph.rdf.namespaces import SH
    >>> from pyoxigraph import NamedNode
    >>> shape, component = NamedNode("x:S"), SH["MinCountConstraintComponent"]
    >>> results = (Result(NamedNode("x:a"), component, SH["Violation"], shape),)
    >>> cause = Cause(shape, shape, component, None, SH["Violation"], "too few", "at least 1", results)
    >>> document = json.loads(render(ValidationReport(results=results, causes=(cause,))))
    >>> [result["level"] for result in document["runs"][0]["results"]]
    ['error']
    """
    rules = _rules(report)
    results = [_result(result, cause, rules, report) for cause in report.causes for result in cause.results]
    alone = [
        {
            "ruleId": _DISAGREEMENT["id"],
            "ruleIndex": len(rules) + 1,
            "level": "warning",
            "message": {"text": only_one(one, report)},
        }
        for one in report.disagreements
    ]
    codes = tuple(dict.fromkeys(one.code for one in report.findings))
    first = len(rules) + 1 + bool(alone)
    found = [_finding(one, first + codes.index(one.code), report) for one in report.findings]
    run = {
        "tool": {
            "driver": {
                "name": "icigraph",
                "version": version("icigraph"),
                "informationUri": "https://w3id.org/icigraph",
                "rules": [
                    *rules.values(),
                    _SYNTAX,
                    *([_DISAGREEMENT] if alone else []),
                    *(_lint_rule(code) for code in codes),
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.usable}],
        "results": [*(_fault(fault, len(rules)) for fault in report.faults), *found, *results, *alone],
        "properties": {
            "files": len(report.files),
            "triples": report.data_triples,
            "shapes": report.shapes,
            "focusNodes": report.focus_nodes,
            "known": report.known,
            "stale": [stale_row(one) for one in report.stale],
            "leftOut": report.left_out,
            "heldBack": report.held_back,
        },
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _lint_rule(code: str) -> dict[str, Any]:
    return {
        "id": f"shapes/{code}",
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": RULES[code].title},
        "defaultConfiguration": {"level": RULES[code].level},
    }


def _finding(finding: Finding, index: int, report: ValidationReport) -> dict[str, Any]:
    hint = f"\n{finding.hint}" if finding.hint else ""
    return {
        "ruleId": f"shapes/{finding.code}",
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": finding.message + hint},
        **({"locations": [_location(finding.place, report)]} if finding.place else {}),
    }


def _rules(report: ValidationReport) -> dict[str, dict[str, Any]]:
    """A rule for each constraint that has a result, by its id. Causes that differ in nothing that lasts, two
    property shapes without names on one path, have one.
    """
    rules: dict[str, dict[str, Any]] = {}
    for cause in report.causes:
        rules.setdefault(_rule_id(cause), _rule(cause, report))
    return dict(sorted(rules.items()))


def _rule_id(cause: Cause) -> str:
    """What a constraint is called from run to run, whatever else there is: its component, its shape, its
    path, and what tells it from others of these names.

    >>> from pyoxigraph import NamedNode
    >>> named = [NamedNode(f"http://e.example/{name}") for name in ("Shape", "name", "Grave")]
    >>> _rule_id(Cause(named[0], named[0], SH["InConstraintComponent"], named[1], named[2], "", "", ()))
    'In/Shape/name/534a0b'
    """
    component = local_name(cause.component).removesuffix("ConstraintComponent")
    path = "" if cause.path is None else as_sparql(cause.path)
    whole = "\n".join((str(cause.component), str(cause.root), path, cause.known_by))
    digest = hashlib.sha256(whole.encode()).hexdigest()[:6]
    names = [component, local_name(cause.root) if cause.root else "shape"]
    names += [local_name(one) for one in predicates(cause.path)[:3]] if cause.path is not None else []
    return "/".join([*(_UNUSUAL.sub("-", name) or "-" for name in names), digest])


def _rule(cause: Cause, report: ValidationReport) -> dict[str, Any]:
    component = local_name(cause.component)
    shape = cause.root.value if cause.root else str(cause.shape)
    described = f"{cause.why}; expected {cause.expected}"
    anchor = f"{_SPECIFICATION}#{component}"
    if cause.component == SH["SPARQLConstraintComponent"]:
        anchor = f"{_SPECIFICATION}#sparql-constraints"
    return {
        "id": _rule_id(cause),
        "name": component,
        "shortDescription": {"text": cause.why},
        "fullDescription": {"text": described},
        "help": {"text": f"{cause.about}\n{described}" if cause.about else described},
        **({"helpUri": anchor} if cause.component in _SPECIFIED else {}),
        "defaultConfiguration": {"level": _LEVELS[severity_rank(cause.severity)]},
        "properties": {
            "shape": shape,
            "component": cause.component.value,
            "constraint": constraint_of(cause.component, report),
            **({"path": as_sparql(cause.path)} if cause.path is not None else {}),
        },
    }


def _result(
    result: Result, cause: Cause, rules: dict[str, dict[str, Any]], report: ValidationReport
) -> dict[str, Any]:
    text = f"{report.shown(result.focus)}: {message_of(result, cause)}"
    details = details_of(result, report)
    helps = "".join(f"\n{line}" for line in (*details, *(one.text for one in result.suggestions)))
    related = [_location(one.place, report) for one in result.evidence[1:]]
    related += [_located(one.place, one.said) for one in details if one.place]
    shape = [_located(result.shape_place, "the shape")] if result.shape_place else []
    fixes = [fix for one in result.suggestions if (fix := _fix(one, report))]
    called = _rule_id(cause)
    return {
        "ruleId": called,
        "ruleIndex": list(rules).index(called),
        "level": _LEVELS[severity_rank(result.severity)],
        "message": {"text": text + helps},
        **({"locations": [_location(result.evidence[0].place, report)]} if result.evidence else {}),
        **({"relatedLocations": related + shape} if related or shape else {}),
        "partialFingerprints": {"icigraphResult/v1": _fingerprint(result)},
        **({"fixes": fixes} if fixes else {}),
    }


def _fix(suggestion: Suggestion, report: ValidationReport) -> dict[str, Any] | None:
    """A suggestion that can be followed mechanically (SARIF 2.1.0, section 3.55), and how sure it is."""
    files = dict.fromkeys(edit.place.file for edit in suggestion.edits)
    sources = [report.inputs.get(file) for file in files]
    known = [one for one in sources if one is not None and one.syntax.placed]
    if not known or len(known) < len(files) or not all(edit.place.column for edit in suggestion.edits):
        return None
    return {
        "description": {"text": suggestion.text},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(source.name)},
                "replacements": [
                    _replacement(change, source)
                    for change in _writer(source).changes(
                        edit for edit in suggestion.edits if edit.place.file == source.name
                    )
                ],
            }
            for source in known
        ],
        "properties": {"applicability": str(suggestion.applicability)},
    }


@lru_cache(maxsize=8)
def _writer(source: Source) -> Writer:
    return Writer(source)


def _replacement(change: Change, source: Source) -> dict[str, Any]:
    start, end = (_writer(source).place(at) for at in (change.start, change.end))
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": change.text}}


def _fingerprint(result: Result) -> str:
    """What stays the same when the file is reformatted: the terms of the result and its shape.

    >>> from icigraph.base.faults import Place
    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.validation.report import Evidence
    >>> from pyoxigraph import NamedNode
    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> _fingerprint(Result(*terms)) == _fingerprint(Result(*terms, evidence=(Evidence(Place("a.ttl", 3)),)))
    True
    """
    return hashlib.sha256("\n".join(result.lasting_key).encode()).hexdigest()


def _location(place: Place, report: ValidationReport) -> dict[str, Any]:
    located = _located(place, None)
    source = report.inputs.get(place.file)
    if source and place.line and place.column:
        lines = lines_of(source)
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        end = term_end(line, place.column)
        region = located["physicalLocation"]["region"]
        region["endColumn"] = end
        region["snippet"] = {"text": brief(line[place.column - 1 : end - 1])}
    return located


def _located(place: Place, message: str | None) -> dict[str, Any]:
    region = {
        name: value for name, value in (("startLine", place.line), ("startColumn", place.column)) if value
    }
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.file)},
            **({"region": region} if region else {}),
        },
        **({"message": {"text": message}} if message else {}),
    }


def _uri(file: str) -> str:
    """A relative URI reference for a relative path, a file URI for an absolute one, a URL as it is."""
    if file.startswith(("http://", "https://")):
        return file
    return PurePath(file).as_uri() if PurePath(file).is_absolute() else quote(PurePath(file).as_posix())


def _fault(fault: Fault, index: int) -> dict[str, Any]:
    hint = f"\n{fault.hint}" if fault.hint else ""
    return {
        "ruleId": _SYNTAX["id"],
        "ruleIndex": index,
        "level": "error",
        "message": {"text": fault.message + hint},
        **({"locations": [_located(fault.place, None)]} if fault.place else {}),
    }
