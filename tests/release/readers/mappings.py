"""Reading SSSOM back, its head by a YAML parser and its rows by Python's CSV reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from tests.release.readers.reading import Reading, difference

from icigraph.base.files import read_text
from icigraph.release.content import Content
from icigraph.release.labels import labels_of
from icigraph.release.mappings import COLUMNS, mapping_set, mappings

__all__ = ["mapping_readings"]


def mapping_readings(content: Content) -> dict[str, Reading]:
    """The head of the set, and every mapping with a label of its subject."""
    labels = {thing: {label.value for label in found} for thing, found in labels_of(content).items()}

    def compare(path: Path) -> str | None:
        head, rows = _read(path)
        if head != mapping_set(content):
            return difference(map(str, mapping_set(content).items()), map(str, head.items()))
        stated = {f"{subject} {predicate} {value}" for subject, predicate, value in mappings(content)}
        return difference(stated, _statements(rows, head["curie_map"], labels))

    return {"mappings.sssom.tsv": compare}


def _read(path: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    lines = read_text(path).split("\n")
    size = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    head = yaml.safe_load("\n".join(line[1:] for line in lines[:size]))
    reader = csv.DictReader(io.StringIO("\n".join(lines[size:]), newline=""), delimiter="\t", strict=True)
    rows = list(reader)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"its columns are {reader.fieldnames}")
    return head, rows


def _statements(
    rows: list[dict[str, str]], prefixes: dict[str, str], labels: dict[str, set[str]]
) -> Iterator[str]:
    for row in rows:
        ends = (_expanded(row[name], prefixes) for name in ("subject_id", "predicate_id", "object_id"))
        subject, predicate, value = ends
        statement = f"<{subject}> <{predicate}> <{value}>"
        known = row["subject_label"] in labels.get(subject, {""})
        yield statement if known else f"{statement} with the label {row['subject_label']!r}"


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return name if local.startswith("//") else prefixes.get(prefix, f"{prefix}:") + local
