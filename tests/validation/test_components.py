"""Constraint components of one's own (SHACL section 6): which validator runs, how often, with what bound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from icigraph.base.faults import InputError
from icigraph.rdf.documents import Source
from icigraph.validation.reading.inputs import FORMATS
from icigraph.validation.report import ValidationReport
from icigraph.validation.validate import validate

pytest.importorskip("pyshacl")

Run = Callable[..., Ran]
ENGINES = ["shacl", "pyshacl"]
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e: sh:declare [ sh:prefix "e" ; sh:namespace "http://e.example/"^^xsd:anyURI ] .
e:Within a sh:ConstraintComponent ; sh:parameter [ sh:path e:least ] , [ sh:path e:most ; sh:optional true ] ;
"""
DATA = """@prefix e: <http://e.example/> .
e:a a e:T ; e:age 5 ; e:child [ e:age 1 ] .
e:b a e:T ; e:age 15 , 16 .
e:c a e:T ; e:age 50 .
e:d a e:T .
"""
OUTSIDE = "FILTER(?value < $least || (bound($most) && ?value > $most))"
ON_NODES = f"""sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:prefixes e: ;
  sh:message "{{?value}} of {{$this}} is not within {{$least}} and {{?most}}"@en , "falsch"@de ;
  sh:select "SELECT $this ?value WHERE {{ $this e:age ?value . {OUTSIDE} }}" ] ."""
ON_PATHS = f"""sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:prefixes e: ;
  sh:select "SELECT $this ?value WHERE {{ $this $PATH ?value . {OUTSIDE} }}" ] ."""
ASKING = """sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes e: ;
  sh:ask "ASK { FILTER($value >= $least && (!bound($most) || $value <= $most)) }" ] ."""


def report_on(validators: str, shape: str, engine: str = "both") -> ValidationReport:
    text = f"{HEAD}{validators}\ne:S a sh:NodeShape ; sh:targetClass e:T ; {shape} .\n"
    shapes = Source("s.ttl", text.encode(), FORMATS["ttl"], "http://e.example/s")
    return validate(
        Source("d.ttl", DATA.encode(), FORMATS["ttl"], "http://e.example/d"), shapes, engine=engine
    )


def found(validators: str, shape: str) -> list[str]:
    """Focus node and value of each result that both engines have."""
    report = report_on(validators, shape)
    assert report.disagreements == ()
    assert {str(one.component) for one in report.results} <= {"<http://e.example/Within>"}
    return sorted(f"{_short(one.focus)} {_short(one.value)}".rstrip() for one in report.results)


def _short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix("http://e.example/") if term is not None else ""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("e:least 10", ["a 5"]),
        ("e:least 10 ; e:most 20", ["a 5", "c 50"]),
        ("e:least 10 ; e:most 15", ["a 5", "b 16", "c 50"]),
        ("e:most 20", []),
    ],
)
def test_a_select_validator_of_a_node_shape_finds_its_values(given: str, wanted: list[str]) -> None:
    """Its `?value` is not bound beforehand: that is for ASK queries only (SHACL, appendix A)."""
    assert found(ON_NODES, given) == wanted


def test_a_select_validator_of_a_property_shape_runs_once_for_each_focus_node() -> None:
    path = "sh:property [ sh:path e:age ; e:least 10 ; e:most 15 ]"
    assert found(ON_PATHS, path) == ["a 5", "b 16", "c 50"]
    without = """sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:prefixes e: ;
      sh:select "SELECT $this WHERE { FILTER NOT EXISTS { $this $PATH ?any FILTER(?any >= $least) } }" ] ."""
    assert found(without, "sh:property [ sh:path e:age ; e:least 10 ]") == ["a", "d"]
    elsewhere = """sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:prefixes e: ;
      sh:select "SELECT $this ?value WHERE { $this $PATH/e:age ?value FILTER(?value < $least) }" ] ."""
    assert found(elsewhere, "sh:property [ sh:path e:child ; e:least 10 ]") == ["a 1"]


