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
