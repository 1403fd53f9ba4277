"""Suggestions and the fixes that follow them: the fault goes, and nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from icigraph.rdf.documents import Source
from icigraph.validation.fix import Patch, followed, write
from icigraph.validation.report import Applicability, ValidationReport
from icigraph.validation.validate import validate

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


def patches(report: ValidationReport, least: Applicability = Applicability.UNSAFE) -> tuple[Patch, ...]:
    made = followed(report, least)
    assert not made.left
    return made.patches


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
    assert write(made) == ((str(path),), ())
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


KEPT = "sh:path e:p ; sh:datatype xsd:integer"
NEEDED = "sh:path e:p ; sh:hasValue e:needed"
ANEW = "@prefix e: <http://other.example/> .\n@prefix f: <http://e.example/> .\n"
HARD = [
    ("three quotes", KEPT, 'e:x a e:T ; e:p """5""" .', "e:x a e:T ; e:p 5 ."),
    ("over two lines", KEPT, 'e:x a e:T ; e:p """5\n""" ; e:q 1 .', "e:x a e:T ; e:p 5 ; e:q 1 ."),
    ("no space at all", KEPT, 'e:x a e:T;e:p "5","6"^^xsd:string.', "e:x a e:T;e:p 5,6."),
    ("a space before the datatype", KEPT, 'e:x a e:T ; e:p "5" ^^ xsd:string .', "e:x a e:T ; e:p 5 ."),
    ("stated twice", KEPT, 'e:x a e:T ; e:p "5" .\ne:x e:p "5" .', "e:x a e:T ; e:p 5 .\ne:x e:p 5 ."),
    (
        "a small integer",
        "sh:path e:p ; sh:datatype xsd:byte",
        'e:x a e:T ; e:p "7" .',
        'e:x a e:T ; e:p "7"^^xsd:byte .',
    ),
    (
        "no day has this time",
        "sh:path e:p ; sh:datatype xsd:dateTime",
        'e:x a e:T ; e:p "2004-31-12T10:00:00Z" .',
        'e:x a e:T ; e:p "2004-12-31T10:00:00Z"^^xsd:dateTime .',
    ),
    (
        "the month first",
        "sh:path e:p ; sh:datatype xsd:date",
        'e:x a e:T ; e:p "12/31/2004" .',
        'e:x a e:T ; e:p "2004-12-31"^^xsd:date .',
    ),
    (
        "a prefix that is not declared",
        "sh:path e:p ; sh:datatype <http://www.w3.org/2001/XMLSchema#gYear>",
        '# xsd: <http://www.w3.org/2001/XMLSchema#>\ne:x a e:T ; e:p "2004" .',
        '# xsd: <http://www.w3.org/2001/XMLSchema#>\ne:x a e:T ; e:p "2004"^^xsd:gYear .',
    ),
    (
        "a prefix bound anew",
        "sh:path e:p ; sh:in ( e:normal )",
        f"{ANEW}f:x a f:T ; f:p f:Normal .",
        f"{ANEW}f:x a f:T ; f:p f:normal .",
    ),
    (
        "a prefixed name as text",
        "sh:path e:p ; sh:nodeKind sh:IRI",
        'e:x a e:T ; e:p "e:kuwait" .',
        "e:x a e:T ; e:p e:kuwait .",
    ),
    (
        "a pattern with a flag",
        'sh:path e:p ; sh:pattern "^ab$" ; sh:flags "i"',
        'e:x a e:T ; e:p "AB " .',
        'e:x a e:T ; e:p "AB" .',
    ),
    (
        "into brackets",
        NEEDED,
        "e:y e:z [ a e:T ; e:q 1 ] ; e:w 2 .",
        "e:y e:z [ a e:T ; e:q 1 ; e:p e:needed ] ; e:w 2 .",
    ),
    (
        "into a list's brackets",
        NEEDED,
        "e:y e:l ( [ a e:T ] [ a e:T ] ) .",
        "e:y e:l ( [ a e:T ; e:p e:needed ] [ a e:T ; e:p e:needed ] ) .",
    ),
    (
        "after a comment",
        NEEDED,
        "e:x a e:T ;\n  e:q 1 # note .\n  .",
        "e:x a e:T ;\n  e:q 1 ; e:p e:needed # note .\n  .",
    ),
    ("after a semicolon", NEEDED, "e:x a e:T ;\n  e:q 1 ;\n  .", "e:x a e:T ;\n  e:q 1 ; e:p e:needed\n  ."),
    ("before a tight dot", NEEDED, "e:x a e:T;e:q 1.", "e:x a e:T;e:q 1 ; e:p e:needed ."),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("body", "before", "after"), [row[1:] for row in HARD], ids=[row[0] for row in HARD])
def test_a_fix_knows_the_grammar_and_is_done_at_once(
    tmp_path: Path, body: str, before: str, after: str, ends: str
) -> None:
    path = tmp_path / "data.ttl"
    top = "\ufeff" + TOP

    def text(part: str) -> bytes:
        return (top + part + "\n").replace("\n", ends).encode()

    path.write_bytes(text(before))
    assert write(patches(validate(path, shapes(body)))) == ((str(path),), ())
    assert path.read_bytes() == text(after)
    again = validate(path, shapes(body))
    assert (again.conforms, patches(again)) == (True, ())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("sh:path e:p ; sh:datatype xsd:date", 'e:x a e:T ; e:p "05/06/2004" .'),
        ("sh:path e:p ; sh:datatype xsd:dateTime", 'e:x a e:T ; e:p "2004-12-31" .'),
        ("sh:path e:p ; sh:datatype xsd:byte", 'e:x a e:T ; e:p "700" .'),
        ("sh:path e:p ; sh:nodeKind sh:IRI", 'e:x a e:T ; e:p "note:hello" .'),
        ("sh:path e:p ; sh:lessThan e:end", 'e:x a e:T ; e:p "abc" ; e:end 3 .'),
        ("sh:path e:p ; sh:lessThan e:end", "e:x a e:T ; e:p 3 ; e:end 3 ."),
    ],
)
def test_what_may_mean_two_things_is_left_to_a_person(tmp_path: Path, body: str, text: str) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + text)
    report = validate(path, shapes(body))
    assert report.results and not patches(report)


def test_a_broken_file_is_mended_where_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + 'e:x a e:T ; e:p "5" .\ne:y e:p .\ne:z a e:T ; e:p "6" .\n')
    write(patches(validate(path, shapes(KEPT))))
    assert path.read_text() == TOP + "e:x a e:T ; e:p 5 .\ne:y e:p .\ne:z a e:T ; e:p 6 .\n"


@pytest.mark.parametrize(("suffix", "graph"), [("nt", ""), ("nq", " <http://e.example/g>")])
def test_a_missing_value_is_a_line_of_its_own_in_line_syntaxes(
    tmp_path: Path, suffix: str, graph: str
) -> None:
    path = tmp_path / f"data.{suffix}"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    line = f"<http://e.example/x> {kind} <http://e.example/T>{graph} .\n"
    path.write_text(line)
    write(patches(validate(path, shapes(NEEDED))))
    added = f"<http://e.example/x> <http://e.example/p> <http://e.example/needed>{graph} .\n"
    assert path.read_text() == line + added
    assert validate(path, shapes(NEEDED)).conforms


def test_a_graph_of_trig_needs_no_dot_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(TOP + "e:g { e:x a e:T }\n")
    write(patches(validate(path, shapes(NEEDED))))
    assert path.read_text() == TOP + "e:g { e:x a e:T ; e:p e:needed }\n"


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (
            "jsonld",
            '{"@id": "http://e.example/x", "@type": "http://e.example/T", "http://e.example/p": "Normal"}',
        ),
        (
            "rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">'
            '<e:T r:about="http://e.example/x"><e:p>Normal</e:p></e:T></r:RDF>',
        ),
    ],
)
def test_a_syntax_without_exact_places_is_not_written_into(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"data.{suffix}"
    path.write_text(text)
    made = followed(validate(path, shapes('sh:path e:p ; sh:in ( "normal" )')))
    assert not made.patches
    assert [str(fault) for fault in made.left] == [
        f"{path}: not mended: only plain files of Turtle, TriG, N-Triples and N-Quads are"
    ]


def test_a_patch_splits_lines_as_other_tools_do(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(TOP + 'e:y e:q "a\u2028b" .\ne:x a e:T ; e:p "5" .\n')
    (made,) = patches(validate(path, shapes(KEPT)))
    assert ' e:y e:q "a\u2028b" .\n' in made.diff
