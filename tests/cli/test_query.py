"""`icigraph query`: every kind of query, every format, and syntax errors with their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from tests.conftest import Ran

Run = Callable[..., Ran]
SYNTAXES = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
SELECT = "SELECT ?partner { ?partner ici:partnerIn id:ici } ORDER BY ?partner"
CONSTRUCT = "CONSTRUCT { ?p ici:partnerIn id:ici } WHERE { ?p ici:partnerIn id:ici }"


def test_prefixes_are_declared(icigraph: Run) -> None:
    ran = icigraph("query", "-e", SELECT)
    assert (ran.code, ran.err) == (0, "")
    assert "id:kuwait" in ran.out.split()


def test_a_query_comes_from_a_file_or_from_stdin(
    icigraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "q.rq"
    file.write_text(SELECT)
    from_file = icigraph("query", str(file)).out
    with file.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert icigraph("query", "-").out == from_file == icigraph("query", "-e", SELECT).out


@pytest.mark.parametrize(
    ("text", "word"),
    [("ASK { id:kuwait ici:partnerIn id:ici }", "true"), ("ASK { id:ici a id:ici }", "false")],
)
def test_ask_in_words_json_and_xml(icigraph: Run, text: str, word: str) -> None:
    assert icigraph("query", "-e", text).out == f"{word}\n"
    assert json.loads(icigraph("query", "-e", text, "--format", "json").out) == {
        "head": {},
        "boolean": word == "true",
    }
    assert f"<boolean>{word}</boolean>" in icigraph("query", "-e", text, "--format", "xml").out


@pytest.mark.parametrize("form", SYNTAXES)
def test_triples_in_every_syntax_read_back_the_same(icigraph: Run, form: str) -> None:
    wanted = {
        str(quad.triple)
        for quad in parse(icigraph("query", "-e", CONSTRUCT, "-f", "nt").out, RdfFormat.N_TRIPLES)
    }
    written = icigraph("query", "-e", CONSTRUCT, "--format", form).out
    assert {str(quad.triple) for quad in parse(written, SYNTAXES[form])} == wanted != set()


def test_describe_tells_of_a_thing(icigraph: Run) -> None:
    assert "id:kuwait" in icigraph("query", "-e", "DESCRIBE id:kuwait").out


def test_named_graphs_can_be_asked_for(icigraph: Run) -> None:
    ran = icigraph(
        "query", "-e", "SELECT DISTINCT ?g { GRAPH ?g { ?s ici:partnerIn ?o } }", "--format", "csv"
    )
    assert ran.out.split() == ["g", "https://w3id.org/icigraph/graph/derived"]


ONTOLOGY = "<https://w3id.org/icigraph/graph/ontology>"


@pytest.mark.parametrize(
    ("dataset", "pattern", "found"),
    [
        ("", "?s ici:partnerIn ?o", True),
        (f"FROM {ONTOLOGY}", "?s ici:partnerIn ?o", False),
        (f"FROM {ONTOLOGY}", "ici:partnerIn ?p ?o", True),
        (f"FROM NAMED {ONTOLOGY}", "ici:partnerIn ?p ?o", False),
        (f"FROM NAMED {ONTOLOGY}", "GRAPH ?g { ici:partnerIn ?p ?o }", True),
        (f"FROM {ONTOLOGY}", "GRAPH ?g { ici:partnerIn ?p ?o }", False),
    ],
)
def test_a_query_is_asked_of_the_graphs_that_it_is_from(
    icigraph: Run, dataset: str, pattern: str, found: bool
) -> None:
    ran = icigraph("query", "-e", f"ASK {dataset} {{ {pattern} }}")
    assert (ran.code, ran.err, ran.out.split()) == (0, "", [str(found).lower()])


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT * {\n  ?s id:x/y ?o ;; \n} }", "-e:3:3", "closes nothing"),
        ("SELECT * {\n  ?s nope:p ?o }", "-e:2:6", "no prefix is called 'nope:'"),
        ("SELEC * { ?s ?p ?o }", "-e:1:1", "begins no query"),
        ("SELECT * { ?s ?p 'open }", "-e:1:18", "a quote is opened"),
        ("SELECT * { ?s ?p ?o ", "-e:1:10", "is opened here and not closed"),
        ("", "-e:1:1", "the query is empty"),
        ("DELETE WHERE { ?s ?p ?o }", "-e:1:1", "is an update"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", "-e:1:41", "unbound"),
        ("SELECT * {\n  ?s ?p 'a\u2028b\x85' .\n  FILTER(1 +) }", "-e:3:16", "ends too early"),
    ],
)  # fmt: skip
def test_a_syntax_error_shows_its_place_with_a_caret(
    icigraph: Run, text: str, place: str, message: str
) -> None:
    ran = icigraph("query", "-e", text)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith(f"error: {place}: ")
    assert message in ran.err
    assert ran.err.splitlines()[2].strip() == "^"
    assert ran.err.splitlines()[2].index("^") - 2 == int(place.split(":")[2]) - 1


def test_a_format_that_does_not_suit_is_refused(icigraph: Run) -> None:
    for text, form in ((SELECT, "ttl"), (CONSTRUCT, "csv"), ("ASK {}", "trig")):
        ran = icigraph("query", "-e", text, "--format", form)
        assert (ran.code, "does not suit" in ran.err) == (2, True)


def test_an_empty_answer_is_an_answer(icigraph: Run) -> None:
    ran = icigraph("query", "-e", "SELECT ?x { ?x a id:no-such-class }", "--format", "csv")
    assert (ran.code, ran.out) == (0, "x\r\n")
