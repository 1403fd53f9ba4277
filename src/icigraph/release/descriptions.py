"""What tells machines about a release: VoID and DCAT 3, and the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from icigraph.rdf.canonical import canonical_triples, digest_of_lines
from icigraph.rdf.namespaces import DCTERMS, RDF, RDFS, SH, XSD, Namespace
from icigraph.rdf.syntax import FORMATS
from icigraph.release.content import Content
from icigraph.release.licence import licence_iri
from icigraph.stores.push.manifest import PUBLISHED

__all__ = ["dataset_description", "described", "question_catalogue"]

_DCAT = Namespace("http://www.w3.org/ns/dcat#")
_VOID = Namespace("http://rdfs.org/ns/void#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_PREFIXES = {
    "dcat": str(_DCAT),
    "dcterms": str(DCTERMS),
    "pub": PUBLISHED,
    "rdfs": str(RDFS),
    "sh": str(SH),
    "spdx": str(_SPDX),
    "void": str(_VOID),
}
_MEDIA_TYPES = {form.suffix: form.media_type for form in FORMATS.values()} | {
    ".csv": "text/csv",
    ".graphml": "application/xml",
    ".html": "text/html",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".rq": "application/sparql-query",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
}


def described(triples: Iterable[Triple]) -> bytes:
    """A description as Turtle.

    >>> title = Triple(NamedNode("x:dataset"), DCTERMS["title"], Literal("Partnerships"))
    >>> print(described([title]).decode().splitlines()[-1])
    <x:dataset> dcterms:title "Partnerships" .
    """
    return serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def dataset_description(content: Content, checksums: Mapping[str, str]) -> set[Triple]:
    """VoID and DCAT 3: the dataset, each graph with its size and canonical digest, each file with its
    SHA-256 from `checksums`.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), NamedNode("x:g"))
    >>> content = Content(bundled_project(), (quad,), (), Store(), {})
    >>> found = dataset_description(content, {"dataset.nq": "e3b0"})
    >>> [str(triple.object) for triple in found if triple.predicate == _VOID["subset"]]
    ['<x:g>']
    """
    project = content.project
    dataset = NamedNode(f"{project.graphs}dataset")
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (dataset, RDF["type"], _VOID["Dataset"]),
        (dataset, RDF["type"], _DCAT["Dataset"]),
        (dataset, DCTERMS["title"], Literal(project.config.title, language="en")),
        (dataset, _DCAT["version"], Literal(project.config.version)),
        (dataset, _VOID["triples"], _integer(len(content.asserted) + len(content.inferred))),
    ]
    if licence := licence_iri(project.config.licence):
        facts.append((dataset, DCTERMS["license"], licence))
    elif project.config.licence:
        facts.append((dataset, DCTERMS["rights"], Literal(project.config.licence)))
    for iri, quads in content.graphs().items():
        graph = NamedNode(iri)
        digest = digest_of_lines(canonical_triples(quad.triple for quad in quads))
        facts += [
            (dataset, _VOID["subset"], graph),
            (graph, RDF["type"], _VOID["Dataset"]),
            (graph, _VOID["triples"], _integer(len(quads))),
            (graph, NamedNode(f"{PUBLISHED}digest"), Literal(digest)),
        ]
    for name, checksum in checksums.items():
        facts += _distribution(dataset, project.config.version, name, checksum)
    return _triples(facts)


def _distribution(
    dataset: NamedNode, version: str, name: str, checksum: str
) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    place = NamedNode(f"{dataset.value}/{quote(version)}/{quote(name)}")
    sum_node = NamedNode(f"{place.value}#sha256")
    media_type = _MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
    media = NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}")
    return [
        (dataset, _DCAT["distribution"], place),
        (place, RDF["type"], _DCAT["Distribution"]),
        (place, DCTERMS["title"], Literal(name)),
        (place, _DCAT["mediaType"], media),
        (place, _SPDX["checksum"], sum_node),
        (sum_node, _SPDX["algorithm"], _SPDX["checksumAlgorithm_sha256"]),
        (sum_node, _SPDX["checksumValue"], Literal(checksum)),
    ]


def question_catalogue(content: Content) -> set[Triple]:
    """Every question as a `sh:SPARQLExecutable` (SHACL-AF, section 5), as catalogues of SPARQL examples
    have them.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> found = question_catalogue(Content(project, (), (), Store(), {}))
    >>> sum(triple.predicate == SH["select"] for triple in found) == len(project.query_files)
    True
    """
    project = content.project
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = []
    for path in project.query_files:
        entry = content.questions.get(path.stem, {})
        query = NamedNode(f"{project.graphs}question/{quote(path.stem)}")
        facts += [
            (query, RDF["type"], SH["SPARQLExecutable"]),
            (query, RDF["type"], SH["SPARQLSelectExecutable"]),
            (query, RDFS["comment"], Literal(str(entry.get("summary", path.stem)), language="en")),
            (query, SH["select"], Literal(_without_front_matter(path))),
        ]
    return _triples(facts)


def _without_front_matter(path: Path) -> str:
    lines = path.read_text("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["integer"])


def _triples(facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]]) -> set[Triple]:
    return {Triple(*fact) for fact in facts}
