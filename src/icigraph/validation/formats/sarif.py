"""The report as SARIF 2.1.0: a rule for each cause and each kind of finding, a result for each result, each
finding of the lint and each syntax fault.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from icigraph.base.faults import Fault, Place
from icigraph.rdf.documents import Source
from icigraph.validation.finding import RULES, Finding
from icigraph.validation.formats.rows import details_of, message_of, numbered, only_one, stale_row
from icigraph.validation.reading.excerpt import lines_of, term_end
from icigraph.validation.report import Cause, Result, Suggestion, ValidationReport, severity_rank
from icigraph.validation.telling.edits import Change, Writer

__all__ = ["render"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
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

    >>> json.loads(render(ValidationReport()))["runs"][0]["results"]
    []
    """
    rules = [_rule(number, cause) for number, cause in numbered(report)]
    results = [
        _result(number, result, cause, report)
        for number, cause in numbered(report)
        for result in cause.results
    ]
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
                    *rules,
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


def _rule(number: int, cause: Cause) -> dict[str, Any]:
    component = cause.component.value.rpartition("#")[2].rpartition("/")[2]
    shape = cause.root.value if cause.root else str(cause.shape)
    return {
        "id": f"{component.removesuffix('ConstraintComponent')}/{number}",
        "name": component,
        "shortDescription": {"text": cause.why},
        "fullDescription": {"text": f"{cause.why}; expected {cause.expected}"},
        "defaultConfiguration": {"level": _LEVELS[severity_rank(cause.severity)]},
        "properties": {"shape": shape, "component": cause.component.value},
    }


def _result(number: int, result: Result, cause: Cause, report: ValidationReport) -> dict[str, Any]:
    text = f"{report.shown(result.focus)}: {message_of(result, cause)}"
    details = details_of(result, report)
    helps = "".join(f"\n{line}" for line in (*details, *(one.text for one in result.suggestions)))
    related = [_location(one.place, report) for one in result.evidence[1:]]
    related += [_located(one.place, one.said) for one in details if one.place]
    shape = [_located(result.shape_place, "the shape")] if result.shape_place else []
    fixes = [fix for one in result.suggestions if (fix := _fix(one, report))]
    return {
        "ruleId": _rule(number, cause)["id"],
        "ruleIndex": number - 1,
        "level": _LEVELS[severity_rank(result.severity)],
        "message": {"text": text + helps},
        **({"locations": [_location(result.evidence[0].place, report)]} if result.evidence else {}),
        **({"relatedLocations": related + shape} if related or shape else {}),
        "partialFingerprints": {"icigraphResult/v1": fingerprint(result)},
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


def fingerprint(result: Result) -> str:
    """What stays the same when the file is reformatted: the terms of the result and its shape."""
    return hashlib.sha256("\n".join(result.lasting_key).encode()).hexdigest()


def _location(place: Place, report: ValidationReport) -> dict[str, Any]:
    located = _located(place, None)
    source = report.inputs.get(place.file)
    if source and place.line and place.column:
        lines = lines_of(source)
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        located["physicalLocation"]["region"]["endColumn"] = term_end(line, place.column)
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
