"""Where two engines disagree: every form of the report says so, and the exit code is 1."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

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
FORMS = ["text", "json", "sarif", "junit", "github", "html", "turtle", "csv"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disagreement")
    (folder / "shapes.ttl").write_text(SHAPES, "utf-8")
    (folder / "data.ttl").write_text(DATA, "utf-8")
    return folder


def reported(folder: Path, form: str) -> str:
    command = [sys.executable, "-m", "icigraph", "validate", "data.ttl", "--shapes", "shapes.ttl"]
    ran = subprocess.run(
        [*command, "--engine", "both", "--format", form], cwd=folder, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    return ran.stdout


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_every_form_says_what_only_one_engine_reports(folder: Path, form: str) -> None:
    assert ALONE in reported(folder, form)


def test_json_has_the_result_of_the_one_engine(folder: Path) -> None:
    alone = json.loads(reported(folder, "json"))["disagreements"]
    assert [(one["engine"], one["result"]["path"]) for one in alone if one["engine"] == "pyshacl"] == [
        ("pyshacl", "<http://e/age>")
    ]


def test_counts_include_the_disagreement(folder: Path) -> None:
    suites = ElementTree.fromstring(reported(folder, "junit"))
    assert int(suites.get("failures", "0")) == len(suites.findall(".//failure"))
    rules = json.loads(reported(folder, "sarif"))["runs"][0]
    for result in rules["results"]:
        assert rules["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    rows = list(csv.DictReader(StringIO(reported(folder, "csv"))))
    assert [row["severity"] for row in rows].count("disagreement") == 3


def test_nothing_is_said_where_one_engine_ran(folder: Path) -> None:
    command = [sys.executable, "-m", "icigraph", "validate", "data.ttl", "--shapes", "shapes.ttl"]
    for form in FORMS:
        ran = subprocess.run([*command, "--format", form], cwd=folder, capture_output=True, text=True)
        assert "only shacl" not in ran.stdout and "engine-disagreement" not in ran.stdout
