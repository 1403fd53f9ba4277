"""The lint of shapes, through the command line: each mistake told once, at its place, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from icigraph.validation.finding import RULES
from icigraph.validation.formats import FORMATS
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.report import UnusableShapes
from icigraph.validation.validate import validate

Run = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix dash: <http://datashapes.org/dash#> . @prefix ent: <http://www.w3.org/ns/entailment/> .\n"
)
DATA = PREFIXES + 'e:a a e:Person ; e:surname "A" ; e:age 3 ; e:code "x" .\n'
SHAPE = "e:S a sh:NodeShape ; sh:targetClass e:Person ; {} .\n"
PROPERTY = SHAPE.format("sh:property [ sh:path e:age ; {} ]")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.ttl").write_text(DATA)


def place_of(marked: str) -> tuple[str, str]:
    """The text without its mark `¦`, and the `line:column` where it stands."""
    before = marked[: marked.index("¦")]
    return marked.replace("¦", ""), f"{4 + before.count(chr(10))}:{len(before) - before.rfind(chr(10))}"


def linted(icigraph: Run, shapes: str, *options: str) -> tuple[int, list[tuple[str, str, str]]]:
    """The exit code, and each finding's code, `line:column` and hint; shapes begin on line 4."""
    Path("s.ttl").write_text(PREFIXES + shapes)
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", "json", *options)
    document = json.loads(ran.out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    found = []
    for one in document["findings"]:
        place = one.get("place", {})
        at = f"{place['line']}:{place['column']}" if place else ""
        found.append((one["code"], at, one.get("hint", "")))
    return ran.code, found


TERMS = {
    "a target": (
        "e:S a sh:NodeShape ; ¦sh:targetClas e:Person . e:R sh:targetNode e:a .",
        "did you mean sh:targetClass?",
    ),
    "a parameter": (PROPERTY.format("¦sh:minCoun 1"), "did you mean sh:minCount?"),
    "its case": (PROPERTY.format("¦sh:maxcount 1"), "did you mean sh:maxCount?"),
    "a class": ("e:S a ¦sh:Nodeshape ; sh:targetClass e:Person .", "did you mean sh:NodeShape?"),
    "a severity": (SHAPE.format("sh:severity ¦sh:Warnin"), "did you mean sh:Warning?"),
    "nothing near": (SHAPE.format("¦sh:zzz 1"), ""),
}


@pytest.mark.parametrize("name", TERMS)
def test_terms_that_shacl_does_not_have(icigraph: Run, name: str) -> None:
    marked, hint = TERMS[name]
    shapes, place = place_of(marked)
    assert linted(icigraph, shapes) == (1, [("unknown-term", place, hint)])


def test_a_misspelt_namespace_is_told(icigraph: Run) -> None:
    Path("s.ttl").write_text(PREFIXES.replace("/ns/shacl#", "/ns/SHACL#") + SHAPE.format("sh:class e:Person"))
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl")
    assert ran.code == 2
    assert "did you mean <http://www.w3.org/ns/shacl#>?" in ran.out and "error[no-shapes]" in ran.out


def test_terms_that_the_shapes_declare_themselves_are_known(icigraph: Run) -> None:
    component = (
        "e:C a sh:ConstraintComponent ; sh:parameter [ sh:path e:least ] ;\n"
        '  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value >= $least) }" ] .\n'
        "sh:own a owl:DatatypeProperty .\n"
    )
    assert linted(icigraph, component + PROPERTY.format("e:least 2 ; sh:own 1")) == (0, [])


ILL_TYPED = {
    'sh:minCount "one"': "",
    'sh:minCount "1"': "write 1",
    "sh:maxCount 1.0": "",
    "sh:minLength -1": "",
    "sh:nodeKind sh:Iri": "did you mean sh:IRI?",
    "sh:nodeKind sh:iri": "did you mean sh:IRI?",
    'sh:nodeKind "IRI"': "did you mean sh:IRI?",
    'sh:datatype "http://www.w3.org/2001/XMLSchema#integer"': "write <http://www.w3.org/2001/XMLSchema#integer>",
    'sh:class "Person"': "",
    'sh:uniqueLang "true"': "write true",
    "sh:deactivated 1": "write true",
    "sh:in e:x": "",
    'sh:languageIn "en"': "",
    "sh:languageIn (e:en)": "",
    "sh:or e:x": "",
    'sh:and ("x")': "",
    'sh:lessThan "x"': "",
    "sh:minInclusive e:x": "",
    "sh:pattern 3": "",
    'sh:node "x"': "",
    'sh:severity "x"': "",
}


@pytest.mark.parametrize("bad", ILL_TYPED)
def test_parameters_of_the_wrong_type(icigraph: Run, bad: str) -> None:
    shapes, place = place_of(PROPERTY.format(bad.replace(" ", " ¦", 1)))
    assert linted(icigraph, shapes) == (2, [("ill-typed-parameter", place, ILL_TYPED[bad])])


@pytest.mark.parametrize("bad", ['"["', '"^a(?!b)"', '"a" ; sh:flags "k"'])
def test_regular_expressions_that_cannot_be_run(icigraph: Run, bad: str) -> None:
    code, found = linted(icigraph, PROPERTY.format(f"sh:pattern {bad}"))
    assert (code, [one[0] for one in found]) == (2, ["ill-typed-parameter"])


def test_python_has_other_regular_expressions(icigraph: Run) -> None:
    pytest.importorskip("pyshacl")
    shapes = PROPERTY.format('sh:pattern "^(?!4)"')
    assert linted(icigraph, shapes)[0] == 2
    assert linted(icigraph, shapes, "--engine", "pyshacl") == (0, [])


@pytest.mark.parametrize(
    "path", ['"age"', "(e:age)", "[ sh:inversePat e:age ]", "()", "[ sh:alternativePath (e:age) ]"]
)
def test_paths_that_are_none(icigraph: Run, path: str) -> None:
    code, found = linted(icigraph, SHAPE.format(f"sh:property [ sh:path {path} ; sh:minCount 0 ]"))
    assert (code, "ill-typed-parameter") == (2, next(one[0] for one in found if one[0] != "unknown-term"))


def test_all_that_is_wrong_is_told_in_one_run(icigraph: Run) -> None:
    shapes = SHAPE.format(
        'sh:property [ sh:path e:age ; sh:minCount "one" ; sh:nodeKind sh:Iri ] ;\n'
        '  sh:property [ sh:path e:code ; sh:pattern "[" ; sh:minCoun 1 ] ;\n'
        '  sh:sparql [ sh:select "SELECT $this {" ]'
    )
    code, found = linted(icigraph, shapes)
    codes = [one[0] for one in found]
    assert code == 2
    assert codes == [
        "ill-typed-parameter",
        "ill-typed-parameter",
        "ill-typed-parameter",
        "unknown-term",
        "broken-query",
    ]


def test_no_lint_leaves_it_to_the_engine(icigraph: Run) -> None:
    assert linted(icigraph, PROPERTY.format("sh:minCoun 1"), "--no-lint") == (0, [])
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--no-lint")
    assert (ran.code, ran.out.startswith("conforms: ")) == (0, True)


NAMES = {
    "another scheme": (
        "sh:targetClass <https://e.example/Person>",
        "did you mean <http://e.example/Person>?",
    ),
    "another separator": (
        "sh:targetClass <http://e.example#Person>",
        "did you mean <http://e.example/Person>?",
    ),
    "another case": ("sh:targetClass e:person", "did you mean e:Person?"),
    "a slip": ("sh:targetClass e:Persom", "did you mean e:Person?"),
    "a target of a property": ("sh:targetSubjectsOf e:surnmae", "did you mean e:surname?"),
}


@pytest.mark.parametrize("name", NAMES)
def test_targets_that_the_data_has_under_nearly_the_same_name(icigraph: Run, name: str) -> None:
    target, hint = NAMES[name]
    code, found = linted(icigraph, f"e:S a sh:NodeShape ; {target} ; sh:property [ sh:path e:age ] .")
    column = 22 + target.index(" ") + 1
    assert code == 1
    assert ("unknown-name", f"4:{column}", hint) in found
    assert {one[0] for one in found} == {"unknown-name", "no-focus-node"}


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("e:surnam", "did you mean e:surname?"),
        ("[ sh:inversePath e:surnmae ]", "did you mean e:surname?"),
        ("( e:surname <https://e.example/age> )", "did you mean <http://e.example/age>?"),
        ("e:Surname", "did you mean e:surname?"),
    ],
)
def test_paths_that_the_data_has_under_nearly_the_same_name(icigraph: Run, path: str, hint: str) -> None:
    code, found = linted(icigraph, SHAPE.format(f"sh:property [ sh:path {path} ; sh:minCount 0 ]"))
    assert (code, [(one[0], one[2]) for one in found]) == (1, [("unknown-name", hint)])


