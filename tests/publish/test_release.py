"""The release bundle: reproducible, complete, and read back by other libraries to the same graph."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from icigraph.build.snapshot import open_snapshot
from icigraph.graph.project import GraphProject, bundled_project
from icigraph.publish.canonical import canonical_triples
from icigraph.publish.dataset import asserted_quads, inferred_quads
from icigraph.publish.release import release
from icigraph.rdf.faults import InputError


@pytest.fixture(scope="module")
def project() -> GraphProject:
    return bundled_project()


@pytest.fixture(scope="module")
def bundle(project: GraphProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "bundle"
    release(project, open_snapshot(project), folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_project_gives_the_same_bytes(project: GraphProject, bundle: Path, tmp_path: Path) -> None:
    release(project, open_snapshot(project), tmp_path / "again")
    assert files(tmp_path / "again") == files(bundle)


def test_every_file_has_its_checksum(bundle: Path) -> None:
    written = files(bundle)
    sums = dict(reversed(line.split("  ")) for line in written.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}


@pytest.mark.parametrize(
    "name", ["asserted.ttl", "asserted.rdf", "asserted.nt", "inferred.ttl", "inferred.nt"]
)
def test_rdflib_reads_back_the_graph(name: str, bundle: Path, project: GraphProject) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph()
    # Other lexical forms of a value must come back as they are.
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(bundle / name)
    finally:
        rdflib.NORMALIZE_LITERALS = before
    quads = (
        asserted_quads(project)
        if name.startswith("asserted")
        else inferred_quads(project, open_snapshot(project))
    )
    back = parse(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    assert canonical_triples(q.triple for q in back) == canonical_triples(q.triple for q in quads)


def test_facts_are_reifiers_in_rdf_1_2(bundle: Path) -> None:
    triples = [quad.triple for quad in parse(path=bundle / "facts-rdf12.ttl")]
    reified = {t.subject.value: t.object for t in triples if t.predicate.value.endswith("#reifies")}
    fact = reified["https://w3id.org/icigraph/id/partnership/kuwait-ici"]
    assert fact.predicate.value == "https://w3id.org/icigraph/ontology#partnerIn"
    assert all(t in triples for t in reified.values())


def test_tables_and_graphml_open_in_other_tools(bundle: Path) -> None:
    with (bundle / "tables" / "Partnership.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["fact"]: row for row in csv.DictReader(file)}
    kuwait = rows["https://w3id.org/icigraph/id/partnership/kuwait-ici"]
    assert kuwait["ici:partner"] == "https://w3id.org/icigraph/id/kuwait"
    root = ElementTree.parse(bundle / "graph.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = {node.get("id") for node in root.iter(space + "node")}
    edges = [(edge.get("source"), edge.get("target")) for edge in root.iter(space + "edge")]
    assert edges and {end for edge in edges for end in edge} <= nodes


def test_a_folder_of_other_things_is_left_alone(project: GraphProject, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"thesis\.txt"):
        release(project, open_snapshot(project), tmp_path)
    assert files(tmp_path) == {"thesis.txt": b"mine"}


def test_the_previous_release_is_compared(project: GraphProject, bundle: Path, tmp_path: Path) -> None:
    release(project, open_snapshot(project), tmp_path / "next", previous=bundle)
    assert (tmp_path / "next" / "CHANGES.txt").read_text("utf-8") == "no difference\n"
