"""Every file of a release, read by another library than the one that wrote it, is what the project states."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from tests.conftest import ROOT, Ran
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

CORE = "https://w3id.org/icigraph/core#"
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
TURTLE_FILES = ["ontology.ttl", "shapes.ttl", "data.ttl", "inferred.ttl"]
TABLES = ("facts", "claims", "citations", "sources", "things")
ABOUT = tuple(f"{CORE}{how}" for how in ("states", "denies", "announces"))
# README.md is read by test_loading.py, all others below; LICENSE and CITATION.cff are the project's own.
READ = re.compile(
    "|".join(re.escape(name) for name in TURTLE_FILES)
    + r"|dataset\.nq\.gz|dataset\.ttl|facts-rdf12\.ttl|tables/\w+\.(csv|parquet)|datapackage\.json"
    r"|graph\.graphml|mappings\.sssom\.tsv|questions\.ttl|queries/[\w-]+\.rq|index\.html|README\.md|SHA256SUMS"
    r"|LICENSE|CITATION\.cff"
)


@pytest.fixture(scope="module")
def source(project: GraphProject) -> dict[str, list[Quad]]:
    """What the release was made of."""
    asserted = list(asserted_quads(project))
    inferred = list(inferred_quads(project, open_snapshot(project)))
    own = {project.ontology_graph: "ontology.ttl", project.shapes_graph: "shapes.ttl"}
    found: dict[str, list[Quad]] = {"asserted": asserted, "inferred.ttl": inferred}
    for quad in asserted:
        found.setdefault(own.get(quad.graph_name, "data.ttl"), []).append(quad)
    return found | {"dataset": [*asserted, *inferred]}


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
        if path.suffix == ".gz":
            graph.parse(data=gzip.decompress(path.read_bytes()), format="nquads")
        else:
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
    assert {*TURTLE_FILES, *(f"tables/{name}.parquet" for name in TABLES)} <= set(names)


@pytest.mark.parametrize("name", [*TURTLE_FILES, "dataset.nq.gz"])
def test_rdflib_reads_back_the_graph(name: str, bundle: Path, source: dict[str, list[Quad]]) -> None:
    if name == "dataset.nq.gz":
        assert canonical_quads(read_by_rdflib(bundle / name)) == canonical_quads(source["dataset"])
    else:
        assert union(read_by_rdflib(bundle / name)) == union(source[name])


def test_a_release_is_small(bundle: Path) -> None:
    assert sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file()) < 5_000_000


def test_the_licence_and_the_citation_are_those_of_the_project(bundle: Path) -> None:
    assert (bundle / "LICENSE").read_bytes() == (ROOT / "LICENSE-DATA").read_bytes()
    assert (bundle / "CITATION.cff").read_bytes() == (ROOT / "CITATION.cff").read_bytes()


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
    told = {quad.object for quad in source["asserted"] if quad.predicate.value in ABOUT}
    assert set(reified.values()) <= told and len(reified) > 100


def rows_of(statement: str) -> list[dict[str, Any]]:
    with duckdb.connect() as database:
        result = database.execute(statement)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def csv_rows(bundle: Path, name: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO((bundle / "tables" / f"{name}.csv").read_bytes().decode(), newline=""))
    )


def statements_of(source: dict[str, list[Quad]], project: GraphProject) -> dict[str, dict[str, list[str]]]:
    """What the files of data state of each thing, in words."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in source["data.ttl"]:
        column = project.prefixes.shrink(quad.predicate)
        values = found.setdefault(quad.subject.value, {}).setdefault(column, [])
        value = quad.object
        values.append(project.prefixes.shrink(value) if column == "rdf:type" else value.value)
    return found


