"""`icigraph reason` on files: output, exit codes and places."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from icigraph.cli.main import main

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(PREFIXES + text, encoding="utf-8")
    return str(path)


@pytest.fixture
def model(tmp_path: Path) -> str:
    return write(tmp_path, "model.ttl", ":C rdfs:subClassOf :D . :D owl:disjointWith :E .\n")


def test_close_to_a_file(tmp_path: Path, model: str) -> None:
    data, output = write(tmp_path, "data.ttl", ":a a :C ."), tmp_path / "out.nt"
    assert main(["reason", model, data, "-o", str(output), "--only-inferred"]) == 0
    (quad,) = parse(output.read_bytes(), RdfFormat.N_TRIPLES)
    assert str(quad.object) == "<http://example.org/D>"


def test_both_engines_agree(tmp_path: Path, model: str) -> None:
    data = write(tmp_path, "data.ttl", ":a a :C .")
    ours, theirs = tmp_path / "ours.nt", tmp_path / "theirs.nt"
    main(["reason", model, data, "-o", str(ours)])
    main(["reason", model, data, "-o", str(theirs), "--engine", "owlrl"])
    assert set(ours.read_text().splitlines()) <= set(theirs.read_text().splitlines())


@pytest.mark.parametrize(("conclusion", "code"), [(":a a :D .", 0), (":a a :E .", 1)])
def test_entailment(tmp_path: Path, model: str, conclusion: str, code: int) -> None:
    data = write(tmp_path, "data.ttl", ":a a :C .")
    assert main(["reason", model, data, "--entails", write(tmp_path, "c.ttl", conclusion)]) == code


def test_what_is_not_entailed_is_named(
    tmp_path: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path, "data.ttl", ":a a :C .")
    wanted = write(tmp_path, "c.ttl", ":a a :D, :E . [] a :D ; :p 1 .")
    assert main(["reason", model, data, "--entails", wanted]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "not entailed",
        "  does not follow: a a E",
        "  does not follow: […] p 1",
    ]
    broken = write(tmp_path, "broken.ttl", ":a a :E .")
    assert main(["reason", model, data, broken, "--entails", wanted]) == 0
    assert capsys.readouterr().out == "entailed, as anything is: the files contradict each other\n"


@pytest.mark.parametrize(("facts", "code"), [(":a a :C .", 0), (":a a :C, :E .", 1)])
def test_inconsistency(
    tmp_path: Path, model: str, facts: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reason", model, write(tmp_path, "data.ttl", facts), "--inconsistency"]) == code
    assert ("cax-dw: a a D and a a E" in capsys.readouterr().out) is bool(code)


def test_profile_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = write(tmp_path, "model.ttl", ":C a owl:Class .\n:p a owl:ReflexiveProperty .\n")
    assert main(["reason", model, "--profile"]) == 1
    assert "model.ttl:4:" in capsys.readouterr().out


def test_a_broken_file_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = write(tmp_path, "broken.ttl", ":a :b .")
    assert main(["reason", broken]) == 2
    assert "broken.ttl:3:" in capsys.readouterr().err
    assert main(["reason", broken, "--inconsistency"]) == 2


def test_output_goes_through_a_link_and_to_stdout(
    tmp_path: Path, model: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    link, file = tmp_path / "link.nt", tmp_path / "out.nt"
    file.write_text("")
    link.symlink_to(file)
    assert main(["reason", model, "-o", str(link)]) == 0
    assert link.is_symlink()
    assert main(["reason", model, "-o", "-"]) == 0
    assert sorted(capfdbinary.readouterr().out.splitlines()) == sorted(file.read_bytes().splitlines())


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path, model: str) -> None:
    pipe = tmp_path / "pipe.nt"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert main(["reason", model, "-o", str(pipe)]) == 0
        assert b"disjointWith" in reader.communicate(timeout=30)[0]
    assert pipe.is_fifo()


def test_a_byte_order_mark_is_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "marked.ttl"
    file.write_text("\ufeff" + PREFIXES + ":a a :C .")
    assert main(["reason", str(file), "--inconsistency"]) == 0
    assert main(["reason", str(file), "--profile"]) == 0
    assert main(["reason", str(file), "--entails", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == ["consistent", "in OWL 2 RL", "entailed"]


SPELLED = [
    '"01"^^xsd:integer',
    "1",
    '"300"^^xsd:byte',
    "1.50",
    '"1"^^xsd:boolean',
    '"abc"^^xsd:integer',
    "1e3",
]
SPELLED += ['"7"^^xsd:int', '"2004-01-01T00:00:00.100Z"^^xsd:dateTime', '"x"@en', '"t"^^xsd:token']


@pytest.mark.parametrize("suffix", ["nt", "ttl", "nq", "trig", "rdf", "jsonld"])
def test_what_files_state_is_written_as_it_is_spelled(tmp_path: Path, suffix: str) -> None:
    model = write(tmp_path, "model.ttl", ":p a owl:SymmetricProperty .")
    stated = f":a :p [ :v {', '.join(SPELLED)} ] . :b :v 2 ."
    data, more = write(tmp_path, "data.ttl", stated), write(tmp_path, "more.ttl", ":b :v '02'^^xsd:byte .")
    out = tmp_path / f"out.{suffix}"
    assert main(["reason", model, data, more, "-o", str(out)]) == 0
    found = canonical(quad.triple for quad in parse(path=str(out)))
    wanted = ":p a owl:SymmetricProperty . :a :p _:x . _:x :p :a . :b :v 2, '02'^^xsd:byte ."
    wanted += f" _:x :v {', '.join(SPELLED)} ."
    assert found == canonical(quad.triple for quad in parse(PREFIXES + wanted, RdfFormat.TURTLE))


def canonical(triples: Iterable[Triple]) -> Dataset:
    found = Dataset(Quad(*triple) for triple in triples)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def test_a_broken_file_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reason", write(tmp_path, "broken.ttl", ":a :p ")]) == 2
    assert "broken.ttl" in capsys.readouterr().err
