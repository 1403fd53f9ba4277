"""What is misspelt, or typed as another tool would have it, is answered with what was meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("shw Kuwait", "show"),
        ("--verson", "--version"),
        ("--projct x", "--project"),
        ("validate --formt json", "--format"),
        ("validate --formt=json", "--format"),
        ("validate --format jsn", "json"),
        ("build --quite", "--quiet"),
        ("export --format trg", "trig"),
        ("completion bsh", "bash"),
        ("ask --tga time", "--tag"),
        ("ask partnrs-as-of", "partners-as-of"),
        ("ask partners-as-of --asof 2005-02-10", "--as-of"),
        ("ask partners-as-of --asof=2005-02-10", "--as-of"),
        ("ask partners-as-of --frmat json", "--format"),
        ("ask partners-as-of --projct x", "--project"),
        ("ask partners-as-of -f jsn", "json"),
        ("ask partners-as-of --framework ICY", "Istanbul Cooperation Initiative (id:ici)"),
        ("show Kuwiat", "Kuwait"),
        ("explain Kuwait partnrIn ICI", "partner in"),
        ("export --graph data/partnership", "data/partnerships"),
        ("check --only query-unknwn-term", "query-unknown-term"),
    ],
)
def test_the_nearest_is_named(icigraph: Run, line: str, meant: str) -> None:
    ran = icigraph(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert f"  hint: did you mean {meant}" in ran.err


@pytest.mark.parametrize(
    "line", ["show Saudi Arabia", "explain Saudi Arabia partnerIn ICI", "explain Kuwait"]
)
def test_a_name_without_its_quotes_is_told_so(icigraph: Run, line: str) -> None:
    ran = icigraph(*line.split())
    assert ran.code == 2
    assert "in quotes" in ran.err


@pytest.mark.parametrize(
    ("line", "same"),
    [("help", "--help"), ("help ask", "ask --help"), ("version", "--version")],
)
def test_help_and_version_are_understood_without_dashes(icigraph: Run, line: str, same: str) -> None:
    assert icigraph(*line.split()) == icigraph(*same.split())
    assert icigraph(*line.split()).code == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("push nope", "give a URL such as http://localhost:7878"),
        ("push localhost:7878", "give a URL such as http://localhost:7878"),
        ("push http://[::1", "not an http or https URL"),
        ("push http://localhost:99999", "not an http or https URL"),
        ("push http://" + "a" * 300, "not an http or https URL"),
        ("verify ftp://example.org", "give a URL such as http://localhost:7878"),
        ("diff no/such.nq", "error: no/such.nq: no such file"),
        ("diff gone.nq", "error: gone.nq: no such file"),
        ("ask partners-as-of --as-of yesterday", "hint: write it as 2004-06-28"),
        ("ask partners-as-of --as-of 2005", "hint: write it as 2004-06-28"),
    ],
)
def test_what_to_write_instead_is_told(icigraph: Run, line: str, says: str) -> None:
    ran = icigraph(*line.split())
    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_an_empty_name_is_not_taken_for_another(icigraph: Run) -> None:
    for arguments in (
        ("--project", "", "ask"),
        ("ask", "--project="),
        ("info", "--project", ""),
        ("init", ""),
    ):
        ran = icigraph(*arguments)
        assert (ran.code, ran.out) == (2, "")


def test_a_store_that_does_not_answer_is_told_in_words(icigraph: Run) -> None:
    ran = icigraph("pull", "http://localhost:1")
    assert (ran.code, ran.err.splitlines()[0]) == (3, "error: http://localhost:1/: Connection refused")
