"""How far suggestions are followed: `--fix` keeps what was meant, `--fix --unsafe` may change it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from tests.conftest import Ran

Run = Callable[..., Ran]
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.example/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
INSTANCES = f"""{HEAD}
ex:report2003 ex:year 2003 . ex:report2004 a ex:Report . ex:invoice12 a ex:Invoice . ex:kuwait a ex:State .
"""


def shape(body: str) -> str:
    return f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:T ; {body} .\n"


def prop(path: str, body: str) -> str:
    return f"sh:property [ sh:path {path} ; {body} ]"


# What is written, what the shape asks, and how sure the suggestion is: None is for a person alone.
CASES = [
    # Another number is another thing, another namespace or language tag as well.
    ("ex:basedOn ex:report2003x", prop("ex:basedOn", "sh:class ex:Report"), None),
    ("ex:basedOn ex:report2003", prop("ex:basedOn", "sh:class ex:Report"), None),
    ("ex:basedOn ex:invoice21", prop("ex:basedOn", "sh:class ex:Invoice"), None),
    ('ex:amount "1,5"', prop("ex:amount", "sh:datatype xsd:integer"), None),
    ('ex:label "Ein Text"@de', prop("ex:label", 'sh:languageIn ( "en" )'), None),
    ('ex:label "Ein Text"@de', prop("ex:label", "sh:datatype xsd:string"), "unsafe"),
    (
        'ex:label "Deux"@fr',
        prop("ex:label", "sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:integer ] )"),
        "unsafe",
    ),
    ('foaf:name "Ann"', prop("schema:name", "sh:minCount 1"), None),
    (
        "ex:parent2 ex:b",
        prop("ex:parent1", "sh:minCount 1") + " ; " + prop("ex:parent2", "sh:maxCount 1"),
        None,
    ),
    ("ex:parent2 ex:b", prop("ex:parent1", "sh:minCount 1"), None),
    ('ex:code "AB-2003"', prop("ex:code", 'sh:in ( "AB-2005" "XY-1" )'), None),
    ('ex:on "2020-13-01"^^xsd:date', prop("ex:on", "sh:datatype xsd:date"), "unsafe"),
    # What keeps the meaning.
    ('ex:age "34"', prop("ex:age", "sh:datatype xsd:integer"), "safe"),
    ('ex:age " 34 "', prop("ex:age", "sh:datatype xsd:integer"), "safe"),
    ("ex:age 34", prop("ex:age", "sh:datatype xsd:decimal"), "safe"),
    ('ex:open "True"', prop("ex:open", "sh:datatype xsd:boolean"), "safe"),
    ('ex:on "2020-01-31"', prop("ex:on", "sh:datatype xsd:date"), "safe"),
    ('ex:code " ab "', prop("ex:code", 'sh:pattern "^[a-z]+$"'), "safe"),
    ('ex:code "ab "', prop("ex:code", 'sh:in ( "ab" "cd" )'), "safe"),
    ('ex:code "AB"', prop("ex:code", 'sh:in ( "ab" "cd" )'), "safe"),
    ("ex:home ex:Kuwait", prop("ex:home", "sh:class ex:State"), "safe"),
    ('ex:page "https://ex.example/p"', prop("ex:page", "sh:nodeKind sh:IRI"), "safe"),
    ('ex:Name "Ann"', prop("ex:name", "sh:minCount 1"), "safe"),
    # What is likely, and changes what is said.
    ('ex:age "034"', prop("ex:age", "sh:datatype xsd:integer"), "unsafe"),
    ('ex:age "34"@en', prop("ex:age", "sh:datatype xsd:integer"), "unsafe"),
    ("ex:age 34", prop("ex:age", "sh:datatype xsd:string"), "unsafe"),
    ('ex:age "34"', prop("ex:age", "sh:in ( 34 35 )"), "unsafe"),
    ('ex:amount "1,500"', prop("ex:amount", "sh:datatype xsd:integer"), "unsafe"),
    ('ex:amount "1,5"', prop("ex:amount", "sh:datatype xsd:decimal"), "unsafe"),
    ("ex:home ex:kuwiat", prop("ex:home", "sh:class ex:State"), "unsafe"),
    ('ex:code "kw"', prop("ex:code", 'sh:pattern "^[A-Z]+$"'), "unsafe"),
    ('ex:page "foaf:Person"', prop("ex:page", "sh:nodeKind sh:IRI"), "unsafe"),
    ('ex:page "https://ex.example/p"@en', prop("ex:page", "sh:nodeKind sh:IRI"), "unsafe"),
    ("ex:page ex:p", prop("ex:page", "sh:nodeKind sh:Literal"), "unsafe"),
    ('ex:naem "Ann"', prop("ex:name", "sh:minCount 1"), "unsafe"),
    ('<http://schema.org/name> "Ann"', prop("schema:name", "sh:minCount 1"), "unsafe"),
    ('ex:label "a text"', prop("ex:label", 'sh:languageIn ( "en" )'), "unsafe"),
    ("ex:q 1", prop("ex:p", "sh:hasValue ex:needed"), "unsafe"),
    # Two statements would become one.
    ('ex:age "34" , 34', prop("ex:age", "sh:datatype xsd:integer"), "unsafe"),
    # What is described is a thing of its own.
    ("ex:home ex:Qatar . ex:Qatar ex:is 1", prop("ex:home", "sh:in ( ex:qatar )"), "unsafe"),
    # What may mean two things.
    ('ex:code "Ab"', prop("ex:code", 'sh:in ( "ab" "AB" )'), None),
    ('ex:amount "1,500"', prop("ex:amount", "sh:datatype xsd:decimal"), None),
    ('ex:on "05/06/2004"', prop("ex:on", "sh:datatype xsd:date"), None),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icigraph: Run) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)

    def call(*options: str) -> Ran:
        return icigraph("validate", "d.ttl", *options, "--shapes", "s.ttl")

    return call


def put(data: str, shapes: str) -> str:
    Path("s.ttl").write_text(shapes)
    text = f"{INSTANCES}\nex:x a ex:T ; {data} .\n"
    Path("d.ttl").write_text(text)
    return text


def suggestions(ran: Ran) -> list[dict[str, Any]]:
    causes = json.loads(ran.out)["causes"]
    return [one for c in causes for r in c["results"] for one in r.get("suggestions", ())]


@pytest.mark.parametrize(("data", "body", "sure"), CASES)
def test_only_what_keeps_the_meaning_is_written_unasked(
    run: Callable[..., Ran], data: str, body: str, sure: str | None
) -> None:
    before = put(data, shape(body))
    told = [one["applicability"] for one in suggestions(run("--format", "json"))]
    assert (sure in told) if sure else set(told) <= {"display-only"}, told
    dry = run("--fix", "--dry-run")
    assert Path("d.ttl").read_text() == before
    assert (dry.code, "# safe: d.ttl:" in dry.out) == ((1, True) if sure == "safe" else (0, False))
    assert ("left, unsafe: d.ttl:" in dry.err) == (sure == "unsafe")
    done = run("--fix")
    assert (Path("d.ttl").read_text() == before) == (sure != "safe")
    assert done.code == (0 if sure == "safe" else 1), done
    dry = run("--fix", "--unsafe", "--dry-run")
    assert ("# unsafe: d.ttl:" in dry.out) == (sure == "unsafe")
    done = run("--fix", "--unsafe")
    assert done.code == (1 if sure is None else 0), done
    assert (Path("d.ttl").read_text() == before) == (sure is None)


def test_what_a_dry_run_prints_is_a_patch(run: Callable[..., Ran], tmp_path: Path) -> None:
    import subprocess

    put('ex:age "34" ; ex:home ex:kuwiat', shape(prop("ex:age", "sh:datatype xsd:integer")))
    made = run("--fix", "--dry-run").out
    subprocess.run(["git", "apply", "-"], input=made, text=True, check=True, cwd=tmp_path)
    assert run().code == 0


def test_two_values_missing_at_one_place_are_both_written(run: Callable[..., Ran]) -> None:
    put("ex:q 1", shape(prop("ex:p", "sh:hasValue ex:a") + " ; " + prop("ex:r", 'sh:hasValue "b"')))
    assert run("--fix", "--unsafe").code == 0
    assert '; ex:q 1 ; ex:p ex:a ; ex:r "b" .' in Path("d.ttl").read_text()


def test_every_result_of_a_cause_is_mended_and_not_those_that_are_shown_alone(
    run: Callable[..., Ran],
) -> None:
    ages = " . ".join(f'ex:x{number} a ex:T ; ex:age "{number}"' for number in range(30))
    put(f"ex:q 1 . {ages}", shape(prop("ex:age", "sh:datatype xsd:integer")))
    done = run("--fix", "--max", "2")
    assert done.code == 0 and "mended d.ttl: 30 suggestions followed" in done.err


def test_an_iri_with_a_slash_is_written_whole_and_stops_nothing(run: Callable[..., Ran]) -> None:
    body = prop("ex:home", "sh:class ex:City") + " ; " + prop("ex:age", "sh:datatype xsd:integer")
    city = "ex:kuwait ex:q 1 . <http://ex.example/city/berlin> a ex:City . ex:x"
    put(f'ex:age "34" . {city} ex:home <http://ex.example/city/Berlin>', shape(body))
    assert run("--fix").code == 0
    text = Path("d.ttl").read_text()
    assert "ex:home <http://ex.example/city/berlin> ." in text and "ex:age 34 ." in text


def test_a_file_that_cannot_be_written_stops_no_other(run: Callable[..., Ran]) -> None:
    put('ex:age "34"', shape(prop("ex:age", "sh:datatype xsd:integer")))
    Path("e.rdf").write_text(
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://ex.example/">'
        '<ex:T r:about="http://ex.example/y"><ex:age>35</ex:age></ex:T></r:RDF>'
    )
    done = run("e.rdf", "--fix")
    assert done.code == 1 and "e.rdf: not mended: only plain files" in done.err
    assert "ex:age 34 ." in Path("d.ttl").read_text()


def test_what_would_be_worse_is_taken_back_and_the_rest_stays(run: Callable[..., Ran]) -> None:
    """Both ages must be equal, and a number and a text are not: to mend one makes two results of one."""
    body = prop("ex:age", "sh:datatype xsd:integer ; sh:equals ex:years")
    put('ex:age "34" ; ex:years "34" . ex:y a ex:T ; ex:age "35" ; ex:years 35', shape(body))
    done = run("--fix")
    text = Path("d.ttl").read_text()
    assert 'ex:age "34" ; ex:years "34" .' in text and "ex:age 35 ; ex:years 35 ." in text
    assert "taken back, since more would be wrong after it: safe: d.ttl:" in done.err


def test_sarif_tells_the_edits_and_how_sure_they_are(run: Callable[..., Ran]) -> None:
    text = put('ex:age "34" ; ex:on "2020-13-01"', shape(
        prop("ex:age", "sh:datatype xsd:integer") + " ; " + prop("ex:on", "sh:datatype xsd:date")
        + " ; " + prop("ex:p", "sh:hasValue ex:a")
    ))  # fmt: skip
    (sarif,) = json.loads(run("--format", "sarif").out)["runs"]
    fixes = [fix for result in sarif["results"] for fix in result.get("fixes", ())]
    assert Counter(fix["properties"]["applicability"] for fix in fixes) == {"safe": 1, "unsafe": 2}
    (safe,) = (fix for fix in fixes if fix["properties"]["applicability"] == "safe")
    (change,) = safe["artifactChanges"]
    (replacement,) = change["replacements"]
    region, inserted = replacement["deletedRegion"], replacement["insertedContent"]["text"]
    lines = text.split("\n")
    old = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
    assert (change["artifactLocation"]["uri"], old, inserted) == ("d.ttl", '"34"', "34")


VALUES = ['"34"', "34", '"034"', '" 34 "', '"34"@en', '"ab"', '"AB "', "ex:kuwait", "ex:Kuwait", "ex:kuwiat"]
VALUES += ["[]", '"https://ex.example/p"', '"True"', '"2020-01-31"', "ex:a", "ex:A", "34.0", '"x\\u2028y "']
ASKED = ["sh:datatype xsd:integer", "sh:datatype xsd:boolean", "sh:datatype xsd:date", "sh:class ex:State"]
ASKED += ['sh:in ( "ab" ex:kuwait ex:a 34 )', "sh:nodeKind sh:IRI", 'sh:pattern "^[a-z]+$"', "sh:maxCount 1"]
ASKED += ["sh:equals ex:p2", "sh:disjoint ex:p1", 'sh:hasValue "34"', "sh:minCount 2", "sh:minCount 1"]
ASKED += ["sh:nodeKind sh:Literal", 'sh:languageIn ( "en" )', "sh:hasValue ex:a", "sh:datatype xsd:string"]
NAMES = ["p1", "p2", "P1", "p3"]
CLOSED = " ; sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> )"
Statement = tuple[str, ...]
_STATED = st.tuples(st.sampled_from("xyz"), st.sampled_from(NAMES), st.sampled_from(VALUES))
_SHAPED = st.tuples(st.sampled_from(NAMES), st.sampled_from(ASKED))


def said(line: str) -> Counter[Statement]:
    """The statements of a line, a blank node without its label."""
    read = parse((HEAD + line).encode(), format=RdfFormat.TURTLE)
    return Counter(tuple("_:" if str(t).startswith("_:") else str(t) for t in one.triple) for one in read)


def explained(gone: Counter[Statement], come: Counter[Statement], edits: list[dict[str, Any]]) -> bool:
    """Whether edits account for what became of a line: each for one term, or one statement more."""
    terms = {edit["term"] for edit in edits if "predicate" not in edit}
    more = {(edit["predicate"], edit["term"]) for edit in edits if "predicate" in edit}
    mended = Counter(row for row in come.elements() if row[1:] not in more)
    return mended.total() == gone.total() and all(
        any(s == was[0] and ((p == was[1] and o in terms) or (p in terms and o == was[2])) for was in gone)
        for s, p, o in mended
    )


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--unsafe")], ids=["safe", "unsafe"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stated=st.lists(_STATED, min_size=1, max_size=6),
    asked=st.lists(_SHAPED, min_size=1, max_size=4),
    closed=st.booleans(),
)
@example(
    stated=[("x", "p1", '"34"'), ("x", "p2", '"34"')],
    asked=[("p1", "sh:datatype xsd:integer"), ("p1", "sh:equals ex:p2")],
    closed=False,
)
@example(
    stated=[("x", "p1", '"34"'), ("x", "p1", "34")],
    asked=[("p1", "sh:datatype xsd:integer"), ("p1", "sh:minCount 2")],
    closed=False,
)
def test_after_a_fix_the_graph_differs_only_as_listed_and_validates_no_worse(
    run: Callable[..., Ran],
    options: tuple[str, ...],
    stated: list[tuple[str, str, str]],
    asked: list[tuple[str, str]],
    closed: bool,
) -> None:
    before = "".join(f"ex:{s} a ex:T ; ex:{p} {o} .\n" for s, p, o in stated)
    body = " ; ".join(prop(f"ex:{path}", what) for path, what in asked)
    Path("s.ttl").write_text(shape(body + (CLOSED if closed else "")))
    Path("d.ttl").write_text(INSTANCES + "\n" + before)
    first = run("--format", "json")
    run(*options)
    after = Path("d.ttl").read_text().removeprefix(INSTANCES + "\n")
    sure = {"safe", "unsafe"} if "--unsafe" in options else {"safe"}
    edits = [e for one in suggestions(first) if one["applicability"] in sure for e in one.get("edits", ())]
    start = INSTANCES.count("\n") + 2
    for number, (old, new) in enumerate(zip(before.split("\n"), after.split("\n"), strict=True), start):
        here = [edit for edit in edits if edit["place"]["line"] == number]
        assert old == new or explained(said(old) - said(new), said(new) - said(old), here), (old, new, here)
    had, has = focuses(first), focuses(run("--format", "json"))
    assert all(count <= had[focus] for focus, count in has.items()), (had, has)


def focuses(ran: Ran) -> Counter[str]:
    causes = json.loads(ran.out)["causes"]
    return Counter(result["focusNode"] for cause in causes for result in cause["results"])
