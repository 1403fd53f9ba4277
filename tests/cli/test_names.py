"""Names and text as people type and see them: languages, marks, commands in labels, prefixes nobody
declared."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.conftest import Ran

Run = Callable[..., Ran]
HEAD = """@prefix id: <https://example.org/lighthouses/id/> .
@prefix light: <https://example.org/lighthouses/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture
def project(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is the working folder."""
    assert icigraph("init", str(tmp_path / "p")).code == 0
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def labelled(project: Path, *labels: str) -> None:
    (project / "data" / "more.ttl").write_text(
        f"{HEAD}id:south a light:Lighthouse ; rdfs:label {', '.join(labels)} .\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (('"Zebra"@en-GB', '"Auto"@de'), "Zebra"),
        (('"Zebra"@EN', '"Auto"@en-GB'), "Zebra"),
        (('"Zebra"@en-US', '"Auto"'), "Zebra"),
        (('"Zebra"', '"Auto"@de'), "Zebra"),
    ],
)
def test_a_variety_of_english_is_english(
    icigraph: Run, project: Path, labels: tuple[str, str], shown: str
) -> None:
    labelled(project, *labels)
    assert icigraph("show", "id:south").out.startswith(shown)


@pytest.mark.parametrize("typed", ["T\u00fcrkiye", "Tu\u0308rkiye", "TU\u0308RKIYE", "t\u00fcrkiye"])
@pytest.mark.parametrize("stored", ["T\u00fcrkiye", "Tu\u0308rkiye"])
def test_a_name_is_found_however_its_marks_are_put_together(
    icigraph: Run, project: Path, typed: str, stored: str
) -> None:
    labelled(project, f'"{stored}"@en')
    assert "id:south" in icigraph("show", typed).out


def test_a_name_that_a_fact_shares_denotes_the_thing(icigraph: Run, project: Path) -> None:
    keepings = project / "data" / "keepings.ttl"
    keepings.write_text(keepings.read_text().replace("Ada Quill kept North Point", "North Point"))
    ran = icigraph("show", "North Point")
    assert (ran.code, "id:north-point" in ran.out) == (0, True)


def test_the_standard_prefixes_need_no_declaring(icigraph: Run, project: Path) -> None:
    assert "rdf = " not in (project / "icigraph.toml").read_text()
    assert icigraph("query", "-e", "ASK { id:north-point rdf:type light:Lighthouse }").out == "true\n"
    assert icigraph("explain", "North Point", "rdf:type", "light:Lighthouse").code == 0


def test_results_in_xml_are_well_formed_whatever_a_literal_holds(icigraph: Run, project: Path) -> None:
    labelled(project, '"bell \\u0007 escape \\u001B"@en')
    ran = icigraph("query", "-e", "SELECT ?l { id:south rdfs:label ?l }", "--format", "xml")
    assert "bell" in "".join(ElementTree.fromstring(ran.out).itertext())


def on_a_terminal(*arguments: str) -> bytes:
    """What the command writes where stdout is a terminal."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "icigraph", *arguments], stdout=follower, stderr=follower
    ) as process:
        os.close(follower)
        told = b""
        while True:
            try:
                chunk = os.read(leader, 4096)
            except OSError:
                break
            if not chunk:
                break
            told += chunk
        process.wait()
    os.close(leader)
    return told


@pytest.mark.parametrize(
    "verb",
    [
        ("show", "id:south"),
        ("query", "-e", "SELECT ?l { id:south rdfs:label ?l }"),
        ("show", "no\x1b]0;x\x07"),
    ],
)
def test_a_terminal_obeys_no_label(project: Path, verb: tuple[str, ...]) -> None:
    labelled(project, '"one \\u001B]0;title\\u0007 two \\u202Ethree"@en')
    told = on_a_terminal("--quiet", *verb)
    assert b"\x1b]" not in told
    assert b"\x07" not in told
    assert b"\\x1b]0;" in told


def test_only_columns_of_facts_hold_facts(icigraph: Run, project: Path) -> None:
    (project / "queries" / "more.rq").write_text(
        "#+ summary: x\nPREFIX id: <https://example.org/lighthouses/id/>\n"
        "PREFIX core: <https://w3id.org/icigraph/core#>\n"
        "SELECT ?factor ?fact ?factOther { ?fact core:object ?factor BIND(?fact AS ?factOther) }\n"
        "ORDER BY ?fact"
    )
    head = icigraph("ask", "more", "--cite").out.splitlines()[2]
    assert head.split() == ["North", "Point", "[1][2]", "[1][2]"]