@pytest.mark.parametrize(
    "path", ["e:name", "e:ages", "e:codf", "e:Code2", "<http://other.example/surname>", "e:surname2"]
)
def test_names_that_differ_on_purpose_are_left_alone(icigraph: Run, path: str) -> None:
    known = "e:codf a owl:DatatypeProperty .\n"
    assert linted(icigraph, known + SHAPE.format(f"sh:property [ sh:path {path} ]")) == (0, [])


def test_names_that_the_shapes_use_side_by_side_are_left_alone(icigraph: Run) -> None:
    shapes = SHAPE.format("sh:property [ sh:path e:surname ], [ sh:path e:surnames ]")
    assert linted(icigraph, shapes) == (0, [])


def test_names_of_large_data_are_looked_for_at_its_ends(icigraph: Run) -> None:
    rows = "".join(
        f'<http://e.example/n{n}> <http://e.example/note> "{"x" * 900}" .\n' for n in range(25_000)
    )
    end = '<http://e.example/z> <http://e.example/surname> "Z" .\n'
    Path("d.nt").write_text(rows + end)
    Path("s.ttl").write_text(
        PREFIXES + "e:S sh:targetNode e:z ; sh:property [ sh:path e:surnmae ; sh:maxCount 1 ] ."
    )
    ran = icigraph("validate", "d.nt", "--shapes", "s.ttl")
    assert (ran.code, "did you mean e:surname?" in ran.out) == (1, True)


