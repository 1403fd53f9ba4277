"""Every file of a release, read by another library than the one that wrote it, is what the project states."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from tests.servers.fetch import system_program
from tests.servers.recipes import RECIPES
from tests.servers.server import UnavailableError

from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.canonical import canonical_quads, canonical_triples, digest_of_lines
from icigraph.snapshot.dataset import inferred_quads
from icigraph.snapshot.opening import open_snapshot

rdflib = pytest.importorskip("rdflib")
duckdb = pytest.importorskip("duckdb")
networkx = pytest.importorskip("networkx")

ICI = "https://w3id.org/icigraph/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPEC = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "pub": "https://w3id.org/icigraph/published#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}
RDF_FILES = [
    f"{part}.{form}"
    for part in ("asserted", "inferred")
    for form in ("ttl", "nt", "nq", "trig", "rdf", "jsonld")
]
# LOADING.md is read by test_loading.py, all others below.
READ = re.compile(
    "|".join(re.escape(name) for name in RDF_FILES)
    + r"|dataset\.(nq|ttl)|facts-rdf12\.ttl|tables/\w+\.(csv|parquet)"
    r"|graph\.graphml|mappings\.sssom\.tsv|questions\.ttl|queries/[\w-]+\.rq|index\.html|LOADING\.md|SHA256SUMS"
)


@pytest.fixture(scope="module")
def source(project: GraphProject) -> dict[str, list[Quad]]:
    """What the release was made of."""
    asserted = list(asserted_quads(project))
    inferred = list(inferred_quads(project, open_snapshot(project)))
    return {"asserted": asserted, "inferred": inferred, "dataset": [*asserted, *inferred]}


def to_the_letter(term: Any) -> Any:
    if isinstance(term, rdflib.Literal):
        datatype = None if term.language or term.datatype is None else NamedNode(str(term.datatype))
        return Literal(str(term), language=term.language, datatype=datatype)
    ((_, _, value),) = (
        quad.triple for quad in parse(f"<x:a> <x:a> {term.n3()} .", format=RdfFormat.N_TRIPLES)
    )
    return value


@contextmanager
def lexical_forms_kept() -> Iterator[None]:
    """Other lexical forms of a value must come back as they are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def read_by_rdflib(path: Path) -> list[Quad]:
    graph = rdflib.Dataset()
    with lexical_forms_kept():
        graph.parse(path)
    ends = (
        (*map(to_the_letter, row[:3]), to_the_letter(row[3]) if row[3] else None) for row in graph.quads()
    )
    return [Quad(*row[:3], row[3] or DefaultGraph()) for row in ends]


def union(quads: Iterable[Quad]) -> list[bytes]:
    return canonical_triples(quad.triple for quad in quads)


def test_every_file_has_its_test(bundle: Path) -> None:
    names = [path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()]
    assert [name for name in names if not READ.fullmatch(name)] == []
    assert {"tables/Partnership.parquet", *RDF_FILES} <= set(names)


@pytest.mark.parametrize("name", [*RDF_FILES, "dataset.nq"])
def test_rdflib_reads_back_the_graph(name: str, bundle: Path, source: dict[str, list[Quad]]) -> None:
    part, _, suffix = name.partition(".")
    lines = canonical_quads if suffix in {"nq", "trig", "jsonld"} else union
    assert lines(read_by_rdflib(bundle / name)) == lines(source[part])


@pytest.mark.server
def test_jena_reads_the_reifiers_of_rdf_1_2(bundle: Path, source: dict[str, list[Quad]]) -> None:
    try:
        fuseki = RECIPES["fuseki"].fetch()
    except UnavailableError as error:
        pytest.skip(str(error))
    command = [
        fuseki["java"],
        "-cp",
        fuseki["jar"],
        "riotcmd.riot",
        "--output=nt",
        bundle / "facts-rdf12.ttl",
    ]
    read = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
    triples = [quad.triple for quad in parse(read, format=RdfFormat.N_TRIPLES)]
    reified = {t.object: t.subject for t in triples if isinstance(t.object, Triple)}
    stated = {quad.triple for quad in source["dataset"]}
    plain = {t for t in triples if not isinstance(t.object, Triple)}
    assert plain == set(reified) and plain <= stated
    cited = {quad.subject for quad in source["asserted"] if quad.predicate.value == f"{ICI}citation"}
    assert set(reified.values()) <= cited and len(reified) > 100


