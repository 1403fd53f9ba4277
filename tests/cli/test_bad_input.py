"""Bad input of many kinds: each gives a clear message with its place and the right exit code, and loses
nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]


@dataclass(frozen=True)
class Case:
    """A project spoilt in one way, what is run on it, and what must come of it."""

    name: str
    spoil: Callable[[Path], object]
    verb: tuple[str, ...]
    code: int
    says: tuple[str, ...]


def write(name: str, content: str | bytes) -> Callable[[Path], object]:
    """Puts a file into the project."""
    data = content.encode() if isinstance(content, str) else content
    return lambda root: (root / name).write_bytes(data)


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Replaces words in a file of the project; they must be there."""

    def change(root: Path) -> None:
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new, 1))

    return change


def broken_rule(root: Path) -> None:
    """A derivation that is cut short, in a folder of its own."""
    (root / "ontology" / "rules").mkdir()
    (root / "ontology" / "rules" / "bad.rq").write_text("CONSTRUCT { ?a")


def nothing(_: Path) -> None:
    """The fault is in the command."""


BAD = "data/bad.ttl"
KEEPINGS = "data/keepings.ttl"
AT = ("keepings.ttl:",)
BUILD, ASK, VALIDATE = ("build",), ("ask", "keepers"), ("validate",)
AGAIN = """@prefix keeping: <https://example.org/lighthouses/id/keeping/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

keeping:ada-quill rdfs:label "Another fact under an IRI that is taken"@en .
"""
CITED = "core:citation citation:log-start , citation:log-end"