def test_a_namespace_that_the_data_has_otherwise_is_told_once(icigraph: Run) -> None:
    other = "@prefix o: <https://e.example/> .\n"
    shapes = "o:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path o:age ], [ sh:path o:code ] ."
    code, found = linted(icigraph, other + shapes)
    assert (code, found) == (1, [("unknown-name", "5:64", "did you mean the namespace <http://e.example/>?")])


def test_shapes_that_nothing_reaches(icigraph: Run) -> None:
    lost = "e:Lost a sh:NodeShape ; sh:property [ sh:path e:age ; sh:minCount 9 ] .\n"
    used = PROPERTY.format("sh:node e:Used") + "e:Used sh:class e:Person ; sh:deactivated true .\n"
    off = "e:Off a sh:NodeShape ; sh:class e:Person ; sh:deactivated true .\n"
    code, found = linted(icigraph, lost + used + off)
    assert (code, [one[:2] for one in found]) == (0, [("unreachable-shape", "4:1")])


def test_shapes_that_nothing_describes(icigraph: Run) -> None:
    shapes, place = place_of(SHAPE.format("sh:node ¦e:Adress"))
    shapes += "e:Address a sh:NodeShape ; sh:targetNode e:a .\n"
    assert linted(icigraph, shapes) == (
        1,
        [("undescribed-shape", place, "did you mean e:Address?")],
    )
    bare = SHAPE.format("sh:or ( sh:property [ sh:path e:age ] )")
    _, found = linted(icigraph, bare)
    assert ("undescribed-shape", "brackets are missing: write [ sh:… ]") in [
        (one[0], one[2]) for one in found
    ]


@pytest.mark.parametrize(
    ("said", "code", "finding"),
    [
        ("sh:minCount 1", 1, "misplaced-parameter"),
        ("sh:property [ sh:path e:age ; sh:uniqueLang '1'^^xsd:boolean ]", 1, "misplaced-parameter"),
        ("sh:property [ sh:path e:age ; sh:flags 'i' ]", 1, "misplaced-parameter"),
        ("sh:property [ sh:path e:age ; sh:qualifiedMinCount 0 ]", 1, "misplaced-parameter"),
        ("sh:property [ sh:path e:age ; sh:minCount 1, 0 ]", 1, "repeated-parameter"),
        ("sh:property [ sh:minCount 1 ]", 2, "no-path"),
        ("sh:property e:P . e:P a sh:PropertyShape ; sh:minCount 1", 2, "no-path"),
    ],
)
def test_shapes_that_are_put_together_wrongly(icigraph: Run, said: str, code: int, finding: str) -> None:
    ran, found = linted(icigraph, SHAPE.format(said))
    assert (ran, [one[0] for one in found]) == (code, [finding])


