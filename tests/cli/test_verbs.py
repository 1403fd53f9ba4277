"""The other verbs of this room: show, cite, info, init, build, completion, and the command itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from icigraph import __version__
from icigraph.cli.verbs import VERBS

Run = Callable[..., Ran]


@pytest.fixture
def lights(tmp_path: Path, icigraph: Run) -> Path:
    """A fresh project as `icigraph init` makes it."""
    folder = tmp_path / "lights"
    assert icigraph("init", str(folder)).code == 0
    return folder


def test_show_tells_names_timeline_and_relations_with_citations(icigraph: Run) -> None:
    ran = icigraph("show", "Kuwait")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "Kuwait (id:kuwait)"
    assert "; KW; KWT\n" in ran.out
    (joined,) = [line for line in ran.out.splitlines() if "Kuwait is a partner in the ICI" in line]
    assert joined.startswith("2004-12 ")
    (relation,) = [line for line in ran.out.splitlines() if line.startswith("partner in ")]
    assert "Istanbul Cooperation Initiative" in relation
    assert "[" in relation


def test_show_as_json_is_in_order_of_time(icigraph: Run) -> None:
    document = json.loads(icigraph("show", "id:kuwait", "--format", "json").out)
    starts = [fact["start"] for fact in document["timeline"] if fact["start"]]
    assert [start[:4] for start in starts] == sorted(start[:4] for start in starts)
    assert all(fact["citations"] for fact in document["timeline"])


def test_cite_lists_the_spans_of_a_text(icigraph: Run, shared: Path) -> None:
    (text,) = (shared / "seed").glob("*.txt")
    ran = icigraph("cite", str(text))
    offsets = [line.split("–")[0] for line in ran.out.splitlines() if "citation:" in line and "–" in line]
    assert len(offsets) > 20
    assert offsets == sorted(offsets, key=int)


def test_cite_finds_a_span_and_never_prints_the_words(icigraph: Run, lights: Path) -> None:
    words = "Jonas Reed came after her"
    ran = icigraph("cite", "--find", words, "--project", str(lights))
    text = (lights / "texts" / "log.txt").read_text()
    start = text.index(words)
    assert f'core:from "{start}"' in ran.out
    assert f'core:to "{start + len(words)}"' in ran.out
    assert hashlib.sha256(words.encode()).hexdigest() in ran.out
    assert "source:log" in ran.out
    assert words not in ran.out


def test_the_citation_that_is_found_can_be_pasted(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    icigraph("init", str(tmp_path / "lights"))
    monkeypatch.chdir(tmp_path / "lights")
    found = icigraph("cite", "--find", "Jonas Reed").out
    file = Path("data/keepings.ttl")
    name = next(line.partition(" ")[0] for line in found.splitlines() if line.startswith("citation:"))
    text = file.read_text().replace("citation:log-end .", f"citation:log-end , {name} .", 1)
    file.write_text(f"{text}\n{found}")
    ran = icigraph("validate")
    assert (ran.code, "citations: 3 verified" in ran.out) == (0, True), ran.out
    assert f"cited already: {name}" in icigraph("cite", "--find", "Jonas Reed").out


def test_cite_says_when_no_text_has_the_words(icigraph: Run, lights: Path) -> None:
    ran = icigraph("cite", "--find", "a dragon", "--project", str(lights))
    assert (ran.code, "no text says 'a dragon'" in ran.err) == (2, True)


def test_info_counts_graphs_classes_and_sources(icigraph: Run) -> None:
    document = json.loads(icigraph("info", "--format", "json").out)
    assert set(document) == {"about", "figures", "graphs", "classes", "sources", "leftOut"}
    figures = document["figures"]
    assert figures["claims"] == figures["spanned"] + figures["located"] > 0
    assert {"ontology", "shapes", "derived", "inferred"} <= set(document["graphs"])
    assert int(document["about"]["triples"]) == sum(document["graphs"].values())
    assert "SHA-256" in icigraph("info").out


def test_a_new_project_builds_validates_and_answers(icigraph: Run, lights: Path) -> None:
    project = ("--project", str(lights))
    built = icigraph(*project, "build")
    assert (built.code, built.err) == (0, "")
    assert "2 verified" in built.out
    assert icigraph(*project, "validate").code == 0
    answer = icigraph(*project, "ask", "keepers", "--cite", "--format", "csv")
    golden = (lights / "queries" / "keepers.expected.csv").read_bytes().decode()
    assert icigraph(*project, "ask", "keepers", "--format", "csv").out == golden
    assert answer.out.count("verified") == 3
    assert "has kept" in icigraph(*project, "show", "Ada Quill").out


def test_a_changed_text_is_a_failure_with_its_place(icigraph: Run, lights: Path) -> None:
    data = lights / "data" / "keepings.ttl"
    data.write_text(data.read_text().replace('"60"', '"61"'))
    ran = icigraph("--project", str(lights), "build")
    assert ran.code == 1
    assert "keepings.ttl:" in ran.out
    assert "1 FAILED" in ran.out


def test_the_project_is_found_upward(icigraph: Run, lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lights / "data" / "sources")
    assert "North Point" in icigraph("ask", "keepers", "--lighthouse", "North Point", "--cite").out


def test_no_file_changes_by_asking(icigraph: Run, lights: Path) -> None:
    before = {path: path.read_bytes() for path in lights.rglob("*") if path.is_file()}
    icigraph("--project", str(lights), "ask", "keepers")
    after = {
        path: path.read_bytes()
        for path in lights.rglob("*")
        if path.is_file() and ".icigraph" not in path.parts
    }
    assert after == before


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_help_with_an_example(icigraph: Run, name: str) -> None:
    text = icigraph(name, "--help").out
    assert f"icigraph {name}" in text.partition("example")[2]


@pytest.mark.parametrize("name", [name for name in VERBS if name not in ("push", "pull", "verify")])
def test_the_example_runs_as_printed(icigraph: Run, name: str, path: str, tmp_path: Path) -> None:
    lines = icigraph(name, "--help").out.partition("example")[2].splitlines()[1:]
    ran = subprocess.run(
        ["bash", "-e", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_verb(icigraph: Run, shell: str) -> None:
    ran = icigraph("completion", shell)
    assert ran.code == 0
    assert all(name in ran.out for name in VERBS)


def test_bash_accepts_the_completion(icigraph: Run) -> None:
    script = icigraph("completion", "bash").out
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


def test_version_and_overview(icigraph: Run) -> None:
    assert icigraph("--version").out == f"icigraph {__version__}\n"
    overview = icigraph()
    assert (overview.code, all(name in overview.out for name in VERBS)) == (0, True)
    assert icigraph("--help").out == overview.out


def command(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "icigraph", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_away_is_no_error() -> None:
    running = command("query", "-e", "SELECT * { ?s ?p ?o . ?o ?q ?r }", "--format", "csv")
    assert running.stdout and running.stderr
    running.stdout.read(10)
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 0


def test_from_any_folder_the_bundled_graph_answers(tmp_path: Path) -> None:
    running = command("ask", "partners-as-of", cwd=tmp_path, env=os.environ | {"HOME": str(tmp_path)})
    out, err = running.communicate()
    assert (running.returncode, err) == (0, b"")
    assert b"Kuwait" in out