SYNTAX = [
    Case("no object", write(BAD, "<urn:a:a> <urn:a:b> .\n"), BUILD, 2, ("data/bad.ttl:1:",)),
    Case("no full stop", write(BAD, "<urn:a:a> <urn:a:b> <urn:a:c>\n"), BUILD, 2, ("data/bad.ttl:",)),
    Case(
        "unknown prefix",
        write(BAD, "\nnope:a <urn:a:b> <urn:a:c> .\n"),
        BUILD,
        2,
        ("data/bad.ttl:2:1", "nope"),
    ),
    Case("open string", write(BAD, '<urn:a:a> <urn:a:b> "open .\n'), BUILD, 2, ("data/bad.ttl:1:",)),
    Case("bad IRI", write(BAD, "<urn:a:a b> <urn:a:b> <urn:a:c> .\n"), BUILD, 2, ("data/bad.ttl:1:",)),
    Case("bad language tag", write(BAD, '<urn:a:a> <urn:a:b> "x"@1 .\n'), BUILD, 2, ("data/bad.ttl:1:",)),
    Case(
        "two faults",
        write(BAD, "<urn:a:a> .\n<urn:a:b> .\n"),
        BUILD,
        2,
        ("data/bad.ttl:1:", "data/bad.ttl:2:"),
    ),
    Case("Latin-1", write(BAD, b'<urn:a:a> <urn:a:b> "caf\xe9" .'), BUILD, 2, ("data/bad.ttl:1:25", "UTF-8")),
    Case("UTF-16", write(BAD, "# x\n".encode("utf-16")), BUILD, 2, ("data/bad.ttl:1:1", "UTF-8")),
    Case("cut gzip", write("data/bad.ttl.gz", b"\x1f\x8b\x08\x00abc"), BUILD, 2, ("data/bad.ttl.gz", "gzip")),
    Case("broken ontology", write("ontology/bad.ttl", "x\n"), BUILD, 2, ("ontology/bad.ttl:1:1",)),
    Case("broken rule", broken_rule, BUILD, 2, ("ontology/rules/bad.rq",)),
]
HARMLESS = [
    Case("byte order mark", write(BAD, b"\xef\xbb\xbf<urn:a:a> <urn:a:b> <urn:a:c> .\n"), ASK, 0, ()),
    Case("CRLF", write(BAD, b"<urn:a:a>\r\n<urn:a:b> <urn:a:c> .\r\n"), ASK, 0, ()),
    Case("empty file", write(BAD, ""), ASK, 0, ()),
    Case("comment only", write(BAD, "# nothing yet\n"), ASK, 0, ()),
    Case("other files", write("data/notes.txt", b"\xff\xfe"), ASK, 0, ()),
]
PROJECT = [
    Case("broken configuration", write("icigraph.toml", "name = \n"), ASK, 2, ("icigraph.toml:1:",)),
    Case(
        "unknown key",
        edit("icigraph.toml", "title", "titel"),
        ASK,
        2,
        ("icigraph.toml:", "did you mean title?"),
    ),
    Case(
        "no name",
        edit("icigraph.toml", 'name = "lighthouses"', ""),
        ASK,
        2,
        ("icigraph.toml:1:1", "name is missing"),
    ),
    Case(
        "deep configuration",
        edit("icigraph.toml", "title =", "x = " + 100_000 * "[" + "\ntitle ="),
        ASK,
        2,
        ("icigraph.toml:", "nest too deep"),
    ),
    Case("empty configuration", write("icigraph.toml", ""), ASK, 2, ("icigraph.toml:1:1",)),
    Case("no configuration", lambda root: (root / "icigraph.toml").unlink(), ASK, 2, ("icigraph init",)),
    Case("missing text folder", nothing, (*BUILD, "--texts", "no/such"), 2, ("no/such", "no such folder")),
    Case(
        "unreadable input",
        lambda root: (root / BAD).symlink_to(root / "gone.ttl"),
        BUILD,
        2,
        ("data/bad.ttl",),
    ),
    Case("folder named like a file", lambda root: (root / BAD).mkdir(), ASK, 0, ()),
]
QUESTIONS = [
    Case(
        "syntax of a question",
        write("queries/bad.rq", "#+ summary: x\nSELECT {"),
        BUILD,
        2,
        ("queries/bad.rq:2:",),
    ),
    Case(
        "deep front matter",
        write("queries/bad.rq", f"#+ a: {20_000 * '['}\nASK {{}}"),
        BUILD,
        2,
        ("queries/bad.rq:", "nests too deep"),
    ),
    Case("front matter", write("queries/bad.rq", "#+ a: [\nASK {}"), BUILD, 2, ("queries/bad.rq:1:", "YAML")),
    Case(
        "no summary",
        write("queries/bad.rq", "SELECT * { ?s ?p ?o }"),
        ("ask", "bad"),
        2,
        ("queries/bad.rq", "summary"),
    ),
    Case(
        "not a SELECT", write("queries/bad.rq", "#+ summary: x\nASK {}"), ("ask", "bad"), 2, ("not a SELECT",)
    ),
    Case("unknown question", nothing, ("ask", "keeper"), 2, ("no question", "did you mean keepers?")),
    Case("unknown parameter", nothing, (*ASK, "--house", "x"), 2, ("no parameter", "--lighthouse")),
    Case("misspelt value", nothing, (*ASK, "--lighthouse", "North Pont"), 2, ("did you mean North Point",)),
    Case("wrong class", nothing, (*ASK, "--lighthouse", "Ada Quill"), 2, ("is no lighthouse",)),
    Case("no value", nothing, (*ASK, "--lighthouse"), 2, ("expected one argument",)),
    Case("injection", nothing, (*ASK, "--lighthouse", "id:x } ?s ?p ?o { "), 2, ("no lighthouse is called",)),
    Case("injection by IRI", nothing, (*ASK, "--lighthouse", "<urn:x> } #"), 2, ("no lighthouse is called",)),
    Case("unknown format", nothing, (*ASK, "--format", "pdf"), 2, ("invalid choice",)),
    Case("query file missing", nothing, ("query", "no.rq"), 2, ("no.rq: no such file",)),
    Case("query file a folder", nothing, ("query", "."), 2, ("folder",)),
    Case("query file empty", nothing, ("query", os.devnull), 2, ("empty",)),
    Case("query and text", nothing, ("query", "a.rq", "-e", "ASK {}"), 2, ("not allowed with",)),
    Case("no query", nothing, ("query",), 2, ("required",)),
    Case("unknown thing", nothing, ("show", "North Pont"), 2, ("nothing is called", "North Point")),
    Case("text of no source", nothing, ("cite", "icigraph.toml"), 2, ("icigraph.toml", "no source")),
    Case("text missing", nothing, ("cite", "gone.txt"), 2, ("gone.txt",)),
    Case("nothing to cite", nothing, ("cite",), 2, ("which source",)),
    Case("unknown verb", nothing, ("aks",), 2, ("did you mean ask?",)),
    Case("unknown option", nothing, ("build", "--frob"), 2, ("--frob",)),
    Case("init on a file", nothing, ("init", "icigraph.toml"), 2, ("is a file",)),
    Case("init twice", nothing, ("init", "."), 2, ("exists already",)),
]
DATA = [
    Case("undefined term", edit(KEEPINGS, "core:object ", "core:objekt "), VALIDATE, 1, AT),
    Case("wrong datatype", edit(KEEPINGS, '"1910"^^xsd:gYear', '"1910"'), VALIDATE, 1, AT),
    Case("31 February", edit(KEEPINGS, "1910-09-30", "1910-02-31"), VALIDATE, 1, AT),
    Case("end before start", edit(KEEPINGS, '"1904-05"', '"1914-05"'), VALIDATE, 1, AT),
    Case("no citation", edit(KEEPINGS, CITED, 'core:note "x"'), VALIDATE, 1, AT),
    Case("no rank", edit(KEEPINGS, "core:rank core:normal ;\n", ""), VALIDATE, 1, AT),
    Case("digest mismatch", edit("texts/log.txt", "Ada Quill", "Ada Quilt"), VALIDATE, 1, ("log.ttl:",)),
    Case("offset off by one", edit(KEEPINGS, '"59"', '"58"'), VALIDATE, 1, AT),
    Case("offset outside", edit(KEEPINGS, '"124"', '"999"'), VALIDATE, 1, AT),
    Case("empty span", edit(KEEPINGS, '"60"', '"124"'), VALIDATE, 1, AT),
    Case("unknown source", edit(KEEPINGS, "source:log", "source:gone"), VALIDATE, 1, AT),
    Case(
        "duplicate IRI",
        write("data/again.ttl", AGAIN),
        VALIDATE,
        1,
        ("keepings.ttl:22:", "again.ttl:4:", "two values of rdfs:label"),
    ),
    Case("rank unknown", edit(KEEPINGS, "core:rank core:normal", "core:rank core:nrmal"), VALIDATE, 1, AT),
]  # fmt: skip
CASES = [*SYNTAX, *HARMLESS, *PROJECT, *QUESTIONS, *DATA]


