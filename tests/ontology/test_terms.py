"""The ontology's manners: each term is named, defined, placed and used; no blank nodes where none may be."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

ROOT = Path(__file__).parents[2]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ICI = "https://w3id.org/icigraph/ontology#"
TBOX = [file for file in sorted((ROOT / "ontology").rglob("*.ttl")) if "shapes" not in file.parts]
SHAPES = sorted((ROOT / "ontology" / "shapes").rglob("*.ttl"))
DATA = sorted((ROOT / "data").rglob("*.ttl"))
TURTLE = [*TBOX, *SHAPES, *DATA]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def load(files: list[Path]) -> Store:
    store = Store()
    for file in files:
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def ontology() -> Store:
    return load(TBOX)


def has_blank_node(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def own_terms(ontology: Store) -> set[str]:
    subjects = {quad.subject for quad in ontology if isinstance(quad.subject, NamedNode)}
    return {term.value for term in subjects if term.value.startswith(ICI)}


@pytest.mark.parametrize(
    "predicate",
    [
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#definition",
        "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
    ],
)
def test_every_term_has(ontology: Store, predicate: str) -> None:
    having = {quad.subject.value for quad in ontology.quads_for_pattern(None, NamedNode(predicate), None)}
    assert own_terms(ontology) - having == set()


def test_every_term_is_used_by_a_shape_or_a_question(ontology: Store) -> None:
    asked = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "queries").glob("*.rq")))
    used = {f"{ICI}{local}" for local in re.findall(r"\bici:([A-Za-z][\w-]*)", asked)}
    shaped = "\n".join(file.read_text(encoding="utf-8") for file in SHAPES)
    used |= {f"{ICI}{local}" for local in re.findall(r"\bici:([A-Za-z][\w-]*)", shaped)}
    assert sorted(own_terms(ontology) - used) == []


@pytest.mark.parametrize("file", DATA, ids=name)
def test_data_has_no_blank_nodes(file: Path) -> None:
    assert [quad for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE) if has_blank_node(quad)] == []


@pytest.mark.parametrize("file", SHAPES, ids=name)
def test_shapes_have_blank_nodes_in_lists_only(file: Path) -> None:
    quads = parse(file.read_bytes(), format=RdfFormat.TURTLE)
    blank = {quad.predicate for quad in quads if isinstance(quad.subject, BlankNode)}
    assert blank <= {NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest")}


@pytest.mark.parametrize("file", TURTLE, ids=name)
def test_prefixes_stand_in_the_fixed_order(file: Path) -> None:
    table = tomllib.loads((ROOT / "icigraph.toml").read_text(encoding="utf-8"))["prefixes"]
    order = {prefix: at for at, prefix in enumerate(table)}
    declared = re.findall(r"^@prefix (\w*): <([^>]*)>", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(prefix, iri) for prefix, iri in declared if table.get(prefix) != iri] == []
    assert [
        pair for pair in pairwise(prefix for prefix, _ in declared) if order[pair[0]] >= order[pair[1]]
    ] == []


@pytest.mark.parametrize("file", TURTLE, ids=name)
def test_each_file_opens_with_its_topic_and_licence(file: Path) -> None:
    topic, licence = file.read_text(encoding="utf-8").splitlines()[:2]
    assert re.match(r" ?# \w", topic)
    assert licence.startswith("# Licence: CC BY 4.0")