def expected_tables(
    project: GraphProject, source: dict[str, list[Quad]]
) -> dict[str, dict[str, dict[str, list[str]]]]:
    """By class and fact: the values of each property, from the files and what was derived."""
    cited = {quad.subject.value for quad in source["asserted"] if quad.predicate.value == f"{ICI}citation"}
    derived = (quad for quad in source["inferred"] if quad.graph_name == project.derived_graph)
    found: dict[str, dict[str, set[str]]] = {fact: {} for fact in cited}
    classes = []
    for quad in chain(source["asserted"], derived):
        fact = getattr(quad.subject, "value", None)
        if fact in cited and quad.predicate.value == f"{RDF}type":
            classes.append((quad.object.value.removeprefix(ICI), fact))
        elif fact in cited:
            found[fact].setdefault(project.prefixes.shrink(quad.predicate), set()).add(quad.object.value)
    tables: dict[str, dict[str, dict[str, list[str]]]] = {}
    for name, fact in classes:
        tables.setdefault(name, {})[fact] = {column: sorted(values) for column, values in found[fact].items()}
    return tables


def rows_of(statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with duckdb.connect() as database:
        result = database.execute(statement)
        return [column[0] for column in result.description], result.fetchall()


def test_duckdb_reads_every_csv_table(
    bundle: Path, project: GraphProject, source: dict[str, list[Quad]]
) -> None:
    expected = expected_tables(project, source)
    assert {path.stem for path in bundle.glob("tables/*.csv")} == set(expected)
    for name, facts in expected.items():
        reader = (
            f"read_csv('{bundle}/tables/{name}.csv', header=true, all_varchar=true, delim=',', quote='\"')"
        )
        columns, rows = rows_of(f"SELECT * FROM {reader}")
        read = {
            row[0]: {column: cell for column, cell in zip(columns, row, strict=True) if cell} for row in rows
        }
        assert read == {
            fact: {"fact": fact} | {column: " | ".join(cell) for column, cell in values.items()}
            for fact, values in facts.items()
        }


def as_texts(cell: Any) -> list[str]:
    texts = {True: "true", False: "false"}
    return [
        texts[value] if isinstance(value, bool) else str(value)
        for value in (cell if isinstance(cell, list) else [cell])
    ]


def test_duckdb_reads_every_parquet_table(
    bundle: Path, project: GraphProject, source: dict[str, list[Quad]]
) -> None:
    expected = expected_tables(project, source)
    assert {path.stem for path in bundle.glob("tables/*.parquet")} == set(expected)
    for name, facts in expected.items():
        columns, rows = rows_of(f"SELECT * FROM '{bundle}/tables/{name}.parquet'")
        read = {
            row[0]: {
                column: as_texts(cell)
                for column, cell in zip(columns[1:], row[1:], strict=True)
                if cell is not None
            }
            for row in rows
        }
        assert read == facts


def test_a_column_has_one_type_in_all_parquet_tables(bundle: Path) -> None:
    types: dict[str, set[str]] = {}
    for path in bundle.glob("tables/*.parquet"):
        for column, kind, *_ in rows_of(f"DESCRIBE SELECT * FROM '{path}'")[1]:
            types.setdefault(column, set()).add(kind)
    assert [column for column, kinds in types.items() if len(kinds) > 1] == []
    # Dates stand as the source has them, at times a year alone; their derived bounds are days.
    wanted = {
        "ici:start": "VARCHAR",
        "ici:earliestStart": "DATE",
        "ici:count": "BIGINT",
        "ici:citation": "VARCHAR[]",
    }
    assert {column: types[column] for column in wanted} == {column: {kind} for column, kind in wanted.items()}


def test_networkx_reads_things_and_statements(
    bundle: Path, project: GraphProject, source: dict[str, list[Quad]]
) -> None:
    graph = networkx.read_graphml(bundle / "graph.graphml", force_multigraph=True)
    data = f"{project.graphs}data/"
    things = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in source["dataset"]
        if quad.graph_name == project.inferred_graph or quad.graph_name.value.startswith(data)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(project.config.base)
    }
    assert Counter((s, data["relation"], o) for s, o, data in graph.edges(data=True)) == Counter(things)
    assert graph.nodes[f"{project.config.base}kuwait"]["label"] == "Kuwait"


def described(bundle: Path, name: str, query: str) -> list[tuple[str, ...]]:
    graph = rdflib.Graph().parse(bundle / name)
    return [tuple(map(str, row)) for row in graph.query(query, initNs=SPEC)]


def test_the_description_gives_the_checksum_of_every_other_file(bundle: Path) -> None:
    query = """SELECT ?name ?sum {
        ?dataset dcat:distribution ?file . ?file a dcat:Distribution ; dcterms:title ?name .
        ?file spdx:checksum ?node .
        ?node spdx:checksumValue ?sum ; spdx:algorithm spdx:checksumAlgorithm_sha256
    }"""
    sums = {
        path.relative_to(bundle).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in bundle.rglob("*")
        if path.is_file() and path.name not in {"dataset.ttl", "SHA256SUMS"}
    }
    assert dict(described(bundle, "dataset.ttl", query)) == sums