def test_there_are_as_many_kinds_as_promised() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_bad_input_is_told_and_nothing_is_lost(
    case: Case, icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lights"
    assert icigraph("init", str(folder)).code == 0
    monkeypatch.chdir(folder)
    case.spoil(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = icigraph("--project", ".", *case.verb)
    told = ran.out + ran.err
    assert ran.code == case.code, told
    assert [word for word in case.says if word not in told] == [], told
    assert "Traceback" not in told
    assert ran.err.startswith("error: ") or case.code != 2
    assert {path: path.read_bytes() for path in before} == before


CYCLE = """@prefix claim: <https://w3id.org/icigraph/id/claim/> .
@prefix core: <https://w3id.org/icigraph/core#> .
@prefix ici: <https://w3id.org/icigraph/ontology#> .
@prefix id: <https://w3id.org/icigraph/id/> .
@prefix relation: <https://w3id.org/icigraph/id/relation/> .

relation:round a core:Relation ;
    core:subject id:nato-led-operations-bosnia ;
    core:property ici:partOf ;
    core:object id:ifor .

claim:round a core:Claim ; core:states relation:round ; core:rank core:normal .
"""


def test_parts_in_a_circle_are_told_at_each_part(icigraph: Run, tmp_path: Path) -> None:
    for part in ("icigraph.toml", "ontology", "data", "queries"):
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / part)
    (tmp_path / "data" / "cycle.ttl").write_text(CYCLE)
    ran = icigraph("--project", str(tmp_path), "validate")
    assert ran.code == 1
    told = " ".join(ran.out.split())
    for part in ("inclusion-ifor-in-bosnia-operations", "round"):
        assert told.count(f"lies within itself through https://w3id.org/icigraph/id/relation/{part}:") == 1
    assert "operations.ttl:" in ran.out


def test_every_error_of_bad_usage_has_a_hint(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    icigraph("init", str(tmp_path / "lights"))
    monkeypatch.chdir(tmp_path / "lights")
    hintless = [
        case.name for case in QUESTIONS if case.spoil is nothing and "hint: " not in icigraph(*case.verb).err
    ]
    assert hintless == []


def test_an_interrupt_exits_with_130(icigraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("icigraph.graph.open_snapshot", interrupted)
    ran = icigraph("ask", "partners-as-of")
    assert (ran.code, ran.err) == (130, "error: interrupted\n")


def test_a_full_disk_is_told(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    icigraph("init", str(tmp_path / "lights"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = icigraph("--project", str(tmp_path / "lights"), "build")
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert "hint: make room" in ran.err
