"""Which part of a nested shape is at fault: what `sh:node`, `sh:and`, `sh:or`, `sh:xone`, `sh:not` and
qualified shapes ask is told with the constraints that fail and their places, by either engine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.conftest import Ran
from tests.validation.injected import Case, cases, written

from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH
from icigraph.validation.formats import FORMATS
from icigraph.validation.formats.json import SCHEMA
from icigraph.validation.report import Result
from icigraph.validation.validate import validate

pytest.importorskip("pyshacl")

Run = Callable[..., Ran]
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ADDRESS = """e:Address a sh:NodeShape ;
  sh:property [ sh:path e:zip ; sh:pattern "^[0-9]+$" ; sh:message "digits only"@en , "nur Ziffern"@de ] ;
  sh:property [ sh:path e:city ; sh:minCount 1 ; sh:severity sh:Warning ] .
"""
DATA = """@prefix e: <http://e.example/> .
e:elsewhere e:note "soon" .
e:a a e:T ; e:name "A" ;
  e:title "Dr" ;
  e:home [ e:zip "x1" ,
             "y2" ] ;
  e:when "soon" ;
  e:knows e:b ,
    e:c .
e:b e:name "B" .
e:c e:age 4 .
"""
# For each body of a shape: of each part the node, whether it conforms, and the line of each result inside.
PARTS: dict[str, list[tuple[str, bool, list[int]]]] = {
    "sh:property [ sh:path e:home ; sh:node e:Address ]": [("_:b0", False, [5, 5, 6])],
    "sh:property [ sh:path e:when ; sh:or ( [ sh:datatype xsd:date ] [ sh:minLength 9 ] ) ]": [
        ('"soon"', False, [7]),
        ('"soon"', False, [7]),
    ],
    "sh:property [ sh:path e:when ; sh:and ( [ sh:minLength 9 ] [ sh:maxLength 9 ] ) ]": [
        ('"soon"', False, [7]),
    ],
    "sh:xone ( [ sh:property [ sh:path e:name ; sh:minCount 1 ] ] [ sh:property [ sh:path e:title ; "
    "sh:minCount 1 ] ] [ sh:class e:U ] )": [("e:a", True, []), ("e:a", True, [])],
    "sh:xone ( [ sh:property [ sh:path e:name ; sh:maxCount 0 ] ] [ sh:class e:U ] )": [
        ("e:a", False, [3]),
        ("e:a", False, [3]),
    ],
    "sh:not [ sh:property [ sh:path e:name ; sh:minCount 1 ] ]": [("e:a", True, [])],
    "sh:property [ sh:path e:knows ; sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:property [ "
    "sh:path e:name ; sh:minCount 1 ] ] ]": [("e:c", False, [11])],
    "sh:property [ sh:path e:knows ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:property [ "
    "sh:path e:name ; sh:minCount 1 ] ] ]": [("e:b", True, [])],
    "sh:property [ sh:path e:knows ; sh:node [ sh:node [ sh:or ( [ sh:property [ sh:path e:name ; "
    "sh:minCount 1 ] ] [ sh:property [ sh:path e:age ; sh:minInclusive 5 ; sh:minCount 1 ] ] ) ] ] ]": [
        ("e:c", False, [11]),
    ],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d.ttl").write_text(DATA)
    monkeypatch.chdir(tmp_path)


def told(icigraph: Run, shapes: str, *options: str) -> dict[str, Any]:
    Path("s.ttl").write_text(HEAD + shapes)
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", "json", *options)
    document: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    return document


def results_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [result for cause in document["causes"] for result in cause["results"]]


def without_messages(value: Any) -> Any:
    """What engines must agree on: each words a message of its own where a shape has none."""
    if isinstance(value, dict):
        return {name: without_messages(one) for name, one in value.items() if name != "messages"}
    return [without_messages(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("body", PARTS)
def test_each_kind_of_nested_shape_tells_which_part_fails_and_where(icigraph: Run, body: str) -> None:
    document = told(icigraph, f"{ADDRESS}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} .")
    (result,) = results_of(document)
    found = [
        (
            part["node"].replace("<http://e.example/", "e:").rstrip(">"),
            part["conforms"],
            sorted(one["evidence"][0]["line"] for one in results_of({"causes": part.get("causes", [])})),
        )
        for part in result["details"]
    ]
    assert found == PARTS[body]
    assert all(part["shapePlace"]["line"] >= 3 for part in result["details"])


@pytest.mark.parametrize("body", PARTS)
def test_both_engines_tell_the_same(icigraph: Run, body: str) -> None:
    shapes = f"{ADDRESS}e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."
    ours, theirs = (told(icigraph, shapes, "--engine", engine) for engine in ("shacl", "pyshacl"))
    assert without_messages(ours["causes"]) == without_messages(theirs["causes"])
    assert told(icigraph, shapes, "--engine", "both")["disagreements"] == []


def keys(results: tuple[Result, ...]) -> list[object]:
    return sorted(
        (*one.key, str([each.place for each in one.evidence]), str(one.insert), str(one.shape_place))
        for one in results
    )


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.component} {case.name}".strip())
def test_a_shape_says_the_same_of_a_node_inside_another_shape_as_alone(case: Case, engine: str) -> None:
    text = written(case, "spread", "<x:a> <x:b> <x:c> .\n", 1).text
    data = Source("d.ttl", text.encode(), RdfFormat.TURTLE, "http://fault.example/d")

    def validated(shapes: str) -> tuple[Result, ...]:
        source = Source("s.ttl", shapes.encode(), RdfFormat.TURTLE, "http://fault.example/s")
        return validate(data, source, engine=engine).results

    alone = validated(case.shapes)
    inner = case.shapes.replace("sh:targetClass e:T ;", " " * len("sh:targetClass e:T ;"))
    (outer,) = validated(inner + "e:Outer a sh:NodeShape ; sh:targetClass e:T ; sh:node e:S .\n")
    (part,) = outer.parts
    assert (part.called, part.conforms) == ("e:S", False)
    assert alone and keys(tuple(one for cause in part.causes for one in cause.results)) == keys(alone)


NESTED = (
    f"{ADDRESS}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:home ; sh:node e:Address ] ."
)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "turtle"])
def test_every_form_tells_the_part(icigraph: Run, form: str) -> None:
    Path("s.ttl").write_text(HEAD + NESTED)
    said = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form).out
    assert "digits only" in said and "e:Address" in said and "e:city" in said
    place = {"json": '"line": 6', "sarif": '"startLine": 6'}.get(form, "d.ttl:6:14")
    assert place in said
    german = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", form, "--lang", "de").out
    assert "nur Ziffern" in german and "digits only" not in german


def test_the_w3c_report_has_details_beside_its_results(icigraph: Run) -> None:
    Path("s.ttl").write_text(HEAD + NESTED)
    store = Store()
    report = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--format", "turtle").out
    store.load(report.encode(), format=RdfFormat.TURTLE)
    (top,) = store.quads_for_pattern(None, SH["result"], None)
    details = {quad.object for quad in store.quads_for_pattern(top.object, SH["detail"], None)}
    components = {
        quad.object
        for detail in details
        for quad in store.quads_for_pattern(detail, SH["sourceConstraintComponent"], None)  # type: ignore[arg-type]
    }
    assert len(details) == 3
    assert components == {SH["PatternConstraintComponent"], SH["MinCountConstraintComponent"]}


def test_a_value_that_a_sibling_shape_claims_is_told_as_not_counted(icigraph: Run) -> None:
    named = "sh:property [ sh:path e:name ; sh:minCount 1 ]"
    body = (
        f"sh:property [ sh:path e:knows ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 2 ; "
        f"sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ] , [ sh:path e:knows ; sh:qualifiedMinCount 0 ; "
        f"sh:qualifiedValueShapesDisjoint true ; sh:qualifiedValueShape [ {named} ] ]"
    )
    (result,) = results_of(told(icigraph, f"e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."))
    (part,) = result["details"]
    assert (part["node"], part["conforms"], part["sibling"]) == ("<http://e.example/b>", True, True)
    assert part["called"] == "(sh:property (e:name; sh:minCount 1))"


def test_two_constraints_of_a_kind_tell_a_part_each(icigraph: Run) -> None:
    body = "sh:node [ sh:class e:U ] , [ sh:property [ sh:path e:name ; sh:maxCount 0 ] ] , [ sh:class e:T ]"
    found = results_of(told(icigraph, f"e:S a sh:NodeShape ; sh:targetClass e:T ; {body} ."))
    assert [[part["called"] for part in one["details"]] for one in found] == [
        ["(sh:class e:U)"],
        ["(sh:property (e:name; sh:maxCount 0))"],
    ]


def test_shapes_that_refer_to_each_other_in_circles_come_to_an_end(icigraph: Run) -> None:
    Path("d.ttl").write_text(
        "@prefix e: <http://e.example/> . e:a a e:T ; e:knows e:b .\n"
        "e:b e:knows e:c . e:c e:knows e:a ; e:age 1 ."
    )
    shapes = (
        "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:node e:P . e:P a sh:NodeShape ; "
        "sh:property [ sh:path e:knows ; sh:node e:P ] , [ sh:path e:age ; sh:maxCount 0 ] ."
    )
    for engine in ("shacl", "pyshacl"):
        (result,) = results_of(told(icigraph, shapes, "--engine", engine))
        assert '"too many values of e:age"' in json.dumps(result["details"])


def test_a_hundred_results_of_a_cause_are_looked_into(icigraph: Run) -> None:
    several = "".join(f"e:n{number} a e:T ; e:home [ e:zip 'x' ] .\n" for number in range(130))
    Path("d.ttl").write_text(f"@prefix e: <http://e.example/> .\n{several}")
    found = results_of(told(icigraph, NESTED))
    assert [bool(one.get("details")) for one in found] == [True] * 100 + [False] * 30


def test_what_would_mend_a_part_is_told_and_not_done(icigraph: Run) -> None:
    kind = "e:K a sh:NodeShape ; sh:in ( e:state e:city ) ."
    Path("d.ttl").write_text("@prefix e: <http://e.example/> .\ne:a a e:T ; e:kind e:sttae .\n")
    shapes = (
        f"{kind} e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:kind ; sh:node e:K ] ."
    )
    (result,) = results_of(told(icigraph, shapes))
    (inner,) = results_of(result["details"][0])
    assert inner["suggestions"] == [{"text": "did you mean e:state?", "applicability": "display-only"}]
    ran = icigraph("validate", "d.ttl", "--shapes", "s.ttl", "--fix", "--dry-run")
    assert (ran.code, ran.out) == (0, "")


def test_only_a_result_of_a_nested_shape_loads_what_looks_into_it() -> None:
    program = (
        "import sys; from icigraph.cli.main import main\n"
        "main(['validate', 'd.ttl', '--shapes', 's.ttl', '--format', 'csv'])\n"
        "print([name for name in sys.modules if name.endswith(('.details', '.causes', '.components'))])"
    )

    def loaded(shapes: str) -> str:
        Path("s.ttl").write_text(HEAD + shapes)
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        return ran.stdout.splitlines()[-1]

    assert loaded(NESTED.replace("targetClass e:T", "targetClass e:U")) == "[]"
    assert loaded("e:S sh:targetClass e:T ; sh:class e:U .") == "['icigraph.validation.telling.causes']"
    assert "icigraph.validation.telling.details" in loaded(NESTED)
    assert "components" not in loaded(NESTED)


def test_a_store_tells_parts_too() -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    shapes = Source("s.ttl", (HEAD + NESTED).encode(), RdfFormat.TURTLE, "http://e.example/s")
    (result,) = validate(store, shapes).results
    (part,) = result.parts
    assert part.node == result.value
    values = {str(one.value) for cause in part.causes for one in cause.results}
    assert values == {'"x1"', '"y2"', "None"}
    assert all(cause.root == NamedNode("http://e.example/Address") for cause in part.causes)