def test_the_tables_tell_all_that_the_files_state(
    bundle: Path, project: GraphProject, source: dict[str, list[Quad]]
) -> None:
    """Every thing with an IRI has a row (a citation one for each claim), and each value that is stated of it
    is in one of its cells, as itself or as the name of a thing. What a fact is about is a thing as well.
    """
    stated = statements_of(source, project)
    labels = {
        quad.subject.value: quad.object.value
        for quad in source["asserted"]
        if quad.predicate.value.endswith("#label") and quad.object.language == "en"
    }
    keys = {
        "facts": "fact",
        "claims": "claim",
        "citations": "citation",
        "sources": "source",
        "things": "thing",
    }
    rows = {name: csv_rows(bundle, name) for name in TABLES}
    found = {name: {row[key] for row in rows[name]} for name, key in keys.items()}
    assert set().union(*found.values()) >= set(stated)
    twice = found["things"] & set().union(*(found[name] for name in TABLES if name != "things"))
    named = {row["thing"] for row in rows["claims"]}
    assert twice <= {row[end] for row in rows["facts"] for end in ("subject", "object")} | named
    assert found["facts"].isdisjoint(found["claims"] | found["citations"] | found["sources"])
    cited = {(row["claim"], row["citation"]) for row in rows["citations"]}
    assert cited == {(s, c) for s, values in stated.items() for c in values.get("core:citation", ())}
    for name, key in keys.items():
        for row in rows[name]:
            text = "\n".join((*row.values(), *chain(*json.loads(row["details"] or "{}").values())))
            for column, values in stated.get(row[key], {}).items():
                # The table of citations tells both.
                told = column == "core:citation" or values == ["core:Citation"]
                for value in () if told else values:
                    assert value in text or labels[value] in text, (row[key], column, value)


def test_a_fact_is_joined_with_what_it_is_about_and_its_sources(bundle: Path) -> None:
    """Asked of DuckDB, as its reader would, of the CSV and of the Parquet files."""
    for suffix in ("csv", "parquet"):
        facts, claims, _, sources, things = (f"'{bundle}/tables/{name}.{suffix}'" for name in TABLES)
        rows = rows_of(
            f"""SELECT t.label AS who, c.start, s.publisher FROM {facts} f JOIN {claims} c USING (fact)
            JOIN {sources} s USING (source) JOIN {things} t ON t.thing = f.subject
            WHERE f.class = 'ici:Partnership' AND f.object_label = 'Istanbul Cooperation Initiative'
            AND t.label = 'Kuwait' ORDER BY ALL"""
        )
        starts = {str(row["start"]) for row in rows if row["start"]}
        assert starts == {"2004-11", "2004-12", "2004"}
        assert "Gulf News" in {row["publisher"] for row in rows}


def test_every_fact_of_the_graph_has_its_row(bundle: Path, source: dict[str, list[Quad]]) -> None:
    """Subject and object may follow by OWL from other roles, and the bounds from the dates of claims."""
    derived = {
        "earliest_start": "earliestStart",
        "latest_start": "latestStart",
        "earliest_end": "earliestEnd",
        "latest_end": "latestEnd",
        "before_start": "beforeStart",
        "after_end": "afterEnd",
    }
    wanted = {f"{CORE}{name}" for name in ("subject", "object", "acceptedClaim", *derived.values())}
    inferred: dict[str, dict[str, set[str]]] = {}
    for quad in source["dataset"]:
        if quad.predicate.value in wanted:
            inferred.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set()).add(
                quad.object.value
            )
    rows = csv_rows(bundle, "facts")
    assert len(rows) == len({quad.object for quad in source["asserted"] if quad.predicate.value in ABOUT})
    for row in rows:
        values = inferred.get(row["fact"], {})
        for column, name in {"subject": "subject", "object": "object", **derived}.items():
            told = {row[column], row["object_label"]} if column == "object" else {row[column]}
            assert values.get(f"{CORE}{name}", set()) <= told
            assert bool(row[column]) <= (f"{CORE}{name}" in values)
        assert (row["standing"] == "accepted") == (f"{CORE}acceptedClaim" in values)