def test_the_description_gives_the_size_and_digest_of_every_graph(
    bundle: Path, source: dict[str, list[Quad]]
) -> None:
    graphs: dict[str, set[Triple]] = {}
    for quad in source["dataset"]:
        graphs.setdefault(quad.graph_name.value, set()).add(quad.triple)
    query = """SELECT ?graph ?size ?digest {
        ?dataset void:subset ?graph . ?graph void:triples ?size ; pub:digest ?digest
    }"""
    assert set(described(bundle, "dataset.ttl", query)) == {
        (iri, str(len(triples)), digest_of_lines(canonical_triples(triples)))
        for iri, triples in graphs.items()
    }


def test_every_question_is_sparql_to_rdflib_too(bundle: Path, project: GraphProject) -> None:
    from rdflib.plugins.sparql import prepareQuery

    query = "SELECT ?iri ?text ?about { ?iri a sh:SPARQLExecutable ; sh:select ?text ; rdfs:comment ?about }"
    catalogue = {
        iri.rpartition("/")[2]: (text, about)
        for iri, text, about in described(bundle, "questions.ttl", query)
    }
    files = {path.stem: path.read_text("utf-8") for path in bundle.glob("queries/*.rq")}
    assert files == {path.stem: path.read_text("utf-8") for path in project.query_files}
    assert set(catalogue) == set(files)
    for name, (text, about) in catalogue.items():
        head = yaml.safe_load("".join(re.findall(r"^#\+ ?(.*\n)", files[name], re.MULTILINE)))
        assert (about, prepareQuery(text).algebra.name) == (head["summary"], "SelectQuery")
        assert text == re.sub(r"^#\+.*\n", "", files[name], flags=re.MULTILINE).strip() + "\n"


def test_mappings_are_sssom(bundle: Path, source: dict[str, list[Quad]]) -> None:
    text = (bundle / "mappings.sssom.tsv").read_text("utf-8")
    head = yaml.safe_load("".join(re.findall(r"^#(.*\n)", text, re.MULTILINE)))
    rows = list(csv.DictReader(io.StringIO(re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)), delimiter="\t"))
    prefixes = head["curie_map"]

    def expanded(curie: str) -> NamedNode:
        prefix, _, local = curie.partition(":")
        return NamedNode(prefixes[prefix] + local)

    read = {
        tuple(expanded(row[name]) for name in ("subject_id", "predicate_id", "object_id")) for row in rows
    }
    stated = {
        (q.subject, q.predicate, q.object) for q in source["asserted"] if q.predicate.value.startswith(SKOS)
    }
    assert read == {row for row in stated if row[1].value.endswith("Match")}
    assert (
        head["license"].startswith("https://creativecommons.org/")
        and head["mapping_set_id"]
        and len(read) > 50
    )
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}


class Page(HTMLParser):
    """The links and anchors of a page, and the elements that are open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"]] if given.get("href") else []  # type: ignore[list-item]
        self.anchors += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_links_to_every_file_and_no_link_is_dead(bundle: Path) -> None:
    page = Page((bundle / "index.html").read_text("utf-8"))
    inside = [link for link in page.links if not link.startswith("https://creativecommons.org/")]
    anchors = {unquote(link[1:]) for link in inside if link.startswith("#")}
    files = {unquote(link) for link in inside if not link.startswith("#")}
    assert page.open == [] and len(page.anchors) == len(set(page.anchors))
    assert anchors <= set(page.anchors)
    there = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert files == there - {"index.html"}


def test_the_page_tells_every_term_and_question(
    bundle: Path, source: dict[str, list[Quad]], project: GraphProject
) -> None:
    page = Page((bundle / "index.html").read_text("utf-8"))
    kinds = {
        f"http://www.w3.org/2002/07/owl#{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty")
    }
    terms = {
        project.prefixes.shrink(quad.subject)
        for quad in source["asserted"]
        if getattr(quad.object, "value", "") in kinds and quad.predicate.value == f"{RDF}type"
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ICI)
    }
    assert terms <= set(page.anchors)
    assert {f"question-{path.stem}" for path in project.query_files} <= set(page.anchors)


def test_sha256sum_finds_every_file_as_it_should_be(bundle: Path) -> None:
    try:
        program = system_program("sha256sum")
    except UnavailableError as error:
        pytest.skip(str(error))
    ran = subprocess.run(
        [program, "--check", "--strict", "SHA256SUMS"],
        cwd=bundle,
        capture_output=True,
        text=True,
        check=False,
    )
    files = [path for path in bundle.rglob("*") if path.is_file()]
    assert (ran.returncode, ran.stdout.count(": OK\n")) == (0, len(files) - 1)
