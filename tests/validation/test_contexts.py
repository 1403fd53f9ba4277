"""JSON-LD whose contexts are files: nothing is loaded from the web."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import InputError
from icigraph.validation.reading.inputs import read_sources
from icigraph.validation.validate import validate

Run = Callable[..., Any]
URL = "https://vocabulary.example/context"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:age ; sh:datatype e:number ] .
"""
CONTEXT = """{"@context": {"e": "http://e.example/", "T": "e:T", "age": "e:age",
  "@base": "http://elsewhere.example/", "id": "@id", "type": "@type"}}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.jsonld").write_text(CONTEXT)
    Path("s.ttl").write_text(SHAPES)


def document(context: str) -> None:
    Path("d.jsonld").write_text(f'{{"@context": {context}, "type": "T", "id": "e:a",\n "age": "old"}}\n')


@pytest.mark.parametrize("context", [f'"{URL}"', f'[ "{URL}" ]', f'[{{"f": "e:f"}}, "{URL}"]'])
def test_a_context_is_read_from_the_file_that_is_said(icigraph: Run, context: str) -> None:
    document(context)
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl", "--context", f"{URL}=c.jsonld")
    assert ran.code == 1
    assert "d.jsonld:2:9" in ran.out and '"age": "old"' in ran.out


def test_places_behind_a_context_on_the_same_line_are_those_of_the_file(icigraph: Run) -> None:
    Path("d.jsonld").write_text(f'[{{"@context": "{URL}", "type": "T", "id": "e:a", "age": 7}}]')
    ran = icigraph(
        *("validate", "d.jsonld", "--shapes", "s.ttl", "--format", "json"), "--context", f"{URL}=c.jsonld"
    )
    (result,) = json.loads(ran.out)["causes"][0]["results"]
    column = result["evidence"][0]["column"]
    assert Path("d.jsonld").read_text()[column - 1 :] == "7}]"


def test_what_is_not_mapped_is_told_with_how_to_map_it(icigraph: Run) -> None:
    document(f'["{URL}", "https://other.example/"]')
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl", "--context", f"{URL}=c.jsonld")
    assert ran.code == 1
    assert "the context https://other.example/ is on the web" in ran.out
    assert "--context https://other.example/=FILE" in ran.out
    assert f"d.jsonld:1:{len(URL) + 19}" in ran.out


def test_contexts_of_the_configuration(icigraph: Run) -> None:
    Path("icigraph.toml").write_text(
        f'[validate]\ndata = "d.jsonld"\nshapes = "s.ttl"\n[validate.contexts]\n"{URL}" = "c.jsonld"\n'
    )
    document(f'"{URL}"')
    assert "d.jsonld:2:9" in icigraph("validate").out


def test_a_context_that_is_a_file_beside_it_is_read(icigraph: Run) -> None:
    document('"c.jsonld"')
    assert "d.jsonld:2:9" in icigraph("validate", "d.jsonld", "--shapes", "s.ttl").out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "no JSON-LD context"),
        ('{"e": "http://e.example/"}', "no JSON-LD context"),
        (f'{{"@context": "{URL}"}}', "includes itself"),
        (None, "no such file"),
    ],
)
def test_a_file_that_has_no_context_is_told(icigraph: Run, content: str | None, said: str) -> None:
    Path("c.jsonld").unlink()
    if content is not None:
        Path("c.jsonld").write_text(content)
    document(f'"{URL}"')
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl", "--context", f"{URL}=c.jsonld")
    assert ran.code == 2
    assert "c.jsonld" in ran.err and said in ran.err


def test_an_option_that_names_no_file_is_refused(icigraph: Run) -> None:
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl", "--context", URL)
    assert (ran.code, "not URL=FILE" in ran.err) == (2, True)


INNER = "https://vocabulary.example/inner"
SAME = {
    "alone": (f'"{URL}"', '{"e": "http://e.example/", "T": "e:T"}'),
    "many": (f'["{URL}", {{"T": "e:T"}}]', '[{"e": "http://x.example/"}, {"e": "http://e.example/"}]'),
    "none": (f'[{{"e": "http://e.example/"}}, "{URL}", {{"T": "e:T"}}]', "[]"),
    "imported": (
        f'{{"@import": "{URL}", "T": "e:T", "@version": 1.1}}',
        '{"e": "http://e.example/", "T": "http://no.example/", "@base": "http://no.example/"}',
    ),
    "imported nothing": (f'{{"@import": "{URL}", "@version": 1.1, "T": "http://e.example/T"}}', "{}"),
    "within": (f'"{URL}"', f'["{INNER}", {{"T": "e:T"}}]'),
    "of a term": (
        f'{{"T": {{"@id": "http://e.example/T", "@context": "{URL}"}}}}',
        '{"e": "http://e.example/"}',
    ),
}


@pytest.mark.parametrize("way", SAME)
def test_a_named_context_means_what_it_would_mean_if_it_were_written_there(way: str) -> None:
    context, content = SAME[way]
    Path("c.jsonld").write_text(f'{{"@context": {content}}}')
    Path("i.jsonld").write_text('{"@context": {"e": "http://e.example/"}}')
    Path("d.jsonld").write_text(
        f'{{"@context": {context}, "@id": "http://e.example/a", "@type": "T",\n'
        ' "http://e.example/age": "\\"@context\\": \\"x\\""}'
    )
    (source,) = read_sources(["d.jsonld"], contexts={URL: "c.jsonld", INNER: "i.jsonld"})
    found = {str(quad.triple) for quad in parse(source.body, format=RdfFormat.JSON_LD, base_iri=source.base)}
    assert found == {
        "<http://e.example/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e.example/T>",
        '<http://e.example/a> <http://e.example/age> "\\"@context\\": \\"x\\""',
    }


def test_a_path_that_a_host_alone_may_lack_makes_no_difference() -> None:
    document('"https://schema.example"')
    report = validate("d.jsonld", "s.ttl", contexts={"https://schema.example/": "c.jsonld"})
    assert len(report.results) == 1


def test_json_that_is_broken_behind_a_context_is_told_where_it_is(icigraph: Run) -> None:
    Path("d.jsonld").write_text(f'{{"@context": "{URL}", "type": "T", "id" "e:a"}}')
    ran = icigraph("validate", "d.jsonld", "--shapes", "s.ttl", "--context", f"{URL}=c.jsonld")
    assert ran.code == 1
    column = int(ran.out.partition("d.jsonld:1:")[2].split()[0])
    assert Path("d.jsonld").read_text()[column - 1 :].startswith(('"e:a"', ' "e:a"'))


def test_a_library_call_says_it_too() -> None:
    document(f'"{URL}"')
    assert len(validate("d.jsonld", "s.ttl", contexts={URL: "c.jsonld"}).results) == 1
    Path("c.jsonld").unlink()
    with pytest.raises(InputError, match=r"c\.jsonld"):
        validate("d.jsonld", "s.ttl", contexts={URL: "c.jsonld"})