def test_columns_have_the_types_that_the_package_says(bundle: Path) -> None:
    package = json.loads((bundle / "datapackage.json").read_bytes())
    said = {"date": "DATE", "integer": "BIGINT"}
    for resource in package["resources"]:
        path = bundle / resource["path"]
        read = rows_of(f"DESCRIBE SELECT * FROM '{path.with_suffix('.parquet')}'")
        fields = [
            (field["name"], said.get(field["type"], "VARCHAR")) for field in resource["schema"]["fields"]
        ]
        assert [(row["column_name"], row["column_type"]) for row in read] == fields
        assert path.stat().st_size == resource["bytes"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    facts, claims = (
        {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in package["resources"][:2]
    )
    # Claims date as their source does, at times by a year alone; the bounds that are derived are days.
    assert (claims["start"], facts["earliest_start"]) == ("string", "date")


def test_the_tables_are_a_valid_data_package(bundle: Path) -> None:
    """Read by Frictionless: each cell is of its type, keys are unique, what a table refers to is there."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(bundle / "datapackage.json"))
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "note"]) == []
    assert report.valid and report.stats["tasks"] == 5
    package = json.loads((bundle / "datapackage.json").read_bytes())
    references = {
        (resource["name"], key["fields"], key["reference"]["resource"])
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert references == {
        ("facts", "subject", "things"),
        ("facts", "object", "things"),
        ("claims", "fact", "facts"),
        ("claims", "thing", "things"),
        ("claims", "source", "sources"),
        ("citations", "claim", "claims"),
        ("citations", "source", "sources"),
    }


def test_a_reference_that_leads_nowhere_is_found(bundle: Path, tmp_path: Path) -> None:
    """The package says enough to find a table that lacks a row."""
    frictionless = pytest.importorskip("frictionless")
    there = shutil.copytree(bundle, tmp_path / "bundle")
    lines = (there / "tables" / "things.csv").read_bytes().split(b"\r\n")
    kept = [line for line in lines if b"id/kuwait," not in line]
    assert len(kept) == len(lines) - 1
    (there / "tables" / "things.csv").write_bytes(b"\r\n".join(kept))
    errors = frictionless.validate(str(there / "datapackage.json")).flatten(["type"])
    assert ["foreign-key"] in errors


def test_networkx_reads_things_and_short_relations(
    bundle: Path, project: GraphProject, source: dict[str, list[Quad]]
) -> None:
    graph = networkx.read_graphml(bundle / "graph.graphml", force_multigraph=True)
    base = project.config.base
    edges = {(s, data["property"], o): data for s, o, data in graph.edges(data=True)}
    assert len(edges) == graph.number_of_edges() > 200
    kuwait = edges[(f"{base}kuwait", "ici:partnerIn", f"{base}ici")]
    assert (kuwait["label"], kuwait["inferred"]) == ("partner in", True)
    assert {data["inferred"] for (_, p, _), data in edges.items() if p == "ici:frameworkOf"} == {False}
    stated = {(q.subject.value, project.prefixes.shrink(q.predicate), q.object) for q in source["dataset"]}
    assert {(s, p, NamedNode(o)) for s, p, o in edges} <= stated
    # One direction, the more special relation, no name of another vocabulary; no fact, claim or source.
    assert not {(o, p, s) for s, p, o in edges} & set(edges)
    assert {(s, "ici:joined", o) for s, p, o in edges if p == "ici:partnerIn"}.isdisjoint(edges)
    assert {p.partition(":")[0] for _, p, _ in edges} <= {"ici", "core"}
    cited = {
        q.subject.value
        for q in source["asserted"]
        if q.predicate.value in (f"{CORE}citation", f"{CORE}source", f"{CORE}subject")
    }
    assert cited.isdisjoint(graph.nodes)
    assert graph.nodes[f"{base}kuwait"] == {"label": "Kuwait", "type": "state"}


def described(bundle: Path, name: str, query: str) -> list[tuple[str, ...]]:
    graph = rdflib.Graph().parse(bundle / name, publicID="https://e.org/here/")
    return [tuple(map(str, row)) for row in graph.query(query, initNs=SPEC)]


def test_the_description_gives_address_size_and_checksum_of_every_form_of_the_data(bundle: Path) -> None:
    query = """SELECT ?name ?url ?size ?sum {
        ?dataset a dcat:Dataset ; dcat:distribution ?form .
        ?form a dcat:Distribution ; dcterms:title ?name ; dcat:downloadURL ?url ; dcat:accessURL ?url ;
            dcterms:description ?text ; dcterms:license ?licence ; dcat:mediaType ?type ;
            dcat:byteSize ?size ; spdx:checksum ?node .
        ?node a spdx:Checksum ; spdx:checksumValue ?sum ; spdx:algorithm spdx:checksumAlgorithm_sha256
    }"""
    words = ("README.md", "LICENSE", "CITATION.cff", "SHA256SUMS", "dataset.ttl", "index.html")
    forms = {
        name: (
            f"https://w3id.org/icigraph/release/0.1.0/{name}",
            str(path.stat().st_size),
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in bundle.rglob("*")
        if path.is_file() and (name := path.relative_to(bundle).as_posix()) not in words
        if not name.startswith(("queries/", "questions", "datapackage"))
    }
    assert {row[0]: row[1:] for row in described(bundle, "dataset.ttl", query)} == forms


def test_the_description_says_what_the_dataset_is(bundle: Path, source: dict[str, list[Quad]]) -> None:
    query = """SELECT ?title ?issued ?licence ?size ?dump ?first ?last {
        ?dataset a dcat:Dataset, void:Dataset ; dcterms:title ?title ; dcterms:description ?text ;
            dcterms:issued ?issued ; dcterms:license ?licence ; dcterms:creator ?maker ;
            dcat:keyword "NATO"@en ; void:triples ?size ; void:dataDump ?dump ;
            dcterms:temporal [ dcat:startDate ?first ; dcat:endDate ?last ]
    }"""
    (row,) = described(bundle, "dataset.ttl", query)
    assert row == (
        "NATO's partnerships: the Istanbul Cooperation Initiative",
        "2026-11-25",
        "https://creativecommons.org/licenses/by/4.0/",
        str(len(set(source["dataset"]))),
        "https://w3id.org/icigraph/release/0.1.0/dataset.nq.gz",
        "1949-01-01",
        row[-1],
    )
    assert row[-1] <= "2026-11-25"
    assert (bundle / "dataset.ttl").read_text("utf-8").index("void:Dataset") < 1000


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


def test_the_description_conforms_to_the_shapes_of_open_data_portals(
    bundle: Path, shared: Path, icigraph: Callable[..., Ran]
) -> None:
    """Those of DCAT-AP 2.1.1, but for what DCAT 3 has otherwise: a size is an integer, a checksum any."""
    shapes = shared / "real" / "dcat-ap" / "dcat-ap-2.1.1-shapes.ttl"
    if not shapes.is_file():
        pytest.skip("the shapes of DCAT-AP are not there")
    ran = icigraph("validate", str(bundle / "dataset.ttl"), "--shapes", str(shapes), "--format", "json")
    told = json.loads(ran.out)
    assert told["focusNodes"] > 30
    assert {(cause["path"], cause["expected"]) for cause in told["causes"]} == {
        ("<http://www.w3.org/ns/dcat#byteSize>", "a legal xsd:decimal"),
        (
            "<http://spdx.org/rdf/terms#algorithm>",
            "spdx:checksumAlgorithm_sha1 among the values of spdx:algorithm",
        ),
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
    used = {
        row[name].partition(":")[0] for row in rows for name in ("subject_id", "predicate_id", "object_id")
    }
    assert set(prefixes) == used

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


def test_the_page_has_what_harvesters_of_datasets_look_for(bundle: Path) -> None:
    text = (bundle / "index.html").read_text("utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    told = json.loads(found)
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert {"name", "description", "license", "creator", "url", "version", "datePublished"} <= set(told)
    assert len(told["description"]) >= 50
    sums = {each["contentUrl"].rpartition("0.1.0/")[2]: each["sha256"] for each in told["distribution"]}
    assert len(sums) >= 15
    assert sums == {name: hashlib.sha256((bundle / name).read_bytes()).hexdigest() for name in sums}


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
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((ICI, CORE))
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
