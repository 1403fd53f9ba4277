"""The ontology's manners: each term is named, defined, shown and used; no blank nodes where none may be."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from icigraph.project.graph_project import bundled_project
from icigraph.project.load import tables_of
from icigraph.rules.close import close_store
from icigraph.rules.compile.derivation import read_derivations

ROOT = Path(__file__).parents[2]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = NamedNode(f"{RDF}type")
ICI = "https://w3id.org/icigraph/ontology#"
CORE = "https://w3id.org/icigraph/core#"
OWN = {"core": CORE, "ici": ICI}
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
    return {term.value for term in subjects if term.value.startswith((CORE, ICI))}


@pytest.mark.parametrize(
    "predicate",
    [
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#definition",
        "http://www.w3.org/2004/02/skos/core#example",
        "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
    ],
)
def test_every_term_has(ontology: Store, predicate: str) -> None:
    quads = ontology.quads_for_pattern(None, NamedNode(predicate), None)
    having = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    assert own_terms(ontology) - having == set()


def test_every_term_is_used_by_a_shape_a_derivation_or_a_question(ontology: Store) -> None:
    rules = [*(ROOT / "queries").glob("*.rq"), *(ROOT / "ontology" / "rules").rglob("*.rq")]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in [*rules, *SHAPES, *DATA])
    used = {f"{OWN[prefix]}{local}" for prefix, local in re.findall(r"\b(core|ici):([A-Za-z]\w*)", texts)}
    used |= set(re.findall(r"<(https://w3id.org/icigraph/(?:core|ontology)#\w+)>", texts))
    inferred = {subject for subject in own_terms(ontology) if is_inferred(ontology, subject)}
    assert sorted(own_terms(ontology) - used - inferred) == []


def is_inferred(ontology: Store, term: str) -> bool:
    """Whether an axiom or what a class of facts yields leads to it, so that nobody need write it."""
    of = (f"{OWL}inverseOf", f"{RDFS}subClassOf", f"{RDFS}range", f"{OWL}equivalentClass", f"{CORE}yields")
    node = NamedNode(term)
    return any(
        next(ontology.quads_for_pattern(node, NamedNode(predicate), None), None)
        or next(ontology.quads_for_pattern(None, NamedNode(predicate), node), None)
        for predicate in of
    )


def test_classes_and_properties_stay_few(ontology: Store) -> None:
    """What one source says once is a relation, and no class of its own."""
    classes = {quad.subject for quad in ontology.quads_for_pattern(None, RDF_TYPE, NamedNode(f"{OWL}Class"))}
    properties = {
        quad.subject
        for kind in ("ObjectProperty", "DatatypeProperty")
        for quad in ontology.quads_for_pattern(None, RDF_TYPE, NamedNode(f"{OWL}{kind}"))
    }
    own = own_terms(ontology)
    assert sum(isinstance(term, NamedNode) and term.value in own for term in classes) <= 60
    assert sum(isinstance(term, NamedNode) and term.value in own for term in properties) <= 130


def test_the_page_on_the_model_says_why_classes_of_few_instances_stay() -> None:
    store = Store()
    for file in [*TBOX, *DATA]:
        store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(file.as_uri()))
    for table in tables_of(bundled_project()):
        store.extend(placed.quad for placed in table.document.quads)
    close_store(store, derivations=read_derivations(sorted((ROOT / "ontology" / "rules").rglob("*.rq"))))
    counts = {
        term: len({quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, NamedNode(term), None)})
        for term in own_terms(store)
        if next(store.quads_for_pattern(NamedNode(term), RDF_TYPE, NamedNode(f"{OWL}Class"), None), None)
    }
    few = {(term.removeprefix(ICI), str(count)) for term, count in counts.items() if count < 3}
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8").partition("## Few instances")[2]
    assert set(re.findall(r"^\| `ici:(\w+)` \| (\d+) \| \S", page, re.MULTILINE)) == few


def test_ontology_and_shapes_are_smaller_than_the_data() -> None:
    assert sum(file.stat().st_size for file in [*TBOX, *SHAPES]) < sum(file.stat().st_size for file in DATA)


def test_core_names_nothing_of_a_domain() -> None:
    core = [
        *(ROOT / "ontology" / "core").rglob("*"),
        *(ROOT / "ontology" / "rules" / "core").rglob("*"),
        *(ROOT / "ontology" / "shapes" / "core").rglob("*"),
    ]
    for file in core:
        assert not re.search(r"\bNATO\b|icigraph/ontology#|icigraph/id/", file.read_text(encoding="utf-8")), (
            file
        )


@pytest.mark.parametrize("folder", ["ontology", "ontology/core"])
def test_a_catalog_leads_from_each_import_to_its_file(folder: str) -> None:
    """So an editor that opens the folder finds what the ontology imports."""
    catalog = (ROOT / folder / "catalog-v001.xml").read_text(encoding="utf-8")
    files = dict(re.findall(r'<uri name="([^"]+)" uri="([^"]+)"/>', catalog))
    assert [file for file in files.values() if not (ROOT / folder / file).is_file()] == []
    here = load([file for file in TBOX if file.is_relative_to(ROOT / folder)])
    imports = here.quads_for_pattern(None, NamedNode(f"{OWL}imports"), None)
    imported = {str(quad.object).strip("<>") for quad in imports}
    assert imported - set(files) == set()


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
