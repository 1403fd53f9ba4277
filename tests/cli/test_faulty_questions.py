"""Question files that cannot be asked: told when the project is built, each with its place, and the others go
on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import Ran

import icigraph as library
from icigraph.project.question import RESERVED_OPTIONS

Run = Callable[..., Ran]

BLOCK = "VALUES ?lighthouse { id:north-point }"
QUERY = f"PREFIX id: <https://example.org/lighthouses/id/>\nSELECT ?s {{ {BLOCK} ?s ?p ?lighthouse }}"


def question(parameters: str, query: str = QUERY) -> str:
    return f"#+ summary: bad\n#+ parameters:\n{parameters}\n{query}"


def parameter(name: str, kind: str = "") -> str:
    return f"#+   - name: {name}\n#+     type: {kind}"


@dataclass(frozen=True)
class Case:
    """A question file, the place that is told, and the words."""

    text: str
    place: str
    says: str


CASES = {
    "not SPARQL": Case("#+ summary: x\nSELECT {", ":2:8:", "not closed"),
    "not YAML": Case("#+ a: [\nSELECT * {}", ":1:", "not YAML"),
    "no summary": Case("SELECT * { ?s ?p ?o }", ":", "has no summary"),
    "an update": Case("#+ summary: x\nDELETE WHERE { ?s ?p ?o }", ":2:1:", "is an update"),
    "a question of yes or no": Case("#+ summary: x\nASK { ?s ?p ?o }", ":", "not a SELECT"),
    "no block": Case(question(parameter("keeper")), ":3:14:", "no VALUES block sets ?keeper"),
    "block of two": Case(
        question(parameter("a"), "SELECT * { VALUES (?a ?b) { (1 2) } }"), ":3:14:", "no VALUES block sets ?a"
    ),
    "unknown class": Case(
        question(parameter("lighthouse", "light:Lighthuose")), ":3:14:", "did you mean light:Lighthouse?"
    ),
    "unknown datatype": Case(question(parameter("lighthouse", "xsd:dat")), ":3:14:", "did you mean xsd:"),
    "bare word": Case(question(parameter("lighthouse", "integr")), ":3:14:", "neither a datatype nor"),
    "unknown prefix": Case(question(parameter("lighthouse", "lihgt:K")), ":3:14:", "did you mean light?"),
    "twice": Case(
        question("#+   - lighthouse\n#+   - lighthouse"), ":3:8:", "are both called --lighthouse"
    ),
    "tags that are no list": Case("#+ summary: x\n#+ tags: a\nSELECT * {}", ":", "`tags` is not a list"),
    "Latin-1": Case("#+ summary: caf\udce9\nSELECT * {}", ":1:16:", "UTF-8"),
    **{
        f"called {name}": Case(
            question(parameter(name), f"SELECT * {{ VALUES ?{name} {{ 1 }} }}"),
            ":3:14:",
            f"--{name} is an option",
        )
        for name in ("format", "cite", "show", "help", "texts", "conflicts", "endpoint", "project", "quiet")
    },
}  # fmt: skip


@pytest.fixture
def project(icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is the working folder."""
    assert icigraph("init", str(tmp_path / "p")).code == 0
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_asked_is_told_with_its_place_and_the_others_go_on(
    icigraph: Run, project: Path, name: str
) -> None:
    case = CASES[name]
    (project / "queries" / "bad.rq").write_bytes(case.text.encode("utf-8", "surrogateescape"))
    built = icigraph("build")
    assert (built.code, f"error: queries/bad.rq{case.place}" in built.err) == (2, True), built.err
    assert case.says in built.err
    for verb in ("validate", "check"):
        ran = icigraph(verb)
        assert (ran.code, f"queries/bad.rq{case.place}".rstrip(":") in ran.out) == (1, True), ran.out
    assert icigraph("ask", "keepers").code == 0
    asked = icigraph("ask", "bad")
    assert (asked.code, case.says in asked.err) == (2, True)
    listed = icigraph("ask")
    assert (listed.code, "keepers" in listed.out, "queries/bad.rq" in listed.err) == (0, True, True)
    graph = library.KnowledgeGraph.open(project)
    assert [each.name for each in graph.questions] == ["keepers"]
    with pytest.raises(library.InputError, match=r"queries/bad\.rq"):
        graph.ask("bad")
    assert not graph.validate().conforms


def test_reports_for_machines_tell_them(icigraph: Run, project: Path) -> None:
    (project / "queries" / "bad.rq").write_text("SELECT {")
    assert "queries/bad.rq" in icigraph("validate", "--format", "json").out
    assert "queries/bad.rq" in icigraph("validate", "--format", "sarif").out


