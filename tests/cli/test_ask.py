"""`icigraph ask` on the bundled graph: listing, asking, citing, every format, and what it costs to import."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
ASK = ("ask", "partners-as-of", "--as-of", "2005-01-20")


def test_the_questions_are_listed(icigraph: Run) -> None:
    ran = icigraph("ask", "--format", "json")
    listed = {question["name"]: question for question in json.loads(ran.out)}
    assert ran.code == 0
    assert len(listed) >= 25
    assert sum("hard" in question["tags"] for question in listed.values()) >= 10
    assert all(question["summary"].endswith("?") for question in listed.values())
    assert "partners-as-of" in icigraph("ask").out


def test_one_tag_only(icigraph: Run) -> None:
    every, hard = icigraph("ask").out, icigraph("ask", "--tag", "hard").out
    assert 10 <= len(hard.splitlines()) < len(every.splitlines())


def test_a_table_shows_labels(icigraph: Run) -> None:
    ran = icigraph(*ASK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[2].split() == ["Kuwait", "certain", "partnership:kuwait-ici"]


@pytest.mark.parametrize(
    "given", ["id:ici", "Istanbul Cooperation Initiative", "<https://w3id.org/icigraph/id/ici>"]
)
def test_a_parameter_takes_curie_label_and_iri(icigraph: Run, given: str) -> None:
    assert icigraph(*ASK, "--framework", given).out == icigraph(*ASK).out


def test_a_code_names_a_state(icigraph: Run) -> None:
    answers = {icigraph("ask", "contributions", "--by", name).out for name in ("AE", "ARE", "are")}
    assert answers == {icigraph("ask", "contributions", "--by", "id:united-arab-emirates").out}


def test_citations_are_numbered_and_listed(icigraph: Run) -> None:
    ran = icigraph(*ASK, "--cite")
    table, _, notes = ran.out.partition("\n\n")
    numbers = [line.split("]")[0].strip("[") for line in notes.splitlines() if line.startswith("[")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert all(f"[{number}]" in table for number in numbers)
    assert "characters" in notes


def test_citations_are_verified_where_the_text_is_at_hand(icigraph: Run, shared: Path) -> None:
    without, with_text = icigraph(*ASK, "--cite"), icigraph(*ASK, "--cite", "--texts", str(shared / "seed"))
    assert ", verified" not in without.out
    assert ", verified" in with_text.out
    assert "NOT" not in with_text.out


def test_conflicts_show_the_claims_that_disagree_beside_the_same_rows(icigraph: Run) -> None:
    ran = icigraph(*ASK, "--conflicts")
    assert ran.code == 0
    table = [line.split()[:2] for line in icigraph(*ASK).out.splitlines()]
    assert [line.split()[:2] for line in ran.out.partition("\n\n")[0].splitlines()][2:] == table[2:]
    said = ran.out.partition("Kuwait is a partner in the ICI: claims disagree\n")[2].splitlines()
    assert said[0].startswith("  - start 2004-12, preferred, accepted [")
    assert "  - start 2004-11, normal, not accepted [" in ran.out


def test_conflicts_in_json_name_both_sides(icigraph: Run) -> None:
    told = json.loads(icigraph(*ASK, "--conflicts", "--format", "json").out)
    (claims,) = told["disagreements"].values()
    by_claim = {claim["claim"]: claim for claim in claims}
    assert {claim["accepted"] for claim in claims} == {True, False}
    for claim in claims:
        assert claim["says"].startswith("start ")
        assert all(claim["claim"] in by_claim[other]["disagreesWith"] for other in claim["disagreesWith"])
        assert told["citations"][claim["claim"]]


def test_the_formats_say_the_same(icigraph: Run) -> None:
    answers = {
        form: icigraph(*ASK, "--format", form).out for form in ("csv", "tsv", "json", "xml", "md", "table")
    }
    rows = list(csv.reader(io.StringIO(answers["csv"], newline="")))
    bindings = json.loads(answers["json"])["results"]["bindings"]
    found = ElementTree.fromstring(answers["xml"]).findall(
        ".//{http://www.w3.org/2005/sparql-results#}result"
    )
    counts = {len(rows) - 1, len(bindings), len(found), len(answers["tsv"].splitlines()) - 1}
    assert counts == {len(answers["md"].splitlines()) - 2} == {len(answers["table"].splitlines()) - 2}
    assert rows[1][0] == bindings[0]["partner"]["value"] == "https://w3id.org/icigraph/id/kuwait"


@pytest.mark.parametrize("form", ["csv", "tsv", "xml"])
def test_a_column_holds_the_citations_in_flat_formats(icigraph: Run, form: str) -> None:
    ran = icigraph(*ASK, "--cite", "--format", form)
    assert "citations" in ran.out
    assert "characters" in ran.out


def test_json_holds_the_citations_beside_the_results(icigraph: Run) -> None:
    document = json.loads(icigraph(*ASK, "--cite", "--format", "json").out)
    fact = document["results"]["bindings"][0]["fact"]["value"]
    assert {"title", "publisher", "place", "verified"} <= set(document["citations"][fact][0])


def test_show_prints_the_query_that_would_run(icigraph: Run) -> None:
    shown = icigraph(*ASK, "--framework", "Mediterranean Dialogue", "--show").out
    assert "VALUES ?framework { <https://w3id.org/icigraph/id/mediterranean-dialogue> }" in shown
    assert icigraph("query", "-e", shown).out.count("\n") == icigraph(
        *ASK, "--framework", "Mediterranean Dialogue"
    ).out.count("\n")


def test_help_of_a_question_tells_its_parameters(icigraph: Run) -> None:
    ran = icigraph("ask", "partners-as-of", "--help")
    assert ran.code == 0
    assert "--as-of" in ran.out
    assert "2014-04-02" in ran.out


def test_several_values_of_one_parameter(icigraph: Run) -> None:
    both = icigraph(*ASK, "--framework", "id:ici", "--framework", "id:mediterranean-dialogue").out
    assert set(icigraph(*ASK).out.splitlines()[2].split()) <= set(both.split())
    assert len(both.splitlines()) > len(icigraph(*ASK).out.splitlines())


HEAVY = (
    *("rdflib", "owlrl", "pyshacl", "shacl", "yaml", "shtab", "tempfile", "xml", "http"),
    *("logging", "urllib3", "truststore"),
)


def test_a_cold_ask_imports_nothing_heavy(icigraph: Run) -> None:
    icigraph(*ASK)
    code = (
        f"import sys; from icigraph.cli.main import main; code = main({ASK!r}); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr); "
        "sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(HEAVY) & set(ran.stderr.split()) == set()
