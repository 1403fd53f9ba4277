"""Where two engines disagree: every form of the report says so, and the exit code is 1."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.conftest import Ran

pytest.importorskip("pyshacl")

# SHACL 4.8.1 holds the values of a property shape against sh:closed; the shacl wheel takes the focus node.
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://e/> .
e:S a sh:NodeShape ; sh:targetClass e:P ;
  sh:property [ sh:path e:knows ; sh:closed true ; sh:property [ sh:path e:name ] ] .
"""
DATA = "@prefix e: <http://e/> . e:a a e:P ; e:knows e:b . e:b e:age 1 ."
ALONE = "only pyshacl: sh:ClosedConstraintComponent on e:a e:age, 1, sh:Violation"
BOTH = ("--engine", "both")
FORMS = ["text", "json", "sarif", "junit", "github", "html", "turtle", "csv"]


Reported = Callable[..., str]


@pytest.fixture
def reported(icigraph: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reported:
    """The report of the data in a form: `reported("json", "--engine", "both")`."""
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    monkeypatch.chdir(tmp_path)

    def report(form: str, *more: str) -> str:
        ran = icigraph("validate", "data.ttl", "--shapes", "shapes.ttl", "--format", form, *more)
        assert (ran.code, ran.err) == (1, "")
        return ran.out

    return report


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_every_form_says_what_only_one_engine_reports(reported: Reported, form: str) -> None:
    assert ALONE in reported(form, *BOTH)


def test_json_has_the_result_of_the_one_engine(reported: Reported) -> None:
    alone = json.loads(reported("json", *BOTH))["disagreements"]
    assert [(one["engine"], one["result"]["path"]) for one in alone if one["engine"] == "pyshacl"] == [
        ("pyshacl", "<http://e/age>")
    ]


def test_counts_include_the_disagreement(reported: Reported) -> None:
    suites = ElementTree.fromstring(reported("junit", *BOTH))
    assert int(suites.get("failures", "0")) == len(suites.findall(".//failure"))
    rules = json.loads(reported("sarif", *BOTH))["runs"][0]
    for result in rules["results"]:
        assert rules["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    rows = list(csv.DictReader(StringIO(reported("csv", *BOTH))))
    assert [row["severity"] for row in rows].count("disagreement") == 3


def test_nothing_is_said_where_one_engine_ran(reported: Reported) -> None:
    for form in FORMS:
        said = reported(form)
        assert "only shacl" not in said and "engine-disagreement" not in said