def test_of_two_with_one_name_the_first_is_asked(icigraph: Run, project: Path) -> None:
    (project / "queries" / "more").mkdir()
    (project / "queries" / "more" / "keepers.rq").write_text(question(parameter("lighthouse")))
    ran = icigraph("build")
    assert ran.code == 2
    assert "queries/more/keepers.rq: a question has this name already" in ran.err
    assert icigraph("ask", "keepers").code == 0


def test_a_function_that_the_engine_lacks_is_a_warning(icigraph: Run, project: Path) -> None:
    (project / "queries" / "other.rq").write_text(
        "#+ summary: other\nPREFIX afn: <http://jena.apache.org/ARQ/function#>\n"
        "SELECT ?n { ?s ?p ?o . ?s ?q (1 2) BIND(afn:localname(?p) AS ?n) }"
    )
    ran = icigraph("build")
    assert (ran.code, ran.err.count("warning:")) == (0, 1)
    assert (
        "warning: queries/other.rq:3:41: the function <http://jena.apache.org/ARQ/function#localname>"
        in ran.err
    )


def test_the_command_line_has_the_options_that_no_parameter_may_have(icigraph: Run) -> None:
    told = icigraph("ask", "partners-as-of", "--help").out
    options = {word.strip(",") for word in told.split() if word.startswith("--")}
    assert options - {"--as-of", "--framework"} == {f"--{name}" for name in RESERVED_OPTIONS}


HEADS = {
    "a licence above": "# SPDX-License-Identifier: CC0-1.0\n#+ summary: x\n",
    "an empty line above": "\n\n#+ summary: x\n",
    "comments between": "#+ summary: x\n# and\n#+ tags: [a]\n",
    "below the query": "SELECT * { ?s ?p ?o } LIMIT 1\n#+ summary: x\n",
}


@pytest.mark.parametrize("head", HEADS)
def test_front_matter_stands_anywhere(icigraph: Run, project: Path, head: str) -> None:
    query = "" if "SELECT" in HEADS[head] else "SELECT * { ?s ?p ?o } LIMIT 1\n"
    (project / "queries" / "more.rq").write_text(HEADS[head] + query)
    assert icigraph("build").code == 0
    assert icigraph("ask", "more").code == 0


def test_what_stands_in_a_string_is_no_front_matter(icigraph: Run, project: Path) -> None:
    (project / "queries" / "more.rq").write_text(
        '#+ summary: x\nSELECT * { BIND("""\n#+ summary: y\n""" AS ?v) }\n'
    )
    listed = json.loads(icigraph("ask", "--format", "json").out)
    assert [each["summary"] for each in listed if each["name"] == "more"] == ["x"]


TWICE = """#+ summary: either
#+ parameters:
#+   - name: lighthouse
#+     type: light:Lighthouse
PREFIX core: <https://w3id.org/icigraph/core#>
PREFIX id: <https://example.org/lighthouses/id/>
PREFIX light: <https://example.org/lighthouses/ontology#>
SELECT ?thing {
  { VALUES ?lighthouse { id:north-point } ?thing core:object ?lighthouse }
  UNION
  { VALUES ?lighthouse { id:north-point } BIND(?lighthouse AS ?thing) }
  UNION
  { SELECT ?thing { VALUES ?lighthouse { id:north-point } BIND(?lighthouse AS ?thing) } }
}"""


def test_every_block_of_a_parameter_is_set(icigraph: Run, project: Path) -> None:
    (project / "queries" / "either.rq").write_text(TWICE)
    (project / "data" / "more.ttl").write_text(
        "@prefix id: <https://example.org/lighthouses/id/> .\n"
        "@prefix light: <https://example.org/lighthouses/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'id:south-point a light:Lighthouse ; rdfs:label "South Point"@en .\n'
    )
    ran = icigraph("ask", "either", "--lighthouse", "South Point", "--format", "csv")
    assert ran.out.split() == ["thing", *["https://example.org/lighthouses/id/south-point"] * 2]
    assert icigraph("ask", "either", "--lighthouse", "South Point", "--show").out.count("south-point") == 3


def test_a_hash_in_a_name_begins_no_comment(icigraph: Run, project: Path) -> None:
    (project / "queries" / "hash.rq").write_text(
        "#+ summary: x\n#+ parameters: [{name: x}]\nPREFIX ex: <http://e.org/>\n"
        "SELECT ?x { VALUES ?y { ex:a\\#b } VALUES ?x { 1 } }"
    )
    ran = icigraph("ask", "hash", "--x", "id:north-point", "--format", "csv")
    assert (ran.code, ran.out.split()) == (0, ["x", "https://example.org/lighthouses/id/north-point"])