def test_a_file_that_is_given_in_two_syntaxes_repeats_nothing(icigraph: Run) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    shapes = PREFIXES + "e:P sh:path ( e:age e:code ) ; sh:in ( 1 2 ) . " + SHAPE.format("sh:property e:P")
    Path("s.ttl").write_text(shapes)
    Path("t.nt").write_bytes(
        serialize(parse(shapes, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
    )
    ran = icigraph("validate", "d.ttl", "-s", "s.ttl", "-s", "t.nt")
    assert (ran.code, ran.out.startswith("conforms: ")) == (0, True)


QUERIES = {
    "cut off": '"SELECT $this ¦{"',
    "a prefix that nobody declared": '"SELECT $this { $this ¦x:p 1 }"',
    "on a later line": '"""SELECT $this {\n  $this ?p ?x .\n  ?x ¦x:q 1 }"""',
    "after an escape": '"SELECT $this { $this <http://e.example/\\u0061> \\"x\\" ; ¦x:q 1 }"',
    "the wrong form": '"¦ASK { $this ?p ?o }"',
    "MINUS": '"SELECT $this { $this ?p ?o ¦MINUS { $this ?q 1 } }"',
    "VALUES": '"SELECT $this { ¦VALUES ?o { 1 } $this ?p ?o }"',
    "SERVICE": '"SELECT $this { ¦SERVICE <http://x.invalid/> { $this ?p ?o } }"',
    "an unknown function": '"SELECT $this { $this ?p ?o FILTER(¦<http://e.example/f>(?o)) }"',
}


@pytest.mark.parametrize("name", QUERIES)
def test_queries_that_cannot_be_run_are_told_at_their_line(icigraph: Run, name: str) -> None:
    shapes, place = place_of(SHAPE.replace("{}", f"sh:sparql [ sh:select {QUERIES[name]} ]"))
    code, found = linted(icigraph, shapes)
    assert (code, [one[:2] for one in found]) == (2, [("broken-query", place)])


def test_a_target_that_is_no_query_finds_nothing_without_a_word_no_more(icigraph: Run) -> None:
    marked = 'e:S sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this ¦{ broken" ] .'
    shapes, place = place_of(marked)
    code, found = linted(icigraph, shapes)
    assert (code, found[0][:2]) == (2, ("broken-query", place))


def test_queries_of_what_is_not_run_stop_nothing(icigraph: Run) -> None:
    shapes = SHAPE.format('sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {" ]')
    code, found = linted(icigraph, shapes)
    assert (code, [one[0] for one in found]) == (1, ["not-run", "broken-unused-query"])


def test_queries_with_paths_prefixes_and_calls_are_fine(icigraph: Run) -> None:
    query = (
        "SELECT $this ?value { $this $PATH ?value . "
        "FILTER(xsd:integer(?value) > 100 && e:age != e:code && ?value >(7)) }"
    )
    prefixes = (
        "e:N sh:declare [ "
        'sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#"^^xsd:anyURI ] ;\n'
        "  owl:imports e:M .\n"
        'e:M sh:declare [ sh:prefix "e" ; sh:namespace "http://e.example/"^^xsd:anyURI ] .\n'
    )
    shape = PROPERTY.format(f'sh:sparql [ sh:select "{query}" ; sh:prefixes e:N ]')
    assert linted(icigraph, prefixes + shape) == (0, [])


FEATURES = {
    "rules": SHAPE.format(
        "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object 1 ]"
    ),
    "JavaScript": SHAPE.format('sh:js [ sh:jsFunctionName "f" ]'),
    "targets in JavaScript": SHAPE.format('sh:target [ a sh:JSTarget ; sh:jsFunctionName "f" ]'),
    "targets of a type of one's own": SHAPE.format("sh:target [ a e:OwnTarget ; e:argument e:a ]"),
    "components of DASH that are not there": PROPERTY.format("dash:uniqueValueForClass e:Person"),
}


@pytest.mark.parametrize("name", FEATURES)
def test_what_is_not_run_is_told_and_fails_nothing(icigraph: Run, name: str) -> None:
    code, found = linted(icigraph, FEATURES[name])
    assert (code, [one[0] for one in found]) == (0, ["not-run"])


def test_what_is_used_often_is_told_once(icigraph: Run) -> None:
    rule = "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object {} ]"
    linted(icigraph, SHAPE.format(" ; ".join(rule.format(number) for number in range(50))))
    assert "sh:rule is not run (50 times)" in icigraph("validate", "d.ttl", "-s", "s.ttl").out


def test_a_flood_is_cut_and_says_so(icigraph: Run) -> None:
    shapes = SHAPE.format(" ; ".join(f'sh:property [ sh:path e:p{n} ; sh:minCount "x" ]' for n in range(100)))
    code, found = linted(icigraph, shapes)
    assert (code, len(found)) == (2, 21)
    assert "and more like these 20" in icigraph("validate", "d.ttl", "-s", "s.ttl").out


@pytest.mark.parametrize(
    ("regime", "reason", "code", "hint"),
    [
        ("ent:RDFS", "none", 2, "give --reason rdfs"),
        ("ent:RDFS", "rdfs", 0, ""),
        ("ent:RDFS", "owl-rl", 0, ""),
        ("ent:Simple", "none", 0, ""),
        ("ent:RDFs", "rdfs", 2, "did you mean <http://www.w3.org/ns/entailment/RDFS>?"),
        (
            "ent:OWL-Direct",
            "owl-rl",
            2,
            "a part of it is given by --reason owl-rl; then leave sh:entailment out",
        ),
        ("<http://nonsense.example/>", "owl-rl", 2, ""),
    ],
)
def test_an_entailment_that_is_not_given_is_a_failure(
    icigraph: Run, regime: str, reason: str, code: int, hint: str
) -> None:
    shapes = f"<urn:g> sh:entailment {regime} .\n" + PROPERTY.format("sh:minCount 1")
    ran, found = linted(icigraph, shapes, "--reason", reason)
    assert (ran, found) == (code, [("entailment", "4:23", hint)] if code else [])


def test_imports_that_were_not_read_are_told_once(icigraph: Run) -> None:
    imports = (
        "<urn:o> owl:imports <http://x.example/a>, <http://x.example/b>,"
        " <http://www.w3.org/ns/shacl#>, e:Here .\n"
    )
    here = "e:Here a owl:Ontology .\n"
    code, found = linted(icigraph, imports + here + PROPERTY.format("sh:minCount 1"))
    assert (code, [one[:2] for one in found]) == (0, [("not-imported", "4:21")])
    said = icigraph("validate", "d.ttl", "-s", "s.ttl").out
    assert "<http://x.example/a>, <http://x.example/b> (2 not read)" in said


def test_local_imports_are_read(icigraph: Run) -> None:
    Path("sub").mkdir()
    Path("sub/more.ttl").write_text(
        PREFIXES + "<> owl:imports <last.ttl> .\n" + PROPERTY.format("sh:minCount 9")
    )
    Path("sub/last.ttl").write_text(
        PREFIXES + "<> owl:imports <more.ttl> . e:L sh:targetNode e:a ; sh:maxCoun 1 ."
    )
    code, found = linted(icigraph, "<> owl:imports <sub/more.ttl> .")
    assert (code, [one[0] for one in found]) == (1, ["unknown-term"])
    said = icigraph("validate", "d.ttl", "-s", "s.ttl").out
    assert "too few values of e:age" in said and "--> " in said and "sub/last.ttl:4:" in said
    code, found = linted(icigraph, "<> owl:imports <nowhere.ttl> .\n" + PROPERTY.format("sh:minCount 1"))
    assert (code, [one[:2] for one in found]) == (0, [("not-imported", "4:16")])


def test_the_shapes_graph_that_data_names_is_read_where_it_is_local(icigraph: Run) -> None:
    Path("own.ttl").write_text(PREFIXES + PROPERTY.format("sh:minCount 9"))
    Path("d.ttl").write_text(DATA + "<> sh:shapesGraph <own.ttl>, <http://x.example/shapes> .\n")
    for given in ((), ("--shapes", "s.ttl")):
        Path("s.ttl").write_text(PREFIXES + PROPERTY.format("sh:minCount 1"))
        ran = icigraph("validate", "d.ttl", *given)
        assert (ran.code, "too few values of e:age" in ran.out) == (1, True), ran
        assert "warning[not-imported]" in ran.out and "--> d.ttl:5:" in ran.out


def test_data_that_holds_its_own_shapes_may_name_itself(icigraph: Run) -> None:
    Path("d.ttl").write_text(DATA + "<> sh:shapesGraph <> .\n" + PROPERTY.format("sh:minCount 9"))
    ran = icigraph("validate", "d.ttl")
    assert (ran.code, "too few values of e:age" in ran.out) == (1, True)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_tells_the_findings_with_code_and_place(icigraph: Run, form: str) -> None:
    for shapes, code in ((PROPERTY.format("sh:minCoun 1"), 1), (PROPERTY.format("sh:nodeKind sh:Iri"), 2)):
        Path("s.ttl").write_text(PREFIXES + shapes)
        ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form)
        name = "unknown-term" if code == 1 else "ill-typed-parameter"
        assert (ran.code, name in ran.out, "s.ttl" in ran.out) == (code, True, True), ran.out


def test_sarif_names_each_kind_of_finding_the_same_whatever_else_is_found(icigraph: Run) -> None:
    def run(shapes: str) -> Any:
        Path("s.ttl").write_text(PREFIXES + shapes)
        return json.loads(icigraph("validate", "d.ttl", "-s", "s.ttl", "-f", "sarif").out)["runs"][0]

    for shapes in (
        PROPERTY.format("sh:minCoun 1"),
        PROPERTY.format("sh:minCoun 1 ; sh:minCount 1, 2 ; sh:maxCount 0"),
    ):
        found = run(shapes)
        rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
        one = next(one for one in found["results"] if one["ruleId"] == "shapes/unknown-term")
        assert rules[one["ruleIndex"]] == "shapes/unknown-term"
        region = one["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (4, 78)


def test_places_of_other_syntaxes_and_several_files(icigraph: Run) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    quads = list(parse(PREFIXES + PROPERTY.format("sh:minCoun 1"), format=RdfFormat.TURTLE))
    Path("s.rdf").write_bytes(serialize(quads, format=RdfFormat.RDF_XML) or b"")
    Path("t.ttl").write_text(
        PREFIXES + "e:T sh:targetNode e:a ; sh:property [ sh:path e:age ; sh:maxcount 1 ] ."
    )
    said = icigraph("validate", "d.ttl", "-s", "s.rdf", "-s", "t.ttl").out
    assert "--> s.rdf:" in said and "--> t.ttl:4:55" in said


def test_the_library_raises_what_the_command_tells() -> None:
    Path("s.ttl").write_text(PREFIXES + PROPERTY.format('sh:minCount "one" ; sh:nodeKind sh:Iri'))
    with pytest.raises(UnusableShapes) as caught:
        validate("d.ttl", "s.ttl")
    assert [str(fault.place) for fault in caught.value.faults] == ["s.ttl:4:90", "s.ttl:4:110"]
    assert not caught.value.report.conforms


def test_the_docs_list_every_code() -> None:
    docs = (ROOT / "docs" / "validate.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"| `{code}` |" not in docs] == []


@pytest.mark.parametrize(
    ("data", "shapes", "codes"),
    [
        ("brick/example.ttl", "brick/Brick-1.4.ttl", {"not-run", "not-imported"}),
        ("dcat-ap/example-ms_dataset.ttl", "dcat-ap/hvd-shapes.ttl", set()),
        ("dcat-ap/example-ms_dataset.ttl", "dcat-ap/dcat-ap-2.1.1-shapes.ttl", set()),
    ],
)
def test_shapes_that_others_wrote_are_told_nothing_false(
    shared: Path, data: str, shapes: str, codes: set[str]
) -> None:
    found = validate(shared / "real" / data, shared / "real" / shapes).findings
    assert {one.code for one in found} == codes
    assert len(found) == len(codes)


@pytest.mark.parametrize("name", ["shacl-shacl.ttl", "schema.ttl"])
def test_shapes_in_packages_are_told_nothing_false(name: str) -> None:
    pyshacl = pytest.importorskip("pyshacl")
    path = Path(pyshacl.__file__).parent / "assets" / name
    assert {one.code for one in validate(path, path).findings} <= {"not-imported"}


def test_our_own_shapes_are_told_nothing() -> None:
    report = validate([ROOT / "ontology", ROOT / "data"], ROOT / "ontology" / "shapes")
    assert report.findings == ()
