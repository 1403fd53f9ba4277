"""What tells machines about a release: VoID and DCAT 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from icigraph.base.version import __version__
from icigraph.rdf.canonical import canonical_triples, digest_of_lines
from icigraph.rdf.namespaces import DCTERMS, PROV, RDF, RDFS, XSD, Namespace
from icigraph.release.about import About
from icigraph.release.content import Content
from icigraph.release.folder import checksum
from icigraph.release.licence import licence_iri
from icigraph.release.media_types import is_compressed, media_type
from icigraph.release.purposes import purposes
from icigraph.release.span import span_of
from icigraph.stores.push.manifest import PUBLISHED

__all__ = ["HERE", "dataset_description", "dataset_turtle"]

HERE = "icigraph-release://here/"
"""What the folder of a release is called while its description is made: it stands in no file."""

_DCAT = Namespace("http://www.w3.org/ns/dcat#")
_VOID = Namespace("http://rdfs.org/ns/void#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_FOAF = Namespace("http://xmlns.com/foaf/0.1/")
_PREFIXES = {
    "dcat": str(_DCAT),
    "dcterms": str(DCTERMS),
    "foaf": str(_FOAF),
    "prov": str(PROV),
    "pub": PUBLISHED,
    "rdfs": str(RDFS),
    "spdx": str(_SPDX),
    "void": str(_VOID),
    "xsd": str(XSD),
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_BASE = f"@base <{HERE}> .\n".encode()

_Triples = Iterator[Triple]


def dataset_turtle(content: Content, about: About, files: Mapping[str, bytes]) -> bytes:
    """The description as Turtle, the dataset first. Files stand in it by names relative to its own address,
    which is that of the project's releases, or where that is not configured wherever the file lies.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> from icigraph.release.about import about
    >>> print(dataset_turtle(empty, about(bundled_project()), {}).decode().splitlines()[0])
    @base <https://w3id.org/icigraph/release/0.1.0/> .
    """
    triples = list(dict.fromkeys(dataset_description(content, about, files)))
    first = {triple.subject: number for number, triple in reversed(list(enumerate(triples)))}
    triples.sort(key=lambda triple: first[triple.subject])
    made = serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES, base_iri=HERE) or b""
    base = f"@base <{about.address}> .\n".encode() if about.address else b""
    return made.replace(_BASE, base, 1)


def dataset_description(content: Content, about: About, files: Mapping[str, bytes]) -> _Triples:
    """VoID and DCAT 3: the dataset, each of the `files` that is a form of it with size and SHA-256, each
    graph with its size and canonical digest.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> from icigraph.release.about import about
    >>> found = dataset_description(empty, about(bundled_project()), {"data.ttl": b""})
    >>> [str(triple.object) for triple in found if triple.predicate == _DCAT["byteSize"]]
    ['"0"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>']
    """
    dataset = NamedNode(f"{content.project.graphs}dataset")
    yield from _head(dataset, content, about)
    yield from _makers(dataset, about)
    for purpose, names in purposes(files):
        for name in names if purpose.is_data else ():
            yield from _distribution(dataset, name, purpose.text, files[name], about)
    yield from _graphs(dataset, content)


def _head(dataset: NamedNode, content: Content, about: About) -> _Triples:
    yield Triple(dataset, RDF["type"], _DCAT["Dataset"])
    yield Triple(dataset, RDF["type"], _VOID["Dataset"])
    yield Triple(dataset, DCTERMS["title"], Literal(about.title, language="en"))
    yield Triple(dataset, DCTERMS["description"], Literal(about.description, language="en"))
    yield Triple(dataset, _DCAT["version"], Literal(about.version))
    if about.issued:
        yield Triple(dataset, DCTERMS["issued"], Literal(about.issued, datatype=XSD["date"]))
    if licence := licence_iri(about.licence):
        yield Triple(dataset, DCTERMS["license"], licence)
        yield Triple(licence, RDF["type"], DCTERMS["LicenseDocument"])
    elif about.licence:
        yield Triple(dataset, DCTERMS["rights"], Literal(about.licence))
    for keyword in about.keywords:
        yield Triple(dataset, _DCAT["keyword"], Literal(keyword, language="en"))
    yield Triple(dataset, _DCAT["landingPage"], NamedNode(f"{HERE}index.html"))
    yield Triple(dataset, _VOID["uriSpace"], Literal(content.project.config.base))
    yield Triple(dataset, _VOID["triples"], _number(len(content.asserted) + len(content.inferred)))
    if span := span_of(content):
        period = NamedNode(f"{HERE}dataset.ttl#period")
        yield Triple(dataset, DCTERMS["temporal"], period)
        yield Triple(period, RDF["type"], DCTERMS["PeriodOfTime"])
        for end, day in zip(("startDate", "endDate"), span, strict=True):
            yield Triple(period, _DCAT[end], Literal(day, datatype=XSD["date"]))


def _makers(dataset: NamedNode, about: About) -> _Triples:
    for number, creator in enumerate(about.creators, 1):
        maker = NamedNode(f"{HERE}dataset.ttl#creator-{number}")
        yield Triple(dataset, DCTERMS["creator"], maker)
        kind = _FOAF["Person" if creator.is_person else "Agent"]
        yield Triple(maker, RDF["type"], kind)
        yield Triple(maker, _FOAF["name"], Literal(creator.name))
    made = NamedNode(f"{HERE}dataset.ttl#made")
    yield Triple(dataset, PROV["wasGeneratedBy"], made)
    yield Triple(made, RDF["type"], PROV["Activity"])
    yield Triple(made, RDFS["label"], Literal(f"icigraph {__version__} release"))


def _distribution(dataset: NamedNode, name: str, text: str, written: bytes, about: About) -> _Triples:
    file = NamedNode(f"{HERE}{quote(name)}")
    entry, sum_node = (
        NamedNode(f"{HERE}dataset.ttl#{part}-{quote(name, safe='')}") for part in ("file", "sum")
    )
    yield Triple(dataset, _DCAT["distribution"], entry)
    yield Triple(entry, RDF["type"], _DCAT["Distribution"])
    yield Triple(entry, DCTERMS["title"], Literal(name))
    yield Triple(entry, DCTERMS["description"], Literal(text, language="en"))
    yield Triple(entry, _DCAT["accessURL"], file)
    yield Triple(entry, _DCAT["downloadURL"], file)
    yield Triple(entry, _DCAT["mediaType"], NamedNode(f"{_MEDIA}{media_type(name)}"))
    if is_compressed(name):
        yield Triple(entry, _DCAT["compressFormat"], NamedNode(f"{_MEDIA}application/gzip"))
        yield Triple(dataset, _VOID["dataDump"], file)
    yield Triple(entry, _DCAT["byteSize"], Literal(str(len(written)), datatype=XSD["nonNegativeInteger"]))
    if licence := licence_iri(about.licence):
        yield Triple(entry, DCTERMS["license"], licence)
    yield Triple(entry, _SPDX["checksum"], sum_node)
    yield Triple(sum_node, RDF["type"], _SPDX["Checksum"])
    yield Triple(sum_node, _SPDX["algorithm"], _SPDX["checksumAlgorithm_sha256"])
    value = Literal(checksum(written), datatype=XSD["hexBinary"])
    yield Triple(sum_node, _SPDX["checksumValue"], value)


def _graphs(dataset: NamedNode, content: Content) -> _Triples:
    for iri, quads in content.graphs().items():
        graph = NamedNode(iri)
        digest = digest_of_lines(canonical_triples(quad.triple for quad in quads))
        yield Triple(dataset, _VOID["subset"], graph)
        yield Triple(graph, RDF["type"], _VOID["Dataset"])
        yield Triple(graph, _VOID["triples"], _number(len(quads)))
        yield Triple(graph, NamedNode(f"{PUBLISHED}digest"), Literal(digest))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["integer"])
