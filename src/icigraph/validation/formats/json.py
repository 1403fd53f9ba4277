"""The report as JSON; `report.schema.json` beside this module documents every member."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from icigraph.validation.formats.rows import (
    cause_row,
    fault_row,
    finding_row,
    numbered,
    result_row,
    stale_row,
)
from icigraph.validation.report import ValidationReport

__all__ = ["SCHEMA", "render"]

SCHEMA = Path(__file__).with_name("report.schema.json")


def render(report: ValidationReport) -> str:
    """The report as one JSON object, its results under their causes.

    >>> document = json.loads(render(ValidationReport(files=("a.ttl",), held_back=2)))
    >>> document["files"], document["conforms"], document["heldBack"]
    (['a.ttl'], True, 2)
    """
    document: dict[str, Any] = {
        "version": 1,
        "conforms": report.conforms,
        "engine": report.engine,
        "files": list(report.files),
        "triples": report.data_triples,
        "shapes": report.shapes,
        "focusNodes": report.focus_nodes,
        "counts": report.counts(),
        "heldBack": report.held_back,
        "known": report.known,
        "stale": [stale_row(one) for one in report.stale],
        "leftOut": report.left_out,
        "unshown": report.unshown,
        "findings": [finding_row(one) for one in report.findings],
        "faults": [fault_row(fault) for fault in report.faults],
        "causes": [
            {**cause_row(cause), "results": [result_row(result, report) for result in cause.results]}
            for _, cause in numbered(report)
        ],
        "disagreements": [
            {"engine": one.engine, "result": result_row(one.result, report)} for one in report.disagreements
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
