"""Citations on the command line: every verb says the same of a text, and what is to be pasted can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from tests.conftest import Ran

from icigraph.project.spans import Span
from icigraph.questions.citing import citation_block
from icigraph.rdf.namespaces import CORE, RDFS
from icigraph.rdf.prefixes import Prefixes

Run = Callable[..., Ran]


@pytest.fixture
def project(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is the working folder."""
    assert icigraph("init", str(tmp_path / "p")).code == 0
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def verdicts(icigraph: Run) -> tuple[bool, bool, bool]:
    """Whether both citations are verified, as validate, ask and explain have it."""
    validated = icigraph("validate").out
    asked = icigraph("ask", "keepers", "--cite").out
    explained = icigraph("explain", "--full", "keeping:ada-quill", "core:subject", "id:ada-quill").out
    return (
        "2 verified" in validated,
        asked.count(", verified\n") == 2,
        explained.count("verified just now") == 2,
    )


DIGEST = "0987d63cec22b6752a2ae1206829e1ce481e8ce9c105ff933f6f8421d2a6c0b4"
SPOILT = {
    "nothing": ("", "", True),
    "the digest in capitals": (DIGEST, DIGEST.upper(), True),
    "another digest": (DIGEST, DIGEST.replace("0987", "0988"), False),
    "an offset off by one": ('"59"', '"58"', False),
    "an offset past the end": ('"124"', '"125"', False),
    "a superscript": ('"59"', '"5²"', False),
    "a digit of another script": ('"59"', '"5٩"', False),
    "an underscore": ('"59"', '"5_9"', False),
}


@pytest.mark.parametrize("name", SPOILT)
def test_all_verbs_agree_whether_the_text_still_says_so(icigraph: Run, project: Path, name: str) -> None:
    old, new, holds = SPOILT[name]
    if old:
        edit(project / "data" / "keepings.ttl", old, new)
    assert set(verdicts(icigraph)) == {holds}


TITLES = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(TITLES, st.sampled_from(["log", "a b", "ünder", "a/b", "a%20b", "µ", "-x", "1."]))
@example('The "log" of North Point', "log")
@example("a\\", "log")
@example("one\r\ntwo\u2028", "log")
def test_what_is_to_be_pasted_is_turtle_whatever_the_title(title: str, name: str) -> None:
    prefixes = Prefixes({"core": str(CORE), "id": "https://e.org/id/", "source": "https://e.org/id/source/"})
    source = NamedNode(f"https://e.org/id/source/{name.replace(' ', '-')}")
    block = citation_block(prefixes, "https://e.org/id/", source, title, Span(3, 7, "0" * 64))
    triples = {(quad.predicate, quad.object) for quad in parse(prefixes.turtle() + block, RdfFormat.TURTLE)}
    assert (RDFS["label"], Literal(title, language="en")) in triples
    assert (CORE["source"], source) in triples
    assert len(triples) == 6


def test_what_is_found_can_be_pasted_and_is_verified(icigraph: Run, project: Path) -> None:
    log = project / "data" / "sources" / "log.ttl"
    edit(log, '"The log of North Point"', '"The \\"log\\" \\\\ of North Point"')
    found = icigraph("cite", "--find", "Ada Quill")
    assert found.code == 0
    with (project / "data" / "keepings.ttl").open("a") as stream:
        stream.write(found.out)
    assert icigraph("build").code == 0
    assert "citations: 3 verified" in icigraph("validate").out


def test_the_projects_own_prefixes_are_used(icigraph: Run, project: Path) -> None:
    edit(project / "icigraph.toml", "core = ", "c = ")
    found = icigraph("cite", "--find", "Ada Quill")
    assert "a c:Citation ;" in found.out
    assert "core:" not in found.out