def test_the_validator_is_the_one_for_the_kind_of_shape() -> None:
    """SHACL section 6.2.3: the one of its kind, else the one that asks, else none."""
    on_node, on_path = "e:least 10", "sh:property [ sh:path e:age ; e:least 10 ]"
    assert found(ASKING, on_path) == ["a 5"]
    assert found(ASKING, on_path.replace("10", "20")) == ["a 5", "b 15", "b 16"]
    both = f"{ON_NODES.rstrip('.')} ; {ASKING}"
    assert (found(both, on_node), found(both, on_path)) == (["a 5"], ["a 5"])
    assert found(ON_NODES, on_path) == found(ON_PATHS, on_node) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_messages_have_their_language_and_what_the_query_and_the_shape_say(engine: str) -> None:
    (result,) = report_on(ON_NODES, "e:least 10 ; e:most 99", engine).results
    assert [(one.value, one.language) for one in result.messages] == [
        ("5 of http://e.example/a is not within 10 and 99", "en"),
        ("falsch", "de"),
    ]
    assert str(result.place) == "d.ttl:2:19"
    assert str(result.shape_place) == "s.ttl:8:43"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_nested_shape_asks_what_its_component_does(engine: str) -> None:
    nested = "sh:node [ e:least 10 ]"
    (result,) = report_on(ON_NODES, nested, engine).results
    (inner,) = [one for part in result.parts for cause in part.causes for one in cause.results]
    assert (str(inner.component), _short(inner.value)) == ("<http://e.example/Within>", "5")


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this $least (COUNT(?x) AS ?n) WHERE { $this e:age ?x } GROUP BY $this $least "
        "HAVING (COUNT(?x) > $least) ORDER BY $least",
        "SELECT $this WHERE { $this e:age ?x { SELECT $this $least WHERE { $this e:age ?y . $this e:age ?z "
        "FILTER(?y > ?z && bound(?least)) } } }",
    ],
)
def test_parameters_are_bound_in_every_part_of_a_query(select: str) -> None:
    validator = (
        f"""sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:prefixes e: ; sh:select "{select}" ] ."""
    )
    assert set(found(validator, "e:least 1")) == {"b b"}


def test_each_value_of_the_only_parameter_is_a_constraint() -> None:
    text = HEAD.replace(" , [ sh:path e:most ; sh:optional true ]", "")
    shapes = f"""{text}{ON_NODES.replace(" and {?most}", "").replace(OUTSIDE, "FILTER(?value = $least)")}
      e:S a sh:NodeShape ; sh:targetClass e:T ; e:least 15 , 5 ."""
    given = Source("s.ttl", shapes.encode(), FORMATS["ttl"], "http://e.example/s")
    report = validate(
        Source("d.ttl", DATA.encode(), FORMATS["ttl"], "http://e.example/d"), given, engine="both"
    )
    assert [_short(one.value) for one in report.results] == ["5", "15"]
    assert report.disagreements == ()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("validator", "said"),
    [
        (ASKING.replace("sh:validator", "sh:nodeValidator"), "sh:nodeValidator needs a query with sh:select"),
        (ON_NODES.replace("sh:nodeValidator", "sh:validator"), "sh:validator needs a query with sh:ask"),
    ],
)
def test_a_validator_of_the_wrong_kind_is_refused_with_its_place(
    icigraph: Run, tmp_path: Path, validator: str, said: str, engine: str
) -> None:
    (tmp_path / "s.ttl").write_text(f"{HEAD}{validator}\ne:S sh:targetClass e:T ; e:least 1 .\n")
    (tmp_path / "d.ttl").write_text(DATA)
    ran = icigraph(
        "validate", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl"), "--engine", engine
    )
    assert (ran.code, ran.out) == (2, "")
    assert "s.ttl:5:" in ran.err and said in ran.err and "hint: write sh:" in ran.err


def test_a_query_of_a_shape_that_selects_no_value_names_none() -> None:
    """SHACL section 5.3.2: the focus node is the value of node shapes only."""
    query = "sh:sparql [ sh:select 'SELECT $this WHERE { FILTER NOT EXISTS { $this $PATH ?x } }' ]"
    report = report_on(ASKING, f"sh:property [ sh:path e:age ; {query} ]")
    assert [(_short(one.focus), one.value) for one in report.results] == [("d", None)]
    assert report.disagreements == ()


def test_what_is_no_query_is_still_told() -> None:
    with pytest.raises(InputError, match="the shapes cannot be used"):
        report_on(ON_NODES.replace("SELECT $this", "SELEKT $this"), "e:least 1", "shacl")
