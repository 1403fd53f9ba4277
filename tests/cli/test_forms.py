"""What a program reads from the command is always whole: JSON for an empty answer too, and lists in every
form that is offered."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
NOTHING = "{ ?s ?p ?o FILTER(false) }"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "-e", f"SELECT * {NOTHING}"),
        ("query", "-e", f"ASK {NOTHING}"),
        ("query", "-e", "SELECT * {}"),
        ("ask",),
        ("ask", "--tag", "time"),
        ("ask", "partners-as-of", "--as-of", "1900-01-01"),
        ("ask", "partners-as-of", "--cite", "--conflicts"),
        ("show", "Kuwait"),
        ("explain", "Kuwait", "partnerIn", "ICI"),
        ("explain", "--not", "Oman", "partnerIn", "ICI"),
        ("explain", "--inconsistency"),
        ("explain", "--impact", "id:ici-launch"),
        ("info",),
    ],
    ids=" ".join,
)
def test_json_is_json_though_there_is_nothing(icigraph: Run, arguments: tuple[str, ...]) -> None:
    ran = icigraph(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    json.loads(ran.out)


def test_the_list_of_questions_comes_in_the_form_asked_for(icigraph: Run) -> None:
    names = [question["name"] for question in json.loads(icigraph("ask", "--format", "json").out)]
    for form, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        rows = list(csv.reader(icigraph("ask", "--format", form).out.splitlines(), dialect))
        assert [row[0] for row in rows] == ["question", *names]
    table = icigraph("ask", "--format", "md").out.splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in table[2:]] == names
    assert (icigraph("ask", "--format", "xml").code, icigraph("ask", "--tag", "tme").code) == (2, 2)


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_no_number_of_proofs_makes_a_triple_untrue(icigraph: Run, limit: str) -> None:
    ran = icigraph("explain", "--all", f"--limit={limit}", "Kuwait", "partnerIn", "ICI")
    assert (ran.code, ran.out) == (2, "")
    assert "not a number above 0" in ran.err
