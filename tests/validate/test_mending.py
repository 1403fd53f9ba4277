"""Suggestions and the fixes that follow them: the fault goes, and nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from icigraph.validate.fix import patches, write
from icigraph.validate.inputs import Source
from icigraph.validate.validation import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TOP = "@prefix e: <http://e.example/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n# keep me\n"
EXTRA = "\ne:kuwait   a  e:State .   # odd   spacing\n"

MENDED = [
    (
        "wrong case",
        "sh:path e:p ; sh:class e:State",
        "e:x a e:T ;\n\te:p e:Kuwait .",
        "e:x a e:T ;\n\te:p e:kuwait .",
    ),
    (
        "misspelt IRI",
        "sh:path e:p ; sh:class e:State",
        "e:x a e:T ; e:p e:kuwiat .",
        "e:x a e:T ; e:p e:kuwait .",
    ),
    (
        "not in the list",
        "sh:path e:p ; sh:in ( e:preferred e:normal )",
        "e:x a e:T ; e:p e:prefered .",
        "e:x a e:T ; e:p e:preferred .",
    ),
    (
        "day and month",
        "sh:path e:p ; sh:datatype xsd:date",
        'e:x a e:T ; e:p "2004-31-12"^^xsd:date .',
        'e:x a e:T ; e:p "2004-12-31"^^xsd:date .',
    ),
    (
        "no datatype",
        "sh:path e:p ; sh:datatype xsd:gYearMonth",
        'e:x a e:T ; e:p "2004-12" .',
        'e:x a e:T ; e:p "2004-12"^^xsd:gYearMonth .',
    ),
    (
        "day first",
        "sh:path e:p ; sh:datatype xsd:date",
        'e:x a e:T ; e:p "31/12/2004" .',
        'e:x a e:T ; e:p "2004-12-31"^^xsd:date .',
    ),
    (
        "text for an IRI",
        "sh:path e:p ; sh:nodeKind sh:IRI",
        'e:x a e:T ; e:p "http://e.example/kuwait" .',
        "e:x a e:T ; e:p e:kuwait .",
    ),
    (
        "small letters",
        'sh:path e:p ; sh:pattern "^[A-Z]{2}$"',
        'e:x a e:T ; e:p "kw"@en .',
        'e:x a e:T ; e:p "KW"@en .',
    ),
    (
        "no language",
        'sh:path e:p ; sh:languageIn ( "en" )',
        'e:x a e:T ; e:p "a state" .',
        'e:x a e:T ; e:p "a state"@en .',
    ),
    (
        "swapped dates",
        "sh:path e:p ; sh:lessThanOrEquals e:end",
        'e:x a e:T ; e:p "2012-01-01"^^xsd:date ;\n  e:end "2011-01-01"^^xsd:date .',
        'e:x a e:T ; e:p "2011-01-01"^^xsd:date ;\n  e:end "2012-01-01"^^xsd:date .',
    ),
    (
        "a property misspelt",
        "sh:path e:citation ; sh:minCount 1",
        "e:x a e:T ;\n  e:citaton e:c .",
        "e:x a e:T ;\n  e:citation e:c .",
    ),
    (
        "a value is missing",
        "sh:path e:p ; sh:hasValue e:needed",
        "e:x a e:T ;\n  e:q 1 .",
        "e:x a e:T ;\n  e:q 1 ; e:p e:needed .",
    ),
]


def shapes(body: str) -> Source:
    text = f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ {body} ] ."
    return Source("shapes.ttl", text.encode(), RdfFormat.TURTLE, "http://e.example/shapes")


@pytest.mark.parametrize(
    ("body", "before", "after"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED]
)
def test_a_fix_mends_the_fault_and_keeps_every_other_character(
    tmp_path: Path, body: str, before: str, after: str
) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + before + EXTRA, encoding="utf-8")
    report = validate(path, shapes(body))
    assert not report.conforms
    made = patches(report)
    assert list(write(made)) == [str(path)]
    assert path.read_text(encoding="utf-8").replace("needed  .", "needed .") == TOP + after + EXTRA
    assert validate(path, shapes(body)).conforms


def test_the_diff_shows_only_the_changed_line(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + MENDED[0][2] + EXTRA)
    (made,) = patches(validate(path, shapes(MENDED[0][1])))
    changed = [line for line in made.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-\te:p e:Kuwait .", "+\te:p e:kuwait ."]


def test_what_is_only_a_guess_is_suggested_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + "e:x a e:T ; e:p e:kuw .\n" + EXTRA)
    report = validate(path, shapes("sh:path e:p ; sh:class e:State"))
    assert not patches(report)


def test_line_syntaxes_are_mended_with_full_terms(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    path.write_text(
        f"<http://e.example/x> {kind} <http://e.example/T> .\n"
        '<http://e.example/x> <http://e.example/p> "2004" .\n'
    )
    body = "sh:path e:p ; sh:datatype xsd:gYear"
    write(patches(validate(path, shapes(body))))
    assert '"2004"^^<http://www.w3.org/2001/XMLSchema#gYear> .' in path.read_text()
    assert validate(path, shapes(body)).conforms


def test_dry_run_writes_nothing_and_fix_reports_what_is_left(
    tmp_path: Path, icigraph: Callable[..., object]
) -> None:
    path, rules = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    path.write_text(TOP + MENDED[0][2] + EXTRA)
    rules.write_text(shapes(MENDED[0][1]).text)
    before = path.read_text()
    dry = icigraph("validate", str(path), "--shapes", str(rules), "--fix", "--dry-run")
    assert (dry.code, path.read_text()) == (1, before)  # type: ignore[attr-defined]
    done = icigraph("validate", str(path), "--shapes", str(rules), "--fix")
    assert done.code == 0, done  # type: ignore[attr-defined]
    assert "conforms" in done.out  # type: ignore[attr-defined]
